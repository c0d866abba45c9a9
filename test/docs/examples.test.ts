import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import type { Input, Request } from '../../src/bot/request.ts';
import { tokenize } from '../../src/bot/tokenize.ts';
import { ConfigError } from '../../src/config/config.ts';
import { jsonReply } from '../../src/platforms/terminal/answering.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/terminal.ts';
import { createQuestionAnswerer } from '../../src/program/ask-lines.ts';
import { runDiscord } from '../../src/program/discord-setup.ts';
import { catalogue, openTestBot } from '../commands/fixture.ts';
import { pageNamed, pages, programText, readShellLine, type Typed } from './examples.ts';

const root = join(import.meta.dirname, '../..');
const bot = await openTestBot();
const program = programText();
const usage = readFileSync(join(root, 'bin/usage.mjs'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

const administrator = { id: 'U_ADMIN', role: 'administrator' } as const;
const references = [
  { shown: '#ops', kind: 'channel', id: 'C_OPS' },
  { shown: '@bob', kind: 'person', id: 'U_BOB' },
  { shown: '@alice', kind: 'person', id: 'U_ALICE' },
] as const;

/** Asks as an administrator in Slack, where `#ops` is a channel, on a Wednesday morning. */
function ask(input: Input, attachments: Request['attachments'] = []) {
  const receivedAt = new Date('2026-11-25T08:00:00Z');
  return bot.askAs(administrator, '', { input, references, receivedAt, attachments });
}

const asLine = (text: string) => ask({ kind: 'text', text });

beforeAll(async () => {
  for (const host of ['mail.example.org', 'mail2.example.org']) await asLine(`hosts add ${host}`);
});

/** What is piped into a command that reads its input. */
const piped = [{ name: 'standard input', content: '25 143/tcp' }];

/** Lines that pages show because they are refused, and how. */
const refused: Readonly<Record<string, string>> = { 'remnd add …': 'usage' };

/** Parts of a line, with a line they belong to. */
const parts: Readonly<Record<string, string>> = {
  'escalate 4 escalate-to @alice': 'remind add every day at 9 escalate 4 escalate-to @alice look',
  'outside eth0': 'firewall diff imap outside eth0 have 25',
  'outside public': 'firewall diff imap outside public have 25',
  '143 closed 993 open': 'firewall diff imap have 143 closed 993 open',
  '993 but not 143': 'firewall diff imap have 993 but not 143',
  '25 143/tcp 4069/udp': 'firewall diff imap have 25 143/tcp 4069/udp',
  'between 21 and 23': 'was anything between 21 and 23 vulnerable',
  'all of 25': 'is all of 25 vulnerable',
  '25.x': 'is 25.x vulnerable',
  'before 20.0.4': 'is anything before 20.0.4 vulnerable',
  'the 24 series': 'is the 24 series vulnerable',
};

/** What the bot says, with a line it says it to. */
const said: Readonly<Record<string, string>> = {
  'Same as ports imap': 'which port is imap on',
  '8443 is in none of my documents.': 'can I close 8443 and 993',
};

/** What `docs/own-knowledge.md` shows of a mistake; it is made below. */
const knowledgeProblem =
  'Your knowledge files are not used: own.yaml, line 12, ports.0.port: Too big: expected number to be <=65535';

/** What is neither typed into the bot nor stands in the program, but in another program or in the reader's own files. */
const others: Readonly<Record<string, readonly string[]>> = {
  'docs/benchmarks.md': [
    'jitless',
    'MALLOC_ARENA_MAX=2',
    'MALLOC_MMAP_THRESHOLD_',
    'MALLOC_TRIM_THRESHOLD_',
    '--max-semi-space-size=4',
  ],
  'docs/checks.md': ['10.1.0.0/16, fd12::/48', 'answer.data'],
  'docs/firewall.md': [
    'CHECK',
    '-ExemptInbound',
    'firewall-cmd --list-all',
    'iptables-restore --test',
    'terraform validate',
  ],
  'docs/install.md': [
    'dist/licences.txt',
    '/etc/mdaemon-bot.env',
    'mdaemon-bot-0.1.0.tgz',
    'tar -xzf mdaemon-bot-0.1.0.tgz',
    '-p 8080:8080',
    'node:24-bookworm-slim',
    'journalctl -u mdaemon-bot -f',
    '/var/lib/mdaemon-bot',
    'systemctl restart mdaemon-bot',
    'systemd-analyze security mdaemon-bot',
    'WinSW-x64.exe',
    'C:\\ProgramData\\mdaemon-bot\\settings.env',
    'C:\\Program Files\\mdaemon-bot',
    'C:\\ProgramData\\mdaemon-bot',
    'C:\\ProgramData\\mdaemon-bot\\logs\\mdaemon-bot.out.log',
    'Restart-Service mdaemon-bot',
    '.\\mdaemon-bot-service.ps1 update -Package .\\mdaemon-bot-0.2.0.tgz',
    'Stop-Service mdaemon-bot',
    'podman build --format docker',
    'systemctl daemon-reload && systemctl restart mdaemon-bot',
    'systemctl reset-failed mdaemon-bot && systemctl start mdaemon-bot',
    '.\\mdaemon-bot-service.ps1 remove',
    'NT SERVICE\\mdaemon-bot',
  ],
  'docs/licences.md': ['dist/licences.txt'],
  'docs/mcp.md': [
    'mdaemon://article/localhost-rule',
    '"command": "node", "args": ["/path/to/mdaemon-bot/bin/mdaemon-bot.mjs", "mcp"]',
  ],
  'docs/model.md': ['ollama pull qwen3:4b', 'OLLAMA_KEEP_ALIVE=-1'],
  'docs/operations.md': [
    '….db',
    'mdaemon-bot.db.before-…',
    'max-size',
    'pg_dump --format=custom --file=/var/backups/bot.dump "$DATABASE_URL"',
    'createdb restored',
    'pg_restore --no-owner --dbname=restored /var/backups/bot.dump',
    'DATABASE_URL=postgres://…/restored mdaemon-bot restore --database',
    "journalctl -u mdaemon-bot -o cat | jq -R 'fromjson? | select(.level >= 40)'",
  ],
  'docs/own-knowledge.md': [knowledgeProblem],
  'docs/reminders-promises.md': [
    'kill -9',
    '(reminder, kind, scheduled_for)',
    '--platform discord',
    '--plant no-look',
    'due -> claimed -> sending -> sent',
    '-> ambiguous',
    '-> dead',
  ],
  'docs/slack.md': ['https://your-host/slack/events'],
};

/** A line as somebody types it, without the prompt, the bot's name and a remark. */
function bare(line: string): string {
  return line
    .replace(/^(?:> |discord> )/, '')
    .replace(/^[/@]mdaemon /, '')
    .replace(/\s{2,}# .*$/, '')
    .trim();
}

/** What stands in a line for something of the reader's own. */
function filledIn(line: string): string {
  return line.replace(/\b(?:SERVER_ID|ID)\b/, '123456789012345678');
}

function namesCommand(line: string): boolean {
  return catalogue.find(tokenize(line)) !== undefined;
}

/** Runs a line of the bot's and says what is wrong with it; nothing where it does what its first words say. */
async function faultOf(line: string): Promise<string | undefined> {
  const wanted = refused[line] ?? 'answered';
  const found = catalogue.find(tokenize(line.replace(/ ?…$/, '')));
  // A bare name only names a command, and what follows an ellipsis is left to the reader.
  if (wanted === 'answered' && found !== undefined && (line.endsWith('…') || found.words === tokenize(line).length)) {
    return undefined;
  }
  const { outcome, command, answer } = await asLine(line);
  if (outcome !== wanted) return `${outcome}: ${answer.lead}`;
  return found === undefined || command === found.entry.name || command === 'ask' ? undefined : `ran ${command}`;
}

async function faultOfPart(part: Typed, isPiped: boolean): Promise<string | undefined> {
  if (part.kind === 'setting') return program.includes(part.name) ? undefined : 'is no setting';
  if (part.kind === 'tool') {
    const script = /^npm run (?:-s )?([\w:-]+)/.exec(part.name)?.[1];
    return script === undefined || script in scripts ? undefined : 'is no script';
  }
  const words = part.words.filter((word) => word !== '--json');
  const [first = ''] = words;
  if (first === 'discord') return faultOfDiscord(words.slice(1));
  if (first === '' || (first === 'ask' && words[1] === '--jsonl')) return undefined;
  const isOption = first.startsWith('-');
  if (isOption) return usage.includes(`  ${first} `) || usage.includes(`, ${first} `) ? undefined : 'is no option';
  // What the program does beside the bot's commands.
  if (!namesCommand(first) && usage.includes(`mdaemon-bot ${first} `)) return undefined;
  const { outcome, answer } = await ask({ kind: 'words', words }, isPiped ? piped : []);
  return outcome === 'answered' ? undefined : `${outcome}: ${answer.lead}`;
}

/** Everything is right but the token, which nobody has here. */
async function faultOfDiscord(words: readonly string[]): Promise<string | undefined> {
  try {
    let told = '';
    const tell = (text: string) => {
      told += text;
    };
    const status = await runDiscord(words.map(filledIn), {}, { out: tell, error: tell });
    return `ends with ${status}: ${told}`;
  } catch (error) {
    return error instanceof ConfigError ? undefined : String(error);
  }
}

/** Says what is wrong with a line of a block or with a span; nothing where it is right. */
async function check(page: string, code: string): Promise<string | undefined> {
  const line = bare(code);
  if (line === '' || others[page]?.includes(line)) return undefined;
  // Names of metrics and alerts, which operations.test.ts holds to those there are.
  if (page === 'docs/operations.md' && /^(?:mdaemon_bot|nodejs|process)_\w+$|^MdaemonBot\w+$/.test(line))
    return undefined;
  const quoted = said[line];
  if (quoted !== undefined) {
    const { answer } = await asLine(quoted);
    return JSON.stringify(answer).replaceAll('`', '').includes(line) ? undefined : `is not said: ${answer.lead}`;
  }
  const shell = line.startsWith('discord ') ? readShellLine(`mdaemon-bot ${line}`) : readShellLine(line);
  if (shell !== undefined) {
    const faults = await Promise.all(shell.map((part, index) => faultOfPart(part, index > 0 || line.includes(' < '))));
    return faults.find((fault) => fault !== undefined);
  }
  if (line in parts || code !== line || line in refused || namesCommand(line)) return faultOf(parts[line] ?? line);
  // Metrics get their prefix where they are written.
  if (program.includes(line.replace(/^mdaemon_bot_(?:discord_)?/, '')) || globSync(line, { cwd: root }).length > 0)
    return undefined;
  return 'is neither a command nor in the program';
}

/** Written from the declarations, whose examples another test runs. */
const generated = 'docs/commands.md';
/** Each line of it is part of a reminder, and has a test below. */
const whens = 'docs/saying-when.md';

describe('what a page sets as code does what the page says', () => {
  it.each(pages.filter(({ page }) => page !== generated && page !== whens))(
    '$page',
    async ({ page, spans, blocks }) => {
      // What is typed into Discord's stand-in has a test of its own, with that stand-in.
      const lines = blocks
        .filter(({ language }) => language === '')
        .flatMap(({ text }) => text.split('\n'))
        .filter((line) => !line.startsWith('discord> '));
      const faults: string[] = [];
      for (const code of [...lines, ...spans]) {
        const fault = await check(page, code);
        if (fault !== undefined) faults.push(`${code}: ${fault}`);
      }
      expect(faults).toEqual([]);
    },
  );

  it('notices what no command claims, a script that is not there and a command that does something else', async () => {
    const faults = [
      'remind ad in 2h look',
      'npm run nothing',
      'npx mdaemon-bot ports sftp',
      'frobnicate',
      'ports sftp',
      'discord regist',
    ];
    for (const code of faults) expect(await check('README.md', code), code).toBeTypeOf('string');
  });

  it(`${generated} says how the values of an enumeration are written`, async () => {
    const { answer } = await asLine('ports bes then');
    for (const written of ['era then', '--era then', 'era=then']) {
      expect(pageNamed(generated).spans).toContain(written);
      expect((await asLine(`ports bes ${written}`)).answer).toEqual(answer);
    }
  });
});

describe(`what ${whens} sets as code`, () => {
  const { spans, blocks } = pageNamed(whens);
  /** Said of a bare when: it has two readings, or no time. */
  const askedBack = new Set([
    'at 3',
    'friday at 5',
    '11/12',
    '9am EST',
    'next friday',
    'every second tuesday',
    'every weekday at 9 for 5 days',
    'tomorrow',
    'unless sunday',
    'twice',
    'my time',
    'in 1 hour 30',
  ]);
  /** They say whom or how, or a name, and not when. */
  const noWhen = new Set(['#ops', '@bob', 'me', '--to', 'reminders.ics']);

  /** A reminder with the words of a when. An exception or an end stands behind another one. */
  function reminderOf(span: string): string {
    if (span.startsWith('… ')) return `remind add every day at 9 ${span.slice(2)} look`;
    if (span.startsWith('zone ')) return `remind add tomorrow at 9 ${span} look`;
    if (['unless sunday', 'twice', 'my time'].includes(span)) return `remind add every day at 9 ${span} look`;
    return span.includes('"') ? `remind add ${span}` : `remind add ${span} look`;
  }

  it.each(spans.filter((span) => !noWhen.has(span) && !namesCommand(span) && !/[<:]$|^mdaemon-bot /.test(span)))(
    '%s',
    async (span) => {
      const { outcome, answer } = await asLine(reminderOf(span));
      expect(outcome, answer.lead).toBe(askedBack.has(span) ? 'usage' : 'answered');
    },
  );

  it.each(blocks.flatMap(({ text }) => text.split('\n')))('%s', async (line) => {
    expect(await faultOf(line)).toBeUndefined();
  });
});

describe('output that a page shows', () => {
  it('README.md: a check of a server behind a firewall', async () => {
    const [, line = '', shown = ''] =
      /mdaemon -- (check \S+ .*?)\n```[\s\S]*?```text\n([\s\S]*?)\n```/.exec(
        readFileSync(join(root, 'README.md'), 'utf8'),
      ) ?? [];
    expect(shown).toContain('993');
    const { services, ask: askAlone } = await openTestBot();
    const seen = services.checks.check;
    const check: typeof seen = async (request) => {
      const outcome = await seen(request);
      if (outcome.kind !== 'checked') return outcome;
      const results = outcome.check.results.map((result) =>
        result.probe.port === 993 ? { ...result, state: 'filtered' as const } : result,
      );
      return { ...outcome, check: { ...outcome.check, results } };
    };
    Object.assign(services.checks, { check });
    const printed = renderAnswer((await askAlone(line)).answer, plainLayout);
    for (const part of shown.split('\n…\n')) expect(printed).toContain(part);
  });

  /** What is left out for an ellipsis. */
  const matching = (shown: unknown): unknown => {
    if (typeof shown === 'string' && shown.includes('…')) return expect.any(String);
    if (Array.isArray(shown)) return shown.length === 0 ? expect.any(Array) : expect.arrayContaining([]);
    if (typeof shown === 'object' && shown !== null) {
      return expect.objectContaining(
        Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, matching(value)])),
      );
    }
    return shown;
  };
  const jsonOf = (page: string, first: string) => {
    const block = pageNamed(page).blocks.find(({ language, text }) => language === 'json' && text.includes(first));
    return JSON.parse(block?.text ?? 'null') as Record<string, unknown>;
  };

  it('docs/discord.md: what the program logs where something does not work', () => {
    const page = readFileSync(join(root, 'docs/discord.md'), 'utf8');
    const quotes = [...page.matchAll(/^\| (?:the bot ends: )?"([^"]+)" \|/gm)].map(([, quote = '']) => quote);
    expect(quotes.length).toBeGreaterThan(4);
    // Numbers are the reader's, and this one is Discord's own.
    const parts = quotes.filter((quote) => !quote.startsWith('The application')).flatMap((each) => each.split(/\d+|…/));
    for (const part of parts.filter((each) => each.trim().length > 6)) expect(program).toContain(part.trim());
  });

  it('docs/ask.md: a line of `ask --jsonl`', async () => {
    const shown = jsonOf('docs/ask.md', '"imap ssl port"');
    const answerOne = createQuestionAnswerer({
      services: bot.services,
      zone: 'UTC',
      now: () => bot.clock.now,
      onFault: () => {},
    });
    const line = await answerOne(String(shown['question']));
    expect(Object.keys(line).sort()).toEqual(Object.keys(shown).sort());
    expect({ ...line, confidence: shown['confidence'] }).toEqual(matching(shown));
    expect(line.text).toContain(String(shown['text']).replace(/ …$/, ''));
    expect(line.confidence).toBeCloseTo(Number(shown['confidence']), 1);
  });

  it('docs/terminal.md: an answer as JSON', async () => {
    const shown = jsonOf('docs/terminal.md', '"answered"');
    const reply = jsonReply(await asLine('ports activesync'));
    expect(Object.keys(reply).sort()).toEqual(Object.keys(shown).sort());
    expect(reply).toMatchObject({ answered: shown['answered'], command: shown['command'] });
    expect(Object.keys(reply.sources[0] ?? {})).toEqual(['id', 'title', 'url']);
  });

  it('docs/own-knowledge.md: rows that are laid over ours, and a mistake with its file, line and field', async () => {
    const { blocks } = pageNamed('docs/own-knowledge.md');
    const folder = mkdtempSync(join(tmpdir(), 'own-knowledge-'));
    const [own = '', advisory = ''] = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => text);
    writeFileSync(join(folder, 'own.yaml'), own);
    writeFileSync(join(folder, 'advisory.yaml'), advisory);
    const knowledge = await openKnowledge(folder);
    expect(knowledge.problems()).toEqual([]);
    const base = knowledge.current();
    expect(base.rows.ports.find(({ port }) => port === 8443)?.name).toContain('moved');
    expect(base.rows.advisories.map(({ id }) => id)).toContain('cve-2027-0001');
    writeFileSync(join(folder, 'own.yaml'), own.replace('port: 8443', 'port: 84430'));
    const problems = (await openKnowledge(folder)).problems();
    expect(blocks.map(({ text }) => text)).toContain(knowledgeProblem);
    expect(problems.map((problem) => `Your knowledge files are not used: ${problem}`)).toContain(knowledgeProblem);
  });

  it('docs/mcp.md: files that an assistant can read', () => {
    for (const { language, text } of pageNamed('docs/mcp.md').blocks) {
      if (language === 'json') expect(JSON.parse(text)).toHaveProperty('mcpServers.mdaemon');
    }
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Random } from '../crash/random.ts';
import { startConnectProxy } from '../faults/connect-proxy.ts';
import { startSlackProxy } from '../faults/slack-proxy.ts';
import { type LocalSlack, startLocalSlack } from '../peers/start-local-slack.ts';
import { type RunningProgram, startProgram } from '../peers/start-program.ts';
import { until } from '../peers/until.ts';

/*
 * The whole program for hours, in front of a Slack by other hands: commands, questions, reminders, checks, a network that
 * breaks, and a Slack that says 429. Time goes faster than it is, in the program and in its peer alike, so that hourly work,
 * caches and leases have their hours, too.
 */

export interface SoakOptions {
  readonly minutes: number;
  /** How many times as fast time goes. More than about twenty, and time-outs are shorter than the machine's hiccups. */
  readonly factor: number;
  readonly seed: number;
  /** What else is set in the program's environment, such as `serviceMemory`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Told what is going on. */
  readonly tell: (line: string) => void;
}

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** What the run found. */
export interface SoakReport {
  readonly commands: number;
  /** Commands that reached nobody, since the socket was down, and were asked again. */
  readonly undelivered: number;
  /** Commands nobody answered, or more than once. */
  readonly unanswered: readonly string[];
  readonly reminders: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly reconnects: number;
  /** Calls that were refused with 429, or broke off. */
  readonly faults: number;
  /** What would have ended the process: an exception or a rejection nobody handled. */
  readonly unhandled: readonly string[];
  readonly exitStatus: number | null;
  /** Memory after all garbage was collected, every ten minutes. */
  readonly samples: readonly Memory[];
  /** Lines at level 50 by their sentence. */
  readonly errors: ReadonlyMap<string, number>;
}

const minuteMs = 60_000;
const sampleEvery = 10;
const dropEvery = 8;
const channels = ['C01GEN', 'C02RND'];
const tooMany = { status: 429, headers: { 'retry-after': '7' }, body: '' } as const;
/** Commands, each with what its answer says. */
const lines: readonly (readonly [string, RegExp])[] = [
  ['ports activesync', /443/],
  ['process', /127\.0\.0\.1/],
  ['advisories 25.0.1', /25\.0\.1|CVE/],
  ['firewall imap smtp --format nftables', /nft|143/],
  ['is my MDaemon 25.0.1 vulnerable', /25\.0\.1/],
  ['deadlines', /deadline/i],
  ['status', /.*/],
  ['remind list', /.*/],
  ['help', /.*/],
  // The second within half a minute is refused.
  ['check localhost', /ports MDaemon can use are open on localhost|less than half a minute ago/],
];

/** Runs it. */
export async function runSoak({ minutes, factor, seed, environment, tell }: SoakOptions): Promise<SoakReport> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const samplesAt = join(folder, 'samples.jsonl');
  const timeAt = join(import.meta.dirname, 'scaled-time.mjs');
  const time = { SOAK_FACTOR: String(factor), SOAK_EPOCH: String(Date.now()) };
  const slack = await startLocalSlack(undefined, { files: [timeAt], env: time });
  const api = await startSlackProxy(slack.apiUrl);
  const network = await startConnectProxy();
  const program = await startProgram(
    {
      SLACK_API_URL: api.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      HTTP_PROXY: `http://127.0.0.1:${network.port}`,
      DATA_DIR: join(folder, 'data'),
      ADMINISTRATORS: 'slack:U01ALICE',
      CHECK_ALLOW: 'loopback',
      REQUESTS_PER_MINUTE: '1000',
      REMINDERS_PER_PERSON: '9999',
      REMINDERS_PER_TEAM: '9999',
      SOAK_SAMPLES: samplesAt,
      SOAK_TIMERS: 'on',
      ...time,
      ...environment,
    },
    { nodeArguments: ['--expose-gc', '--import', timeAt, '--import', join(import.meta.dirname, 'watch-process.mjs')] },
  );
  const people = createPeople(slack, program, random);
  let reconnects = 0;
  let faults = 0;
  const isReady = async () => (await program.readiness())?.ready === true;
  const connections = () => linesOf(program.log()).filter(({ msg }) => msg === 'Connected to Slack').length;
  const sample = async () => {
    const before = readSamples(samplesAt).length;
    program.child.kill('SIGUSR2');
    await until('a sample of the memory', async () => readSamples(samplesAt).length > before);
  };
  try {
    await people.ask('hosts add localhost', /localhost/);
    const startedAt = performance.now();
    for (let minute = 0; minute < minutes; minute += 1) {
      if (program.child.exitCode !== null) break;
      if (minute % 4 === 1) {
        api.plan('chat.postMessage', tooMany, 'drop-reply', tooMany);
        api.plan('conversations.history', tooMany);
        faults += 4;
      }
      if (minute % dropEvery === dropEvery - 1) {
        // Posts that are under way break off, too.
        const before = connections();
        network.drop();
        reconnects += 1;
        await until('the bot to be connected again', async () => connections() > before && (await isReady()));
      }
      for (let count = 0; count < 2; count += 1) await people.remind();
      for (let count = 0; count < 4; count += 1) {
        const [line, pattern] = lines[random.between(0, lines.length - 1)] ?? ['help', /.*/];
        await people.ask(line, pattern);
      }
      if (minute % sampleEvery === sampleEvery - 1) {
        await sample();
        tell(`minute ${minute + 1}: ${people.asked()} commands, ${people.reminded()} reminders, ${lastOf(samplesAt)}`);
      }
      await wait(Math.max(0, startedAt + ((minute + 1) * minuteMs) / factor - performance.now()));
    }
    // The last ones are due within two minutes, and one that got no answer is looked for.
    await until(
      'every reminder to be posted',
      async () => (await people.missing()).length === 0,
      60_000 + (15 * minuteMs) / factor,
    ).catch(() => {});
    const exitStatus = await program.stop();
    const posted = await people.posted();
    const errors = new Map<string, number>();
    for (const { level, msg } of linesOf(program.log())) {
      if (level >= 50) errors.set(msg, (errors.get(msg) ?? 0) + 1);
    }
    return {
      commands: people.asked(),
      undelivered: people.undelivered(),
      unanswered: people.unanswered,
      reminders: people.reminded(),
      lost: await people.missing(),
      doubled: posted.filter((text, index) => posted.indexOf(text) !== index && !people.repeated.has(text)),
      reconnects,
      faults,
      unhandled: readSamples(samplesAt).flatMap(({ fault }) => fault ?? []),
      exitStatus,
      samples: readSamples(samplesAt).filter((each): each is Memory => 'rss' in each),
      errors,
    };
  } finally {
    await program.stop('SIGKILL');
    await network.stop();
    await api.stop();
    await slack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Those who ask the bot, and remember what they asked. */
function createPeople(slack: LocalSlack, program: RunningProgram, random: Random) {
  const unanswered: string[] = [];
  const reminders: string[] = [];
  /** Owed from then on. One that got no answer is counted as that. */
  const confirmed: string[] = [];
  const repeated = new Set<string>();
  let asked = 0;
  let undelivered = 0;
  /** Reading a channel costs more the longer it is, so it is read once a command. */
  const answersTo = async (channel: string, user: string) =>
    (await slack.posts(channel)).filter(({ ephemeral_to }) => ephemeral_to === user);
  /** How many commands the bot has been given so far. */
  const given = async () =>
    [...(await program.metrics()).matchAll(/^mdaemon_bot_command_seconds_count\{.*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  const ask = async (line: string, pattern: RegExp) => {
    asked += 1;
    const user = line.startsWith('hosts') || random.between(0, 1) === 0 ? 'U01ALICE' : 'U02BOB';
    const channel = 'C01GEN';
    const before = (await answersTo(channel, user)).length;
    const givenBefore = await given();
    const isCheck = line.startsWith('check');
    for (let tries = 1; ; tries += 1) {
      await slack.command(line, { channel, user });
      const answers = await until(
        `an answer to ${line}`,
        async () => {
          const fresh = (await answersTo(channel, user)).slice(before);
          // A check says in between how far it is.
          return (isCheck ? pattern.test(JSON.stringify(fresh)) : fresh.length > 0) && fresh;
        },
        20_000,
      ).catch(async () => (await answersTo(channel, user)).slice(before));
      // Slack tells people that an app did not take their command. This peer says nothing, and they ask again.
      if (answers.length === 0 && (await given()) === givenBefore) {
        undelivered += 1;
        await until('the bot to be connected', async () => (await program.readiness())?.ready === true, 60_000);
        continue;
      }
      const text = JSON.stringify(answers);
      // Where the socket came back meanwhile, the peer may have handed over both.
      const isRight = answers.length >= 1 && answers.length <= tries + (isCheck ? 1 : 0) && pattern.test(text);
      if (!isRight) unanswered.push(`${line}: ${answers.length} answers ${text.slice(0, 200)}`);
      return isRight;
    }
  };
  const posted = async () => {
    const all = (await Promise.all(channels.map((channel) => slack.posts(channel)))).flat();
    return all.flatMap(({ ephemeral_to, text, blocks }) =>
      ephemeral_to === undefined ? [...new Set(JSON.stringify([text, blocks]).match(/look at queue \d{5}/g))] : [],
    );
  };
  return {
    ask,
    unanswered,
    repeated,
    posted,
    asked: () => asked,
    undelivered: () => undelivered,
    reminded: () => reminders.length,
    async remind() {
      const text = `look at queue ${String(reminders.length).padStart(5, '0')}`;
      reminders.push(text);
      const before = undelivered;
      const isConfirmed = await ask(`remind add in ${random.between(20, 100)}s ${text}`, /remind you/);
      if (isConfirmed) confirmed.push(text);
      // Asked twice, it may have been made twice.
      if (undelivered > before) repeated.add(text);
    },
    async missing() {
      const seen = new Set(await posted());
      return confirmed.filter((text) => !seen.has(text));
    },
  };
}

type Sample = Partial<Memory> & { readonly fault?: string };

function readSamples(path: string): Sample[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Sample);
  } catch {
    return [];
  }
}

const mebibytes = (bytes = 0) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function lastOf(path: string): string {
  const { rss, heapUsed } = readSamples(path).at(-1) ?? {};
  return `heap ${mebibytes(heapUsed)}, resident ${mebibytes(rss)}`;
}

function linesOf(log: string): { readonly level: number; readonly msg: string }[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as { level: number; msg: string });
}

/**
 * How much more memory is held in the last quarter than in the second, as a share: the first quarter fills the caches.
 * Nothing where there are too few samples to tell.
 */
export function growthOf(samples: readonly Memory[], of: (memory: Memory) => number): number | undefined {
  if (samples.length < 8) return undefined;
  const quarter = Math.floor(samples.length / 4);
  const median = (part: readonly Memory[]) =>
    part.map(of).sort((one, other) => one - other)[Math.floor(part.length / 2)] ?? 0;
  return median(samples.slice(-quarter)) / median(samples.slice(quarter, 2 * quarter)) - 1;
}

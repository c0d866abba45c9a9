import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  type Attachment,
  errorReply,
  type Input,
  type Outcome,
  type Reply,
  type Request,
  type Router,
  type RunControls,
} from '../../bot/bot.ts';
import { harmlessText } from '../../text/text.ts';
import { plainLayout, type TerminalLayout } from './layout.ts';
import type { ShowText } from './pager.ts';
import { hanging, renderAnswer } from './render-answer.ts';

/** The parts of a terminal request that come from its surroundings. */
export interface TerminalContext {
  /** The IANA zone in which dates are read and shown. */
  readonly zone: string;
  readonly now: () => Date;
  /** A new request id. */
  readonly newId: () => string;
  /** The name of the person at the terminal. */
  readonly user: string;
}

/** Where text goes; every text ends with a newline, except an artifact without one. */
interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Shows a whole answer. Default: as `out`. */
  readonly show?: ShowText;
}

interface AnswerOnceOptions {
  readonly router: Router;
  readonly context: TerminalContext;
  readonly output: Output;
  readonly layout: TerminalLayout;
  /** True where a program reads the output: an answer's artifact is then printed alone. Default false. */
  readonly piped?: boolean;
  /** Reads piped input for the commands that take it; called once, before the command runs. Default: none is read. */
  readonly attachmentsFor?: (words: readonly string[]) => Promise<readonly Attachment[]>;
  /** Shows how far a command is, and ends it early. Default: neither. */
  readonly controls?: RunControls;
}

interface ReadLinesOptions {
  readonly router: Router;
  readonly context: TerminalContext;
  readonly output: Output;
  readonly layout: TerminalLayout;
  readonly input: Readable;
  /** One JSON object a line instead of text. */
  readonly json: boolean;
}

/** A reply as scripts read it. Fields may be added; these stay. */
interface JsonReply {
  readonly answered: boolean;
  readonly command: string | null;
  readonly title: string;
  readonly lead: string;
  /** The plain rendering. */
  readonly text: string;
  readonly sources: readonly { readonly id: string; readonly title: string; readonly url: string | null }[];
  /** Without `instants`, which repeat the texts for surfaces with timestamps of their own. */
  readonly answer: Omit<Reply['answer'], 'instants'>;
}

const exitStatus: Readonly<Record<Outcome, number>> = { answered: 0, failed: 1, usage: 2, unknown: 3 };
const verdictStatus = { yes: 0, no: 4, 'cannot-tell': 5 } as const;

function statusOf({ outcome, answer }: Reply): number {
  return outcome === 'answered' && answer.verdict !== undefined ? verdictStatus[answer.verdict] : exitStatus[outcome];
}

/**
 * Answers one command given as program arguments, and returns the exit status: 0 answered, 1 failed, 2 not understood,
 * 3 unknown; where the answer is a verdict, 0 yes, 4 no, 5 cannot tell. Never rejects.
 *
 * `--json` prints one JSON object, `--help` (`-h`) runs `help`, `--version` (`-v`) runs `about`. Usage errors and
 * failures go to standard error. Where the output is piped and the answer has an artifact, only the artifact goes to
 * standard output; the lead and warnings go to standard error.
 */
export async function answerOnce(argv: readonly string[], options: AnswerOnceOptions): Promise<number> {
  const json = argv.includes('--json');
  const words = withoutOptions(argv);
  const reply = await dispatchWords(words, options);
  if (!json && options.piped === true && reply.answer.artifact !== undefined) writeArtifact(reply.answer, options);
  else await writeReply(reply, json, options);
  return statusOf(reply);
}

/**
 * Answers one command a line until the input ends, skipping blank lines and lines that begin with `#`. An empty input
 * still gets a useful page. Returns the exit status: 1 after a fault of ours, otherwise 0, since each line has its own
 * answer.
 */
export async function readLines(options: ReadLinesOptions): Promise<number> {
  const { input, router, context, output, layout, json } = options;
  let answered = 0;
  let status = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    if (!json && answered > 0) output.out('\n');
    const reply = await router.dispatch(terminalRequest({ kind: 'text', text }, context));
    await writeReply(reply, json, { output: { out: output.out, error: output.error }, layout });
    if (reply.outcome === 'failed') status = exitStatus.failed;
    answered += 1;
  }
  if (answered === 0 && !json) output.out(`${await welcomePage(router, context, layout, false)}\n`);
  return status;
}

/** Builds a request from the terminal. Anyone who can start the program may do everything with it. */
export function terminalRequest(
  input: Input,
  context: TerminalContext,
  attachments: readonly Attachment[] = [],
): Request {
  return {
    id: context.newId(),
    team: 'terminal:local',
    actor: { id: context.user, role: 'administrator' },
    conversation: { id: 'terminal', private: true },
    get zone() {
      return context.zone;
    },
    receivedAt: context.now(),
    capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
    input,
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** The page shown at the start: one real answer, and what to do next. */
export async function welcomePage(
  router: Router,
  context: TerminalContext,
  layout: TerminalLayout,
  interactive: boolean,
): Promise<string> {
  const { style } = layout;
  const { answer } = await router.dispatch(terminalRequest({ kind: 'text', text: 'ports activesync' }, context));
  const lines = [
    style.title('mdaemon-bot: answers for MDaemon administrators'),
    '',
    `${style.faint('>')} ports activesync`,
    '',
    renderAnswer(answer, { ...layout, related: false, sources: 1 }),
    '',
    style.title('Next'),
    ...[
      interactive
        ? '`help` lists the commands; Tab completes; Ctrl+D quits.'
        : '`npm run -s mdaemon -- ports imap` answers once; `npm run -s mdaemon -- help` lists the commands.',
      'Slack: make an app from slack-manifest.yaml, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env, and start again.',
      'Discord: make an application, set DISCORD_TOKEN in .env, and follow docs/discord.md.',
      'README.md explains both step by step.',
    ].flatMap((line) => hanging('  ', line, layout)),
  ];
  return lines.join('\n');
}

/** A reply as `--json` prints it. */
export function jsonReply({ command, outcome, answer }: Reply): JsonReply {
  const { instants: _, ...shown } = answer;
  return {
    answered: outcome === 'answered',
    command,
    title: answer.title,
    lead: answer.lead,
    text: renderAnswer(answer, plainLayout),
    sources: answer.sources.map(({ id, title, url }) => ({ id, title, url: url ?? null })),
    answer: shown,
  };
}

async function dispatchWords(
  words: readonly string[],
  { router, context, attachmentsFor, controls }: AnswerOnceOptions,
): Promise<Reply> {
  const input = { kind: 'words' as const, words };
  try {
    const attachments = (await attachmentsFor?.(words)) ?? [];
    return await router.dispatch(terminalRequest(input, context, attachments), controls);
  } catch (error) {
    return errorReply(error, terminalRequest(input, context));
  }
}

/** One line of JSON in which every character is escaped that could steer a terminal. It reads the same. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

async function writeReply(
  reply: Reply,
  json: boolean,
  { output, layout }: Pick<AnswerOnceOptions, 'output' | 'layout'>,
): Promise<void> {
  if (json) {
    output.out(`${jsonLine(jsonReply(reply))}\n`);
    return;
  }
  const faulty = reply.outcome === 'usage' || reply.outcome === 'failed';
  const write = faulty ? output.error : (output.show ?? output.out);
  await write(`${renderAnswer(reply.answer, faulty ? { ...layout, related: false } : layout)}\n`);
}

function writeArtifact(answer: Reply['answer'], { output }: AnswerOnceOptions): void {
  output.out(answer.artifact?.content ?? '');
  const warnings = answer.sections.flatMap((section) =>
    section.kind === 'note' && section.tone === 'warning' ? [`! ${section.text}`] : [],
  );
  output.error(`${harmlessText([answer.lead, ...warnings].join('\n'))}\n`);
}

/** Turns the options every program understands into commands. */
function withoutOptions(argv: readonly string[]): readonly string[] {
  const words = argv.filter((word) => word !== '--json');
  if (words.includes('--help') || words.includes('-h')) {
    return ['help', ...words.filter((word) => word !== '--help' && word !== '-h')];
  }
  return words[0] === '--version' || words[0] === '-v' ? ['about'] : words;
}

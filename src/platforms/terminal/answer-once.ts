import { type Attachment, errorReply, type Outcome, type Reply, type Router } from '../../bot/bot.ts';
import { renderAnswer, type TerminalLayout } from './render-answer.ts';
import { replyToJson } from './reply-to-json.ts';
import { type TerminalContext, terminalRequest } from './terminal-request.ts';

/** Exit statuses, for scripts. */
export const exitStatus: Readonly<Record<Outcome, number>> = { answered: 0, failed: 1, usage: 2, unknown: 3 };

/** Where text goes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** What answering one command line needs. */
export interface AnswerOnceOptions {
  readonly router: Router;
  readonly context: TerminalContext;
  readonly output: Output;
  readonly layout: TerminalLayout;
  /** True where the output is read by a program: then an answer's artifact is printed alone. */
  readonly piped?: boolean;
  /** What is piped in, for commands that take it; called once, before the command runs. */
  readonly attachmentsFor?: (words: readonly string[]) => Promise<readonly Attachment[]>;
}

/**
 * Answers one command given as program arguments, and returns the exit status. `--json` prints one JSON object;
 * `--help` shows help; what could not be answered goes to standard error. Where the output is piped, an answer that
 * has an artifact is that artifact alone.
 */
export async function answerOnce(argv: readonly string[], options: AnswerOnceOptions): Promise<number> {
  const json = argv.includes('--json');
  const words = withoutOptions(argv);
  const reply = await replyTo(words, options);
  if (!json && options.piped === true && reply.answer.artifact !== undefined) writeArtifact(reply.answer, options);
  else writeReply(reply, json, options);
  return exitStatus[reply.outcome];
}

async function replyTo(
  words: readonly string[],
  { router, context, attachmentsFor }: AnswerOnceOptions,
): Promise<Reply> {
  const input = { kind: 'words' as const, words };
  try {
    const attachments = (await attachmentsFor?.(words)) ?? [];
    return await router.dispatch(terminalRequest(input, context, attachments));
  } catch (error) {
    return errorReply(error, terminalRequest(input, context));
  }
}

/** The artifact alone goes to standard output; what a person should know goes beside it. */
function writeArtifact(answer: Reply['answer'], { output }: AnswerOnceOptions): void {
  output.out(answer.artifact?.content ?? '');
  const warnings = answer.sections.flatMap((section) =>
    section.kind === 'note' && section.tone === 'warning' ? [`! ${section.text}`] : [],
  );
  output.error(`${[answer.lead, ...warnings].join('\n')}\n`);
}

/** Writes a reply as text or as one line of JSON. */
export function writeReply(
  reply: Reply,
  json: boolean,
  { output, layout }: Pick<AnswerOnceOptions, 'output' | 'layout'>,
): void {
  if (json) {
    output.out(`${JSON.stringify(replyToJson(reply))}\n`);
    return;
  }
  const faulty = reply.outcome === 'usage' || reply.outcome === 'failed';
  const write = faulty ? output.error : output.out;
  write(`${renderAnswer(reply.answer, faulty ? { ...layout, related: false } : layout)}\n`);
}

/** `--help` and `--version` are what every program understands; here they are commands. */
function withoutOptions(argv: readonly string[]): readonly string[] {
  const words = argv.filter((word) => word !== '--json');
  if (words.includes('--help') || words.includes('-h')) {
    return ['help', ...words.filter((word) => word !== '--help' && word !== '-h')];
  }
  return words[0] === '--version' || words[0] === '-v' ? ['about'] : words;
}

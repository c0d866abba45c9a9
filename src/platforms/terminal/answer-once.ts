import type { Outcome, Reply } from '../../bot/reply.ts';
import type { Router } from '../../bot/router.ts';
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
}

/**
 * Answers one command given as program arguments, and returns the exit status. `--json` prints one JSON object;
 * `--help` shows help; what could not be answered goes to standard error.
 */
export async function answerOnce(argv: readonly string[], options: AnswerOnceOptions): Promise<number> {
  const json = argv.includes('--json');
  const words = withoutOptions(argv);
  const reply = await options.router.dispatch(terminalRequest({ kind: 'words', words }, options.context));
  writeReply(reply, json, options);
  return exitStatus[reply.outcome];
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

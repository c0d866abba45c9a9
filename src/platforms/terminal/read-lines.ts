import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type AnswerOnceOptions, exitStatus, writeReply } from './answer-once.ts';
import { terminalRequest } from './terminal-request.ts';
import { welcomePage } from './welcome.ts';

/** What answering lines from a pipe needs. */
export interface ReadLinesOptions extends AnswerOnceOptions {
  readonly input: Readable;
  readonly json: boolean;
}

/**
 * Answers one command a line until the input ends; blank lines and lines beginning with `#` are passed over. An input
 * that ends at once still gets a useful page. Returns the exit status: 1 after a fault of ours, else 0, since each
 * line has its own answer.
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
    writeReply(reply, json, { output, layout });
    if (reply.outcome === 'failed') status = exitStatus.failed;
    answered += 1;
  }
  if (answered === 0 && !json) output.out(`${await welcomePage(router, context, layout, false)}\n`);
  return status;
}

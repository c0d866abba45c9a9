import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { loadAnswering, type Services } from '../../commands/commands.ts';
import { errorReply, type Reply, type Request } from '../bot/bot.ts';
import { jsonLine, plainLayout, readLongLines, renderText } from '../platforms/terminal/terminal.ts';
import { buildLocalBot, type Environment } from './build-bot.ts';

/** Answers questions from standard input, one a line, as JSON. Opens no store. Returns the exit status. */
export async function runAskLines(environment: Environment): Promise<number> {
  await answerLines(process.stdin, process.stdout, await openAnswerer(environment));
  return 0;
}

/** Opens what answers single questions, with the operator's knowledge: for `ask --jsonl`, and for evaluations. */
export async function openAnswerer(environment: Environment): Promise<AnswerOneQuestion> {
  const { services, zone } = await buildLocalBot(environment);
  return createQuestionAnswerer({
    services,
    zone,
    now: () => new Date(),
    onFault: (error) => console.error(error),
  });
}

/** The answer to one question, as `ask --jsonl` prints it. New fields may be added; these stay. */
export interface AskLine {
  readonly question: string;
  readonly answered: boolean;
  /** The command line the answer is of; null where the question is not answered. */
  readonly command: string | null;
  /** The command lines of the text's further questions, in their order; empty where it asks one thing. */
  readonly further: readonly string[];
  /** Plain text: the lead, then the rest. The sources are in a field of their own. */
  readonly text: string;
  readonly sources: readonly { readonly id: string; readonly title: string; readonly url: string | null }[];
  /** From 0 to 1: that the answer is right, or that nothing here answers it. */
  readonly confidence: number;
}

/** Answers one question. Never rejects. */
export type AnswerOneQuestion = (question: string) => Promise<AskLine>;

/** Options for answering questions in bulk. They are not counted. */
export interface AskLinesOptions {
  readonly services: Services;
  readonly zone: string;
  readonly now: () => Date;
  /** Told of a fault of ours. */
  readonly onFault: (error: unknown) => void;
}

/** Answers questions one by one, as `ask` does in the terminal. */
export function createQuestionAnswerer({ services, zone, now, onFault }: AskLinesOptions): AnswerOneQuestion {
  const requestFor = (question: string): Request => ({
    id: randomUUID(),
    team: 'terminal:local',
    actor: { id: 'ask', role: 'outsider' },
    conversation: { id: 'terminal', private: true },
    zone,
    receivedAt: now(),
    capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
    input: { kind: 'call', path: ['ask'], values: { question } },
  });
  return async (question) => {
    const request = requestFor(question);
    let confidence = 0;
    let further: readonly string[] = [];
    let reply: Reply;
    try {
      const asker = await services.asker.current();
      const understanding = asker.understand(question);
      confidence = understanding.confidence;
      const { answerUnderstood } = await loadAnswering();
      const answer = await answerUnderstood(question, understanding, asker, { request, services });
      reply = { command: 'ask', outcome: 'answered', answer };
      if (understanding.kind === 'understood') further = (understanding.further ?? []).map(({ call }) => call.line);
    } catch (error) {
      reply = errorReply(error, request);
      if (reply.outcome === 'failed') onFault(error);
    }
    const { answer, outcome } = reply;
    return {
      question,
      answered: outcome === 'answered',
      command: answer.ran ?? null,
      further,
      text: renderText(answer, plainLayout),
      sources: answer.sources.map(({ id, title, url }) => ({ id, title, url: url ?? null })),
      confidence,
    };
  };
}

/**
 * Answers one question a line with one line of JSON each, in their order, also the blank ones. Reads no further than the
 * output is taken, so that the memory does not grow with the input. Ends quietly where nobody reads any more.
 */
export async function answerLines(input: Readable, output: Writable, answer: AnswerOneQuestion): Promise<void> {
  let broken = false;
  // Without a listener a reader that goes away would end the process with a stack trace.
  output.on('error', () => {
    broken = true;
  });
  for await (const question of readLongLines(input)) {
    const line = `${jsonLine(await answer(question))}\n`;
    if (broken || !output.writable) break;
    if (!output.write(line)) await Promise.race([once(output, 'drain'), once(output, 'close')]).catch(() => {});
  }
}

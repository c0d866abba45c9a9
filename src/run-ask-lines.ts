import { type AnswerOneQuestion, answerLines, createQuestionAnswerer } from './ask-lines.ts';
import { buildStorelessBot, type Environment } from './build-storeless-bot.ts';

/** Answers questions from standard input, one a line, as JSON. Opens no store. Returns the exit status. */
export async function runAskLines(environment: Environment): Promise<number> {
  await answerLines(process.stdin, process.stdout, await openAnswerer(environment));
  return 0;
}

/** What answers one question over the knowledge of the settings: for `ask --jsonl`, and for evaluations. */
export async function openAnswerer(environment: Environment): Promise<AnswerOneQuestion> {
  const { services, zone } = await buildStorelessBot(environment);
  return createQuestionAnswerer({
    services,
    zone,
    now: () => new Date(),
    onFault: (error) => console.error(error),
  });
}

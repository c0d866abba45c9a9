import { createQuestionAnswerer } from '../../src/program/ask-lines.ts';
import { openTestBot } from '../commands/fixture.ts';
import { type AskOnce, askLineSchema } from './ask-line.ts';

const { clock, services } = await openTestBot();

/** Asks the bot itself, as `ask --jsonl` does, on the day the tests live in. A line of another shape is an error. */
export function createBotAsker(): AskOnce {
  const answer = createQuestionAnswerer({
    services,
    zone: 'UTC',
    now: () => clock.now,
    onFault: (error) => {
      throw error;
    },
  });
  return async (question) => askLineSchema.parse(await answer(question));
}

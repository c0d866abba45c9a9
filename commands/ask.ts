import { z } from 'zod';
import { argument } from '../src/bot/bot.ts';
import { defineCommand } from './services.ts';

/** Answers a question in a person's own words, with the answer of the command that it comes to. */
export const ask = defineCommand({
  name: 'ask',
  summary: 'Ask in your own words',
  access: 'everyone',
  examples: ['ask which ports does activesync need', 'ask is 4069 tcp?'],
  arguments: z.object({
    question: argument(z.string().max(4_000), {
      written: 'rest',
      description: 'The question, as you would ask a colleague',
    }),
  }),
  // Understanding takes time to load, and most lines need none of it.
  run: async ({ question }, context) => (await import('./ask/answer-question.ts')).answerQuestion(question, context),
});

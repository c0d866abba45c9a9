import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { defineCommand } from '../services.ts';

/** Understanding takes time to load, and most lines need none of it. */
export const loadAnswering = () => import('./answer-question.ts');

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
  run: async ({ question }, context) => (await loadAnswering()).answerQuestion(question, context),
});

/** Any other word is one of a question: `instead of port 25 …`. */
const key = /^[a-z]+:\S+$/;

/**
 * What a button below "Not what you meant?" runs: it counts the press and shows the wanted entry. The button holds both
 * entries, so that it works after a restart.
 */
export const instead = defineCommand({
  name: 'instead',
  hidden: true,
  summary: 'Show a different entry from the one that answered a question',
  access: 'everyone',
  // It counts, so nothing runs it again by itself.
  changes: true,
  examples: ['instead service:imap service:pop3'],
  arguments: z.object({
    shown: argument(
      z
        .string()
        .max(100)
        .regex(/^(?:none|[a-z]+:\S+)$/),
      { written: 'position', description: 'The entry that was shown, or none' },
    ),
    wanted: argument(z.string().max(100).regex(key), { written: 'position', description: 'The entry that was meant' }),
  }),
  run: async (args, context) => (await loadAnswering()).showInstead(args, context),
});

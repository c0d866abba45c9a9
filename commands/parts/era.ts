import { z } from 'zod';
import type { Era } from '../../knowledge/knowledge.ts';
import { argument } from '../../src/bot/bot.ts';

/** Which era a question is about; `now` unless said. */
export const eraArgument = argument(z.enum(['then', 'now', 'both']).default('now'), {
  written: 'position',
  description: 'The founding list (then), today (now) or both',
});

/** What an era is called in an answer. */
export const eraNames: Readonly<Record<Era, string>> = {
  // biome-ignore lint/suspicious/noThenProperty: it is the name of an era, and nothing awaits this table
  then: 'founding list, about 2008',
  now: 'MDaemon today',
};

/** The eras a choice stands for, the current one first. */
export function erasOf(choice: Era | 'both'): readonly [Era, ...Era[]] {
  return choice === 'both' ? ['now', 'then'] : [choice];
}

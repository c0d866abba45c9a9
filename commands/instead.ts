import { z } from 'zod';
import { findEntry } from '../src/ask/find-entry.ts';
import type { EntryKey } from '../src/ask/understanding.ts';
import { argument } from '../src/bot/argument.ts';
import { UserError } from '../src/bot/errors/user-error.ts';
import { runCall } from './ask/run-call.ts';
import { readLine } from './parts/read-line.ts';
import { defineCommand } from './services.ts';

/**
 * What a button below "Not what you meant?" runs: it counts the press and shows the wanted entry. The button holds both
 * entries, so that it works after a restart.
 */
export const instead = defineCommand({
  name: 'instead',
  hidden: true,
  summary: 'Show another entry than the one a question was answered with',
  access: 'everyone',
  // It counts, so nothing runs it again by itself.
  changes: true,
  examples: ['instead service:imap service:pop3'],
  arguments: z.object({
    shown: argument(z.string().max(100), { written: 'position', description: 'The entry that was shown, or none' }),
    wanted: argument(z.string().max(100), { written: 'position', description: 'The entry that was meant' }),
  }),
  async run({ shown, wanted }, context) {
    const { services, request } = context;
    const knowledge = services.knowledge.current();
    const entry = findEntry(wanted, knowledge);
    if (entry === undefined) {
      throw new UserError({
        code: 'entry-not-known',
        outcome: 'unknown',
        message: 'That entry is no longer in my documents.',
        remedy: 'Ask again.',
      });
    }
    const answer = await runCall(readLine(entry.line, services), context);
    const known = findEntry(shown, knowledge) === undefined ? undefined : (shown as EntryKey);
    services.questions.record(request.team, { why: 'not-meant', shown: known, wanted: wanted as EntryKey });
    return answer;
  },
});

import { type EntryKey, findEntry } from '../../src/ask/ask.ts';
import { type Answer, type RunContext, UserError } from '../../src/bot/bot.ts';
import { readLine } from '../parts/read-line.ts';
import type { Services } from '../services.ts';
import { runCall } from './run-call.ts';

/**
 * Shows the entry that was meant, and counts it. Only what is an entry is counted, never a text that somebody typed.
 *
 * @throws {UserError} `entry-not-known`
 */
export async function showInstead(
  { shown, wanted }: { readonly shown: string; readonly wanted: string },
  context: RunContext<Services>,
): Promise<Answer> {
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
}

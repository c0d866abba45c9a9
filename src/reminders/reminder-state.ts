import type { Reminder } from './ledger.ts';
import type { Acknowledgement } from './ledger-store.ts';

/**
 * How a reminder is. `due`: its time has come, and its post has not. `sent`: posted, and nobody has said done. `openSince`:
 * its newest post waits for an answer while its next time is to come. `over`: nothing more is posted, and nothing waits.
 */
export type ReminderState =
  | { readonly kind: 'next' | 'due'; readonly at: Date; readonly openSince?: Date }
  | { readonly kind: 'sent'; readonly at: Date }
  | { readonly kind: 'snoozed'; readonly until: Date }
  | { readonly kind: 'paused' | 'parked' }
  | { readonly kind: 'over'; readonly by?: string; readonly at?: Date };

/** A reminder, and how it is. */
export interface ToldReminder {
  readonly reminder: Reminder;
  readonly state: ReminderState;
}

/** What people said to a team's reminders, by reminder. */
interface ReminderAnswers {
  readonly last: ReadonlyMap<string, Acknowledgement>;
  /** When the newest post was made that waits for an answer. */
  readonly open: ReadonlyMap<string, Date>;
}

/** Tells how a reminder is. */
export function stateOf({ id, state, nextDueAt }: Reminder, { last, open }: ReminderAnswers, now: Date): ReminderState {
  if (state === 'paused' || state === 'parked') return { kind: state };
  const openSince = open.get(id);
  if (nextDueAt !== undefined) {
    const kind = nextDueAt > now ? 'next' : 'due';
    return { kind, at: nextDueAt, ...(openSince === undefined ? {} : { openSince }) };
  }
  const answer = last.get(id);
  if (answer?.how === 'snooze' && answer.until !== undefined && answer.until > now) {
    return { kind: 'snoozed', until: answer.until };
  }
  if (openSince !== undefined) return { kind: 'sent', at: openSince };
  return { kind: 'over', ...(answer?.how === 'done' ? { by: answer.by, at: answer.at } : {}) };
}

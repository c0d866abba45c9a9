import type { Reminder } from './ledger.ts';
import type { Acknowledgement, PostUnderWay } from './ledger-store.ts';

/** What may hold beside the rest. */
interface Beside {
  /** Its newest post waits for an answer. */
  readonly openSince?: Date;
  /** Somebody snoozed it until then. */
  readonly snoozedUntil?: Date;
}

/**
 * How a reminder is. `next`: its next time is to come. `due`: its time has come, and its post has not arrived; `next` is the one
 * after it. `sent`: posted, and nobody has said done. `ambiguous`: posted perhaps. `dead`: its post was given up. `over`: nothing
 * more is posted, and nothing waits.
 */
export type ReminderState =
  | ({ readonly kind: 'next'; readonly at: Date } & Beside)
  | ({ readonly kind: 'due'; readonly at: Date; readonly next?: Date } & Beside)
  | ({ readonly kind: 'paused' | 'parked' } & Beside)
  | { readonly kind: 'sent' | 'ambiguous' | 'dead'; readonly at: Date }
  | { readonly kind: 'snoozed'; readonly until: Date }
  | { readonly kind: 'over'; readonly by?: string; readonly at?: Date };

/** A reminder, and how it is. */
export interface ToldReminder {
  readonly reminder: Reminder;
  readonly state: ReminderState;
  /** When the next post of it is to come. Absent where none is, or where one is due already and none comes after it. */
  readonly next?: Date;
}

/** What the store knows of a team's reminders beside the reminders themselves, by reminder. */
interface ReminderFacts {
  /** What people said last. */
  readonly last: ReadonlyMap<string, Acknowledgement>;
  /** When the newest post was made that waits for an answer. */
  readonly open: ReadonlyMap<string, Date>;
  readonly underWay: ReadonlyMap<string, readonly PostUnderWay[]>;
}

/** Tells how a reminder is. */
export function stateOf(
  { id, state, nextDueAt }: Reminder,
  { last, open, underWay }: ReminderFacts,
  now: Date,
): ReminderState {
  const posts = underWay.get(id) ?? [];
  const waiting = posts.flatMap(({ how, at }) => (how === 'waiting' ? [at] : []));
  const openSince = open.get(id);
  const snoozedUntil = waiting.find((at) => at > now);
  const beside = {
    ...(openSince === undefined ? {} : { openSince }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
  };
  const due = [...waiting, ...(nextDueAt === undefined ? [] : [nextDueAt])].filter((at) => at <= now).sort(byTime)[0];
  if (due !== undefined) {
    const next = nextDueAt !== undefined && nextDueAt > now ? { next: nextDueAt } : {};
    return { kind: 'due', at: due, ...next, ...beside };
  }
  if (state === 'paused' || state === 'parked') return { kind: state, ...beside };
  if (nextDueAt !== undefined) return { kind: 'next', at: nextDueAt, ...beside };
  if (snoozedUntil !== undefined) return { kind: 'snoozed', until: snoozedUntil };
  if (openSince !== undefined) return { kind: 'sent', at: openSince };
  const answer = last.get(id);
  const [lost] = posts.flatMap(({ how, at }) => (how === 'waiting' ? [] : [{ kind: how, at }])).reverse();
  // Of what was given up no answer is kept with the post.
  if (lost !== undefined && (answer === undefined || answer.at < lost.at)) return lost;
  return { kind: 'over', ...(answer?.how === 'done' ? { by: answer.by, at: answer.at } : {}) };
}

const byTime = (one: Date, other: Date) => one.getTime() - other.getTime();

/** See `ToldReminder`. */
export function comesNext(state: ReminderState): Date | undefined {
  const times = [
    state.kind === 'next' ? state.at : undefined,
    state.kind === 'due' ? state.next : undefined,
    state.kind === 'snoozed' ? state.until : undefined,
    'snoozedUntil' in state ? state.snoozedUntil : undefined,
  ];
  return times.flatMap((at) => at ?? []).sort(byTime)[0];
}

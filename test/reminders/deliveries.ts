import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, DeliveryItem, Occurrence, Reminder } from '../../src/reminders/ledger.ts';

/** The instant the deliveries of the tests are due: 09:00 in Berlin. */
export const dueAt = new Date('2026-11-24T08:00:00Z');

/** One reminder that is due, with what a test changes. */
export function item(reminder: Partial<Reminder> = {}, occurrence: Partial<Occurrence> = {}): DeliveryItem {
  const id = reminder.id ?? 'r7k2';
  return {
    reminder: {
      id,
      team: 'slack:T01TEST',
      text: 'Look at the bad queue',
      schedule: { kind: 'recurring', cron: '0 9 * * 1-5', zone: 'Europe/Berlin' },
      target: { kind: 'channel', id: 'C01GEN' },
      catchUp: 'latest',
      graceMs: 60_000,
      pingsEveryone: false,
      createdBy: 'U01ALICE',
      createdAt: new Date('2026-11-20T12:00:00Z'),
      state: 'active',
      ...reminder,
    },
    occurrence: { id: `o-${id}`, reminder: id, kind: 'scheduled', scheduledFor: dueAt, ...occurrence },
  };
}

/** A delivery as a worker holds it while it posts, with what a test changes. */
export function delivery(
  items: readonly DeliveryItem[] = [item()],
  more: Partial<ClaimedDelivery> = {},
): ClaimedDelivery {
  return {
    id: randomUUID(),
    team: 'slack:T01TEST',
    target: { kind: 'channel', id: 'C01GEN' },
    dueAt,
    state: 'sending',
    attempts: 1,
    attemptStartedAt: dueAt,
    items,
    fencingToken: 1,
    mustReconcile: false,
    ...more,
  };
}

import type { ClaimedDelivery } from '../reminders/reminders.ts';
import { addOccurrences } from './add-occurrences.ts';
import type { Database, StorageContext } from './storage-context.ts';

/**
 * Parks the reminders of a delivery that cannot arrive, and tells each owner once: only the change from another state
 * to `parked` makes a notice. A notice that cannot arrive parks nothing.
 */
export async function parkReminders(
  context: StorageContext,
  db: Database,
  claim: ClaimedDelivery,
  reason: string,
  now: Date,
): Promise<void> {
  for (const { occurrence, reminder } of claim.items) {
    if (occurrence.kind === 'parked-notice') continue;
    const { createdBy, target } = reminder;
    // An escalation goes to another target; that this one is gone says nothing about the reminder's own.
    if (claim.target.kind !== target.kind || claim.target.id !== target.id) continue;
    const parked = await db
      .updateTable('reminders')
      .set({ state: 'parked', parked_reason: reason, next_due_at: null })
      .where('team', '=', claim.team)
      .where('id', '=', reminder.id)
      .where('state', 'not in', ['parked', 'removed'])
      .returning('id')
      .executeTakeFirst();
    if (parked === undefined || target.kind !== 'channel') continue;
    const owner = { kind: 'person', id: createdBy } as const;
    const notice = { team: claim.team, reminder: reminder.id, kind: 'parked-notice', scheduledFor: now, target: owner };
    await addOccurrences(context, db, now, [notice]);
  }
}

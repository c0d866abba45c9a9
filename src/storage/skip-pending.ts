import type { OccurrenceKind } from '../reminders/reminders.ts';
import type { Database, StorageContext } from './storage-context.ts';

/**
 * Takes back what is due of a reminder and not yet begun, and leaves the reason. Comes after `lockLedger`. Returns how
 * many occurrences.
 */
export async function skipPending(
  context: StorageContext,
  db: Database,
  of: { readonly team: string; readonly reminder: string; readonly kinds?: readonly OccurrenceKind[] },
  reason: string,
): Promise<number> {
  const waiting = await db
    .selectFrom('occurrences')
    .select('delivery')
    .where('team', '=', of.team)
    .where('reminder', '=', of.reminder)
    .where('skipped_reason', 'is', null)
    .where('kind', '!=', 'parked-notice')
    .$if(of.kinds !== undefined, (query) => query.where('kind', 'in', [...(of.kinds ?? [])]))
    .where('delivery', 'in', (query) =>
      query
        .selectFrom('deliveries')
        .select('deliveries.id')
        .where('deliveries.wake_at', 'is not', null)
        .where('deliveries.state', 'in', ['due', 'claimed'])
        .where('must_reconcile', '=', 0),
    )
    .execute();
  const ids = [...new Set(waiting.map(({ delivery }) => delivery ?? ''))];
  if (ids.length === 0) return 0;
  // `beginSend` locks the same rows before it reads the items: one of the two comes first.
  const held = await db
    .selectFrom('deliveries')
    .select('id')
    .where('id', 'in', ids)
    .where('state', 'in', ['due', 'claimed'])
    .where('must_reconcile', '=', 0)
    .orderBy('id')
    .$if(context.kind === 'postgres', (query) => query.forUpdate())
    .execute();
  if (held.length === 0) return 0;
  const heldIds = held.map(({ id }) => id);
  const skipped = await db
    .updateTable('occurrences')
    .set({ skipped_reason: reason })
    .where('delivery', 'in', heldIds)
    .where('team', '=', of.team)
    .where('reminder', '=', of.reminder)
    .where('skipped_reason', 'is', null)
    .where('kind', '!=', 'parked-notice')
    .$if(of.kinds !== undefined, (query) => query.where('kind', 'in', [...(of.kinds ?? [])]))
    .returning('id')
    .execute();
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', wake_at: null, reason })
    .where('id', 'in', heldIds)
    .where('id', 'not in', (query) =>
      query
        .selectFrom('occurrences')
        .select('delivery')
        .where('delivery', 'in', heldIds)
        .where('skipped_reason', 'is', null)
        .$castTo<{ delivery: string }>(),
    )
    .execute();
  return skipped.length;
}

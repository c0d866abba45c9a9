import type { ClaimedDelivery } from '../reminders/reminders.ts';
import { loadItems } from './load-items.ts';
import { readDelivery } from './rows.ts';
import type { StorageContext } from './storage-context.ts';

/** Records that a post begins; see `DeliveryLedger.beginSend`. */
export async function beginSend(
  context: StorageContext,
  claim: ClaimedDelivery,
  postTimeoutMs: number,
): Promise<ClaimedDelivery | 'stale' | 'skipped' | 'dead'> {
  const nowMs = (await context.now()).getTime();
  return context.db.transaction().execute(async (db) => {
    const row = await db
      .updateTable('deliveries')
      .set((expression) => ({
        state: 'sending',
        attempts: expression('attempts', '+', 1),
        must_reconcile: 1,
        attempt_started_at: nowMs,
        wake_at: nowMs + postTimeoutMs + context.limits.reconcileMarginMs,
      }))
      .where('id', '=', claim.id)
      .where('state', '=', 'claimed')
      .where('fencing_token', '=', claim.fencingToken)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return 'stale';
    const items = (await loadItems(db, [row.id])).get(row.id) ?? [];
    const tooOften = row.attempts > context.limits.maxAttempts;
    if (items.length > 0 && !tooOften) {
      return {
        ...readDelivery(row, items),
        fencingToken: claim.fencingToken,
        leaseUntil: new Date(row.wake_at ?? nowMs),
        mustReconcile: false,
      };
    }
    const state = tooOften ? 'dead' : 'skipped';
    const reason = tooOften
      ? `given up after ${context.limits.maxAttempts} attempts${row.reason === null ? '' : `, the last one: ${row.reason}`}`
      : 'nothing of it is left to post';
    await db
      .updateTable('deliveries')
      .set((expression) => ({
        state,
        wake_at: null,
        must_reconcile: 0,
        attempts: expression('attempts', '-', 1),
        reason,
      }))
      .where('id', '=', row.id)
      .execute();
    return state;
  });
}

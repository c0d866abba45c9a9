import type { UpdateObject } from 'kysely';
import type { ClaimedDelivery, Settled, Settlement } from '../reminders/reminders.ts';
import { addEscalations } from './add-escalations.ts';
import { parkReminders } from './park-reminders.ts';
import type { DeliveryRow } from './rows.ts';
import type { Schema } from './schema.ts';
import { type Database, lockLedger, type StorageContext } from './storage-context.ts';

type Change = UpdateObject<Schema, 'deliveries', 'deliveries'> & { readonly state: Settled };

/** Records how a claim ended; see `DeliveryLedger.settle`. */
export async function settleDelivery(
  context: StorageContext,
  claim: ClaimedDelivery,
  settlement: Settlement,
): Promise<Settled> {
  const now = await context.now();
  const escalates =
    settlement.kind === 'posted' && claim.items.some(({ reminder }) => reminder.escalation !== undefined);
  return context.db.transaction().execute(async (db) => {
    if (escalates || settlement.kind === 'impossible') await lockLedger(context, db);
    const held = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('id', '=', claim.id)
      .where('fencing_token', '=', claim.fencingToken)
      .where('state', 'in', ['claimed', 'sending'])
      .$if(context.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (held === undefined) return 'stale';
    const change = changeFor(context, held, settlement, now.getTime());
    await db.updateTable('deliveries').set(change).where('id', '=', held.id).execute();
    if (settlement.kind === 'refused') {
      await closeChannel(db, held, now.getTime() + settlement.retryAfterMs);
      await context.announce(db, [new Date(Number(change.wake_at))], now);
    }
    if (escalates) await addEscalations(context, db, claim, now);
    if (settlement.kind === 'impossible') await parkReminders(context, db, claim, settlement.reason, now);
    return change.state;
  });
}

function changeFor(context: StorageContext, held: DeliveryRow, settlement: Settlement, nowMs: number): Change {
  switch (settlement.kind) {
    case 'posted': {
      // One that was found in the history was posted when its last attempt began, not now.
      const postedAt = held.state === 'claimed' ? (held.attempt_started_at ?? nowMs) : nowMs;
      const message = { message_id: settlement.messageId, posted_at: postedAt };
      return { state: 'sent', wake_at: null, must_reconcile: 0, reason: null, ...message };
    }
    case 'refused': {
      const notBefore = nowMs + Math.max(settlement.retryAfterMs, pauseMs(held.attempts));
      return { state: 'due', not_before: notBefore, wake_at: notBefore, must_reconcile: 0, reason: settlement.reason };
    }
    case 'impossible':
      return { state: 'dead', wake_at: null, must_reconcile: 0, reason: settlement.reason };
    case 'unknown': {
      // `beginSend` set the instant before which nobody may look; a long outage moves it further.
      const wakeAt = Math.max(held.wake_at ?? nowMs, nowMs + pauseMs(held.attempts));
      return { state: 'sending', wake_at: wakeAt, reason: settlement.reason };
    }
    case 'ambiguous':
      return { state: 'ambiguous', wake_at: null, reason: settlement.reason };
    case 'look-again': {
      const looks = held.looks + 1;
      if (looks >= context.limits.maxAttempts) {
        const reason = `its history could not be read in ${looks} looks, the last one: ${settlement.reason}`;
        return { state: 'ambiguous', wake_at: null, looks, reason };
      }
      const wakeAt = nowMs + Math.max(settlement.retryAfterMs, pauseMs(looks));
      return { state: 'sending', wake_at: wakeAt, looks, reason: settlement.reason };
    }
  }
}

/** A pause that doubles from a quarter of a second up to fifteen minutes. */
function pauseMs(attempts: number): number {
  return Math.min(15 * 60_000, 250 * 2 ** Math.min(attempts - 1, 20));
}

async function closeChannel(db: Database, row: DeliveryRow, until: number): Promise<void> {
  await db
    .insertInto('channels')
    .values({ team: row.team, target_kind: row.target_kind, target_id: row.target_id, open_at: until })
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'target_kind', 'target_id'])
        .doUpdateSet({ open_at: until })
        .where('channels.open_at', '<', until),
    )
    .execute();
}

/** Gives a claim back that was not begun; see `DeliveryLedger.release`. */
export async function releaseDelivery(context: StorageContext, claim: ClaimedDelivery): Promise<void> {
  const nowMs = (await context.now()).getTime();
  await context.db
    .updateTable('deliveries')
    .set((expression) => ({
      state: claim.mustReconcile ? 'sending' : 'due',
      wake_at: nowMs,
      fencing_token: expression('fencing_token', '+', 1),
    }))
    .where('id', '=', claim.id)
    .where('state', '=', 'claimed')
    .where('fencing_token', '=', claim.fencingToken)
    .execute();
}

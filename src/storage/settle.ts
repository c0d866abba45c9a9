import { sql } from 'kysely';
import type { ClaimedDelivery, Settled, Settlement } from '../reminders/reminders.ts';
import { givenRows } from './given-rows.ts';
import { addOccurrences, type NewOccurrence, notices } from './occurrences.ts';
import { type DeliveryRow, isFree, lockDelivery, writeProgress } from './rows.ts';
import { clockWithin, type Database, erasedPerson, lockLedger, type StorageContext } from './storage-context.ts';

/** How a claim ended. */
export interface Ending {
  readonly claim: ClaimedDelivery;
  readonly settlement: Settlement;
}

type Change = Partial<DeliveryRow> & { readonly state: Settled };

type PostedRow = { id: string; token: number; message_id: string };

/**
 * Records that posts arrived, all in one statement; see `DeliveryLedger.settle`. `alone` stands for every other ending, for
 * one whose row another transaction has locked, and for a claim that is stale.
 */
export async function settleTogether(
  context: StorageContext,
  endings: readonly Ending[],
): Promise<readonly (Settled | 'alone')[]> {
  const given: PostedRow[] = [];
  for (const { claim, settlement } of endings) {
    if (settlement.kind !== 'posted' || isEscalating({ claim, settlement })) continue;
    // The same claim may be here twice, and the first one counts.
    if (given.some(({ id }) => id === claim.id)) continue;
    given.push({ id: claim.id, token: claim.fencingToken, message_id: settlement.messageId });
  }
  if (given.length === 0) return endings.map(() => 'alone');
  const columns = { id: 'text', token: 'bigint', message_id: 'text' } as const;
  const ids = given.map(({ id }) => id);
  const ms = await clockWithin(context);
  const sent = await context.db
    .updateTable('deliveries')
    .from(givenRows<PostedRow, 'given'>(context, 'given', columns, given))
    .set(({ ref }) => ({
      state: 'sent',
      wake_at: null,
      must_reconcile: 0,
      reason: null,
      message_id: ref('given.message_id'),
      // One that was found in the history was posted when its last attempt began, not now.
      posted_at: sql<number>`case when deliveries.state = 'claimed' then coalesce(attempt_started_at, ${ms}) else ${ms} end`,
    }))
    .whereRef('deliveries.id', '=', 'given.id')
    .whereRef('deliveries.fencing_token', '=', 'given.token')
    .where('deliveries.state', 'in', ['claimed', 'sending'])
    .where(isFree(context, ids))
    .returning(['deliveries.id', 'deliveries.fencing_token'])
    .execute();
  const tokens = new Map(sent.map(({ id, fencing_token }) => [id, fencing_token]));
  return endings.map(({ claim, settlement }) => {
    if (settlement.kind !== 'posted' || tokens.get(claim.id) !== claim.fencingToken) return 'alone';
    tokens.delete(claim.id);
    return 'sent';
  });
}

/** Records how a claim ended, and with it what follows from that. */
export async function settleAlone(context: StorageContext, { claim, settlement }: Ending): Promise<Settled> {
  const now = await context.now();
  return context.db.transaction().execute(async (db) => {
    const escalates = isEscalating({ claim, settlement });
    if (escalates || settlement.kind === 'impossible') await lockLedger(context, db);
    const held = await lockDelivery(context, db, claim.id);
    if (held === undefined || !isHeld(held, claim)) return 'stale';
    const change = changeFor(context, held, settlement, now.getTime());
    await writeProgress(context, db, [{ ...held, ...change }]);
    if (settlement.kind === 'refused') {
      await closeChannel(db, held, now.getTime() + settlement.retryAfterMs);
      await context.announce(db, [new Date(Number(change.wake_at))], now);
    }
    if (escalates) await addEscalations(context, db, claim, now);
    if (settlement.kind === 'impossible') await parkReminders(context, db, claim, settlement.reason, now);
    return change.state;
  });
}

function isEscalating({ claim, settlement }: Ending): boolean {
  return settlement.kind === 'posted' && claim.items.some(({ reminder }) => reminder.escalation !== undefined);
}

function isHeld(row: DeliveryRow, claim: ClaimedDelivery): boolean {
  return row.fencing_token === claim.fencingToken && (row.state === 'claimed' || row.state === 'sending');
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

/** Puts the next escalation of everything just posted into the ledger; an acknowledgement takes it back. */
async function addEscalations(context: StorageContext, db: Database, claim: ClaimedDelivery, now: Date): Promise<void> {
  const occurrences = await db
    .selectFrom('occurrences')
    .select(['id', 'stage', 'kind'])
    .where('delivery', '=', claim.id)
    .where('skipped_reason', 'is', null)
    .where('kind', 'not in', notices)
    // Somebody may have pressed Done before this worker learnt that the post had arrived.
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('acknowledgements')
            .select('acknowledgements.how')
            .whereRef('acknowledgements.occurrence', '=', 'occurrences.id'),
        ),
      ),
    )
    .execute();
  const next = occurrences.flatMap(({ id, stage }): NewOccurrence[] => {
    const reminder = claim.items.find(({ occurrence }) => occurrence.id === id)?.reminder;
    const escalation = reminder?.escalation;
    if (reminder === undefined || escalation === undefined) return [];
    const target = stage === 0 ? reminder.target : stage === 1 ? escalation.then : undefined;
    if (target === undefined) return [];
    const scheduledFor = new Date(now.getTime() + escalation.afterHours * 3_600_000);
    return [{ team: claim.team, reminder: reminder.id, kind: 'escalation', scheduledFor, target, stage: stage + 1 }];
  });
  if (next.length > 0) await addOccurrences(context, db, now, next);
}

/**
 * Parks the reminders of a delivery that cannot arrive, and tells each owner once: only the change from another state
 * to `parked` makes a notice. A notice that cannot arrive parks nothing.
 */
async function parkReminders(
  context: StorageContext,
  db: Database,
  claim: ClaimedDelivery,
  reason: string,
  now: Date,
): Promise<void> {
  for (const { occurrence, reminder } of claim.items) {
    if (notices.includes(occurrence.kind)) continue;
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
    if (parked === undefined || target.kind !== 'channel' || createdBy === erasedPerson) continue;
    const owner = { kind: 'person', id: createdBy } as const;
    const notice = { team: claim.team, reminder: reminder.id, kind: 'parked-notice', scheduledFor: now, target: owner };
    await addOccurrences(context, db, now, [notice]);
  }
}

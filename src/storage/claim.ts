import type { PlatformName } from '../bot/bot.ts';
import type { ClaimedDelivery, ClaimOptions } from '../reminders/reminders.ts';
import type { Database, StorageContext } from './context.ts';
import { type DeliveryRow, loadItems, readDelivery } from './rows.ts';

/** Looks at one platform this often in one call, while its channels are busy and others may be free. */
const mostRounds = 10;

/** Claims deliveries of one platform; see `DeliveryLedger.claim`. */
export async function claimDeliveries(
  context: StorageContext,
  platform: PlatformName,
  options: ClaimOptions,
): Promise<readonly ClaimedDelivery[]> {
  const claims: ClaimedDelivery[] = [];
  for (let round = 0; round < mostRounds && claims.length < options.limit; round += 1) {
    const now = await context.now();
    if (!(await isAnyWaiting(context, platform, now))) break;
    const { claimed, examined } = await context.db
      .transaction()
      .execute((db) => claimRound(context, db, platform, { ...options, limit: options.limit - claims.length }, now));
    claims.push(...claimed);
    if (examined === 0) break;
  }
  return claims;
}

async function claimRound(
  context: StorageContext,
  db: Database,
  platform: PlatformName,
  { limit, owner, leaseMs }: ClaimOptions,
  now: Date,
) {
  const nowMs = now.getTime();
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('platform', '=', platform)
    .where('wake_at', '<=', nowMs)
    .orderBy('wake_at')
    .limit(limit)
    // Two workers never wait for each other here, and never see the same row.
    .$if(context.kind === 'postgres', (query) => query.forUpdate().skipLocked())
    .execute();
  if (rows.length === 0) return { claimed: [], examined: 0 };
  const channels = new Map<string, DeliveryRow[]>();
  for (const row of rows.sort((one, other) => one.due_at - other.due_at || one.part - other.part)) {
    channels.set(channelKey(row), [...(channels.get(channelKey(row)) ?? []), row]);
  }
  const openAt = await takeSeconds(context, db, channels, nowMs);
  const claimed: DeliveryRow[] = [];
  for (const [key, waiting] of channels) {
    const { open, at } = openAt.get(key) ?? { open: false, at: nowMs + context.limits.channelPaceMs };
    const [first, ...others] = waiting;
    if (open && first !== undefined) claimed.push(first);
    for (const [index, row] of (open ? others : waiting).entries()) {
      const wakeAt = at + index * context.limits.channelPaceMs;
      await db.updateTable('deliveries').set({ wake_at: wakeAt }).where('id', '=', row.id).execute();
    }
  }
  const ids = claimed.map(({ id }) => id);
  if (ids.length > 0) {
    await db
      .updateTable('deliveries')
      .set((expression) => ({
        state: 'claimed',
        fencing_token: expression('fencing_token', '+', 1),
        lease_owner: owner,
        wake_at: nowMs + leaseMs,
      }))
      .where('id', 'in', ids)
      .execute();
  }
  const items = await loadItems(db, ids);
  return {
    examined: rows.length,
    claimed: claimed.map((row) => ({
      ...readDelivery({ ...row, state: 'claimed' }, items.get(row.id) ?? []),
      fencingToken: row.fencing_token + 1,
      mustReconcile: row.must_reconcile === 1,
    })),
  };
}

const channelKey = (row: { team: string; target_kind: string; target_id: string }) =>
  [row.team, row.target_kind, row.target_id].join('\n');

/** Takes the next second of every channel that is open, and tells when the others open. */
async function takeSeconds(
  context: StorageContext,
  db: Database,
  channels: ReadonlyMap<string, readonly DeliveryRow[]>,
  nowMs: number,
): Promise<ReadonlyMap<string, { open: boolean; at: number }>> {
  const next = nowMs + context.limits.channelPaceMs;
  const values = [...channels.entries()]
    // In one order, since two replicas lock these rows at a time.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [row]]) =>
      row === undefined
        ? []
        : [{ team: row.team, target_kind: row.target_kind, target_id: row.target_id, open_at: next }],
    );
  const taken = await db
    .insertInto('channels')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'target_kind', 'target_id'])
        .doUpdateSet({ open_at: next })
        .where('channels.open_at', '<=', nowMs),
    )
    .returning(['team', 'target_kind', 'target_id'])
    .execute();
  const result = new Map(taken.map((row) => [channelKey(row), { open: true, at: next }]));
  for (const { team, target_kind, target_id } of values) {
    const key = channelKey({ team, target_kind, target_id });
    if (result.has(key)) continue;
    const row = await db
      .selectFrom('channels')
      .select('open_at')
      .where('team', '=', team)
      .where('target_kind', '=', target_kind)
      .where('target_id', '=', target_id)
      .executeTakeFirst();
    result.set(key, { open: false, at: Math.max(row?.open_at ?? next, nowMs + 1) });
  }
  return result;
}

async function isAnyWaiting({ db }: StorageContext, platform: PlatformName, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('wake_at')
    .where('platform', '=', platform)
    .where('wake_at', '<=', now.getTime())
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

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

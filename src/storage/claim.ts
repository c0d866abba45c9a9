import { sql } from 'kysely';
import type { PlatformName } from '../bot/bot.ts';
import type { ClaimedDelivery, ClaimOptions } from '../reminders/reminders.ts';
import { givenRows, insertGiven } from './given-rows.ts';
import { type DeliveryRow, isFree, loadItems, lockDelivery, readDelivery, writeProgress } from './rows.ts';
import { clockWithin, type Database, readBesideClock, type StorageContext } from './storage-context.ts';

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
    const { now, value: wakeAt } = await readBesideClock(context, firstWaiting(context, platform));
    if (wakeAt === null || wakeAt > now.getTime()) break;
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
  const later: DeliveryRow[] = [];
  for (const [key, waiting] of channels) {
    const { open, at } = openAt.get(key) ?? { open: false, at: nowMs + context.limits.channelPaceMs };
    const [first, ...others] = waiting;
    if (open && first !== undefined) {
      const token = first.fencing_token + 1;
      claimed.push({ ...first, state: 'claimed', fencing_token: token, lease_owner: owner, wake_at: nowMs + leaseMs });
    }
    for (const [index, row] of (open ? others : waiting).entries()) {
      later.push({ ...row, wake_at: at + index * context.limits.channelPaceMs });
    }
  }
  await writeProgress(context, db, [...claimed, ...later]);
  const ids = claimed.map(({ id }) => id);
  const items = await loadItems(context, db, ids);
  return {
    examined: rows.length,
    claimed: claimed.map((row) => ({
      ...readDelivery(row, items.get(row.id) ?? []),
      fencingToken: row.fencing_token,
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
  const wanted = [...channels.entries()]
    // In one order, since two replicas lock these rows at a time.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [row]]) => row ?? [])
    .map(({ team, target_kind, target_id }) => ({ team, target_kind, target_id, open_at: next }));
  const taken = await insertGiven(context, db, 'channels', channelColumns, wanted)
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'target_kind', 'target_id'])
        .doUpdateSet({ open_at: next })
        .where('channels.open_at', '<=', nowMs),
    )
    .returning(['team', 'target_kind', 'target_id'])
    .execute();
  const result = new Map(taken.map((row) => [channelKey(row), { open: true, at: next }]));
  const closed = wanted.filter((row) => !result.has(channelKey(row)));
  if (closed.length === 0) return result;
  const rows = await db
    .selectFrom('channels')
    .innerJoin(givenRows(context, 'given', channelColumns, closed), (join) =>
      join
        .onRef('channels.team', '=', 'given.team')
        .onRef('channels.target_kind', '=', 'given.target_kind')
        .onRef('channels.target_id', '=', 'given.target_id'),
    )
    .selectAll('channels')
    .execute();
  for (const row of rows) result.set(channelKey(row), { open: false, at: Math.max(row.open_at, nowMs + 1) });
  return result;
}

const channelColumns = { team: 'text', target_kind: 'text', target_id: 'text', open_at: 'bigint' } as const;

/** The instant at which a delivery next needs a worker, as a query. */
function firstWaiting({ db }: StorageContext, platform: PlatformName) {
  return db
    .selectFrom('deliveries')
    .select('wake_at')
    .where('platform', '=', platform)
    .where('wake_at', 'is not', null)
    .orderBy('wake_at')
    .limit(1)
    .$asScalar();
}

/** A post that is to begin. */
export interface Beginning {
  readonly claim: ClaimedDelivery;
  readonly postTimeoutMs: number;
}

/** The delivery to post, or why there must be no post. */
type Begun = ClaimedDelivery | 'stale' | 'skipped' | 'dead';

type BeginningRow = { id: string; token: number; margin: number };

/**
 * Records that posts begin, all in one transaction; see `DeliveryLedger.beginSend`. `alone` stands for one that cannot begin
 * just so: its claim is stale, another transaction has locked its row, or it was tried too often.
 */
export async function beginTogether(
  context: StorageContext,
  beginnings: readonly Beginning[],
): Promise<readonly (Begun | 'alone')[]> {
  const given = beginnings.map(({ claim, postTimeoutMs }) => {
    return { id: claim.id, token: claim.fencingToken, margin: postTimeoutMs + context.limits.reconcileMarginMs };
  });
  const columns = { id: 'text', token: 'bigint', margin: 'bigint' } as const;
  const ids = given.map(({ id }) => id);
  const ms = await clockWithin(context);
  return context.db.transaction().execute(async (db) => {
    const written = await db
      .updateTable('deliveries')
      .from(givenRows<BeginningRow, 'given'>(context, 'given', columns, given))
      .from(sql<{ ms: number }>`(select ${ms} as ms)`.as('clock'))
      .set(({ eb, ref }) => ({
        state: 'sending',
        attempts: eb('deliveries.attempts', '+', 1),
        must_reconcile: 1,
        attempt_started_at: ref('clock.ms'),
        wake_at: eb('clock.ms', '+', ref('given.margin')),
      }))
      .whereRef('deliveries.id', '=', 'given.id')
      .whereRef('deliveries.fencing_token', '=', 'given.token')
      .where('deliveries.state', '=', 'claimed')
      .where('deliveries.attempts', '<', context.limits.maxAttempts)
      .where(isFree(context, ids))
      // SQLite knows no other way to name the columns of the table that is written, and PostgreSQL would add the others.
      .$if(context.kind === 'sqlite', (query) => query.returningAll())
      .$if(context.kind === 'postgres', (query) => query.returningAll('deliveries'))
      .execute();
    const rows = new Map((written as DeliveryRow[]).map((row) => [row.id, row]));
    const items = await loadItems(context, db, [...rows.keys()]);
    const empty = [...rows.values()].filter(({ id }) => items.get(id)?.length === 0);
    await writeProgress(
      context,
      db,
      empty.map((row) => ({ ...row, ...nothingLeft, attempts: row.attempts - 1 })),
    );
    return beginnings.map(({ claim }): Begun | 'alone' => {
      const row = rows.get(claim.id);
      if (row === undefined || row.fencing_token !== claim.fencingToken) return 'alone';
      // The same claim may be here twice, and begins once.
      rows.delete(claim.id);
      if (empty.includes(row)) return 'skipped';
      const found = items.get(row.id) ?? [];
      return { ...readDelivery(row, found), fencingToken: claim.fencingToken, mustReconcile: false };
    });
  });
}

/** Records that a post begins, or why it must not; waits for whoever has locked its row. */
export async function beginAlone(context: StorageContext, { claim, postTimeoutMs }: Beginning): Promise<Begun> {
  const nowMs = (await context.now()).getTime();
  return context.db.transaction().execute(async (db) => {
    const row = await lockDelivery(context, db, claim.id);
    if (row === undefined || row.state !== 'claimed' || row.fencing_token !== claim.fencingToken) return 'stale';
    const items = (await loadItems(context, db, [row.id])).get(row.id) ?? [];
    const end = endWithoutPost(context, row, items.length);
    if (end !== undefined) {
      await writeProgress(context, db, [{ ...row, ...end }]);
      return end.state;
    }
    const begun = {
      ...row,
      state: 'sending',
      attempts: row.attempts + 1,
      must_reconcile: 1,
      attempt_started_at: nowMs,
      wake_at: nowMs + postTimeoutMs + context.limits.reconcileMarginMs,
    };
    await writeProgress(context, db, [begun]);
    return { ...readDelivery(begun, items), fencingToken: claim.fencingToken, mustReconcile: false };
  });
}

const over = { wake_at: null, must_reconcile: 0 } as const;
const nothingLeft = { ...over, state: 'skipped', reason: 'there is nothing left to post' } as const;

/** How a delivery ends of which there must be no more post; nothing where there may be one. */
function endWithoutPost({ limits }: StorageContext, row: DeliveryRow, items: number) {
  if (row.attempts >= limits.maxAttempts) {
    const last = row.reason === null ? '' : `, the last one: ${row.reason}`;
    return { ...over, state: 'dead', reason: `given up after ${limits.maxAttempts} attempts${last}` } as const;
  }
  return items > 0 ? undefined : nothingLeft;
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

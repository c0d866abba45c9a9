import type { PlatformName, TeamKey } from '../bot/bot.ts';
import type { ClaimedDelivery, DeliveryLedger, Materialised, Reconsidered } from '../reminders/reminders.ts';
import { type Beginning, beginAlone, beginTogether, claimDeliveries, releaseDelivery } from './claim.ts';
import { materialiseDue } from './materialise.ts';
import { purge } from './retention.ts';
import { toInstant } from './rows.ts';
import { type Ending, settleAlone, settleTogether } from './settle.ts';
import { chunks, lockLedger, type StorageContext } from './storage-context.ts';
import { StorageError } from './store-health.ts';

/** The part of the store that the delivery loop works with. */
export function createDeliveryLedger(context: StorageContext): DeliveryLedger {
  // SQLite has one writer anyway. There, whatever waits goes with the next commit.
  const lanes = context.kind === 'postgres' ? 3 : 1;
  const begin = createGroup({
    together: (all: readonly Beginning[]) => beginTogether(context, all),
    alone: (one) => beginAlone(context, one),
    lanes,
  });
  const settle = createGroup({
    together: (all: readonly Ending[]) => settleTogether(context, all),
    alone: (one) => settleAlone(context, one),
    lanes,
  });
  return {
    now: context.now,
    async materialiseDue(platforms) {
      const total = { due: 0, skipped: 0, parked: 0, more: false };
      for (const platform of platforms) add(total, await materialiseDue(context, platform));
      return total;
    },
    async claim(options) {
      const claims: ClaimedDelivery[] = [];
      for (const platform of options.platforms) {
        const limit = options.limit - claims.length;
        if (limit > 0) claims.push(...(await claimDeliveries(context, platform, { ...options, limit })));
      }
      return claims;
    },
    beginSend: (claim, postTimeoutMs) => begin({ claim, postTimeoutMs }),
    settle: (claim, settlement) => settle({ claim, settlement }),
    release: (claim) => releaseDelivery(context, claim),
    nextInstant: (platforms) => nextInstant(context, platforms),
    reconsiderAmbiguous: (of) => reconsiderAmbiguous(context, of),
    purge: (before) => purge(context, before),
  };
}

function add(total: { due: number; skipped: number; parked: number; more: boolean }, one: Materialised): void {
  total.due += one.due;
  total.skipped += one.skipped;
  total.parked += one.parked;
  total.more ||= one.more;
}

/** Has ambiguous deliveries looked for again; see `DeliveryLedger.reconsiderAmbiguous`. */
async function reconsiderAmbiguous(context: StorageContext, of: Reconsidered): Promise<number> {
  const ambiguous = await context.db
    .selectFrom('deliveries')
    .select(['id', 'team', 'target_kind', 'target_id'])
    .where('state', '=', 'ambiguous')
    .$if('team' in of, (query) => query.where('team', '=', (of as { team: TeamKey }).team))
    .$if('platforms' in of, (query) => query.where('platform', 'in', (of as { platforms: PlatformName[] }).platforms))
    .orderBy('due_at')
    .execute();
  const target = 'team' in of ? of.target : undefined;
  const ids =
    target === undefined
      ? [...new Map(ambiguous.map((row) => [`${row.team} ${row.target_kind} ${row.target_id}`, row.id])).values()]
      : ambiguous.flatMap((row) => (row.target_kind === target.kind && row.target_id === target.id ? [row.id] : []));
  if (ids.length === 0) return 0;
  const now = await context.now();
  await context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    for (const chunk of chunks(ids)) {
      await db
        .updateTable('deliveries')
        .set({ state: 'sending', wake_at: now.getTime(), looks: 0 })
        .where('state', '=', 'ambiguous')
        .where('id', 'in', chunk)
        .execute();
    }
    await context.announce(db, [now], now);
  });
  return ambiguous.length;
}

/** The earliest instant at which something is to be done: the first entry of two indexes for each platform. */
async function nextInstant({ db }: StorageContext, platforms: readonly PlatformName[]): Promise<Date | undefined> {
  let earliest: number | null = null;
  for (const platform of platforms) {
    const reminder = await db
      .selectFrom('reminders')
      .select('next_due_at as at')
      .where('platform', '=', platform)
      .where('next_due_at', 'is not', null)
      .orderBy('next_due_at')
      .limit(1)
      .executeTakeFirst();
    const delivery = await db
      .selectFrom('deliveries')
      .select('wake_at as at')
      .where('platform', '=', platform)
      .where('wake_at', 'is not', null)
      .orderBy('wake_at')
      .limit(1)
      .executeTakeFirst();
    for (const at of [reminder?.at, delivery?.at]) {
      if (at !== undefined && at !== null) earliest = Math.min(earliest ?? at, at);
    }
  }
  return toInstant(earliest);
}

/** How work of one kind is done for many at once. */
interface GroupParts<Item, Result> {
  /**
   * Does it for all in one transaction. The results are in the order of the items; `alone` stands for an item that has to be
   * done on its own, because another worker has its row or because more than its own row is written.
   */
  together(items: readonly Item[]): Promise<readonly (Result | 'alone')[]>;
  /** Does it for one, in a transaction of its own. */
  alone(item: Item): Promise<Result>;
  /** How many transactions of this kind may be under way at once. With more than one, a connection that hangs holds nobody up. */
  readonly lanes: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** The most in one transaction: more than a loop delivers at once. */
const mostTogether = 100;

/**
 * Lets work that is asked for at the same time share a transaction, and so one wait for the disk. What comes while all lanes
 * are taken goes with the next one. Everybody is answered after the commit and never before.
 *
 * Where the transaction fails, each is tried alone, so that one row that the database refuses fails by itself. A commit
 * whose answer was lost may have been done: then a second try finds the row as the first one left it.
 */
export function createGroup<Item, Result>({
  together,
  alone,
  lanes,
}: GroupParts<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let underWay = 0;
  let isScheduled = false;

  const runTogether = async (items: readonly Item[]): Promise<readonly (Result | 'alone')[]> => {
    try {
      return await together(items);
    } catch (error) {
      // The store itself is in trouble: trying each alone would only meet it so many times more.
      if (error instanceof StorageError || items.length === 1) throw error;
      return items.map(() => 'alone');
    }
  };

  const run = async (group: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await runTogether(group.map(({ item }) => item));
      const rest = group.map(async ({ item, resolve, reject }, index) => {
        const result = results[index] ?? 'alone';
        if (result !== 'alone') return resolve(result);
        await alone(item).then(resolve, reject);
      });
      await Promise.all(rest);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay >= lanes) return;
    isScheduled = true;
    // Whatever else arrived at the same moment is in line by then.
    setImmediate(() => {
      isScheduled = false;
      underWay += 1;
      void run(waiting.splice(0, mostTogether)).finally(() => {
        underWay -= 1;
        schedule();
      });
      schedule();
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}

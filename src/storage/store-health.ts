import { type DeleteResult, sql } from 'kysely';
import type { PlatformName } from '../bot/bot.ts';
import type { StoreReport, StoreWatch } from '../reminders/reminders.ts';
import type { Database, StorageContext } from './storage-context.ts';

/**
 * The store cannot be opened or used. The message says what to do next.
 *
 * `already-delivering`: another process delivers from this directory. `unusable`: nothing works until somebody puts it
 * right. `unreachable`: it passes by itself, or may: a server that starts, a full disk. `gone`: the files were removed or
 * replaced while they were in use.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: 'already-delivering' | 'unusable' | 'unreachable' | 'gone';

  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What keeps the whole store from working, and since when. */
interface StoreProblem {
  readonly message: string;
  readonly since: Date;
}

/** Remembers how the last work on the store ended: the first failure of a row counts as its beginning. */
export interface StoreHealth {
  /** Something was written, or read where only that was tried. */
  succeed(): void;
  /** Returns the error, for throwing it. */
  fail(error: StorageError): StorageError;
  current(): StoreProblem | undefined;
}

export function createStoreHealth(now: () => Date): StoreHealth {
  let problem: StoreProblem | undefined;
  return {
    succeed() {
      problem = undefined;
    },
    fail(error) {
      if (problem?.message !== error.message) problem = { message: error.message, since: problem?.since ?? now() };
      return error;
    },
    current: () => problem,
  };
}

interface StoreWatchParts {
  /** As people call the store. */
  readonly name: string;
  readonly health: StoreHealth;
  /** Looks at what can be seen without a statement. */
  readonly isWell: () => boolean;
}

/** Rows of the table of leases that are none between replicas. */
const checkName = 'store-check';
const deliveringPrefix = 'delivers:';

/** The part of the store that tells how the store itself is. */
export function createStoreWatch(context: StorageContext, { name, health, isWell }: StoreWatchParts): StoreWatch {
  const { db, now } = context;
  return {
    async checkStore() {
      const base = { name };
      try {
        await writeOnce(context);
        const madeAt = await readMadeAt(context);
        return madeAt === undefined ? base : { ...base, madeAt };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const problem: StoreReport['problem'] = health.current() ?? { message, since: new Date() };
        return { ...base, problem };
      }
    },
    isStoreWell: () => health.current() === undefined && isWell(),
    async markDelivering(owner, platforms, forMs) {
      const until = (await now()).getTime() + forMs;
      const rows = platforms.map((platform) => ({ name: nameOf(platform, owner), owner, token: 1, until }));
      if (rows.length === 0) return;
      await db
        .insertInto('leases')
        .values(rows)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ until }))
        .execute();
    },
    async unmarkDelivering(owner) {
      await db.deleteFrom('leases').where('name', 'like', `${deliveringPrefix}%`).where('owner', '=', owner).execute();
    },
    deliveredPlatforms: () => readDelivered(context),
  };
}

/** The platforms some process delivers to now. */
export async function readDelivered({ db, now }: Pick<StorageContext, 'db' | 'now'>): Promise<Set<PlatformName>> {
  const nowMs = (await now()).getTime();
  const rows = await db
    .selectFrom('leases')
    .select('name')
    .where('name', 'like', `${deliveringPrefix}%`)
    .where('until', '>', nowMs)
    .execute();
  return new Set(rows.map((row) => platformIn(row.name)));
}

const nameOf = (platform: PlatformName, owner: string) => `${deliveringPrefix}${platform}:${owner}`;
const platformIn = (name: string) => name.split(':')[1] as PlatformName;

/** A row that is written anew each time, since a full disk lets everything be read. */
async function writeOnce({ db, now }: StorageContext): Promise<void> {
  const until = (await now()).getTime();
  await db
    .insertInto('leases')
    .values({ name: checkName, owner: '', token: 1, until })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ until }))
    .execute();
}

/** When the first migration ran. */
export async function readMadeAt({ db }: Pick<StorageContext, 'db'>): Promise<Date | undefined> {
  const { rows } = await sql<{ at: string }>`select min(timestamp) as at from kysely_migration`.execute(db);
  const at = new Date(rows[0]?.at ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Forgets processes that were killed while they delivered, and hosts that were looked at. */
export function forgetMarks(db: Database, before: number): Promise<DeleteResult> {
  return db
    .deleteFrom('leases')
    .where((where) => where.or([where('name', 'like', `${deliveringPrefix}%`), where('name', 'like', 'check:%')]))
    .where('until', '<', before)
    .executeTakeFirstOrThrow();
}

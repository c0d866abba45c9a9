import { type Expression, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { AnnounceDue, Planner } from '../reminders/reminders.ts';
import type { Schema } from './schema.ts';

/** Stands where a person was named who is erased. Nobody's id in any chat. */
export const erasedPerson = 'erased';

/** A connection or a transaction. */
export type Database = Kysely<Schema> | Transaction<Schema>;

/** Where a store lives: a directory for the embedded SQLite, or a PostgreSQL address. */
export type StorePlace =
  | { readonly directory: string }
  | {
      readonly databaseUrl: string;
      /** The most connections that are opened. Default 10. */
      readonly connections?: number;
    };

/** Does the work in a transaction: in the one that is open, where the connection is one. */
export function inTransaction<Result>(db: Database, work: (trx: Database) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** Shared by all parts of the store. */
export interface StorageContext {
  readonly db: Database;
  readonly kind: 'sqlite' | 'postgres';
  /** The store's clock. */
  readonly now: () => Promise<Date>;
  /** The database's own clock, where that is the store's: PostgreSQL. */
  readonly databaseClock?: DatabaseClock;
  readonly planner: Planner;
  readonly announce: AnnounceDue;
  /** A UUID. */
  readonly newId: () => string;
  readonly limits: StorageLimits;
}

/** A clock that takes a statement to read. */
export interface DatabaseClock {
  /** Reads it within a statement: milliseconds since 1970. */
  readonly ms: string;
  /** The latest time it told, which is over by now; nothing where it has told none. */
  latest(): Date | undefined;
  /** Notes a time that it told. */
  learn(at: Date): void;
}

/**
 * The store's clock as a value within a statement, in milliseconds. PostgreSQL reads it there; the statement is sent after
 * everybody who asked for it.
 */
export async function clockWithin({ databaseClock, now }: StorageContext): Promise<RawBuilder<number>> {
  return databaseClock === undefined
    ? sql<number>`cast(${(await now()).getTime()} as bigint)`
    : sql<number>`${sql.raw(databaseClock.ms)}`;
}

/**
 * Reads the store's clock and a value beside it, in one statement. The value has to be one that an index finds at once, since
 * every idle look asks for it.
 */
export async function readBesideClock(
  context: StorageContext,
  value: Expression<number | null>,
): Promise<{ readonly now: Date; readonly value: number | null }> {
  const ms = await clockWithin(context);
  const { rows } = await sql<{ ms: number; value: number | null }>`select ${ms} as ms, (${value}) as value`.execute(
    context.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The database has not told the time.');
  const now = new Date(row.ms);
  context.databaseClock?.learn(now);
  return { now, value: row.value };
}

/** Bounds of the store. */
export interface StorageLimits {
  /** Reminders of a team that are not done. Default 500. */
  readonly remindersPerTeam: number;
  /** How often one person can snooze one reminder in a day. Default 20. */
  readonly snoozesPerReminder: number;
  /** Reminders one `materialiseDue` moves on. Default 1,000. */
  readonly dueBatch: number;
  /** Reminders in one post. Default 20, so that a message keeps within 50 blocks. */
  readonly itemsPerDelivery: number;
  /** Between two posts in one channel. Default 1,000. */
  readonly channelPaceMs: number;
  /** Posts, or looks into a history, before a delivery is given up. Default 100, about a day with the pauses. */
  readonly maxAttempts: number;
  /** Kept texts of questions without an answer; the oldest go first. Default 500. */
  readonly questionTextsPerTeam: number;
  /** Entries of the audit older than so many days are deleted. Default 365. */
  readonly auditDays: number;
  /** The grace period of an erasure, in days. Default 7. */
  readonly eraseAfterDays: number;
  /** Added to a post's time-out before anybody looks for it. Default 5,000. */
  readonly reconcileMarginMs: number;
}

/** The default bounds. */
export const defaultLimits: StorageLimits = {
  remindersPerTeam: 500,
  snoozesPerReminder: 20,
  dueBatch: 1_000,
  itemsPerDelivery: 20,
  channelPaceMs: 1_000,
  maxAttempts: 100,
  questionTextsPerTeam: 500,
  auditDays: 365,
  eraseAfterDays: 7,
  reconcileMarginMs: 5_000,
};

/** Any number; the same for all replicas. */
const ledgerLock = 7_421_003;

/**
 * Makes this transaction the only one that adds occurrences or takes them back, until it ends. On PostgreSQL it has to
 * come before any row is locked: `claim`, `beginSend` and plain `settle` lock single rows without it, and whoever locks
 * several comes through here, so that no two ever wait for each other. SQLite has one writer anyway.
 */
export async function lockLedger(context: StorageContext, db: Database): Promise<void> {
  if (context.kind === 'postgres') await sql`select pg_advisory_xact_lock(${ledgerLock})`.execute(db);
}

/** Rows in one statement: SQLite takes 32,766 values. */
const chunkRows = 1_000;

/** Cuts a list into pieces that fit one statement. */
export function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += chunkRows) yield items.slice(at, at + chunkRows);
}

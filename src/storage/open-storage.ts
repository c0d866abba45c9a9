import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import type { QuestionLog } from '../ask/ask.ts';
import type { AnnounceDue, LedgerStore, Planner } from '../reminders/reminders.ts';
import type { TeamStore } from '../teams/teams.ts';
import { createLedgerStore } from './create-ledger-store.ts';
import type { Delivering } from './delivering-lock.ts';
import { migrate } from './migrate.ts';
import { createQuestionLog } from './question-rows.ts';
import type { Schema } from './schema.ts';
import { defaultLimits, type StorageContext, type StorageLimits } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { createTeamStore } from './team-rows.ts';

/** What a store is opened with. */
export interface StorageOptions {
  /** Where it lives: a directory for the embedded SQLite, or a PostgreSQL address. */
  readonly place: { readonly directory: string } | { readonly databaseUrl: string };
  /**
   * This process delivers, to chat platforms or to the local terminal, and no other may do the same from the same
   * directory. PostgreSQL allows any number. Left out: a one-shot command opens the store beside a running bot.
   */
  readonly delivering?: Delivering;
  readonly planner: Planner;
  /** Told what becomes due. Default: nobody, and the loop finds it when it looks next. */
  readonly announce?: AnnounceDue;
  /** SQLite: the clock. PostgreSQL: only for tests; it reads its own otherwise. */
  readonly now?: () => Date;
  readonly newId?: () => string;
  readonly limits?: Partial<StorageLimits>;
}

/** An open store. */
export interface Storage {
  readonly ledger: LedgerStore;
  readonly teams: TeamStore;
  readonly questions: QuestionLog;
  /** For tests and benchmarks that look at the tables. */
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws {StorageError} `already-delivering`, or `unusable` with what the database said.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { place, now } = options;
  const opened =
    'directory' in place ? await openSqlite(place.directory, options) : await openPostgres(place.databaseUrl);
  const db = new Kysely<Schema>({ dialect: opened.dialect });
  const close = async () => {
    await db.destroy();
    opened.release();
  };
  try {
    await migrate(db);
  } catch (cause) {
    await close().catch(() => {});
    const where = 'directory' in place ? place.directory : 'the database of DATABASE_URL';
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError('unusable', `The store in ${where} cannot be used: ${said}`, { cause });
  }
  const context: StorageContext = {
    db,
    kind: opened.kind,
    now: now === undefined ? () => opened.now(db) : async () => now(),
    planner: options.planner,
    announce: options.announce ?? (async () => {}),
    newId: options.newId ?? randomUUID,
    limits: { ...defaultLimits, ...options.limits },
  };
  return {
    ledger: createLedgerStore(context),
    teams: createTeamStore(context),
    questions: createQuestionLog(context),
    db,
    close,
  };
}

interface Opened {
  readonly kind: StorageContext['kind'];
  readonly dialect: Dialect;
  readonly now: (db: Kysely<Schema>) => Promise<Date>;
  readonly release: () => void;
}

async function openSqlite(directory: string, { delivering }: StorageOptions): Promise<Opened> {
  const [{ createSqliteDialect }, { takeDeliveringLock }] = await Promise.all([
    import('./sqlite-dialect.ts'),
    import('./delivering-lock.ts'),
  ]);
  try {
    mkdirSync(directory, { recursive: true });
    const release = delivering === undefined ? () => {} : takeDeliveringLock(directory, delivering);
    const dialect = createSqliteDialect(join(directory, 'mdaemon-bot.db'));
    return { kind: 'sqlite', dialect, now: async () => new Date(), release };
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError('unusable', `The store in ${directory} cannot be opened: ${said}`, { cause });
  }
}

async function openPostgres(databaseUrl: string): Promise<Opened> {
  const { createPostgresDialect, readPostgresClock } = await import('./postgres-dialect.ts');
  return { kind: 'postgres', dialect: createPostgresDialect(databaseUrl), now: readPostgresClock, release: () => {} };
}

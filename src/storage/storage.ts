import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import type { QuestionLog } from '../ask/ask.ts';
import type { KeptAnswers } from '../chat/chat.ts';
import type { AnnounceDue, LedgerStore, Planner } from '../reminders/reminders.ts';
import type { TeamStore } from '../teams/teams.ts';
import { defaultLimits, type StorageContext, type StorageLimits } from './context.ts';
import { createCoordination } from './coordination.ts';
import { createDeadlineRepository } from './deadline-repository.ts';
import { createDeliveryLedger } from './delivery-ledger.ts';
import { createInboxRepository } from './inbox-repository.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { migrate } from './migrations.ts';
import { createOccurrenceRepository } from './occurrence-repository.ts';
import { createQuestionLog } from './question-log.ts';
import { createReminderRepository } from './reminder-repository.ts';
import type { Schema } from './schema.ts';
import { createTeamStore } from './team-store.ts';

/** Where a process delivers to: chat platforms, or the terminal it runs in. */
export type Delivering = 'chat' | 'terminal';

/** How a store is opened. */
export interface StorageOptions {
  /** Where it lives: a directory for the embedded SQLite, or a PostgreSQL address. */
  readonly place: { readonly directory: string } | { readonly databaseUrl: string };
  /**
   * This process delivers, to chat platforms or to the local terminal, and no other may do the same from the same
   * directory. PostgreSQL allows any number. Left out: a one-shot command opens the store beside a running bot.
   */
  readonly delivering?: Delivering;
  /** Works out when reminders are due, for the transactions that write it down. */
  readonly planner: Planner;
  /** Told what becomes due. Default: nobody, and the loop finds it when it looks next. */
  readonly announce?: AnnounceDue;
  /** SQLite: the clock. PostgreSQL: only for tests; it reads its own otherwise. */
  readonly now?: () => Date;
  /** Makes UUIDs. Default: random ones. */
  readonly newId?: () => string;
  /** Bounds that differ from the defaults of `StorageLimits`. */
  readonly limits?: Partial<StorageLimits>;
}

/** An open store: the same on SQLite and on PostgreSQL. */
export interface Storage {
  /** Reminders, their occurrences and deliveries, deadlines, and what replicas settle among themselves. */
  readonly ledger: LedgerStore;
  readonly teams: TeamStore;
  /** Questions without an answer. */
  readonly questions: QuestionLog;
  /** Answers that Share buttons speak of. */
  readonly answers: KeptAnswers;
  /** For tests and benchmarks that look at the tables. */
  readonly db: Kysely<Schema>;
  /** Closes every connection and gives up the right to deliver. Nothing may be called afterwards. */
  close(): Promise<void>;
}

/** The store cannot be opened or used. The message says what to do next. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** `already-delivering`: another process delivers from this directory. `unusable`: it cannot be opened. */
  readonly code: 'already-delivering' | 'unusable';

  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Opens the store and brings its tables up to date. Any number of processes may do so at once.
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
    throw new StorageError('unusable', `The store in ${where} cannot be used: ${messageOf(cause)}`, { cause });
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
    ledger: {
      ...createReminderRepository(context),
      ...createDeliveryLedger(context),
      ...createOccurrenceRepository(context),
      ...createDeadlineRepository(context),
      ...createInboxRepository(context),
      ...createCoordination(context),
    },
    teams: createTeamStore(context),
    questions: createQuestionLog(context),
    answers: createKeptAnswers(context),
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
  const { createSqliteDialect, takeDeliveringLock } = await import('./sqlite.ts');
  let release: (() => void) | undefined = () => {};
  try {
    mkdirSync(directory, { recursive: true });
    if (delivering !== undefined) release = takeDeliveringLock(directory, delivering);
    if (release === undefined) throw alreadyDelivering(directory);
    const dialect = createSqliteDialect(join(directory, 'mdaemon-bot.db'));
    return { kind: 'sqlite', dialect, now: async () => new Date(), release };
  } catch (cause) {
    release?.();
    if (cause instanceof StorageError) throw cause;
    throw new StorageError('unusable', `The store in ${directory} cannot be opened: ${messageOf(cause)}`, { cause });
  }
}

function alreadyDelivering(directory: string): StorageError {
  return new StorageError(
    'already-delivering',
    `Another process already delivers reminders from ${directory}. Stop it first, give this one another DATA_DIR, or set DATABASE_URL to run several on PostgreSQL. Single commands work beside it.`,
  );
}

async function openPostgres(databaseUrl: string): Promise<Opened> {
  const { createPostgresDialect, readPostgresClock } = await import('./postgres.ts');
  return { kind: 'postgres', dialect: createPostgresDialect(databaseUrl), now: readPostgresClock, release: () => {} };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

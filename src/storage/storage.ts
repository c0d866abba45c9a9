import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import type { QuestionLog } from '../ask/unmet/unmet.ts';
import type { Deed } from '../bot/bot.ts';
import type { KeptAnswers } from '../chat/chat.ts';
import type { AnnounceDue, LedgerStore, Planner } from '../reminders/reminders.ts';
import type { AuditLog, PrivacyStore, TeamStore } from '../teams/teams.ts';
import type { SetAside } from './after-restore.ts';
import { createAuditLog } from './audit-log.ts';
import { type ActedOn, createAudited } from './audited.ts';
import { createCoordination } from './coordination.ts';
import { type FileIdentity, makeDataDirectory, makeStoreFile, rememberFiles } from './data-directory.ts';
import { createDeadlineRepository } from './deadline-repository.ts';
import { createDeliveryLedger } from './delivery-ledger.ts';
import { createInboxRepository } from './inbox-repository.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { migrate } from './migrations.ts';
import { createOccurrenceRepository } from './occurrence-repository.ts';
import { createPrivacyStore } from './privacy-store.ts';
import { createQuestionLog } from './question-log.ts';
import { createReminderRepository } from './reminder-repository.ts';
import type { Schema } from './schema.ts';
import { defaultLimits, type StorageContext, type StorageLimits, type StorePlace } from './storage-context.ts';
import { createStoreHealth, createStoreWatch, StorageError, type StoreHealth } from './store-health.ts';
import { createTeamStore, keepPorts } from './team-store.ts';

export type { SetAside } from './after-restore.ts';
export type { ReminderPlace, StoreInspection } from './inspect-store.ts';

/** An operator's look at a store, and copies of one. A bot that runs never needs them, so they are loaded late. */
export const loadInspection = () => import('./inspect-store.ts');
export const loadBackups = () => import('./backup.ts');

/** Where a process delivers to: chat platforms, or the terminal it runs in. */
export type Delivering = 'chat' | 'terminal';

/** How a store is opened. */
export interface StorageOptions {
  readonly place: StorePlace;
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
  /** The same reminders and teams for one deed, which goes on record with everything it changes. */
  actingFor(deed: Deed): ActedOn;
  readonly audit: AuditLog;
  /** Hands out and erases what is stored of people and teams. */
  readonly privacy: PrivacyStore;
  /** Questions without an answer. */
  readonly questions: QuestionLog;
  /** Answers that Share buttons speak of. */
  readonly answers: KeptAnswers;
  /**
   * Sets aside what was due up to an instant and not sent, in a store that was restored from a backup. Nothing may deliver
   * from it meanwhile.
   */
  setAsideUnsent(until: Date): Promise<SetAside>;
  /** For tests and benchmarks that look at the tables. */
  readonly db: Kysely<Schema>;
  /** Closes every connection and gives up the right to deliver. Nothing may be called afterwards. */
  close(): Promise<void>;
}

/**
 * Opens the store and brings its tables up to date. Any number of processes may do so at once.
 *
 * @throws {StorageError} `already-delivering`, `unusable`, or `unreachable` where trying again may help
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { place, now } = options;
  const health = createStoreHealth(now ?? (() => new Date()));
  const opened =
    'directory' in place ? await openSqlite(place.directory, options, health) : await openPostgres(place, health);
  const db = new Kysely<Schema>({ dialect: opened.dialect });
  const close = async () => {
    await db.destroy();
    opened.release();
  };
  try {
    await migrate(db, opened.kind);
    opened.watchFiles();
  } catch (cause) {
    await close().catch(() => {});
    if (cause instanceof StorageError) throw cause;
    throw new StorageError('unusable', `${opened.name} cannot be used: ${messageOf(cause)}`, { cause });
  }
  const context: StorageContext = {
    db,
    kind: opened.kind,
    ...(now === undefined ? opened.clock(db) : { now: async () => now() }),
    planner: options.planner,
    announce: options.announce ?? (async () => {}),
    newId: options.newId ?? randomUUID,
    limits: { ...defaultLimits, ...options.limits },
  };
  const kept = keepPorts();
  const privacy = createPrivacyStore(context, kept);
  const ledger = {
    ...createReminderRepository(context),
    ...createDeliveryLedger(context),
    ...createOccurrenceRepository(context),
    ...createDeadlineRepository(context),
    ...createInboxRepository(context),
    ...createCoordination(context),
    eraseDue: privacy.eraseDue,
    ...createStoreWatch(context, { name: opened.name, health, isWell: opened.isWell }),
  };
  const teams = createTeamStore(context, kept);
  return {
    ledger,
    teams,
    actingFor: (deed) => createAudited(context, kept, { ledger, teams }, deed),
    audit: createAuditLog(context),
    privacy,
    questions: createQuestionLog(context),
    answers: createKeptAnswers(context),
    setAsideUnsent: async (until) => (await import('./after-restore.ts')).setAsideUnsent(context, until),
    db,
    close,
  };
}

interface Opened {
  readonly kind: StorageContext['kind'];
  /** As people call it: `The store in /var/lib/bot`. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly clock: (db: Kysely<Schema>) => Pick<StorageContext, 'now' | 'databaseClock'>;
  /** Begins to compare the files with what they are now. */
  readonly watchFiles: () => void;
  /** Looks at what can be seen without a statement. */
  readonly isWell: () => boolean;
  readonly release: () => void;
}

async function openSqlite(directory: string, { delivering }: StorageOptions, health: StoreHealth): Promise<Opened> {
  const { createSqliteDialect, explainSqliteFault, takeDeliveringLock } = await import('./sqlite.ts');
  const name = `The store in ${directory}`;
  const path = join(directory, 'mdaemon-bot.db');
  const lock = delivering === undefined ? [] : [join(directory, `delivering-${delivering}.lock`)];
  let identity: FileIdentity | undefined;
  const findChange = (): StorageError | undefined => {
    const change = identity?.findChange();
    if (change === undefined) return undefined;
    const what = change.is === 'gone' ? 'is no longer there' : 'is another file now';
    return new StorageError(
      'gone',
      `${name} was removed or replaced while I was running: ${change.path} ${what}. Nothing is stored or delivered. Put it back, or restart me.`,
    );
  };
  const refuseChange = () => {
    const change = findChange();
    if (change !== undefined) throw change;
  };
  let release: (() => void) | undefined = () => {};
  try {
    makeDataDirectory(directory);
    for (const each of [path, ...lock]) makeStoreFile(each);
    if (delivering !== undefined) release = takeDeliveringLock(directory, delivering);
    if (release === undefined) throw alreadyDelivering(directory);
    const dialect = createSqliteDialect(path, {
      beforeWork: refuseChange,
      afterWrite(changed) {
        refuseChange();
        if (changed) health.succeed();
      },
      onFailure(error) {
        if (error instanceof StorageError) return health.fail(error);
        const fault = explainSqliteFault(error);
        if (fault === undefined) return error;
        return health.fail(new StorageError('unreachable', `${name} cannot be used: ${fault}.`, { cause: error }));
      },
    });
    return {
      kind: 'sqlite',
      name,
      dialect,
      clock: () => ({ now: async () => new Date() }),
      watchFiles() {
        identity = rememberFiles([path, `${path}-wal`, ...lock]);
      },
      isWell: () => findChange() === undefined,
      release,
    };
  } catch (cause) {
    release?.();
    if (cause instanceof StorageError) throw cause;
    throw new StorageError('unusable', `${name} cannot be opened: ${messageOf(cause)}`, { cause });
  }
}

function alreadyDelivering(directory: string): StorageError {
  return new StorageError(
    'already-delivering',
    `Another process already delivers reminders from ${directory}. Stop it first, give this one another DATA_DIR, or set DATABASE_URL to run several on PostgreSQL. Single commands still work.`,
  );
}

async function openPostgres(
  { databaseUrl, connections }: { databaseUrl: string; connections?: number },
  health: StoreHealth,
): Promise<Opened> {
  const { createDatabaseClock, createPostgresDialect, explainPostgresFault } = await import('./postgres.ts');
  const name = 'The database of DATABASE_URL';
  const dialect = createPostgresDialect(databaseUrl, connections, {
    onWrite: health.succeed,
    onFailure(error) {
      const fault = explainPostgresFault(error);
      if (fault === undefined) return error;
      const code = fault.passes ? 'unreachable' : 'unusable';
      return health.fail(new StorageError(code, `${name} cannot be used: ${fault.reason}.`, { cause: error }));
    },
  });
  const nothing = () => {};
  return {
    kind: 'postgres',
    name,
    dialect,
    clock(db) {
      const databaseClock = createDatabaseClock(db);
      return { databaseClock, now: databaseClock.read };
    },
    watchFiles: nothing,
    isWell: () => true,
    release: nothing,
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

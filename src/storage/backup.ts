import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CompiledQuery, Kysely } from 'kysely';
import type { Planner } from '../reminders/reminders.ts';
import { type SetAside, setAsideUnsent } from './after-restore.ts';
import { giveToFolderOwner, makeDataDirectory, makePrivateFile, makeStoreFile } from './data-directory.ts';
import { compareSchema, migrate } from './migrations.ts';
import type { Schema } from './schema.ts';
import { copyDatabase, createSqliteDialect, explainSqliteFault, foldLogIn, takeDeliveringLock } from './sqlite.ts';
import { defaultLimits, type StorageContext } from './storage-context.ts';
import { StorageError } from './store-health.ts';

/** A copy of a store, in one file that is a store by itself. */
export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly reminders: number;
}

/**
 * Copies the store of a folder into a file, whole and of one moment, also while a bot works on it: SQLite's own online
 * backup. The copy is checked before it gets its name, so that a file of that name is a backup that can be restored.
 *
 * @throws {StorageError} `unusable`
 */
export async function backUpStore(directory: string, path: string): Promise<Backup> {
  const source = join(directory, 'mdaemon-bot.db');
  if (!holdsAnything(source)) throw new StorageError('unusable', `There is no store in ${directory} to back up.`);
  if (existsSync(path)) throw new StorageError('unusable', `${path} already exists. Name another file.`);
  const partial = `${path}.partial`;
  try {
    rmSync(partial, { force: true });
    makePrivateFile(partial);
    await copyDatabase(source, partial);
    const { reminders } = await checkCopy(partial);
    settleOnDisk(partial);
    giveName(partial, path);
    return { path, bytes: statSync(path).size, reminders };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw asStorageError(cause, `No backup was made of the store in ${directory}`);
  }
}

export interface RestoreOptions {
  readonly directory: string;
  /** The backup. It stays as it is. */
  readonly path: string;
  /** When the last bot stopped that had posted since the backup. */
  readonly stoppedAt: Date;
  readonly planner: Planner;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** What a restore left. */
export interface Restored {
  readonly reminders: number;
  /** Where the store lies that was there before; absent where there was none. */
  readonly before: string | undefined;
  readonly setAside: SetAside;
}

/**
 * Puts a backup in the place of a folder's store. Refused while a bot runs on the folder, and where the backup is damaged
 * or of a newer version. What was there is kept beside it. What was due up to `stoppedAt` and was not sent by the time of
 * the backup is set aside, see `setAsideUnsent`.
 *
 * The copy is complete, checked and brought up to date before it takes the name, in one step: whenever this is cut short,
 * the folder holds the old store or the new one.
 *
 * @throws {StorageError} `already-delivering` or `unusable`
 */
export async function restoreStore(options: RestoreOptions): Promise<Restored> {
  const { directory, path, now } = options;
  if (!holdsAnything(path))
    throw new StorageError('unusable', `${path} isn’t a backup: there is no such file, or it is empty.`);
  const store = join(directory, 'mdaemon-bot.db');
  const copy = `${store}.restoring`;
  const unlock = lockFolder(directory);
  try {
    for (const each of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(each, { force: true });
    makeStoreFile(copy);
    await copyDatabase(path, copy);
    await checkCopy(copy);
    const { reminders, setAside } = await bringUpToDate(copy, options);
    settleOnDisk(copy);
    const before = holdsAnything(store) ? keepBefore(store, now()) : undefined;
    renameSync(copy, store);
    settleOnDisk(dirname(store));
    return { reminders, before, setAside };
  } catch (cause) {
    for (const each of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(each, { force: true });
    throw asStorageError(cause, `${path} was not restored, and the store in ${directory} is unchanged`);
  } finally {
    unlock();
  }
}

function holdsAnything(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Keeps every bot out of the folder while its store is replaced. */
function lockFolder(directory: string): () => void {
  makeDataDirectory(directory);
  const held: (() => void)[] = [];
  for (const delivering of ['chat', 'terminal']) {
    makeStoreFile(join(directory, `delivering-${delivering}.lock`));
    const release = takeDeliveringLock(directory, delivering);
    if (release === undefined) {
      for (const each of held) each();
      throw new StorageError(
        'already-delivering',
        `A bot is running on ${directory}. Stop it first, or what it posts in the meantime will be posted again.`,
      );
    }
    held.push(release);
  }
  return () => {
    for (const each of held) each();
  };
}

/**
 * Checks that a copy is whole and that this version can read it.
 *
 * @throws {StorageError} `unusable`
 */
async function checkCopy(path: string): Promise<{ readonly reminders: number }> {
  return withDatabase(path, async (db) => {
    const { rows } = await db.executeQuery<{ integrity_check: string }>(CompiledQuery.raw('pragma integrity_check(1)'));
    const [problem] = rows;
    if (problem?.integrity_check !== 'ok') {
      throw new StorageError(
        'unusable',
        `The copy is damaged: ${problem?.integrity_check ?? 'SQLite doesn’t say how'}.`,
      );
    }
    const { foreign } = await compareSchema(db).catch((cause: unknown) => {
      throw new StorageError('unusable', 'It is a database, but it isn’t a store of the bot.', { cause });
    });
    if (foreign.length > 0) {
      const names = foreign.join(', ');
      throw new StorageError('unusable', `It is from a newer version of the bot (${names}). Use that version.`);
    }
    const counted = await db
      .selectFrom('reminders')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .execute();
    // One file, with nothing beside it that could be forgotten.
    await db.executeQuery(CompiledQuery.raw('pragma journal_mode = delete'));
    return { reminders: counted[0]?.count ?? 0 };
  });
}

async function bringUpToDate(path: string, { planner, newId, now, stoppedAt }: RestoreOptions) {
  return withDatabase(path, async (db) => {
    await migrate(db, 'sqlite');
    const context: StorageContext = {
      db,
      kind: 'sqlite',
      now: async () => now(),
      planner,
      announce: async () => {},
      newId,
      limits: defaultLimits,
    };
    const setAside = await setAsideUnsent(context, stoppedAt);
    const counted = await db
      .selectFrom('reminders')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .execute();
    return { reminders: counted[0]?.count ?? 0, setAside };
  });
}

async function withDatabase<Result>(path: string, work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
  const quiet = { beforeWork: () => {}, afterWrite: () => {}, onFailure: (error: unknown) => error };
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(path, quiet) });
  try {
    return await work(db);
  } finally {
    // Closing writes the log back into the file.
    await db.destroy();
  }
}

/** Keeps the store that is there under another name, whole, with whatever of its log could not be written back. */
function keepBefore(store: string, now: Date): string {
  const kept = `${store}.before-${now.toISOString().replaceAll(':', '-')}`;
  foldLogIn(store);
  const log = `${store}-wal`;
  // A new store would take what is left of it for its own.
  if (holdsAnything(log)) copyToSameFolder(log, `${kept}-wal`);
  giveAnotherName(store, kept);
  for (const each of [log, `${store}-shm`]) rmSync(each, { force: true });
  return kept;
}

/** The file under both names, so that there is no moment without a store. */
function giveAnotherName(path: string, other: string): void {
  try {
    linkSync(path, other);
  } catch {
    // A file system without links.
    copyToSameFolder(path, other);
  }
}

function copyToSameFolder(path: string, other: string): void {
  copyFileSync(path, other);
  giveToFolderOwner(other);
}

function giveName(partial: string, path: string): void {
  // Unlike a rename it takes no other file's place.
  try {
    linkSync(partial, path);
    rmSync(partial);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    renameSync(partial, path);
  }
  settleOnDisk(dirname(path));
}

/** Waits until a file, or the names in a folder, are on the disk. */
function settleOnDisk(path: string): void {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    fsyncSync(file);
  } catch {
    // Windows has no such thing for folders.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function asStorageError(cause: unknown, what: string): StorageError {
  const reason =
    explainSqliteFault(cause) ?? (cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause));
  const code = cause instanceof StorageError ? cause.code : 'unusable';
  return new StorageError(code, `${what}: ${reason}.`, { cause });
}

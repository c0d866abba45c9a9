import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

/** How long a statement waits for another process (a one-shot command) that writes. */
const busyTimeoutMs = 10_000;
/** SQLite's own number for "another connection holds the lock". */
const busy = 5;

/** Statements kept prepared. The whole store has about 110; lists of other lengths make more. */
const keptStatements = 200;
/** A text longer than this is a list of many rows, whose length is seldom the same twice. */
const longestKept = 4_000;

/** Told how statements ended. */
export interface SqliteObserver {
  /** Before a statement or a transaction begins. May throw, and then it does not begin. */
  beforeWork(): void;
  /**
   * After a write is on disk, and before anybody is told. May throw, and then nobody is told.
   *
   * @param changed false where it changed no row, so that nothing went to the disk
   */
  afterWrite(changed: boolean): void;
  /** What a failed statement means. Returns what is thrown in its place. */
  onFailure(error: unknown): unknown;
}

/** Kysely's SQLite dialect over `node:sqlite`. */
export function createSqliteDialect(path: string, observer: SqliteObserver): SqliteDialect {
  return dialectOf(openForWriting(path), observer);
}

/**
 * The same for looking only: nothing can be written through it, no lock holds up a bot beside it, and no file is left
 * behind.
 */
export function createReadOnlyDialect(path: string): SqliteDialect {
  const quiet = { beforeWork: () => {}, afterWrite: () => {}, onFailure: (error: unknown) => error };
  return dialectOf(openForReading(path), quiet);
}

/**
 * Opens a database for reading. Without a write-ahead log nobody has it open, and it is read as it is: SQLite would make
 * the log's files otherwise, and a reader cannot take them away again.
 */
export function openForReading(path: string): DatabaseSync {
  if (existsSync(`${path}-wal`)) return new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/** More pages than a database has: copied in one go, a bot that writes meanwhile can't make it begin anew for ever. */
const allPages = 2 ** 31 - 1;

/** Copies a database, whole and of one moment, over an empty file. Whoever writes to it meanwhile goes on. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = openForReading(from);
  try {
    await backup(source, to, { rate: allPages });
  } finally {
    source.close();
  }
}

/** Writes the write-ahead log back into its database, as far as that can be read. */
export function foldLogIn(path: string): void {
  try {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec('pragma wal_checkpoint(truncate)');
    } finally {
      database.close();
    }
  } catch {
    // A damaged one keeps its log.
  }
}

function openForWriting(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  // From here on waiting is done by `PatientDriver`: SQLite's own waiting blocks the whole process.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 0');
  // Fewer checkpoints make a large import faster. A larger cache than the default of 2 MB does not.
  database.exec('pragma wal_autocheckpoint = 4000');
  return database;
}

function dialectOf(database: DatabaseSync, observer: SqliteObserver): SqliteDialect {
  const prepare = keepPrepared(database);
  const config = {
    database: {
      // Closing also finalises every statement.
      close: () => database.close(),
      prepare(text: string) {
        // A deferred transaction that reads first cannot wait for another writer: SQLite refuses it at once.
        const sql = text === 'begin' ? 'begin immediate' : text;
        const { statement, reader } = prepare(sql);
        return {
          reader,
          all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
          run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
          // Kysely runs nothing else before it has ended, so that no other run of the statement cuts it short.
          iterate: (values: readonly unknown[]) => statement.iterate(...(values as SQLInputValue[])),
        };
      },
    },
  };
  const dialect = new SqliteDialect(config);
  dialect.createAdapter = () => new TransactionalAdapter();
  dialect.createDriver = () => new PatientDriver(config, database, observer);
  return dialect;
}

interface Prepared {
  readonly statement: StatementSync;
  /** It returns rows. */
  readonly reader: boolean;
}

/**
 * Prepares each statement once, and again only when it was not among the latest. After a change of the tables SQLite
 * prepares a kept statement anew by itself. A delivery of one reminder runs some twenty statements; asking each for its columns
 * costs as much as running it (0.03 ms), so that this is asked once, too.
 */
function keepPrepared(database: DatabaseSync): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>();
  return (sql) => {
    let prepared = kept.get(sql);
    if (prepared === undefined) {
      const statement = database.prepare(sql);
      prepared = { statement, reader: statement.columns().length > 0 };
      if (sql.length > longestKept) return prepared;
    }
    // The latest stand last.
    kept.delete(sql);
    kept.set(sql, prepared);
    const [oldest] = kept.keys();
    if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
    return prepared;
  };
}

/** Lets the migrator work in one transaction, which `begin immediate` makes its lock as well. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Tries a statement again while another process writes (a busy one changed nothing, so that it may be repeated), and lets
 * the observer see what was written and what failed.
 */
class PatientDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #observer: SqliteObserver;

  constructor(config: ConstructorParameters<typeof SqliteDriver>[0], database: DatabaseSync, observer: SqliteObserver) {
    super(config);
    this.#database = database;
    this.#observer = observer;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    const database = this.#database;
    const observer = this.#observer;
    let changed = false;
    const run = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      const mayWrite = !/^\s*(?:select|begin|savepoint|rollback|with|explain)\b/i.test(query.sql);
      try {
        if (!database.isTransaction) {
          changed = false;
          observer.beforeWork();
        }
        const result = await runPatiently<Row>(connection, query);
        if (mayWrite) changed ||= result.rows.length > 0 || (result.numAffectedRows ?? 0n) > 0n;
        // A statement of its own is on disk once it returns, one in a transaction with its commit.
        if (mayWrite && !database.isTransaction) observer.afterWrite(changed);
        return result;
      } catch (error) {
        throw observer.onFailure(error);
      }
    };
    return { streamQuery: (...query) => connection.streamQuery(...query), executeQuery: run };
  }

  /** SQLite ends a transaction by itself where the disk is full; rolling it back again would hide that behind an error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

async function runPatiently<Row>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<Row>> {
  for (let waitedMs = 0; ; waitedMs += 5) {
    try {
      return await connection.executeQuery<Row>(query);
    } catch (error) {
      if (!isBusy(error) || waitedMs >= busyTimeoutMs) throw error;
      await wait(5);
    }
  }
}

function isBusy(error: unknown): boolean {
  return primaryCode(error) === busy;
}

/** SQLite's own number for what went wrong, without the part that says more exactly where. 0 for other errors. */
function primaryCode(error: unknown): number {
  return ((error as { errcode?: number } | undefined)?.errcode ?? 0) % 256;
}

const damagedCode = 11;
const noDatabaseCode = 26;

/** SQLite's errors that no other statement would escape, each with what it means. Source: https://sqlite.org/rescode.html */
const faults: ReadonlyMap<number, string> = new Map([
  [8, 'it is on a read-only file system, or this user may no longer write to it'],
  [10, 'the disk answered with an error; look at the system log'],
  [damagedCode, 'the database file is damaged; restore it from a backup'],
  [13, 'the disk is full; make room, and I’ll carry on by myself'],
  [14, 'its files can no longer be opened'],
  [noDatabaseCode, 'the file isn’t a database; restore it from a backup'],
]);

/** True where the file itself is at fault, so that only a backup helps. */
export function isDamaged(error: unknown): boolean {
  const code = primaryCode(error);
  return code === damagedCode || code === noDatabaseCode;
}

/** Says what keeps the whole store from working; nothing where it was only this one statement. */
export function explainSqliteFault(error: unknown): string | undefined {
  return faults.get(primaryCode(error));
}

/**
 * Makes this the one process that delivers from a data directory. The lock is SQLite's own on a file of its own: the
 * system drops it when the process ends, however it ends. Returns what gives it up, or undefined where another process
 * holds it.
 */
export function takeDeliveringLock(directory: string, delivering: string): (() => void) | undefined {
  const database = new DatabaseSync(join(directory, `delivering-${delivering}.lock`), { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return () => database.close();
}

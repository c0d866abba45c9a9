import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { type DatabaseConnection, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';

/** How long a statement waits for another process (a one-shot command) that writes. */
const busyTimeoutMs = 10_000;
/** SQLite's own number for "another connection holds the lock". */
const busy = 5;

/**
 * Statements kept prepared. A delivery needs 19 different ones and the whole store about 110; lists of ids of other
 * lengths make more.
 */
const keptStatements = 200;
/** A text longer than this is a list of many rows, whose length is seldom the same twice. */
const longestKept = 4_000;

/** Kysely's SQLite dialect over `node:sqlite`. */
export function createSqliteDialect(path: string): SqliteDialect {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  // From here on waiting is done by `PatientDriver`: SQLite's own waiting blocks the whole process.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 0');
  // Fewer checkpoints make a large import faster. A larger cache than the default of 2 MB does not.
  database.exec('pragma wal_autocheckpoint = 4000');
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
  dialect.createDriver = () => new PatientDriver(config);
  return dialect;
}

interface Prepared {
  readonly statement: StatementSync;
  /** It returns rows. */
  readonly reader: boolean;
}

/**
 * Prepares each statement once, and again only when it was not among the latest. After a change of the tables SQLite
 * prepares a kept statement anew by itself. A delivery of one reminder runs 29 statements; asking each for its columns
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

/** Tries a statement again while another process writes. A busy one changed nothing, so that it may be repeated. */
class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      streamQuery: (...query) => connection.streamQuery(...query),
      async executeQuery(query) {
        for (let waitedMs = 0; ; waitedMs += 5) {
          try {
            return await connection.executeQuery(query);
          } catch (error) {
            if (!isBusy(error) || waitedMs >= busyTimeoutMs) throw error;
            await wait(5);
          }
        }
      },
    };
  }
}

function isBusy(error: unknown): boolean {
  // The low byte is the primary code; the rest says more exactly what is busy.
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === busy;
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

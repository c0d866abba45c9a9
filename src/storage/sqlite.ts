import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { type DatabaseConnection, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';

/** How long a statement waits for another process (a one-shot command) that writes. */
const busyTimeoutMs = 10_000;
/** SQLite's own number for "another connection holds the lock". */
const busy = 5;

/** Kysely's SQLite dialect over `node:sqlite`. Each statement is prepared once. */
export function createSqliteDialect(path: string): SqliteDialect {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  // From here on waiting is done by `PatientDriver`: SQLite's own waiting blocks the whole process.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 0');
  // Fewer checkpoints make a large import faster. A larger cache than the default of 2 MB does not.
  database.exec('pragma wal_autocheckpoint = 4000');
  const prepared = new Map<string, StatementSync>();
  const config = {
    database: {
      close: () => database.close(),
      prepare(text: string) {
        // A deferred transaction that reads first cannot wait for another writer: SQLite refuses it at once.
        const sql = text === 'begin' ? 'begin immediate' : text;
        const statement = prepared.get(sql) ?? database.prepare(sql);
        if (prepared.size < 500) prepared.set(sql, statement);
        return {
          reader: statement.columns().length > 0,
          all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
          run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
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

function isBusy(error: unknown): boolean {
  // The low byte is the primary code; the rest says more exactly what is busy.
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === busy;
}

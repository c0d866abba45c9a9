import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';

/** How long a statement waits for another process (a one-shot command) that writes. */
const busyTimeoutMs = 10_000;

/** Kysely's SQLite dialect over `node:sqlite`. Each statement is prepared once. */
export function createSqliteDialect(path: string): SqliteDialect {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const prepared = new Map<string, StatementSync>();
  const dialect = new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(text) {
        // A deferred transaction that reads first cannot wait for another writer: SQLite refuses it at once.
        const sql = text === 'begin' ? 'begin immediate' : text;
        const statement = prepared.get(sql) ?? database.prepare(sql);
        if (prepared.size < 500) prepared.set(sql, statement);
        return {
          reader: statement.columns().length > 0,
          all: (values) => statement.all(...(values as SQLInputValue[])),
          run: (values) => statement.run(...(values as SQLInputValue[])),
          iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
        };
      },
    },
  });
  dialect.createAdapter = () => new TransactionalAdapter();
  return dialect;
}

/** Lets the migrator work in one transaction, which `begin immediate` makes its lock as well. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

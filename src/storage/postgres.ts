import { CompiledQuery, type Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';
import type { DatabaseClock } from './storage-context.ts';

/** PostgreSQL's type for 64-bit integers, which `pg` hands over as text. Ours are instants and counts. */
const int8 = 20;

/** The most connections where none are said. */
const defaultConnections = 10;

/** Told how connections and statements ended. */
interface PostgresObserver {
  /** A statement that writes was taken. */
  onWrite(): void;
  /** What a failure means. Returns what is thrown in its place. */
  onFailure(error: unknown): unknown;
}

/**
 * Kysely's PostgreSQL dialect. A statement that hangs, and a transaction whose client went away, are ended by the
 * server, so that one half-open connection holds nobody up.
 */
export function createPostgresDialect(
  databaseUrl: string,
  connections = defaultConnections,
  observer: PostgresObserver = { onWrite: () => {}, onFailure: (error) => error },
): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 10_000,
    // A plan that was made while a table was nearly empty goes with its connection.
    maxLifetimeSeconds: 600,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'mdaemon-bot',
    types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) },
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', ignore);
  // The pool listens only while a connection is idle; whoever has it is refused at the next statement instead. The listener is
  // there from the first moment: a server may end a connection in the packet that says it is ready, before anybody has it.
  pool.on('connect', (client) => client.on('error', ignore));
  return new PostgresDialect({ pool: keepPrepared(pool, observer) });
}

function ignore(): void {}

/** Statements kept prepared on each connection; the store has about 110. The server never drops one by itself. */
const keptStatements = 200;
/** A text longer than this is a list of many rows, whose length is seldom the same twice. */
const longestKept = 2_000;

/**
 * Gives statements names, by which `pg` has each parsed once a connection. At 29 statements for a delivery of one reminder
 * this took 40% of the server's processor time off, and 16% of all time (medians of 300, 2026-11-29).
 */
function keepPrepared(pool: pg.Pool, { onWrite, onFailure }: PostgresObserver): PostgresPool {
  const names = new Map<string, string>();
  let series = 0;
  let keeps = true;
  const nameOf = (text: string): string | undefined => {
    if (!keeps || text.length > longestKept || !/^(?:select|insert|update|delete)\b/.test(text)) return undefined;
    const known = names.get(text);
    if (known !== undefined || names.size >= keptStatements) return known;
    const name = `kept_${series}_${names.size}`;
    names.set(text, name);
    return name;
  };
  /** True where the refusal came from the name, so that the same statement works when it is sent again. */
  const isStale = ({ code, routine }: Pick<pg.DatabaseError, 'code' | 'routine'>): boolean => {
    // A newer replica has changed a table: what `select *` returns is another list of columns now. Under new names
    // everything is prepared anew. (The JDBC driver tells it by the same routine.)
    if (code === '0A000' && routine === 'RevalidateCachedQuery') {
      series += 1;
      names.clear();
      return true;
    }
    // Behind a pooler that hands every transaction another connection and knows no names (PgBouncer before 1.21).
    if (code !== '26000' && code !== '42P05') return false;
    keeps = false;
    return true;
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw onFailure(error);
      });
      let inTransaction = false;
      const send = (text: string, values: readonly unknown[]) => {
        const name = nameOf(text);
        return client.query({ ...(name === undefined ? {} : { name }), text, values: [...values] });
      };
      const query = async (text: string, values: readonly unknown[]) => {
        if (text === 'begin') inTransaction = true;
        try {
          const result = await send(text, values);
          if (/^(?:insert|update|delete)\b/.test(text)) onWrite();
          return result;
        } catch (error) {
          // A transaction is lost with any refusal; whoever began it begins anew.
          if (!isStale(error as pg.DatabaseError) || inTransaction) throw onFailure(error);
          return send(text, values);
        }
      };
      // Kysely's type has a second form of `query` for cursors, which this dialect is not configured for.
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
      };
    },
  };
}

/** The database's own clock, the one place that asks for it. It goes on within a transaction, unlike `now()`. */
const clockMs = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

/**
 * Reads the database's own clock. Those who ask at the same moment share one answer, which is read after all of them have
 * asked: every delivery of a batch asks when the batch has ended.
 */
export function createDatabaseClock(db: Kysely<Schema>): DatabaseClock & { read(): Promise<Date> } {
  let latest: Date | undefined;
  let asked: Promise<Date> | undefined;
  const learn = (at: Date) => {
    latest = at;
  };
  return {
    ms: clockMs,
    latest: () => latest,
    learn,
    read() {
      asked ??= new Promise((resolve) => setImmediate(resolve)).then(async () => {
        asked = undefined;
        const { rows } = await db.executeQuery<{ ms: number }>(CompiledQuery.raw(`select ${clockMs} as ms`));
        const at = new Date(Number(rows[0]?.ms));
        learn(at);
        return at;
      });
      return asked;
    },
  };
}

/** Why the whole database cannot be used, and whether that may pass by itself. */
interface PostgresFault {
  readonly reason: string;
  readonly passes: boolean;
}

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const faults: ReadonlyMap<string, PostgresFault> = new Map([
  [
    '53300',
    { reason: 'it has no free connection; raise its max_connections, or lower DATABASE_CONNECTIONS', passes: true },
  ],
  ['53100', { reason: 'its disk is full', passes: true }],
  ['53200', { reason: 'it is out of memory', passes: true }],
  ['57P01', { reason: 'it is being stopped', passes: true }],
  ['57P02', { reason: 'it has crashed', passes: true }],
  ['57P03', { reason: 'it is starting or stopping', passes: true }],
  ['25006', { reason: 'it is read-only, like a standby', passes: true }],
  ['28P01', { reason: 'it refuses the user or the password', passes: false }],
  ['28000', { reason: 'it refuses the user, or a connection from here', passes: false }],
  ['3D000', { reason: 'there is no database with that name', passes: false }],
  ['42501', { reason: 'its user has too few rights there', passes: false }],
]);
const unreached = /^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT)/;

/** Says what keeps the whole database from working; nothing where it was only this one statement. */
export function explainPostgresFault(error: unknown): PostgresFault | undefined {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  const fault = faults.get(code);
  if (fault !== undefined) return fault;
  if (unreached.test(code)) return { reason: `it cannot be reached (${code})`, passes: true };
  // What `pg` throws itself has no code.
  if (/timeout exceeded when trying to connect/.test(message)) {
    return { reason: 'no connection was free, or could be made, within 10 s', passes: true };
  }
  if (/Connection terminated|timeout expired|Query read timeout/.test(message)) {
    return { reason: 'the connection broke off, or did not answer in time', passes: true };
  }
  return undefined;
}

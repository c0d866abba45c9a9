import { type Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

/** PostgreSQL's type for 64-bit integers, which `pg` hands over as text. Ours are instants and counts. */
const int8 = 20;

/**
 * Kysely's PostgreSQL dialect. A statement that hangs, and a transaction whose client went away, are ended by the
 * server, so that one half-open connection holds nobody up.
 */
export function createPostgresDialect(databaseUrl: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'mdaemon-bot',
    types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) },
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}

/** The database's own clock, the one place that asks for it. It goes on within a transaction, unlike `now()`. */
export async function readPostgresClock(db: Kysely<Schema>): Promise<Date> {
  const { rows } = await sql<{
    ms: number;
  }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db);
  return new Date(Number(rows[0]?.ms));
}

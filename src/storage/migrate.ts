import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as createLedger } from './migrations/0001-ledger.ts';
import { up as indexParked } from './migrations/0002-parked-index.ts';
import { up as indexTeams } from './migrations/0003-team-index.ts';
import { up as createQuestions } from './migrations/0004-questions.ts';
import type { Schema } from './schema.ts';

/** Every migration, in order. Names and contents never change once released. */
const migrations: Record<string, Migration> = {
  '0001-ledger': { up: createLedger },
  '0002-parked-index': { up: indexParked },
  '0003-team-index': { up: indexTeams },
  '0004-questions': { up: createQuestions },
};

/**
 * Brings the database up to date, in one transaction under a lock, so that any number of processes may start at once.
 *
 * @throws whatever the database refuses; nothing is changed then.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

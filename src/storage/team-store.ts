import type { TeamKey } from '../bot/bot.ts';
import type { Change, TeamStore } from '../teams/teams.ts';
import { type Database, inTransaction, type StorageContext } from './context.ts';
import { createOwnServers, type KeptPorts } from './own-servers.ts';

type Column = 'settings' | 'profile';

/** The part of the store for what teams say about themselves. */
export function createTeamStore(context: StorageContext, kept: KeptPorts): TeamStore {
  const { db, kind } = context;
  const read = async (team: TeamKey, column: Column): Promise<object> => {
    const row = await db.selectFrom('teams').select(column).where('team', '=', team).executeTakeFirst();
    return row === undefined ? {} : (JSON.parse(row[column]) as object);
  };
  const save = (team: TeamKey, column: Column, patch: object, change: Change): Promise<void> =>
    inTransaction(db, (trx) => mergeInto({ db: trx, kind }, team, column, patch, change));
  return {
    ...createOwnServers(context, kept),
    settings: (team) => read(team, 'settings'),
    saveSettings: (team, patch, change) => save(team, 'settings', patch, change),
    profile: (team) => read(team, 'profile'),
    saveProfile: (team, patch, change) => save(team, 'profile', patch, change),
    async administrators(team) {
      const rows = await db
        .selectFrom('administrators')
        .select(['person', 'appointed_by', 'appointed_at'])
        .where('team', '=', team)
        .orderBy('appointed_at')
        .orderBy('person')
        .execute();
      return rows.map((row) => ({ person: row.person, by: row.appointed_by, at: new Date(Number(row.appointed_at)) }));
    },
    async appoint(team, person, { by, at }) {
      const made = await db
        .insertInto('administrators')
        .values({ team, person, appointed_by: by, appointed_at: at.getTime() })
        .onConflict((conflict) => conflict.columns(['team', 'person']).doNothing())
        .returning('person')
        .executeTakeFirst();
      return made !== undefined;
    },
    async dismiss(team, person) {
      const gone = await db
        .deleteFrom('administrators')
        .where('team', '=', team)
        .where('person', '=', person)
        .returning('person')
        .executeTakeFirst();
      return gone !== undefined;
    },
  };
}

/** Merges fields into what a team says about itself, within a transaction. */
export async function mergeInto(
  { db, kind }: Pick<StorageContext, 'kind'> & { readonly db: Database },
  team: TeamKey,
  column: Column,
  patch: object,
  { by, at }: Change,
): Promise<void> {
  const changed = { changed_by: by, changed_at: at.getTime() };
  await db
    .insertInto('teams')
    .values({ team, settings: '{}', profile: '{}', ...changed })
    .onConflict((conflict) => conflict.column('team').doNothing())
    .execute();
  const row = await db
    .selectFrom('teams')
    .select(column)
    .where('team', '=', team)
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  // A field that is undefined in the patch falls away as JSON is written: that is how one is cleared.
  const merged = JSON.stringify({ ...(JSON.parse(row[column]) as object), ...patch });
  await db
    .updateTable('teams')
    .set({ [column]: merged, ...changed })
    .where('team', '=', team)
    .execute();
}

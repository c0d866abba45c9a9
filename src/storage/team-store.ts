import type { TeamKey } from '../bot/bot.ts';
import type { Change, TeamStore } from '../teams/teams.ts';
import type { StorageContext } from './context.ts';

type Column = 'settings' | 'profile';

/** The part of the store for what teams say about themselves. */
export function createTeamStore({ db, kind }: StorageContext): TeamStore {
  const read = async (team: TeamKey, column: Column): Promise<object> => {
    const row = await db.selectFrom('teams').select(column).where('team', '=', team).executeTakeFirst();
    return row === undefined ? {} : (JSON.parse(row[column]) as object);
  };
  const save = (team: TeamKey, column: Column, patch: object, { by, at }: Change): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const changed = { changed_by: by, changed_at: at.getTime() };
      await trx
        .insertInto('teams')
        .values({ team, settings: '{}', profile: '{}', ...changed })
        .onConflict((conflict) => conflict.column('team').doNothing())
        .execute();
      const row = await trx
        .selectFrom('teams')
        .select(column)
        .where('team', '=', team)
        .$if(kind === 'postgres', (query) => query.forUpdate())
        .executeTakeFirstOrThrow();
      // A field that is undefined in the patch falls away as JSON is written: that is how one is cleared.
      const merged = JSON.stringify({ ...(JSON.parse(row[column]) as object), ...patch });
      await trx
        .updateTable('teams')
        .set({ [column]: merged, ...changed })
        .where('team', '=', team)
        .execute();
    });
  return {
    settings: (team) => read(team, 'settings'),
    saveSettings: (team, patch, change) => save(team, 'settings', patch, change),
    profile: (team) => read(team, 'profile'),
    saveProfile: (team, patch, change) => save(team, 'profile', patch, change),
  };
}

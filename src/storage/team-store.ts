import type { TeamKey } from '../bot/bot.ts';
import type { Change, OwnPort, OwnServerStore, TeamStore } from '../teams/teams.ts';
import { type Database, inTransaction, type StorageContext } from './storage-context.ts';

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

/** Stands for "off", which no port number is. */
const off = 0;
/** How long another process may have changed a team's ports before this one sees it. */
const portsKeptMs = 1_000;
const mostTeamsKept = 1_000;

/** The part of the store for teams' hosts and moved ports. A port for all hosts is kept with an empty host. */
function createOwnServers({ db }: StorageContext, kept: KeptPorts): OwnServerStore {
  return {
    async hosts(team) {
      const rows = await db
        .selectFrom('hosts')
        .select(['host', 'added_by', 'added_at'])
        .where('team', '=', team)
        .orderBy('host')
        .execute();
      return rows.map((row) => ({ host: row.host, by: row.added_by, at: new Date(Number(row.added_at)) }));
    },
    async addHost(team, host, { by, at }) {
      const made = await db
        .insertInto('hosts')
        .values({ team, host, added_by: by, added_at: at.getTime() })
        .onConflict((conflict) => conflict.columns(['team', 'host']).doNothing())
        .returning('host')
        .executeTakeFirst();
      return made !== undefined;
    },
    removeHost: (team, host) =>
      kept.after(team, () =>
        inTransaction(db, async (trx) => {
          await trx.deleteFrom('own_ports').where('team', '=', team).where('host', '=', host).execute();
          const gone = await trx
            .deleteFrom('hosts')
            .where('team', '=', team)
            .where('host', '=', host)
            .returning('host')
            .executeTakeFirst();
          return gone !== undefined;
        }),
      ),
    ownPorts: (team) =>
      kept.read(team, async () => {
        const rows = await db
          .selectFrom('own_ports')
          .select(['port_row', 'host', 'port'])
          .where('team', '=', team)
          .orderBy('port_row')
          .orderBy('host')
          .execute();
        return rows.map((row) => ({
          row: row.port_row,
          ...(row.host === '' ? {} : { host: row.host }),
          port: Number(row.port) === off ? 'off' : Number(row.port),
        }));
      }),
    setOwnPort: (team, { row, host = '', port }, { by, at }) =>
      kept.after(team, async () => {
        const changed = { port: port === 'off' ? off : port, changed_by: by, changed_at: at.getTime() };
        await db
          .insertInto('own_ports')
          .values({ team, port_row: row, host, ...changed })
          .onConflict((conflict) => conflict.columns(['team', 'port_row', 'host']).doUpdateSet(changed))
          .execute();
      }),
    resetOwnPort: (team, { row, host = '' }) =>
      kept.after(team, async () => {
        const gone = await db
          .deleteFrom('own_ports')
          .where('team', '=', team)
          .where('port_row', '=', row)
          .where('host', '=', host)
          .returning('port_row')
          .executeTakeFirst();
        return gone !== undefined;
      }),
  };
}

/** The moved ports of teams that were read a moment ago, for everything that reads and changes them in a process. */
export type KeptPorts = ReturnType<typeof keepPorts>;

/** Makes an empty one. */
export const keepPorts = () => keepForAMoment<readonly OwnPort[]>();

/**
 * What was read of a team a moment ago. Every answer about ports asks for the team's own: to read them took a fifth of the
 * processor time of a reply (SQLite, 2026-11-29). This process's changes are seen at once, another's after a second.
 */
function keepForAMoment<Value>() {
  const values = new Map<string, { readonly value: Value; readonly until: number }>();
  /** What was read while something changed is not kept. */
  let changes = 0;
  return {
    async read(team: string, read: () => Promise<Value>): Promise<Value> {
      const known = values.get(team);
      if (known !== undefined && performance.now() < known.until) return known.value;
      const before = changes;
      const value = await read();
      if (values.size >= mostTeamsKept) values.clear();
      if (changes === before) values.set(team, { value, until: performance.now() + portsKeptMs });
      return value;
    },
    forget(team: string): void {
      changes += 1;
      values.delete(team);
    },
    async after<Result>(team: string, change: () => Promise<Result>): Promise<Result> {
      try {
        return await change();
      } finally {
        changes += 1;
        values.delete(team);
      }
    },
  };
}

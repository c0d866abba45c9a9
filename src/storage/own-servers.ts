import type { OwnServerStore } from '../teams/teams.ts';
import type { StorageContext } from './context.ts';

/** Stands for "off", which no port number is. */
const off = 0;

/** The part of the store for teams' hosts and moved ports. A port for all hosts is kept with an empty host. */
export function createOwnServers({ db }: StorageContext): OwnServerStore {
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
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('own_ports').where('team', '=', team).where('host', '=', host).execute();
        const gone = await trx
          .deleteFrom('hosts')
          .where('team', '=', team)
          .where('host', '=', host)
          .returning('host')
          .executeTakeFirst();
        return gone !== undefined;
      }),
    async ownPorts(team) {
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
    },
    async setOwnPort(team, { row, host = '', port }, { by, at }) {
      const changed = { port: port === 'off' ? off : port, changed_by: by, changed_at: at.getTime() };
      await db
        .insertInto('own_ports')
        .values({ team, port_row: row, host, ...changed })
        .onConflict((conflict) => conflict.columns(['team', 'port_row', 'host']).doUpdateSet(changed))
        .execute();
    },
    async resetOwnPort(team, { row, host = '' }) {
      const gone = await db
        .deleteFrom('own_ports')
        .where('team', '=', team)
        .where('port_row', '=', row)
        .where('host', '=', host)
        .returning('port_row')
        .executeTakeFirst();
      return gone !== undefined;
    },
  };
}

import type { Aim } from '../measure/result.ts';
import { quantile } from '../measure/summarise.ts';
import { draftOf } from './drafts.ts';
import { type Adder, bareSqliteAdder, measureAdds, repositoryAdder } from './measure-add.ts';
import { openStore } from './open-store.ts';
import { type Part, row } from './part.ts';
import { startPgBoss } from './pg-boss-alone.ts';
import type { Places } from './places.ts';

const onSqlite = 'mdaemon-bot, SQLite';
const onPostgres = 'mdaemon-bot, PostgreSQL';
/** At most this many times what the neighbour needs for a durable row of its own, in the same run. */
const wantedOfSqlite = 1.5;
const wantedOfPgBoss = 1.3;
const dayMs = 86_400_000;

/** One durable `remind add`: on SQLite into a store that has 100,000 already, on PostgreSQL into an empty one. */
export async function runAdd(places: Places, full: string): Promise<Part> {
  const sqlite = await openStore({ directory: full });
  const bare = bareSqliteAdder(places.directory());
  const postgres = places.database && (await openStore({ databaseUrl: await places.database() }));
  const boss = places.database && (await startPgBoss(await places.database()));
  const adders: Adder[] = [repositoryAdder(onSqlite, sqlite.ledger), bare];
  if (postgres !== undefined) adders.push(repositoryAdder(onPostgres, postgres.ledger));
  if (boss !== undefined) {
    const add = (index: number) => boss.add([draftOf(index).text], new Date(Date.now() + dayMs));
    adders.push({ name: 'pg-boss', add });
  }
  const times = await measureAdds(adders);
  await Promise.all([sqlite.close(), postgres?.close(), boss?.stop()]);
  bare.close();
  const seen = (name: string) => times[adders.findIndex((adder) => adder.name === name)] ?? [];
  return {
    rows: adders.flatMap(({ name }, index) => row(`one durable add, ${name}`, 'ms', times[index] ?? [])),
    aims: [
      aim(onSqlite, seen(onSqlite), bare.name, seen(bare.name), wantedOfSqlite),
      ...(boss === undefined ? [] : [aim(onPostgres, seen(onPostgres), 'pg-boss', seen('pg-boss'), wantedOfPgBoss)]),
    ],
  };
}

function aim(name: string, times: readonly number[], beside: string, theirs: readonly number[], wanted: number): Aim {
  const reached = quantile(times, 0.5) / quantile(theirs, 0.5);
  return {
    what: `one durable add, ${name}, of ${beside}`,
    wanted: `at most ${wanted}`,
    reached: reached.toFixed(2),
    met: reached <= wanted,
  };
}

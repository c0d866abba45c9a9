import { ratioOfNeighbours } from '../measure/ratio-of-neighbours.ts';
import type { Aim } from '../measure/result.ts';
import { measureIdle } from './measure-idle.ts';
import { type Part, row } from './part.ts';
import type { Places } from './places.ts';

const wantedRatio = 1.5;
const few = 1_000;
const many = 1_000_000;

/** What an idle bot costs with few and with many reminders stored. */
export async function runIdle(places: Places): Promise<Part> {
  const { directory, database } = places;
  const onSqlite = await measure('SQLite', async () => ({ directory: directory() }));
  if (database === undefined) return onSqlite;
  const onPostgres = await measure('PostgreSQL', async () => ({ databaseUrl: await database() }));
  return { rows: [...onSqlite.rows, ...onPostgres.rows], aims: [...onSqlite.aims, ...onPostgres.aims] };
}

async function measure(engine: string, place: () => Promise<{ directory: string } | { databaseUrl: string }>) {
  const [small, large] = await measureIdle([
    { place: await place(), count: few },
    { place: await place(), count: many },
  ]);
  if (small === undefined || large === undefined) throw new Error('two stores were to be measured');
  return {
    rows: [
      ...row(`idle look, ${engine}, 1,000 stored`, 'ms', small.looks),
      ...row(`idle look, ${engine}, 1,000,000 stored`, 'ms', large.looks),
      ...row(`count for the watch, ${engine}, 1,000 stored`, 'ms', small.counts),
      ...row(`count for the watch, ${engine}, 1,000,000 stored`, 'ms', large.counts),
    ],
    aims: [
      aim(`idle look on ${engine}, 1,000,000 stored over 1,000`, large.looks, small.looks),
      aim(`count for the watch on ${engine}, 1,000,000 over 1,000`, large.counts, small.counts),
    ],
  };
}

function aim(what: string, many: readonly number[], few: readonly number[]): Aim {
  const ratio = ratioOfNeighbours(many, few);
  return { what, wanted: `at most ${wantedRatio}`, reached: ratio.toFixed(2), met: ratio <= wantedRatio };
}

import type { StoragePlace } from '../../src/config/variables.ts';
import type { Aim } from '../measure/result.ts';
import { quantile } from '../measure/summarise.ts';
import { draftsFrom } from './drafts.ts';
import { type Held, holdInMemory, holdInStore } from './hold.ts';
import { importAll } from './import-all.ts';
import { openStore } from './open-store.ts';
import { type Part, row } from './part.ts';
import { startPgBoss } from './pg-boss-alone.ts';
import type { Places } from './places.ts';

const rounds = 3;
const stored = 100_000;
/** On PostgreSQL: enough for a rate. */
const inDatabase = 10_000;
/** In memory: node-schedule takes 0.8 ms each. */
const inMemory = { 'node-cron': 30_000, 'node-schedule': 2_000 };
const perInsert = 1_000;
/** Enough for the teams that look at theirs. */
const fewStored = 10_000;
const teamsRead = 20;
const wantedBytes = 100;
const wantedSeconds = 5;
const dayMs = 86_400_000;

/** 100,000 reminders with 30 rules: the time to add them and the memory they take. Leaves a store full of them. */
export async function runMany(places: Places): Promise<Part & { readonly full: string }> {
  const peers = Object.entries(inMemory).map(([peer, count]) => ({ peer, count, seen: [] as Held[] }));
  const [idle, used, sqlite, postgres, pgBoss]: number[][] = [[], [], [], [], []];
  const empty = { directory: places.directory(), count: 0 };
  const few = { directory: places.directory(), count: fewStored };
  await importInto(few, fewStored);
  let full = '';
  for (let round = 0; round < rounds; round += 1) {
    full = places.directory();
    sqlite?.push(await importInto({ directory: full }, stored));
    idle?.push(await holdInStore({ directory: full, count: stored }, empty, 0));
    used?.push(await holdInStore({ directory: full, count: stored }, few, teamsRead));
    for (const { peer, count, seen } of peers) seen.push(await holdInMemory(peer, count));
    if (places.database === undefined) continue;
    postgres?.push((await importInto({ databaseUrl: await places.database() }, inDatabase)) * (stored / inDatabase));
    pgBoss?.push(await insertIntoPgBoss(await places.database()));
  }
  const reachedSeconds = quantile(sqlite ?? [], 0.5);
  return {
    full,
    rows: [
      ...row('memory each, mdaemon-bot, idle', 'bytes', idle ?? []),
      ...row('memory each, mdaemon-bot, in use', 'bytes', used ?? []),
      ...peers.flatMap(({ peer, seen }) =>
        row(
          `memory each, ${peer}*`,
          'bytes',
          seen.map((each) => each.bytes),
        ),
      ),
      ...row('import 100,000, mdaemon-bot, SQLite', 's', sqlite ?? []),
      ...row('import 100,000, mdaemon-bot, PostgreSQL*', 's', postgres ?? []),
      ...row('import 100,000, pg-boss*', 's', pgBoss ?? []),
      ...peers.flatMap(({ peer, seen }) =>
        row(
          `add 100,000 in memory, ${peer}*`,
          's',
          seen.map(({ milliseconds }) => (milliseconds * stored) / 1_000),
        ),
      ),
    ],
    aims: [
      memoryAim('idle, beside an empty store', idle ?? []),
      memoryAim('in use, beside 10,000 stored', used ?? []),
      {
        what: '100,000 imported on SQLite in transactions of 1,000',
        wanted: `under ${wantedSeconds} s`,
        reached: `${reachedSeconds.toFixed(2)} s`,
        met: reachedSeconds < wantedSeconds,
      },
    ],
  };
}

function memoryAim(what: string, bytes: readonly number[]): Aim {
  const reached = quantile(bytes, 0.5);
  return {
    what: `memory for each of 100,000 stored, ${what}`,
    wanted: `under ${wantedBytes} bytes`,
    reached: `${reached.toFixed(0)} bytes`,
    met: reached < wantedBytes,
  };
}

/** Returns the seconds it took. */
async function importInto(place: StoragePlace, count: number): Promise<number> {
  const storage = await openStore(place);
  try {
    return (await importAll(storage.ledger, count)) / 1_000;
  } finally {
    await storage.close();
  }
}

async function insertIntoPgBoss(databaseUrl: string): Promise<number> {
  const boss = await startPgBoss(databaseUrl);
  try {
    let spentMs = 0;
    for (let first = 0; first < inDatabase; first += perInsert) {
      const texts = draftsFrom(first, perInsert).map(({ text }) => text);
      const startedAt = performance.now();
      await boss.add(texts, new Date(Date.now() + dayMs));
      spentMs += performance.now() - startedAt;
    }
    return (spentMs / 1_000) * (stored / inDatabase);
  } finally {
    await boss.stop();
  }
}

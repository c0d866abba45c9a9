import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/storage.ts';
import { startPostgres } from '../peers/start-postgres.ts';
import { nextOccurrence } from '../reminders/fixture.ts';
import { type Bots, startBots } from './bots.ts';
import { checkPosts, type Verdict } from './check-posts.ts';
import type { CrashOptions } from './crash-options.ts';
import { createDiscordProtocol } from './discord-protocol.ts';
import { startFaultyPeer } from './faulty-peer.ts';
import { createRandom, type Random } from './random.ts';
import { createSlackProtocol } from './slack-protocol.ts';
import { createWorkload, type Workload } from './workload.ts';

/**
 * After the last kill, one delivery after the other has to come to its end within this time. A backlog is posted at a second's
 * distance in each channel, so that a machine on which bots hardly lived takes its time.
 */
const settleTimeoutMs = 180_000;

/** What one run came to. */
export interface CrashResult extends Verdict {
  readonly kills: number;
  readonly reminders: number;
  /** Deliveries that nothing can tell about, after everything settled. */
  readonly ambiguous: number;
  /** Deliveries given up. */
  readonly dead: number;
  /** Deliveries that did not come to an end in time. */
  readonly unsettled: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly complaints: readonly string[];
  readonly seconds: number;
}

/** Kills bots while they deliver, lets them settle, and compares what the peer saw with what was owed. */
export async function runCrashTest(options: CrashOptions): Promise<CrashResult> {
  const startedMs = performance.now();
  const random = createRandom(options.seed);
  const cleanUp: (() => Promise<void> | void)[] = [];
  try {
    const place = await openPlace(options, cleanUp);
    const protocol = options.platform === 'slack' ? createSlackProtocol(options) : createDiscordProtocol(options);
    const peer = await startFaultyPeer({ random: createRandom(options.seed + 1), protocol });
    cleanUp.push(peer.stop);
    const storage = await openStorage({ place, planner: createPlanner(nextOccurrence) });
    cleanUp.push(storage.close);
    const workload = await createWorkload(storage.ledger, random, options.platform);
    const bots = await startBots(options.replicas, {
      place,
      apiUrl: peer.url,
      platform: options.platform,
      plant: options.plant,
    });
    cleanUp.push(bots.stop);
    await killAndWork(options.kills, bots, workload, random);
    const end = new Date((await storage.ledger.now()).getTime() + 4_250);
    peer.calmDown();
    const unsettled = await settle(storage, end);
    await bots.stop();
    const told = await ambiguousKeys(storage);
    const leftOut = await leftOutKeys(storage);
    const seen = peer.messages.map(({ text, at }) => ({ keys: text.split('\n').filter(isKey), at }));
    const { dead, ambiguous } = await storage.ledger.status();
    return {
      ...checkPosts(workload.owedUntil(end), seen, told, options.history, leftOut),
      kills: options.kills,
      reminders: workload.reminders(),
      ambiguous: ambiguous.count,
      dead: dead.count,
      unsettled,
      faults: peer.faults,
      complaints: bots.complaints,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    };
  } finally {
    for (const step of cleanUp.reverse()) await step();
  }
}

async function openPlace(
  options: CrashOptions,
  cleanUp: (() => Promise<void> | void)[],
): Promise<StorageOptions['place']> {
  if (options.engine === 'sqlite') {
    const directory = mkdtempSync(join(tmpdir(), 'mdaemon-bot-crash-'));
    cleanUp.push(() => rmSync(directory, { recursive: true, force: true }));
    return { directory };
  }
  const postgres = await startPostgres();
  if ('missing' in postgres) throw new Error(postgres.missing);
  cleanUp.push(postgres.stop);
  return { databaseUrl: await postgres.newDatabase() };
}

/** A post says more than its keys. */
function isKey(line: string): boolean {
  return /^(?:slack|discord):\S+ \S+ \S+ \d+$/.test(line);
}

/** Reminders are made all the while, also while a bot is down. */
async function killAndWork(kills: number, bots: Bots, workload: Workload, random: Random): Promise<void> {
  let working = true;
  const work = (async () => {
    while (working) {
      await workload.add();
      await wait(random.between(200, 900));
    }
  })();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await wait(random.between(0, 900));
      await bots.killAndRestart(random.between(0, bots.count - 1));
    }
  } finally {
    working = false;
    await work;
  }
}

/** Waits until nothing that was due by `end` is under way. Returns how many deliveries still are when time is up. */
async function settle(storage: Storage, end: Date): Promise<number> {
  let deadlineMs = performance.now() + settleTimeoutMs;
  let fewest = Number.POSITIVE_INFINITY;
  for (;;) {
    const { count } = await storage.db
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('wake_at', 'is not', null)
      .where('due_at', '<=', end.getTime())
      .executeTakeFirstOrThrow();
    const next = await storage.db
      .selectFrom('reminders')
      .select('next_due_at')
      .where('next_due_at', '<=', end.getTime())
      .limit(1)
      .executeTakeFirst();
    const passed = (await storage.ledger.now()) > end;
    if (passed && Number(count) === 0 && next === undefined) return 0;
    if (Number(count) < fewest) {
      fewest = Number(count);
      deadlineMs = performance.now() + settleTimeoutMs;
    }
    if (performance.now() > deadlineMs) return Math.max(Number(count), 1);
    await wait(200);
  }
}

/** The occurrences that the store reports as ambiguous. */
async function ambiguousKeys(storage: Storage): Promise<ReadonlySet<string>> {
  const rows = await storage.db
    .selectFrom('occurrences')
    .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
    .select(['occurrences.team', 'occurrences.reminder', 'occurrences.kind', 'occurrences.scheduled_for'])
    .where('deliveries.state', '=', 'ambiguous')
    .execute();
  return new Set(rows.map((row) => `${row.team} ${row.reminder} ${row.kind} ${row.scheduled_for}`));
}

/** Of a reminder that catches up on all, this many of the newest are posted. */
const caughtUp = 20;

/**
 * The occurrences that the store left out since newer ones were due as well. One counts only if as many newer ones of its
 * reminder were kept as the rule says.
 */
async function leftOutKeys(storage: Storage): Promise<ReadonlySet<string>> {
  const rows = await storage.db
    .selectFrom('occurrences')
    .select(['team', 'reminder', 'kind', 'scheduled_for', 'skipped_reason'])
    .where('kind', '=', 'scheduled')
    .orderBy('team')
    .orderBy('reminder')
    .orderBy('scheduled_for')
    .execute();
  const isLeftOut = (row: (typeof rows)[number]) => row.skipped_reason === 'a newer one was due as well';
  const keys = rows.flatMap((row, index) => {
    if (!isLeftOut(row)) return [];
    const kept = rows.findIndex((next, at) => at > index && !isLeftOut(next));
    const newer = kept < 0 ? [] : rows.slice(kept, kept + caughtUp);
    const isByRule =
      newer.length === caughtUp &&
      newer.every((next) => next.team === row.team && next.reminder === row.reminder && !isLeftOut(next));
    return isByRule ? [`${row.team} ${row.reminder} ${row.kind} ${row.scheduled_for}`] : [];
  });
  return new Set(keys);
}

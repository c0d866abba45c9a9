import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDeliveryLoop } from '../../src/reminders/delivery-loop.ts';
import type { Poster } from '../../src/reminders/ledger.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { propertyRuns } from '../property-runs.ts';
import { createTestClock, nextOccurrence, once, type TestClock, timeAtOnce } from './fixture.ts';
import { createSilentLogger } from './silent-logger.ts';
import { createStrictPeer, type Fault } from './strict-peer.ts';

/*
 * A process is killed at any of its steps: before any statement, before any post leaves, and after any post arrived. What
 * is left is the file on disk and what the peer has seen. Then the next process goes on.
 */

const planner = createPlanner(nextOccurrence);
const root = mkdtempSync(join(tmpdir(), 'mdaemon-bot-killed-'));

beforeAll(async () => {
  await (await openStorage({ place: { directory: root }, planner })).close();
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

/** Counts the steps of a process, and kills it at one of them: nothing it does afterwards has any effect. */
function createLife(killAt: number) {
  let steps = 0;
  const life = {
    isDead: () => steps >= killAt,
    steps: () => steps,
    step() {
      if (!life.isDead()) steps += 1;
      if (life.isDead()) throw new Error('killed');
    },
  };
  return life;
}

type Life = ReturnType<typeof createLife>;

function killStatements(life: Life): void {
  for (const name of ['run', 'all'] as const) {
    const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
    vi.spyOn(StatementSync.prototype, name).mockImplementation(function (this: StatementSync, ...values: unknown[]) {
      life.step();
      return original.apply(this, values) as never;
    });
  }
}

function mortal(poster: Poster, life: Life): Poster {
  const never = new Promise<never>(() => {});
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (life.isDead()) return never;
    try {
      life.step();
      const result = await work();
      life.step();
      return result;
    } catch {
      return never;
    }
  };
  return {
    ...poster,
    post: (delivery, options) => guarded(() => poster.post(delivery, options)),
    find: (delivery) => guarded(() => poster.find(delivery)),
  };
}

function createLoop(storage: Storage, poster: Poster) {
  return createDeliveryLoop({
    store: storage.ledger,
    posters: { slack: poster },
    logger: createSilentLogger(),
    owner: 'test',
    time: timeAtOnce,
  });
}

interface Run {
  /** Reminders, each in a channel by number. */
  readonly channels: readonly number[];
  /** At which step each process is killed; the one after them lives. */
  readonly kills: readonly number[];
  readonly faults: readonly Fault[];
}

/** Lives one life after the other; returns what was acknowledged, and the peer. */
async function live({ channels, kills, faults }: Run) {
  const directory = mkdtempSync(join(root, 'life-'));
  copyFileSync(join(root, 'mdaemon-bot.db'), join(directory, 'mdaemon-bot.db'));
  const clock = createTestClock();
  const peer = createStrictPeer([...faults]);
  const owed: string[] = [];
  const steps: number[] = [];
  for (const killAt of [...kills, Number.POSITIVE_INFINITY]) {
    const storage = await openStorage({ place: { directory }, planner, now: clock.now });
    const life = createLife(killAt);
    killStatements(life);
    const loop = createLoop(storage, mortal(peer.poster, life));
    await work(storage, { channels, owed, clock });
    // A process that was killed runs once; the last one goes on until everything has settled.
    const isLast = killAt === Number.POSITIVE_INFINITY;
    const isSettled = async () => isLast && (await storage.ledger.status()).pending.count === 0;
    // Refused again and again, a channel is left alone for longer each time.
    for (let turn = 0; turn < (isLast ? 800 : 2); turn += 1) {
      clock.advance(1_500);
      await loop.turn().catch(() => {});
      if (turn % 20 === 19 && (await isSettled())) break;
    }
    steps.push(life.steps());
    vi.restoreAllMocks();
    if (killAt === Number.POSITIVE_INFINITY) {
      const status = await storage.ledger.status();
      await storage.close();
      return { owed, peer, status, steps };
    }
    await storage.close().catch(() => {});
    // Longer than a lease, and than anybody waits before a look.
    clock.advance(20_000);
  }
  throw new Error('the last one lives');
}

async function work(
  { ledger }: Storage,
  {
    channels,
    owed,
    clock,
  }: { readonly channels: readonly number[]; readonly owed: string[]; readonly clock: TestClock },
): Promise<void> {
  const at = new Date(clock.now().getTime() + 1_000);
  for (const channel of channels) {
    const text = `${owed.length} for ${channel}`;
    try {
      await ledger.create(once(at, { text, target: { kind: 'channel', id: `C${channel}` } }));
      owed.push(text);
    } catch {
      return;
    }
  }
}

function check({ owed, peer, status }: Awaited<ReturnType<typeof live>>): void {
  const seen = peer.posts.flatMap(({ texts }) => texts);
  expect(owed.filter((text) => !seen.includes(text))).toEqual([]);
  expect(seen.filter((text, index) => seen.indexOf(text) !== index && owed.includes(text))).toEqual([]);
  expect([status.pending.count, status.ambiguous.count, status.dead.count]).toEqual([0, 0, 0]);
}

describe('a process that is killed at any step of a batch', () => {
  const channels = Array.from({ length: 8 }, (_, index) => index);

  it('loses nothing and doubles nothing, whichever step it is', async () => {
    const whole = await live({ channels, kills: [], faults: [] });
    check(whole);
    const steps = whole.steps[0] ?? 0;
    expect(steps).toBeGreaterThan(30);
    const stride = Math.ceil(steps / propertyRuns(75));
    for (let killAt = 1; killAt <= steps; killAt += stride)
      check(await live({ channels, kills: [killAt], faults: [] }));
  });

  it('does so again and again, while the peer fails as well', async () => {
    const fault = fc.constantFrom<Fault>(
      'none',
      'none',
      'drop-reply',
      'refuse-429',
      'fail-500',
      'hang',
      'reset',
      'throw',
    );
    const run = fc.record({
      channels: fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
      kills: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
      faults: fc.array(fault, { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(run, async (each) => check(await live(each))),
      { numRuns: propertyRuns(75) },
    );
  });
});

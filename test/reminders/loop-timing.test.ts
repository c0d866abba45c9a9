import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeliveryLoop, type DeliveryEvent } from '../../src/reminders/delivery-loop.ts';
import type { ClaimedDelivery, Poster } from '../../src/reminders/ledger.ts';
import type { LedgerStore } from '../../src/reminders/ledger-store.ts';
import { createTestClock, once } from './fixture.ts';
import { createSilentLogger } from './silent-logger.ts';

const clock = createTestClock();
const claimed: ClaimedDelivery = {
  id: 'd1',
  team: 'slack:T1',
  target: { kind: 'channel', id: 'C1' },
  dueAt: clock.now(),
  state: 'claimed',
  attempts: 0,
  items: [
    {
      occurrence: { id: 'o1', reminder: 'r1', kind: 'scheduled', scheduledFor: clock.now() },
      reminder: { ...once(clock.now()), id: 'r1', createdAt: clock.now(), state: 'done' },
    },
  ],
  fencingToken: 1,
  mustReconcile: false,
};

/** A loop over a store that answers as told; the store itself is tested elsewhere. */
function loopOver(parts: Partial<LedgerStore>, poster: Partial<Poster> = {}) {
  const calls: string[] = [];
  const sleeps: number[] = [];
  const events: DeliveryEvent[] = [];
  let fire = () => {};
  const store: Partial<LedgerStore> = {
    now: async () => clock.now(),
    materialiseDue: async () => ({ due: 0, skipped: 0, parked: 0, more: false }),
    claim: async () => [],
    beginSend: async (claim) => ({ ...claim, attemptStartedAt: clock.now() }),
    settle: async (_claim, settlement) => {
      calls.push(`settle ${settlement.kind}`);
      return 'sent';
    },
    release: async () => void calls.push('release'),
    nextInstant: async () => undefined,
    purge: async () => 0,
    reconsiderAmbiguous: async () => 0,
    isStoreWell: () => true,
    markDelivering: async () => {},
    unmarkDelivering: async () => {},
    ...parts,
  };
  const logger = createSilentLogger();
  const loop = createDeliveryLoop({
    store: store as LedgerStore,
    posters: {
      slack: {
        postTimeoutMs: 1_000,
        post: async () => ({ kind: 'posted', messageId: 'm' }),
        find: async () => ({ kind: 'absent' }),
        check: async () => ({ ok: true }),
        ...poster,
      },
    },
    logger,
    owner: 'test',
    observe: (event) => events.push(event),
    time: {
      monotonicMs: () => 0,
      sleep: () => new Promise(() => {}),
      startTimeout: () => () => {},
      after: (ms, run) => {
        sleeps.push(ms);
        fire = run;
        return () => {};
      },
    },
  });
  /** Lets the loop's timer run out, and waits for the look it begins. */
  const wait = async () => {
    fire();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { loop, calls, sleeps, events, logger, wait };
}

const handOut = (...claims: ClaimedDelivery[]) => {
  const left = [...claims];
  return async () => left.splice(0, 1);
};

afterEach(() => {
  vi.useRealTimers();
});

describe('the loop’s one timer', () => {
  it.each([
    ['is set for the next instant', clock.at(1_234), 1_234],
    ['is at least a millisecond for what is due already', clock.at(-5_000), 1],
    ['sleeps a minute at most, since one past 24.8 days would fire at once', clock.at(40 * 86_400_000), 60_000],
    ['sleeps a minute where nothing is due', undefined, 60_000],
  ])('%s', async (_name, next, ms) => {
    const { loop, sleeps } = loopOver({ nextInstant: async () => next });
    await loop.turn();
    expect(sleeps).toEqual([ms]);
  });

  it('waits a second after a fault of the store', async () => {
    const { loop, sleeps, events } = loopOver({ claim: () => Promise.reject(new Error('gone')) });
    await loop.turn();
    expect(sleeps).toEqual([1_000]);
    expect(events).toEqual([{ kind: 'fault', where: 'look' }]);
  });

  it('waits longer after each fault, half a minute at most, and begins anew once the store is well', async () => {
    let isFull = true;
    const { loop, sleeps, wait } = loopOver({
      claim: () => (isFull ? Promise.reject(new Error('the disk is full')) : Promise.resolve([])),
      isStoreWell: () => !isFull,
    });
    await loop.turn();
    for (let round = 0; round < 6; round += 1) await wait();
    expect(sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    isFull = false;
    await wait();
    isFull = true;
    await wait();
    expect(sleeps.slice(7)).toEqual([60_000, 1_000]);
  });

  it('is not hurried by whatever wakes the loop during such a pause', async () => {
    let looks = 0;
    const { loop, sleeps, wait } = loopOver({
      claim: () => {
        looks += 1;
        // What became due before the transaction failed wakes the loop, as an engine does.
        setImmediate(() => loop.wake());
        return Promise.reject(new Error('the disk is full'));
      },
    });
    await loop.turn();
    for (let times = 0; times < 20; times += 1) {
      loop.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(looks).toBe(1);
    await wait();
    expect(looks).toBe(2);
    expect(sleeps).toEqual([1_000, 2_000]);
  });

  it('pauses claims as well where the fault is met by a delivery', async () => {
    const { loop, sleeps } = loopOver({
      claim: handOut(claimed),
      beginSend: () => Promise.reject(new Error('the disk is full')),
    });
    await loop.turn();
    expect(sleeps).toEqual([60_000, 1_000]);
  });

  it('logs a fault of the store once, with its cause, and its end', async () => {
    let isFull = true;
    const full = Object.assign(new Error('the disk is full.'), { name: 'StorageError' });
    const { loop, logger, wait, events } = loopOver({
      claim: () => (isFull ? Promise.reject(full) : Promise.resolve([])),
      isStoreWell: () => !isFull,
    });
    await loop.turn();
    for (let round = 0; round < 5; round += 1) await wait();
    expect(logger.lines).toEqual(['error The reminders wait: the disk is full.']);
    expect(events).toHaveLength(6);
    isFull = false;
    await wait();
    expect(logger.lines.slice(1)).toEqual(['info The fault is over, and the reminders go on']);
  });

  it('looks once more where it was woken during a look', async () => {
    let looks = 0;
    const { loop } = loopOver({
      materialiseDue: async () => {
        looks += 1;
        if (looks === 1) {
          loop.wake();
          loop.wake();
        }
        return { due: 0, skipped: 0, parked: 0, more: false };
      },
    });
    await loop.turn();
    expect(looks).toBe(2);
  });
});

describe('stopping the loop', () => {
  it('lets a post that has begun finish, and writes it down', async () => {
    const posting = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const { loop, calls } = loopOver(
      { claim: handOut(claimed) },
      {
        async post() {
          posting.resolve();
          await answer.promise;
          return { kind: 'posted', messageId: 'm' };
        },
      },
    );
    loop.wake();
    await posting.promise;
    const stopped = loop.stop();
    answer.resolve();
    await stopped;
    expect(calls).toEqual(['settle posted']);
  });

  it('gives back what has not begun, and claims nothing more', async () => {
    const looking = Promise.withResolvers<void>();
    const found = Promise.withResolvers<void>();
    let claims = 0;
    const { loop, calls } = loopOver(
      {
        claim: async () => {
          claims += 1;
          return claims === 1 ? [{ ...claimed, mustReconcile: true }] : [];
        },
      },
      {
        async find() {
          looking.resolve();
          await found.promise;
          return { kind: 'absent' };
        },
      },
    );
    loop.wake();
    await looking.promise;
    const before = claims;
    const stopped = loop.stop();
    found.resolve();
    await stopped;
    loop.wake();
    expect(calls).toEqual(['release']);
    expect(claims).toBe(before);
  });
});

describe('a leap of the store’s clock', () => {
  it('does not make the loop look for a post that it is still sending', async () => {
    const steps: string[] = [];
    const answer = Promise.withResolvers<void>();
    const { loop } = loopOver(
      { claim: handOut(claimed, { ...claimed, fencingToken: 2, mustReconcile: true }) },
      {
        async post() {
          steps.push('post');
          await answer.promise;
          steps.push('posted');
          return { kind: 'posted', messageId: 'm' };
        },
        async find() {
          steps.push('find');
          return { kind: 'found', messageId: 'm' };
        },
      },
    );
    const turned = loop.turn();
    await new Promise((resolve) => setImmediate(resolve));
    answer.resolve();
    await turned;
    expect(steps).toEqual(['post', 'posted', 'find']);
  });
});

describe('the ticks', () => {
  it('sweep every five seconds and tell the status every minute, and survive a store that fails', async () => {
    vi.useFakeTimers({ now: clock.now() });
    let looks = 0;
    const { loop, events, logger } = loopOver({
      materialiseDue: async () => {
        looks += 1;
        return { due: 0, skipped: 0, parked: 0, more: false };
      },
    });
    loop.start();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(looks).toBeGreaterThanOrEqual(12);
    // This store knows no status: the tick fails, is told, and the next one comes.
    expect(events).toContainEqual({ kind: 'fault', where: 'watch' });
    expect(logger.lines.some((line) => line.startsWith('error Something failed in the reminders; they go on'))).toBe(
      true,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events.filter((event) => event.kind === 'fault' && event.where === 'watch')).toHaveLength(2);
    vi.useRealTimers();
    await loop.stop();
  });
});

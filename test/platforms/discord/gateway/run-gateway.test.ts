import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createElapsedClock, holdGateway, leaseMs } from '../../../../src/platforms/discord/gateway/run-gateway.ts';
import { createSilentLogger } from '../../../reminders/silent-logger.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store that lends one lease, and can be made to fail or to say nothing. */
function fakeStore() {
  const store = { owner: '', until: 0, fault: undefined as 'down' | 'silent' | undefined };
  const lease = (owner: string) => ({
    async hold(ms: number) {
      if (store.fault === 'down') throw new Error('no database');
      if (store.fault === 'silent') return new Promise<boolean>(() => {});
      if (store.owner !== owner && store.until > Date.now()) return false;
      Object.assign(store, { owner, until: Date.now() + ms });
      return true;
    },
    async drop() {
      if (store.owner === owner) Object.assign(store, { owner: '', until: 0 });
    },
  });
  return { store, lease };
}

function process(name: string, lease: ReturnType<ReturnType<typeof fakeStore>['lease']>, elapsedMs = () => Date.now()) {
  const logger = createSilentLogger();
  const take = vi.fn();
  const giveUp = vi.fn(async () => {});
  return { name, logger, take, giveUp, hold: holdGateway({ lease, elapsedMs, logger, take, giveUp }) };
}

describe('holding the gateway', () => {
  it('connects one of two, and keeps it connected', async () => {
    const { lease } = fakeStore();
    const first = process('first', lease('first'));
    await first.hold.firstAsk;
    const second = process('second', lease('second'));
    await second.hold.firstAsk;
    await vi.advanceTimersByTimeAsync(10 * leaseMs);
    expect([first.hold.state(), second.hold.state()]).toEqual(['owner', 'standby']);
    expect(first.take).toHaveBeenCalledTimes(1);
    expect(first.giveUp).not.toHaveBeenCalled();
    expect(second.take).not.toHaveBeenCalled();
    expect(second.logger.lines.filter((line) => line.includes('standing by'))).toHaveLength(1);
  });

  it('replaces an owner that was killed within 20 seconds', async () => {
    const { store, lease } = fakeStore();
    Object.assign(store, { owner: 'killed', until: Date.now() + leaseMs });
    const standby = process('standby', lease('standby'));
    await vi.advanceTimersByTimeAsync(leaseMs - 1_000);
    expect(standby.hold.isOwner()).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(standby.hold.isOwner()).toBe(true);
    expect(standby.take).toHaveBeenCalledTimes(1);
  });

  it('hands over at once where the owner stops', async () => {
    const { lease } = fakeStore();
    const first = process('first', lease('first'));
    await first.hold.firstAsk;
    const second = process('second', lease('second'));
    await second.hold.firstAsk;
    await first.hold.stop();
    expect(first.giveUp).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(second.hold.isOwner()).toBe(true);
  });

  for (const fault of ['down', 'silent'] as const) {
    it(`disconnects before the lease ends where the store is ${fault}, and connects again after`, async () => {
      const { store, lease } = fakeStore();
      const { hold, take, giveUp } = process('first', lease('first'));
      await hold.firstAsk;
      const until = store.until;
      store.fault = fault;
      while (hold.isOwner()) await vi.advanceTimersByTimeAsync(100);
      expect(Date.now()).toBeLessThanOrEqual(until - 2_900);
      await vi.advanceTimersByTimeAsync(100);
      expect(giveUp).toHaveBeenCalledTimes(1);
      if (fault === 'silent') return;
      store.fault = undefined;
      await vi.advanceTimersByTimeAsync(5_000);
      expect(hold.isOwner()).toBe(true);
      expect(take).toHaveBeenCalledTimes(2);
    });
  }

  it('answers nothing after it was paused, though no timer has run yet', async () => {
    let elapsed = 0;
    const { lease } = fakeStore();
    const { hold, take, giveUp } = process('first', lease('first'), () => elapsed);
    await hold.firstAsk;
    expect(hold.isOwner()).toBe(true);
    elapsed += 12_000;
    expect(hold.isOwner()).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    // The lease was still its own, but what came in between was dropped: so it connects anew.
    expect(giveUp).toHaveBeenCalledTimes(1);
    expect(take).toHaveBeenCalledTimes(2);
    expect(hold.isOwner()).toBe(true);
  });

  it('disconnects where another process took over, and does not connect before it is closed', async () => {
    const { store, lease } = fakeStore();
    const { hold, take, giveUp, logger } = process('first', lease('first'));
    await hold.firstAsk;
    const closing = Promise.withResolvers<void>();
    giveUp.mockImplementation(() => closing.promise);
    Object.assign(store, { owner: 'second', until: Date.now() + 6_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(hold.isOwner()).toBe(false);
    expect(giveUp).toHaveBeenCalledTimes(1);
    expect(logger.lines.at(-1)).toMatch(/taken over/);
    store.until = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(take).toHaveBeenCalledTimes(1);
    closing.resolve();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(take).toHaveBeenCalledTimes(2);
  });

  it('keeps no lease that it got after it was stopped', async () => {
    const { store, lease } = fakeStore();
    const slow = lease('first');
    const answer = Promise.withResolvers<void>();
    const { hold } = process('first', {
      ...slow,
      async hold(ms) {
        await answer.promise;
        return slow.hold(ms);
      },
    });
    await hold.stop();
    answer.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.owner).toBe('');
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('tells how much time has passed by the faster clock, and never goes back', () => {
  const clocks = { monotonic: 5, wall: 1_000 };
  const elapsed = createElapsedClock(
    () => clocks.monotonic,
    () => clocks.wall,
  );
  const after = (monotonic: number, wall: number) => {
    clocks.monotonic += monotonic;
    clocks.wall += wall;
    return elapsed();
  };
  expect(after(10, 10)).toBe(10);
  // The machine slept.
  expect(after(1, 60_000)).toBe(60_010);
  // Somebody set the clock back.
  expect(after(5, -3_600_000)).toBe(60_015);
  expect(after(5, 5)).toBe(60_020);
});

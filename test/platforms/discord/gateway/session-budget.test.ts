import type { APIGatewayBotInfo } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSessionBudget } from '../../../../src/platforms/discord/gateway/session-budget.ts';
import { createSilentLogger } from '../../../reminders/silent-logger.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const open = new AbortController().signal;

// The library's own throttler reads the clock as well, and what waits here moves it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A Discord that counts a token's sessions, on a clock that is moved by what waits on it. */
function countingDiscord({ remaining = 1_000, shards = 1, resetAtMs = dayMs } = {}) {
  const total = 1_000;
  const discord = { remaining, resetAtMs, fewest: remaining };
  const look = vi.fn(async (): Promise<APIGatewayBotInfo> => {
    const limit = { total, remaining: discord.remaining, reset_after: discord.resetAtMs - Date.now() };
    return { url: '', shards, session_start_limit: { ...limit, max_concurrency: 16 } };
  });
  const advance = (ms: number) => {
    vi.setSystemTime(Date.now() + ms);
    if (Date.now() < discord.resetAtMs) return;
    discord.remaining = total;
    discord.resetAtMs += dayMs;
  };
  const identify = (sessions = 1) => {
    discord.remaining -= sessions;
    discord.fewest = Math.min(discord.fewest, discord.remaining);
  };
  const waitOnClock = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    advance(ms);
  };
  /** What a process starts with. */
  const start = (over = open, pause = waitOnClock) => {
    const logger = createSilentLogger();
    return { logger, budget: createSessionBudget({ look, over, now: () => new Date(), logger, pause }) };
  };
  return { discord, look, advance, identify, start };
}
describe('a bot that falls over eleven seconds after each start', () => {
  /** Docker begins with its pause of 0.1 s anew each time, since the container ran for ten seconds. */
  const roundMs = 11_100;

  it.each([1, 4])('never uses up the sessions of its token in three days (shards: %i)', async (shards) => {
    const { discord, advance, identify, start } = countingDiscord({ shards });
    let starts = 0;
    while (Date.now() < 3 * dayMs) {
      await start().budget.beforeConnecting();
      identify(shards);
      starts += 1;
      advance(roundMs);
    }
    expect(discord.fewest).toBeGreaterThanOrEqual(0);
    expect(starts).toBeGreaterThan((3 * 900) / shards);
  });

  it('would use them up within a morning where nothing slowed it down', () => {
    const { discord, advance, identify } = countingDiscord();
    while (discord.remaining > 0) {
      identify();
      advance(roundMs);
    }
    expect(Date.now()).toBeLessThan(3.1 * hourMs);
  });
});

describe('before connecting', () => {
  it('waits for nothing while more than half are left', async () => {
    const { look, start } = countingDiscord({ remaining: 501 });
    const { budget, logger } = start();
    await budget.beforeConnecting();
    expect(Date.now()).toBe(0);
    expect(look).toHaveBeenCalledTimes(1);
    expect(logger.lines).toEqual([]);
  });

  it('waits for its share of the time that is left, and says so', async () => {
    const { start } = countingDiscord({ remaining: 100, resetAtMs: 20 * hourMs });
    const { budget, logger } = start();
    await budget.beforeConnecting();
    expect(Date.now()).toBe(12 * minuteMs);
    expect(logger.lines[0]).toBe(
      'warn Only 100 of 1000 sessions are left for this token; something keeps starting sessions. Waiting until 1970-01-01T00:12:00.000Z',
    );
  });

  it('waits until Discord has sessions for every shard, and looks again now and then', async () => {
    const { look, start } = countingDiscord({ remaining: 1, shards: 2, resetAtMs: hourMs });
    const { budget, logger } = start();
    await budget.beforeConnecting();
    expect(Date.now()).toBe(hourMs);
    expect(look).toHaveBeenCalledTimes(5);
    expect(logger.lines[0]).toMatch(
      /^error Discord won't allow this token a new session before 1970-01-01T01:00:00.000Z/,
    );
  });

  it('goes on as soon as Discord has given sessions before their time', async () => {
    const { discord, start, look } = countingDiscord({ remaining: 0 });
    const { budget } = start();
    look.mockImplementationOnce(async () => {
      discord.remaining = 1_000;
      const limit = { total: 1_000, remaining: 0, reset_after: dayMs, max_concurrency: 1 };
      return { url: '', shards: 1, session_start_limit: limit };
    });
    await budget.beforeConnecting();
    expect(Date.now()).toBe(15 * minuteMs);
  });

  it('ends when the bot stops', async () => {
    const { start } = countingDiscord({ remaining: 0 });
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(start(stop.signal).budget.beforeConnecting()).rejects.toThrow('stopped');
  });
});

describe('each identify', () => {
  it('of a shard whose sessions are refused again and again leaves some until there are new ones', async () => {
    const { discord, advance, identify, start } = countingDiscord();
    const throttler = start().budget.throttler(1);
    let identifies = 0;
    for (; Date.now() < dayMs; identifies += 1) {
      await throttler.waitForIdentify(0, open);
      identify();
      // Longer than the library's own five seconds between two.
      advance(6_000);
    }
    expect(discord.fewest).toBeGreaterThan(0);
    expect(identifies).toBeGreaterThan(900);
  });

  it('waits once, however often its shard loses its socket meanwhile', async () => {
    const { advance, start } = countingDiscord({ remaining: 100, resetAtMs: 20 * hourMs });
    let closed = new AbortController();
    const pause = async (ms: number, signal: AbortSignal) => {
      advance(Math.min(ms, 5 * minuteMs));
      if (ms > 5 * minuteMs) closed.abort(new Error('closed'));
      signal.throwIfAborted();
    };
    const throttler = start(open, pause).budget.throttler(1);
    await throttler.waitForIdentify(0, closed.signal);
    expect(Date.now()).toBe(0);
    for (let lost = 0; lost < 2; lost += 1) {
      await expect(throttler.waitForIdentify(0, closed.signal)).rejects.toThrow('closed');
      closed = new AbortController();
    }
    await throttler.waitForIdentify(0, closed.signal);
    expect(Date.now()).toBe(12 * minuteMs);
  });

  it('ends its wait when the bot stops', async () => {
    const { discord, advance, start } = countingDiscord();
    const stop = new AbortController();
    const throttler = start(stop.signal).budget.throttler(1);
    await throttler.waitForIdentify(0, open);
    advance(6_000);
    discord.remaining = 0;
    stop.abort(new Error('stopped'));
    await expect(throttler.waitForIdentify(0, open)).rejects.toThrow('stopped');
  });

  it('goes on where Discord cannot be asked how many are left', async () => {
    const { look, advance, start } = countingDiscord();
    const { budget, logger } = start();
    const throttler = budget.throttler(16);
    await throttler.waitForIdentify(0, open);
    look.mockRejectedValue(new Error('HTTP 500'));
    advance(6_000);
    await throttler.waitForIdentify(0, open);
    expect(Date.now()).toBe(6_000);
    expect(logger.lines.at(-1)).toMatch(/Cannot ask Discord how many sessions are left: HTTP 500/);
  });
});

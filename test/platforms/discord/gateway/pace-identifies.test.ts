import type { APIGatewayBotInfo } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace, startPausesMs } from '../../../../src/platforms/discord/gateway/pace-identifies.ts';
import { createSilentLogger } from '../../../reminders/silent-logger.ts';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

function create() {
  const limit = { total: 1_000, remaining: 1_000, reset_after: 3_600_000, max_concurrency: 1 };
  const info = { url: '', shards: 2, session_start_limit: limit };
  const look = vi.fn(async (): Promise<APIGatewayBotInfo> => info);
  const logger = createSilentLogger();
  const pace = createPace({ look, elapsedMs: () => Date.now(), now: () => new Date(), logger });
  /** Milliseconds until it resolves. */
  const timed = async (work: Promise<void>) => {
    const from = Date.now();
    let took: number | undefined;
    void work.then(() => {
      took = Date.now() - from;
    });
    while (took === undefined) {
      await vi.advanceTimersByTimeAsync(0);
      if (took === undefined) await vi.advanceTimersToNextTimerAsync();
    }
    return took;
  };
  return { pace, limit, look, logger, timed };
}
const never = new AbortController().signal;

describe('before connecting', () => {
  it('waits longer the more starts there were, and says so', async () => {
    const { pace, timed, logger } = create();
    const waits: number[] = [];
    for (let before = 0; before <= 8; before += 1) waits.push(await timed(pace.beforeConnecting(before, never)));
    expect(waits).toEqual([...startPausesMs, 300_000, 300_000]);
    expect(logger.lines[0]).toBe(
      'warn Connection 4 to Discord within an hour: waiting 5 s, so that restarts do not use up the sessions of a day',
    );
  });

  it('waits until Discord has sessions for every shard, and looks again now and then', async () => {
    const { pace, limit, look, timed, logger } = create();
    limit.remaining = 1;
    setTimeout(() => {
      limit.remaining = 2;
    }, 1_000_000);
    expect(await timed(pace.beforeConnecting(0, never))).toBe(1_800_000);
    expect(look).toHaveBeenCalledTimes(3);
    expect(logger.lines[0]).toMatch(/^error Discord allows this token no new session before 2026-11-22T13:00:00.000Z/);
  });

  it('ends when the bot stops', async () => {
    const { pace } = create();
    const stop = new AbortController();
    const waiting = pace.beforeConnecting(6, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('each identify', () => {
  it('of a shard whose sessions are refused again and again waits longer and longer', async () => {
    const { pace, look, timed } = create();
    const throttler = pace.throttler(1);
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      waits.push(await timed(throttler.waitForIdentify(0, never)));
      // Long enough for the library's own five seconds between two.
      await vi.advanceTimersByTimeAsync(5_000);
    }
    // Each pause is counted from the identify before, five seconds ago.
    expect(waits).toEqual([0, 0, 0, 0, 10_000, 55_000, 295_000, 295_000]);
    expect(look).toHaveBeenCalledTimes(7);
    expect(await timed(throttler.waitForIdentify(1, never))).toBe(0);
  });

  it('is counted once, however often its shard lost its socket while it waited', async () => {
    const { pace, timed } = create();
    const throttler = pace.throttler(1);
    for (let time = 0; time < 5; time += 1) {
      await timed(throttler.waitForIdentify(0, never));
      await vi.advanceTimersByTimeAsync(6_000);
    }
    for (let time = 0; time < 3; time += 1) {
      const lost = new AbortController();
      const waiting = throttler.waitForIdentify(0, lost.signal);
      await vi.advanceTimersByTimeAsync(1_000);
      lost.abort(new Error('closed'));
      await expect(waiting).rejects.toThrow('closed');
    }
    expect(await timed(throttler.waitForIdentify(0, never))).toBe(60_000 - 6_000 - 3_000);
  });

  it('goes on where Discord cannot be asked how many are left', async () => {
    const { pace, look, timed, logger } = create();
    const throttler = pace.throttler(16);
    await timed(throttler.waitForIdentify(0, never));
    look.mockRejectedValue(new Error('HTTP 500'));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await timed(throttler.waitForIdentify(0, never))).toBe(0);
    expect(logger.lines.at(-1)).toMatch(/Cannot ask Discord how many sessions are left: HTTP 500/);
  });
});

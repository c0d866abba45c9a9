import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PlatformError } from '../../src/bot/errors.ts';
import { keepLink, type OpenLink } from '../../src/chat/keep-link.ts';

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

/** A connection that opens or fails as told, and is closed by hand. */
function fakeLink(outcomes: (Error | 'open')[]) {
  const close: (() => void)[] = [];
  const open = vi.fn(async (): Promise<OpenLink> => {
    const outcome = outcomes.shift() ?? 'open';
    if (outcome !== 'open') throw outcome;
    const { promise, resolve } = Promise.withResolvers<void>();
    close.push(resolve);
    return { closed: promise };
  });
  const link = keepLink({
    platform: 'slack',
    label: 'Slack',
    open,
    toError: (thrown) => (thrown instanceof PlatformError ? thrown : new PlatformError('slack-failed', 'away')),
    logger,
    now: () => new Date(),
  });
  return { link, open, close };
}

const refused = new PlatformError('slack-refused', 'no');
const limited = new PlatformError('slack-failed', 'no', { retryAfterMs: 90_000 });

describe('keepLink', () => {
  test('tries again ever more slowly, and never gives up', async () => {
    const { link, open } = fakeLink(Array.from({ length: 9 }, () => new Error('away')));
    await link.firstTry;
    const delays: unknown[] = [];
    for (let round = 0; round < 9; round += 1) {
      delays.push(logger.warn.mock.calls.at(-1)?.[0].delayMs);
      await vi.advanceTimersToNextTimerAsync();
    }
    expect(delays).toEqual([1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000]);
    expect(link.isUp()).toBe(true);
    expect(open).toHaveBeenCalledTimes(10);
  });

  test('tells the first try only of a refusal', async () => {
    const { link } = fakeLink([refused]);
    await expect(link.firstTry).rejects.toMatchObject({ code: 'slack-refused' });
    link.stop();
  });

  test('tells a refusal once, however often it tries again, and anew when it comes back', async () => {
    const other = new PlatformError('slack-refused', 'no scope');
    const { link, close } = fakeLink(['open', refused, refused, refused, other, refused, 'open', refused]);
    await link.firstTry;
    const told = () => logger.warn.mock.calls.map(([, message]) => message);
    close.shift()?.();
    for (let round = 0; round < 5; round += 1) await vi.advanceTimersToNextTimerAsync();
    expect(told()).toEqual(['no', 'no scope', 'no']);
    await vi.advanceTimersToNextTimerAsync();
    expect(link.isUp()).toBe(true);
    close.shift()?.();
    await vi.advanceTimersToNextTimerAsync();
    expect(told()).toEqual(['no', 'no scope', 'no', 'no']);
    // The tries in between are there for whoever wants to see each of them.
    expect(logger.debug.mock.calls.map(([, message]) => message)).toEqual(['no', 'no']);
    link.stop();
  });

  test('waits as long as Slack asks', async () => {
    const { link } = fakeLink([limited]);
    await link.firstTry;
    expect(logger.warn.mock.calls[0]?.[0]).toMatchObject({ delayMs: 90_000 });
    link.stop();
  });

  test('opens at once again what had been sound, and slowly what breaks at once', async () => {
    const { link, open, close } = fakeLink([]);
    await link.firstTry;
    await vi.advanceTimersByTimeAsync(60_000);
    close.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toHaveBeenCalledTimes(2);
    close.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(link.isUp()).toBe(false);
    expect(open).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(open).toHaveBeenCalledTimes(3);
    link.stop();
  });

  test('leaves no timer behind', async () => {
    const { link } = fakeLink([new Error('away')]);
    await link.firstTry;
    await vi.advanceTimersByTimeAsync(10);
    link.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(link.isUp()).toBe(false);
  });
});

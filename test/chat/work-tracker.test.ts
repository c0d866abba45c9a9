import { expect, test } from 'vitest';
import { PlatformError } from '../../src/bot/errors.ts';
import { createWorkTracker } from '../../src/chat/work-tracker.ts';

function trackerWithLog() {
  const log: { fields: object; message: string }[] = [];
  const tracker = createWorkTracker({
    platform: 'discord',
    logger: { debug() {}, info() {}, warn() {}, error: (fields, message) => log.push({ fields, message }) },
    toError: (thrown, what) => new PlatformError(String(thrown), `${what}: ${thrown}`, { retryAfterMs: 2_000 }),
  });
  return { tracker, log };
}

test('logs and counts what fails, and never throws it', async () => {
  const { tracker, log } = trackerWithLog();
  await tracker.run('Cannot answer', () => Promise.reject('late'), { event: 'e1' });
  await tracker.run('Cannot answer', () => Promise.reject('late'));
  await tracker.run('Cannot answer', () => Promise.reject('gone'));
  await tracker.run('Cannot answer', async () => {});
  expect(tracker.failures()).toBe(3);
  expect([...tracker.failuresByCode()]).toEqual([
    ['late', 2],
    ['gone', 1],
  ]);
  expect(log[0]).toEqual({
    fields: { platform: 'discord', event: 'e1', code: 'late', retryAfterMs: 2_000 },
    message: 'Cannot answer: late',
  });
});

test('drains once the last piece of work has ended', async () => {
  const { tracker } = trackerWithLog();
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const runs = [tracker.run('a', () => first.promise), tracker.run('b', () => second.promise)];
  let drained = false;
  const draining = tracker.drain(60_000).then(() => {
    drained = true;
  });
  first.resolve();
  await runs[0];
  expect(drained).toBe(false);
  second.resolve();
  await draining;
  expect(drained).toBe(true);
});

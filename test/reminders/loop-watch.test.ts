import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTicks } from '../../src/reminders/loop-watch.ts';
import { createSilentLogger } from './silent-logger.ts';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-30T09:00:00Z') }));
afterEach(() => void vi.useRealTimers());

it('erases what is due within a minute, says so, and goes on after a failure', async () => {
  const logger = createSilentLogger();
  const faults: string[] = [];
  let looks = 0;
  const eraseDue = async () => {
    looks += 1;
    if (looks === 1) throw new Error('the disk is full');
    return looks === 2
      ? [
          { team: 'slack:T1', why: 'removed' },
          { team: 'slack:T2', person: 'U1', why: 'asked' },
        ]
      : [];
  };
  const stop = startTicks({
    store: {
      eraseDue,
      status: async () => ({}),
      markDelivering: async () => {},
      unmarkDelivering: async () => {},
    } as never,
    logger,
    observe: () => {},
    owner: 'a',
    keepDays: 90,
    sweep: () => {},
    recheck: async () => {},
    platforms: ['slack'],
    report: (where) => void faults.push(where),
  });
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  await stop();
  expect(looks).toBe(3);
  expect(faults.filter((where) => where === 'erase')).toEqual(['erase']);
  expect(logger.lines.filter((line) => line.includes('erased'))).toEqual([
    'info A team is erased',
    'info A person is erased from a team',
  ]);
});

import type { Schedule } from '../../src/reminders/calendar/schedule.ts';
import type { ReminderDraft } from '../../src/reminders/ledger-store.ts';

/** A calendar simple enough to check by eye: `every 60000` is due whenever that many milliseconds have passed. */
export function nextOccurrence(schedule: Schedule, after: Date): Date | undefined {
  if (schedule.kind === 'once') return schedule.at > after ? schedule.at : undefined;
  const everyMs = 'cron' in schedule ? Number(schedule.cron.replace('every ', '')) : 86_400_000;
  if (!(everyMs > 0)) throw new Error(`no such rule: ${schedule.kind}`);
  return new Date((Math.floor(after.getTime() / everyMs) + 1) * everyMs);
}

/** A clock that only the test moves. */
export function createTestClock(start = new Date('2026-12-01T09:00:00Z')) {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance: (ms: number) => {
      nowMs += ms;
    },
    at: (ms: number) => new Date(start.getTime() + ms),
  };
}

/** A test's clock. */
export type TestClock = ReturnType<typeof createTestClock>;

/** A reminder that is due once. */
export function once(at: Date, fields: Partial<ReminderDraft> = {}): ReminderDraft {
  return {
    team: 'slack:T1',
    text: 'check the retry queue',
    schedule: { kind: 'once', at, zone: 'UTC' },
    target: { kind: 'channel', id: 'C1' },
    catchUp: 'latest',
    graceMs: 60_000,
    pingsEveryone: false,
    createdBy: 'U1',
    ...fields,
  };
}

/** A reminder that is due whenever this many milliseconds have passed. */
export function every(ms: number, fields: Partial<ReminderDraft> = {}): ReminderDraft {
  return { ...once(new Date(0)), schedule: { kind: 'recurring', cron: `every ${ms}`, zone: 'UTC' }, ...fields };
}

/** Time for a delivery loop in which sleeping and time-outs take a turn of the event loop or two, however long they are. */
export const timeAtOnce = {
  monotonicMs: () => 0,
  sleep: () => new Promise<void>((resolve) => setImmediate(() => resolve())),
  startTimeout(_ms: number, run: () => void) {
    let cancelled = false;
    setImmediate(() => setImmediate(() => cancelled || run()));
    return () => {
      cancelled = true;
    };
  },
  after: () => () => {},
};

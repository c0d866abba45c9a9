import { describe, expect, it } from 'vitest';
import { describeSchedule, formatInstant } from '../../../src/reminders/calendar/describe.ts';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import type { CountdownSchedule } from '../../../src/reminders/calendar/schedule.ts';

describe('formatInstant', () => {
  it.each([
    ['2026-12-07T08:00Z', 'Europe/Berlin', 'Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)'],
    ['2026-07-07T07:00Z', 'Europe/Berlin', 'Tue 7 Jul 2026, 09:00 CEST (Europe/Berlin)'],
    ['2026-09-01T12:00Z', 'Europe/London', 'Tue 1 Sep 2026, 13:00 BST (Europe/London)'],
    ['2026-12-07T08:00Z', 'America/New_York', 'Mon 7 Dec 2026, 03:00 EST (America/New_York)'],
    ['2026-12-07T08:00Z', 'Australia/Sydney', 'Mon 7 Dec 2026, 19:00 AEDT (Australia/Sydney)'],
    ['2026-12-07T08:00Z', 'Asia/Kathmandu', 'Mon 7 Dec 2026, 13:45 GMT+5:45 (Asia/Kathmandu)'],
    ['2026-12-07T08:00:05.999Z', 'UTC', 'Mon 7 Dec 2026, 08:00:05 UTC'],
  ])('%s in %s', (at, zone, text) => {
    expect(formatInstant(new Date(at), zone)).toBe(text);
  });

  it('is read back in every zone', () => {
    const now = new Date('2026-01-01T00:00Z');
    for (const zone of Intl.supportedValuesOf('timeZone'))
      for (const at of [new Date('2026-06-15T12:34Z'), new Date('2026-12-15T12:34:56Z')])
        expect(parseWhen(`${formatInstant(at, zone)} x`, { now, zone: 'UTC' }), zone).toMatchObject({
          schedule: { kind: 'once', at, zone },
        });
  });

  it('refuses a zone that does not exist', () => {
    expect(() => formatInstant(new Date(0), 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('describeSchedule', () => {
  it.each([
    ['0 9 * * 1-5', 'every weekday at 09:00 Europe/Berlin'],
    ['0 9 * * MON-FRI', 'every weekday at 09:00 Europe/Berlin'],
    ['5 9,17 * * *', 'every day at 09:05 and 17:05 Europe/Berlin'],
    ['0 9 * * 0-6', 'every day at 09:00 Europe/Berlin'],
    ['0 9 * * 7,1', 'every Monday and Sunday at 09:00 Europe/Berlin'],
    ['0 9 * * 5#L', 'every last Friday of the month at 09:00 Europe/Berlin'],
    ['0 9 * * tue#2', 'every 2nd Tuesday of the month at 09:00 Europe/Berlin'],
    ['0 9 22 * *', 'every month on the 22nd at 09:00 Europe/Berlin'],
    ['0 9 31 * *', 'cron 0 9 31 * * Europe/Berlin'],
    ['0 9 29 2 *', 'cron 0 9 29 2 * Europe/Berlin'],
    ['0 9 24 12 *', 'every year on 24 December at 09:00 Europe/Berlin'],
    ['*/30 9-17 * * 1-5', 'cron */30 9-17 * * 1-5 Europe/Berlin'],
    ['*/45 * * * *', 'cron */45 * * * * Europe/Berlin'],
    ['0 9 15 * 1', 'cron 0 9 15 * 1 Europe/Berlin'],
    ['0 */6 * * *', 'every 6 hours Europe/Berlin'],
  ])('%s', (cron, text) => {
    expect(describeSchedule({ kind: 'recurring', cron, zone: 'Europe/Berlin' })).toBe(text);
  });

  it.each<[Partial<CountdownSchedule>, string]>([
    [{}, '30, 14, 7, 3 and 1 days before, on the day and weekly after it until done, at 09:00 Europe/Berlin'],
    [{ weeklyOverdue: false, daysBefore: [1] }, '1 day before, at 09:00 Europe/Berlin'],
    [{ daysBefore: [0, 2] }, '2 days before, on the day and weekly after it until done, at 09:00 Europe/Berlin'],
  ])('a countdown with %j', (part, text) => {
    const schedule: CountdownSchedule = {
      ...{ kind: 'countdown', deadline: 'securityplus-4', date: '2008-12-31', daysBefore: [30, 14, 7, 3, 1, 0] },
      ...{ weeklyOverdue: true, time: '09:00', zone: 'Europe/Berlin', ...part },
    };
    expect(describeSchedule(schedule)).toBe(`securityplus-4 (31 December 2008): ${text}`);
  });
});

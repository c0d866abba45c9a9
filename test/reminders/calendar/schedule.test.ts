import { describe, expect, it } from 'vitest';
import { nextOccurrence, occurrences, type Schedule } from '../../../src/reminders/calendar/schedule.ts';
import { resolveWallClock } from '../../../src/reminders/calendar/wall-clock.ts';

/** The first occurrences from an instant on, as the zone's clock shows them: `28 03:00+02:00`. */
function shown(cron: string, zone: string, from: string, limit: number): string[] {
  const schedule: Schedule = { kind: 'recurring', cron, zone };
  return [...occurrences(schedule, new Date(from), new Date('2099-01-01'), limit)].map((at) => showAt(at, zone));
}

function showAt(at: Date, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, day: '2-digit', hour: '2-digit', minute: '2-digit', timeZoneName: 'longOffset' },
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['day']} ${part['hour']}:${part['minute']}${part['timeZoneName']?.replace('GMT', '') || '+00:00'}`;
}

describe('a fixed time of day', () => {
  it.each<[string, string, string, string, string[]]>([
    ['at the end of the gap', '30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00Z', ['27 02:30', '28 03:00', '29 02:30']],
    ['the first of two', '30 2 * * *', 'Europe/Berlin', '2027-10-30T00:00Z', ['30 02:30', '31 02:30', '01 02:30']],
    ['over midnight', '30 23 * * *', 'America/Nuuk', '2027-03-26T12:00Z', ['26 23:30', '28 00:00', '28 23:30']],
    ['over midnight', '30 23 * * *', 'America/Scoresbysund', '2027-03-26T12:00Z', ['26 23:30', '28 00:00', '28 23:30']],
    ['over midnight, that day only', '30 23 * * 6', 'America/Nuuk', '2027-03-26T12:00Z', ['28 00:00', '03 23:30']],
    ['where the day begins at 01:00', '0 0 * * *', 'Africa/Cairo', '2027-04-29T00:00Z', ['30 01:00', '01 00:00']],
    ['a gap of two hours', '30 1 * * *', 'Antarctica/Troll', '2027-03-27T00:00Z', ['27 01:30', '28 03:00', '29 01:30']],
    ['two hours twice', '30 1 * * *', 'Antarctica/Troll', '2027-10-29T12:00Z', ['30 01:30', '31 01:30', '01 01:30']],
    ['half an hour', '15 2 * * *', 'Australia/Lord_Howe', '2027-10-01T15:00Z', ['02 02:15', '03 02:30', '04 02:15']],
    ['half an hour twice', '45 1 * * *', 'Australia/Lord_Howe', '2027-04-02T15:00Z', ['04 01:45', '05 01:45']],
    ['several in one gap, once', '0,30 2 * * *', 'Europe/Berlin', '2027-03-28T00:00Z', ['28 03:00', '29 02:00']],
    ['beside its own end', '0 2,3 * * *', 'Europe/Berlin', '2027-03-28T00:00Z', ['28 03:00', '29 02:00', '29 03:00']],
    [
      'a step of hours, spring',
      '0 */2 * * *',
      'Europe/Berlin',
      '2027-03-27T22:30Z',
      ['28 00:00', '28 03:00', '28 04:00'],
    ],
    [
      'a step of hours, autumn',
      '0 */2 * * *',
      'Europe/Berlin',
      '2027-10-30T21:30Z',
      ['31 00:00', '31 02:00', '31 04:00'],
    ],
  ])('%s: %s in %s', (_, cron, zone, from, expected) => {
    const found = shown(cron, zone, from, expected.length);
    expect(found.map((each) => each.slice(0, 8))).toEqual(expected);
  });

  it('that comes twice is due the first time', () => {
    expect(shown('30 2 * * *', 'Europe/Berlin', '2027-10-31T00:00Z', 1)).toEqual(['31 02:30+02:00']);
    expect(shown('30 2 * * *', 'Europe/Berlin', '2027-10-31T00:45Z', 1)).toEqual(['01 02:30+01:00']);
  });
});

describe('stepping', () => {
  it.each<[string, string, string, string[]]>([
    ['*/30 * * * *', 'Europe/Berlin', '2027-03-28T00:30Z', ['28 01:30+01:00', '28 03:00+02:00', '28 03:30+02:00']],
    ['0 * * * *', 'Europe/Berlin', '2027-10-31T00:00Z', ['31 02:00+02:00', '31 02:00+01:00', '31 03:00+01:00']],
    ['*/30 1-3 * * *', 'Europe/Berlin', '2027-10-31T00:30Z', ['31 02:30+02:00', '31 02:00+01:00', '31 02:30+01:00']],
    ['*/30 2 * * *', 'Europe/Berlin', '2027-03-28T00:00Z', ['28 03:00+02:00', '29 02:00+02:00']],
    ['*/30 0 * * *', 'Africa/Cairo', '2027-04-29T00:00Z', ['30 01:00+03:00', '01 00:00+03:00', '01 00:30+03:00']],
    ['0 * * * *', 'Antarctica/Troll', '2027-03-28T00:00Z', ['28 00:00+00:00', '28 03:00+02:00', '28 04:00+02:00']],
    [
      '*/30 * * * *',
      'Australia/Lord_Howe',
      '2027-10-02T15:00Z',
      ['03 01:30+10:30', '03 02:30+11:00', '03 03:00+11:00'],
    ],
    [
      '*/30 * * * *',
      'Australia/Lord_Howe',
      '2027-04-03T14:30Z',
      ['04 01:30+11:00', '04 01:30+10:30', '04 02:00+10:30'],
    ],
    ['*/30 9-17 * * 1-5', 'Europe/Berlin', '2027-03-26T16:30Z', ['26 17:30+01:00', '29 09:00+02:00', '29 09:30+02:00']],
  ])('%s in %s from %s', (cron, zone, from, expected) => {
    expect(shown(cron, zone, from, expected.length)).toEqual(expected);
  });

  it('every half hour stays half an hour, and every hour an hour, through a year of Berlin', () => {
    for (const [cron, minutes] of [
      ['*/30 * * * *', 30],
      ['0 * * * *', 60],
    ] as const) {
      const schedule: Schedule = { kind: 'recurring', cron, zone: 'Europe/Berlin' };
      for (const day of ['2027-03-28', '2027-10-31']) {
        const start = new Date(`${day}T00:00Z`).getTime() - 12 * 3_600_000;
        const found = [...occurrences(schedule, new Date(start), new Date(start + 86_400_000), 100)];
        expect(found).toEqual(
          Array.from({ length: 1_440 / minutes }, (_, i) => new Date(start + i * minutes * 60_000)),
        );
      }
    }
  });
});

describe('the calendar', () => {
  it.each<[string, string[]]>([
    ['0 10 * * 1#1', ['2026-12-07', '2027-01-04', '2027-02-01']],
    ['0 10 * * 5#L', ['2026-11-27', '2026-12-25', '2027-01-29']],
    ['0 10 L * *', ['2026-11-30', '2026-12-31', '2027-01-31']],
    ['0 10 31 * *', ['2026-12-31', '2027-01-31', '2027-03-31']],
    ['0 10 29 2 *', ['2028-02-29', '2032-02-29', '2036-02-29']],
    ['0 10 * * 7', ['2026-11-29', '2026-12-06', '2026-12-13']],
    ['0 10 1 * 1', ['2026-11-23', '2026-11-30', '2026-12-01']],
  ])('%s', (cron, days) => {
    const schedule: Schedule = { kind: 'recurring', cron, zone: 'UTC' };
    const found = [...occurrences(schedule, new Date('2026-11-22T12:00Z'), new Date('2099-01-01'), days.length)];
    expect(found.map((at) => at.toISOString())).toEqual(days.map((day) => `${day}T10:00:00.000Z`));
  });

  it('never happens, or not within 50 years', () => {
    const after = new Date('2026-11-22T10:00Z');
    expect(nextOccurrence({ kind: 'recurring', cron: '0 9 30 2 *', zone: 'UTC' }, after)).toBeUndefined();
    const once = (at: string): Schedule => ({ kind: 'once', at: new Date(at), zone: 'UTC' });
    expect(nextOccurrence(once('2076-11-22T10:00Z'), after)).toEqual(new Date('2076-11-22T10:00Z'));
    expect(nextOccurrence(once('2076-11-22T10:01Z'), after)).toBeUndefined();
    expect(nextOccurrence(once('2026-11-22T10:00Z'), after)).toBeUndefined();
    expect(nextOccurrence(once('2026-11-22T10:00:00.001Z'), after)).toEqual(new Date('2026-11-22T10:00:00.001Z'));
  });

  it('is strictly after, to the millisecond, and works past the parsed expressions that are kept', () => {
    for (let minute = 0; minute < 60; minute += 1)
      for (const hour of [0, 9, 23]) {
        const schedule: Schedule = { kind: 'recurring', cron: `${minute} ${hour} * * *`, zone: 'UTC' };
        const due = Date.UTC(2027, 0, 5, hour, minute);
        expect(nextOccurrence(schedule, new Date(due - 1))?.getTime()).toBe(due);
        expect(nextOccurrence(schedule, new Date(due))?.getTime()).toBe(due + 86_400_000);
        expect(nextOccurrence(schedule, new Date(due + 1))?.getTime()).toBe(due + 86_400_000);
      }
  });

  it('gives occurrences one by one, from included, to left out', () => {
    const schedule: Schedule = { kind: 'recurring', cron: '* * * * *', zone: 'UTC' };
    const [from, to] = [new Date('2027-01-01T00:00Z'), new Date('2027-01-01T00:03Z')];
    expect([...occurrences(schedule, from, to, 100)].map((at) => at.getUTCMinutes())).toEqual([0, 1, 2]);
    expect([...occurrences(schedule, from, to, 2)]).toHaveLength(2);
    expect(occurrences(schedule, from, new Date('2099-01-01'), Number.POSITIVE_INFINITY).next().value).toEqual(from);
  });

  it.each([
    ['30 2 * *', 'UTC'],
    ['0 0 9 * * *', 'UTC'],
    ['0 9 * * *', 'Europe/Atlantis'],
  ])('refuses %s in %s', (cron, zone) => {
    expect(() => nextOccurrence({ kind: 'recurring', cron, zone }, new Date('2027-01-01'))).toThrow();
  });
});

describe('resolveWallClock', () => {
  it.each([
    ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-03-28T02:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z', 'once'],
    ['2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z', 'twice'],
    ['2027-10-31T03:00', 'Europe/Berlin', '2027-10-31T02:00:00.000Z', 'once'],
    ['2027-03-27T23:30', 'America/Nuuk', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-03-28T02:59:59', 'Antarctica/Troll', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-02T15:30:00.000Z', 'gap'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 'gap'],
    ['2026-12-10T09:00', 'UTC', '2026-12-10T09:00:00.000Z', 'once'],
  ])('%s in %s', (local, zone, at, found) => {
    expect(resolveWallClock(local, zone)).toEqual({ at: new Date(at), found });
  });

  it.each([
    ['2027-02-30T09:00', 'UTC'],
    ['2027-02-28T24:01', 'UTC'],
    ['2027-02-28T09:00', 'Europe/Atlantis'],
  ])('refuses %s in %s', (local, zone) => {
    expect(() => resolveWallClock(local, zone)).toThrow(RangeError);
  });
});

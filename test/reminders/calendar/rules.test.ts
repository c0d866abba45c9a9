import { describe, expect, it } from 'vitest';
import { describeSchedule } from '../../../src/reminders/calendar/describe.ts';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence, occurrences, type Schedule } from '../../../src/reminders/calendar/schedule.ts';

/** The first times that a line is due from an instant on, as the zone's clock shows them: `28 03:00+02:00`. */
function shown(said: string, zone: string, from: string, limit: number): string[] {
  const parsed = parseWhen(`${said} "check"`, { now: new Date(from), zone });
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed));
  expect(parsed.schedule, 'not a cron expression').toHaveProperty('rules');
  return [...occurrences(parsed.schedule, new Date(from), new Date('2099-01-01'), limit)].map((at) => showAt(at, zone));
}

function showAt(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, day: '2-digit', hour: '2-digit', minute: '2-digit', timeZoneName: 'longOffset' },
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['day']} ${part['hour']}:${part['minute']}${part['timeZoneName']?.replace('GMT', '') || '+00:00'}`;
}

describe('on the days on which the clocks change, worked out by hand', () => {
  it.each<[string, string, string, string[]]>([
    // Berlin: 2027-03-28 02:00 becomes 03:00, and 2027-10-31 03:00 becomes 02:00.
    [
      'every 2 days at 02:30',
      'Europe/Berlin',
      '2027-03-25T23:00Z',
      ['26 02:30+01:00', '28 03:00+02:00', '30 02:30+02:00'],
    ],
    [
      'every 2 days at 02:30',
      'Europe/Berlin',
      '2027-10-28T23:00Z',
      ['29 02:30+02:00', '31 02:30+02:00', '02 02:30+01:00'],
    ],
    [
      'every day at 02:00 and 02:30',
      'Europe/Berlin',
      '2027-03-27T12:00Z',
      ['28 03:00+02:00', '29 02:00+02:00', '29 02:30+02:00'],
    ],
    [
      'every day at 01:30 and 03:00',
      'Europe/Berlin',
      '2027-10-30T12:00Z',
      ['31 01:30+02:00', '31 03:00+01:00', '01 01:30+01:00'],
    ],
    [
      'every 2 weeks on sunday at 02:30',
      'Europe/Berlin',
      '2027-03-13T12:00Z',
      ['14 02:30+01:00', '28 03:00+02:00', '11 02:30+02:00'],
    ],
    [
      'every month on the last sunday at 02:30 except in may',
      'Europe/Berlin',
      '2027-03-01T12:00Z',
      ['28 03:00+02:00', '25 02:30+02:00', '27 02:30+02:00'],
    ],
    [
      'every 90 minutes',
      'Europe/Berlin',
      '2027-03-27T23:30Z',
      ['28 01:30+01:00', '28 04:00+02:00', '28 05:30+02:00', '28 07:00+02:00'],
    ],
    [
      'every 90 minutes',
      'Europe/Berlin',
      '2027-10-30T22:30Z',
      ['31 01:30+02:00', '31 02:00+01:00', '31 03:30+01:00', '31 05:00+01:00'],
    ],
    ['every 90 minutes', 'Europe/Berlin', '2027-10-31T21:00Z', ['31 23:00+01:00', '01 00:00+01:00', '01 01:30+01:00']],
    [
      'every hour from 1 to 4',
      'Europe/Berlin',
      '2027-03-27T12:00Z',
      ['28 01:00+01:00', '28 03:00+02:00', '28 04:00+02:00', '29 01:00+02:00'],
    ],
    [
      'every hour from 1 to 4',
      'Europe/Berlin',
      '2027-10-30T12:00Z',
      ['31 01:00+02:00', '31 02:00+02:00', '31 02:00+01:00', '31 03:00+01:00', '31 04:00+01:00', '01 01:00+01:00'],
    ],
    // Nuuk: 2027-03-27 23:00 becomes 00:00 of the 28th, and 2027-10-31 00:00 becomes 23:00 of the 30th.
    [
      'every 2 days at 23:30',
      'America/Nuuk',
      '2027-03-25T12:00Z',
      ['25 23:30-02:00', '28 00:00-01:00', '29 23:30-01:00'],
    ],
    [
      'every day at 12:00 and 23:30',
      'America/Nuuk',
      '2027-03-27T12:00Z',
      ['27 12:00-02:00', '28 00:00-01:00', '28 12:00-01:00', '28 23:30-01:00'],
    ],
    [
      'every day at 12:00 and 23:30',
      'America/Nuuk',
      '2027-10-30T12:00Z',
      ['30 12:00-01:00', '30 23:30-01:00', '31 12:00-02:00', '31 23:30-02:00'],
    ],
    [
      'every 45 minutes from 22:00 to 23:59',
      'America/Nuuk',
      '2027-03-27T12:00Z',
      ['27 22:00-02:00', '27 22:45-02:00', '28 22:00-01:00', '28 22:45-01:00', '28 23:30-01:00'],
    ],
    // Scoresbysund: the same days and hours as Nuuk, since March 2024.
    [
      'every 2 days at 23:30',
      'America/Scoresbysund',
      '2027-03-25T12:00Z',
      ['25 23:30-02:00', '28 00:00-01:00', '29 23:30-01:00'],
    ],
    [
      'every day at 12:00 and 23:30',
      'America/Scoresbysund',
      '2027-03-27T12:00Z',
      ['27 12:00-02:00', '28 00:00-01:00', '28 12:00-01:00', '28 23:30-01:00'],
    ],
    [
      'every day at 12:00 and 23:30',
      'America/Scoresbysund',
      '2027-10-30T12:00Z',
      ['30 12:00-01:00', '30 23:30-01:00', '31 12:00-02:00', '31 23:30-02:00'],
    ],
  ])('%s in %s from %s', (said, zone, from, expected) => {
    expect(shown(said, zone, from, expected.length)).toEqual(expected);
  });

  it('a countdown keeps the rule', () => {
    const found = shown('2 and 1 days before 2027-03-29 at 02:30', 'Europe/Berlin', '2027-03-01T12:00Z', 5);
    expect(found).toEqual(['27 02:30+01:00', '28 03:00+02:00']);
  });
});

describe('what never happens', () => {
  const berlin = { now: new Date('2026-11-25T09:00Z'), zone: 'Europe/Berlin' };
  it.each([
    'every year on 30 february at 9',
    '0 9 30 2 *',
    'every friday at 9 except fridays',
    'every day at 9 except weekdays and weekends',
    'every day at 9 until 2026-11-25',
    'every day at 9 starting 2026-12-05 until 2026-12-04',
    'every 25 december at 9 except 25 december',
    'every day at 9 except from 2026-01-01 to 2099-01-01',
  ])('is refused: %s', (said) => {
    expect(parseWhen(`${said} check`, berlin)).toMatchObject({ kind: 'problem' });
  });

  it('is looked for in a bounded number of periods', () => {
    const never: Schedule = {
      kind: 'recurring',
      rules: ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0'],
      zone: 'Europe/Berlin',
    };
    expect(nextOccurrence(never, berlin.now)).toBeUndefined();
  });
});

describe('what is said of rules', () => {
  const now = new Date('2026-11-25T09:00Z');
  it.each([
    ['every other tuesday at 10', 'every 2 weeks on Tuesday at 10:00 Europe/Berlin, starting 1 December 2026'],
    ['every day at 9:00 and 17:30', 'every day at 09:00 and 17:30 Europe/Berlin'],
    ['every monday at 10 and friday at 16', 'every Monday at 10:00 and every Friday at 16:00 Europe/Berlin'],
    ['on the 1st and 15th at 9', 'every month on the 1st and 15th at 09:00 Europe/Berlin'],
    ['the last weekday of the month at 9', 'every month on the last weekday at 09:00 Europe/Berlin'],
    ['every quarter on the 1st at 9', 'every quarter on the 1st at 09:00 Europe/Berlin'],
    ['every 2 years on 1 may at 9', 'every 2 years on 1 May at 09:00 Europe/Berlin, starting 1 May 2027'],
    ['every hour from 8 to 18 on weekdays', 'every hour from 08:00 to 18:00 on weekdays Europe/Berlin'],
    ['every 90 minutes on mondays and tuesdays', 'every 90 minutes on Mondays and Tuesdays Europe/Berlin'],
    ['every day at 9 except 25 december', 'every day at 09:00 Europe/Berlin, except 25 December'],
    [
      'every 2 days at 9 except weekends',
      'every 2 days at 09:00 Europe/Berlin, starting 26 November 2026, except weekends',
    ],
    ['every day at 9 except in august', 'every day at 09:00 Europe/Berlin, except August'],
    ['every friday at 9 until 24 dec', 'every Friday at 09:00 Europe/Berlin, until 24 December 2026'],
    ['every friday at 9 5 times', 'every Friday at 09:00 Europe/Berlin, 5 times'],
    ['14, 7 and 2 days before 2027-05-15', '14, 7 and 2 days before 15 May 2027 at 09:00 Europe/Berlin'],
    ['tomorrow at 9, 12 and 15', '26 November 2026 at 09:00, 12:00 and 15:00 Europe/Berlin'],
  ])('%s: %s', (said, words) => {
    const parsed = parseWhen(`${said} "check"`, { now, zone: 'Europe/Berlin' });
    expect(parsed).toMatchObject({ kind: 'ok', understood: words });
    if (parsed.kind !== 'ok') return;
    const back = parseWhen(`${words} "check"`, { now, zone: 'Pacific/Auckland' });
    expect(back).toMatchObject({ kind: 'ok', schedule: parsed.schedule });
    expect(describeSchedule(parsed.schedule)).toBe(words);
  });
});

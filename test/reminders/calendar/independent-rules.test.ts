import rrule from 'rrule';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { occurrences } from '../../../src/reminders/calendar/schedule.ts';

/*
 * Every kind of recurrence over a year, beside another implementation of RFC 5545 (the package rrule). It works in UTC
 * here, as what a clock shows; days on which the clocks change are left out, and looked at by hand in rules.test.ts.
 */

const { rrulestr } = rrule;
/** Wednesday, ten in the morning in Berlin. */
const now = new Date('2026-11-25T09:00Z');
const zone = 'Europe/Berlin';
const to = new Date('2027-11-30T00:00Z');
const changes = ['2027-03-28', '2027-10-31'];

/** What is said, and the same as rules. `from` is DTSTART, here `20261125T000000` where it does not matter. */
type Case = readonly [said: string, from: string, ...rules: string[]];
const any = '20261125T000000';
const days = 'FREQ=DAILY;BYSECOND=0;';
const weeks = 'FREQ=WEEKLY;BYSECOND=0;';
const monthly = 'FREQ=MONTHLY;BYSECOND=0;';
const yearly = 'FREQ=YEARLY;BYSECOND=0;';

const kinds: Readonly<Record<string, readonly Case[]>> = {
  'every N days': [
    ['every other day at 9', '20261126T000000', `${days}INTERVAL=2;BYHOUR=9;BYMINUTE=0`],
    ['every 3 days at 18:00', '20261125T000000', `${days}INTERVAL=3;BYHOUR=18;BYMINUTE=0`],
    ['every 10 days at 12:15', '20261125T000000', `${days}INTERVAL=10;BYHOUR=12;BYMINUTE=15`],
    ['every 5 days at 06:00 starting 1 december', '20261201T000000', `${days}INTERVAL=5;BYHOUR=6;BYMINUTE=0`],
    ['every 2 days at 8 and 20', '20261125T000000', `${days}INTERVAL=2;BYHOUR=8,20;BYMINUTE=0`],
  ],
  'every N weeks': [
    ['every other tuesday at 10', '20261201T000000', `${weeks}INTERVAL=2;BYDAY=TU;BYHOUR=10;BYMINUTE=0`],
    ['every 2 weeks on friday at 16:00', '20261127T000000', `${weeks}INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0`],
    [
      'every 3 weeks on monday and thursday at 9',
      '20261126T000000',
      `${weeks}INTERVAL=3;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0`,
    ],
    ['fortnightly on sunday at 22:30', '20261129T000000', `${weeks}INTERVAL=2;BYDAY=SU;BYHOUR=22;BYMINUTE=30`],
    ['every 4 weeks at 9 starting 7 december', '20261207T000000', `${weeks}INTERVAL=4;BYDAY=MO;BYHOUR=9;BYMINUTE=0`],
  ],
  'every N months': [
    ['every 2 months on the 10th at 9', '20261210T000000', `${monthly}INTERVAL=2;BYMONTHDAY=10;BYHOUR=9;BYMINUTE=0`],
    ['every 3 months on the 1st at 9', '20261201T000000', `${monthly}INTERVAL=3;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0`],
    [
      'every 2 months on the last friday at 9',
      '20261127T000000',
      `${monthly}INTERVAL=2;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0`,
    ],
    [
      'every 6 months on the last day at 17:00',
      '20261130T000000',
      `${monthly}INTERVAL=6;BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=0`,
    ],
    ['every 4 months on the 2nd tuesday at 8', '20261208T000000', `${monthly}INTERVAL=4;BYDAY=2TU;BYHOUR=8;BYMINUTE=0`],
  ],
  quarters: [
    ['every quarter on the 1st at 9', any, `${monthly}BYMONTH=1,4,7,10;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0`],
    ['quarterly on the 15th at 9', any, `${monthly}BYMONTH=1,4,7,10;BYMONTHDAY=15;BYHOUR=9;BYMINUTE=0`],
    ['every quarter on the last day at 17:00', any, `${monthly}BYMONTH=3,6,9,12;BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=0`],
    ['every quarter on the first monday at 9', any, `${monthly}BYMONTH=1,4,7,10;BYDAY=1MO;BYHOUR=9;BYMINUTE=0`],
    [
      'every quarter on the last weekday at 9',
      any,
      `${monthly}BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0`,
    ],
  ],
  years: [
    ['every year on 10 december at 9', any, `${yearly}BYMONTH=12;BYMONTHDAY=10;BYHOUR=9;BYMINUTE=0`],
    [
      'every 2 years on 1 may at 9',
      '20270501T000000',
      `${yearly}INTERVAL=2;BYMONTH=5;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0`,
    ],
    ['yearly on 24 december at noon', any, `${yearly}BYMONTH=12;BYMONTHDAY=24;BYHOUR=12;BYMINUTE=0`],
    ['annually on june 30th at 17:30', any, `${yearly}BYMONTH=6;BYMONTHDAY=30;BYHOUR=17;BYMINUTE=30`],
    ['every 31 january at 8', any, `${yearly}BYMONTH=1;BYMONTHDAY=31;BYHOUR=8;BYMINUTE=0`],
  ],
  'the nth weekday of a month': [
    ['every first monday of the month at 10', any, `${monthly}BYDAY=1MO;BYHOUR=10;BYMINUTE=0`],
    ['every second tuesday of the month at 19:00', any, `${monthly}BYDAY=2TU;BYHOUR=19;BYMINUTE=0`],
    ['every 1st and 3rd thursday of the month at 9', any, `${monthly}BYDAY=1TH,3TH;BYHOUR=9;BYMINUTE=0`],
    ['every last friday at 16:00', any, `${monthly}BYDAY=-1FR;BYHOUR=16;BYMINUTE=0`],
    ['every 5th wednesday of the month at 9', any, `${monthly}BYDAY=5WE;BYHOUR=9;BYMINUTE=0`],
  ],
  'the last weekday, and days of a month': [
    ['the last weekday of the month at 17:00', any, `${monthly}BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=17;BYMINUTE=0`],
    ['the first weekday of every month at 9', any, `${monthly}BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;BYHOUR=9;BYMINUTE=0`],
    ['on the 1st and 15th at 9', any, `${monthly}BYMONTHDAY=1,15;BYHOUR=9;BYMINUTE=0`],
    ['every month on the last day at 17:00', any, `${monthly}BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=0`],
    ['every month on the 5th, 15th and 25th at 7', any, `${monthly}BYMONTHDAY=5,15,25;BYHOUR=7;BYMINUTE=0`],
  ],
  'several times a day': [
    ['every day at 9, 12 and 15', any, `${days}BYHOUR=9,12,15;BYMINUTE=0`],
    [
      'every weekday at 8:30 and 17:00',
      any,
      `${weeks}BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30`,
      `${weeks}BYDAY=MO,TU,WE,TH,FR;BYHOUR=17;BYMINUTE=0`,
    ],
    [
      'mondays at 7:15 and 19:45',
      any,
      `${weeks}BYDAY=MO;BYHOUR=7;BYMINUTE=15`,
      `${weeks}BYDAY=MO;BYHOUR=19;BYMINUTE=45`,
    ],
    [
      'every month on the 1st at 8 and 16:30',
      any,
      `${monthly}BYMONTHDAY=1;BYHOUR=8;BYMINUTE=0`,
      `${monthly}BYMONTHDAY=1;BYHOUR=16;BYMINUTE=30`,
    ],
    ['every 2 weeks on monday at 9 and 15', '20261130T000000', `${weeks}INTERVAL=2;BYDAY=MO;BYHOUR=9,15;BYMINUTE=0`],
  ],
  'several days, each with its time': [
    [
      'every monday at 10:00 and friday at 16:00',
      any,
      `${weeks}BYDAY=MO;BYHOUR=10;BYMINUTE=0`,
      `${weeks}BYDAY=FR;BYHOUR=16;BYMINUTE=0`,
    ],
    [
      'tuesdays at 9 and thursdays at 14',
      any,
      `${weeks}BYDAY=TU;BYHOUR=9;BYMINUTE=0`,
      `${weeks}BYDAY=TH;BYHOUR=14;BYMINUTE=0`,
    ],
    [
      'every weekday at 9 and every saturday at 11',
      any,
      `${weeks}BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0`,
      `${weeks}BYDAY=SA;BYHOUR=11;BYMINUTE=0`,
    ],
    [
      'every monday at 9, wednesday at 12 and friday at 15',
      any,
      `${weeks}BYDAY=MO;BYHOUR=9;BYMINUTE=0`,
      `${weeks}BYDAY=WE;BYHOUR=12;BYMINUTE=0`,
      `${weeks}BYDAY=FR;BYHOUR=15;BYMINUTE=0`,
    ],
    [
      'every month on the 1st at 9 and every monday at 7',
      any,
      `${monthly}BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0`,
      `${weeks}BYDAY=MO;BYHOUR=7;BYMINUTE=0`,
    ],
  ],
  'steps within hours': [
    [
      'every hour from 8 to 18 on weekdays',
      any,
      `${weeks}BYDAY=MO,TU,WE,TH,FR;BYHOUR=8,9,10,11,12,13,14,15,16,17,18;BYMINUTE=0`,
    ],
    [
      'every 90 minutes',
      any,
      `${days}BYHOUR=0,3,6,9,12,15,18,21;BYMINUTE=0`,
      `${days}BYHOUR=1,4,7,10,13,16,19,22;BYMINUTE=30`,
    ],
    ['every 2 hours between 9 and 17', any, `${days}BYHOUR=9,11,13,15,17;BYMINUTE=0`],
    [
      'every 20 minutes from 12:00 to 13:00 on mondays',
      any,
      `${weeks}BYDAY=MO;BYHOUR=12;BYMINUTE=0,20,40`,
      `${weeks}BYDAY=MO;BYHOUR=13;BYMINUTE=0`,
    ],
    ['every 5 hours', any, `${days}BYHOUR=0,5,10,15,20;BYMINUTE=0`],
  ],
  exceptions: [
    ['every day at 9 except weekends', any, `${weeks}BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0`],
    [
      'every month on the 15th at 9 except weekends',
      any,
      `${monthly}BYMONTHDAY=15;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0`,
    ],
    ['every day at 9 except in august', any, `${days}BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYHOUR=9;BYMINUTE=0`],
    [
      'every friday at 16:00 except 25 december',
      any,
      `${weeks}BYDAY=FR;BYHOUR=16;BYMINUTE=0`,
      'EXDATE:20261225T160000',
    ],
    [
      'every other day at 9 except on sundays',
      '20261126T000000',
      `${days}INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA;BYHOUR=9;BYMINUTE=0`,
    ],
  ],
  'ends and beginnings': [
    ['every day at 9 until 24 dec', any, `${days}BYHOUR=9;BYMINUTE=0;UNTIL=20261224T235900`],
    ['every friday at 9 for 3 months', any, `${weeks}BYDAY=FR;BYHOUR=9;BYMINUTE=0;UNTIL=20270226T235900`],
    ['every day at 9 starting 2027-02-01', '20270201T000000', `${days}BYHOUR=9;BYMINUTE=0`],
    ['every monday at 9 12 times', any, `${weeks}BYDAY=MO;BYHOUR=9;BYMINUTE=0;COUNT=12`],
    [
      'every 2 weeks on friday at 9 starting 8 january 2027 until 2027-06-30',
      '20270108T000000',
      `${weeks}INTERVAL=2;BYDAY=FR;BYHOUR=9;BYMINUTE=0;UNTIL=20270630T235900`,
    ],
  ],
};

/** What the clock shows, `2026-11-26 09:00`, without the days on which it changes. */
function shown(instants: readonly Date[], timeZone: string): string[] {
  return instants
    .map((at) => at.toLocaleString('sv-SE', { timeZone }).slice(0, 16))
    .filter((each) => !changes.some((day) => each.startsWith(day)));
}

describe.each(Object.entries(kinds))('%s', (_, cases) => {
  it.each(cases)('%s', (said, from, ...rules) => {
    const parsed = parseWhen(`${said} "check"`, { now, zone });
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed));
    const ours = shown([...occurrences(parsed.schedule, new Date(now.getTime() + 1), to, 20_000)], zone);
    const left = rules.filter((rule) => rule.startsWith('EXDATE'));
    const theirs = rules
      .filter((rule) => rule.startsWith('FREQ'))
      .flatMap((rule) => {
        const set = rrulestr(
          [`DTSTART:${from}Z`, `RRULE:${rule.replace(/(UNTIL=\w+)/, '$1Z')}`, ...left.map((each) => `${each}Z`)].join(
            '\n',
          ),
        );
        // Ten o'clock has been, by the clock in Berlin.
        return set.between(new Date('2026-11-25T10:00:30Z'), new Date('2027-11-30T00:30:00Z'));
      });
    const expected = [...new Set(shown(theirs, 'UTC'))].sort().filter((each) => each < '2027-11-30 01:00');
    expect(ours.length).toBeGreaterThan(0);
    expect(ours).toEqual(expected);
  });
});

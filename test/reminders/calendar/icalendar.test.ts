import fc from 'fast-check';
import rrule from 'rrule';
import { describe, expect, it } from 'vitest';
import { describeSchedule, readCalendar, writeCalendar } from '../../../src/reminders/calendar/calendar.ts';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence, occurrences, type Schedule } from '../../../src/reminders/calendar/schedule.ts';
import { readingAt } from '../../../src/reminders/calendar/wall-clock.ts';
import { propertyRuns } from '../../property-runs.ts';
import { when } from './said-whens.ts';

const now = new Date('2026-11-25T09:00Z');
const seed = 20_261_130;
const zones = ['Europe/Berlin', 'UTC', 'America/New_York', 'America/Nuuk', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const inZone = fc.constantFrom(...zones);
const cron = fc.constantFrom(
  ...['*/30 9-17 * * 1-5', '0 * * * *', '* * * * *', '30 2 * * *', '15,45 8 1,15 * *', '0 9 1-7 * 1', '0 9 L * *'],
  ...['0 9 * * 1#2', '0 16 * * 5#L', '0 9 15W * *', '0 9 LW * *', '0 9 * 3,6 *', '*/30 0 * * *', '0 */2 * * *'],
);
const schedule = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(when, inZone).map(([said, zone]) => understand(said, zone)) },
  {
    weight: 1,
    arbitrary: fc.tuple(cron, inZone).map(([each, zone]): Schedule => ({ kind: 'recurring', cron: each, zone })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('2026-12-31', '2027-03-28', '2026-11-01'), inZone).map(
      ([date, zone]): Schedule => ({
        ...{ kind: 'countdown', deadline: 'securityplus-4', date, daysBefore: [30, 14, 7, 3, 1, 0] },
        ...{ weeklyOverdue: true, time: '02:30', zone },
      }),
    ),
  },
);

function understand(said: string, zone: string): Schedule | undefined {
  const parsed = parseWhen(`${said} "check the queue"`, { now, zone, targets: true });
  return parsed.kind === 'ok' ? parsed.schedule : undefined;
}

/** The whole year where little is due, and the days around each change of a clock, whatever is due then. */
const spans: readonly (readonly [from: string, to: string, most: number])[] = [
  ['2026-11-25T09:00Z', '2027-11-25T09:00Z', 60],
  ['2027-03-13T00:00Z', '2027-03-16T00:00Z', 150],
  ['2027-03-26T00:00Z', '2027-03-30T00:00Z', 150],
  ['2027-04-02T00:00Z', '2027-04-05T00:00Z', 150],
  ['2027-10-01T00:00Z', '2027-10-04T00:00Z', 150],
  ['2027-10-29T00:00Z', '2027-11-09T00:00Z', 250],
];

/** The instants of several schedules in each of the spans that count: as many of the first as one span takes. */
function instants(
  schedules: readonly Schedule[],
  looked = spans,
  counts: (at: Date) => boolean = () => true,
): string[] {
  return looked.flatMap(([from, to, most]) => {
    const all = schedules.flatMap((each) => {
      const found: Date[] = [];
      for (const at of occurrences(each, new Date(from), new Date(to), 5_000)) {
        if (counts(at)) found.push(at);
        if (found.length === most) break;
      }
      return found;
    });
    return [...new Set(all.map((at) => at.toISOString()))].sort().slice(0, most);
  });
}

const write = (each: Schedule) =>
  writeCalendar([{ uid: 'r7k2@example', text: 'check, the; queue', schedule: each, own: { catchup: 'all' } }], {
    name: 'Reminders',
    now,
  });
const context = { zone: 'Pacific/Auckland', now };

/** Without this bot's own lines: what any calendar keeps. */
function plain(calendar: string): string {
  return calendar
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => !line.startsWith('X-MDAEMON-BOT-'))
    .join('\r\n');
}

/** A calendar knows no elapsed time, so that on these days a step may be at another time there. */
function isSteppedOnChange(each: Schedule, at: Date): boolean {
  if (each.kind !== 'recurring' || !('step' in each || 'cron' in each)) return false;
  const ms = at.getTime();
  return readingAt(ms - 26 * 3_600_000, each.zone) - readingAt(ms + 26 * 3_600_000, each.zone) !== -52 * 3_600_000;
}

describe('a calendar of reminders', () => {
  it('has the same instants for a year when it is read again', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (each) => {
        if (each === undefined) return;
        const { entries, unread } = await readCalendar(await write(each), context);
        expect(unread).toEqual([]);
        expect(entries).toMatchObject([{ uid: 'r7k2@example', text: 'check, the; queue', own: { catchup: 'all' } }]);
        expect(entries[0]?.schedule).toEqual(each);
        expect(instants(entries.map((entry) => entry.schedule))).toEqual(instants([each]));
      }),
      { seed, numRuns: propertyRuns(400) },
    );
  });

  it('has them for any other program as well, which does not know of elapsed time', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (each) => {
        if (each === undefined) return;
        const { entries, unread } = await readCalendar(plain(await write(each)), context);
        expect(unread).toEqual([]);
        // Times that no rule says are listed, as far as the list goes.
        const isListed = each.kind === 'recurring' && 'cron' in each && /W/.test(each.cron);
        const looked = isListed ? spans.slice(0, 2) : spans;
        const counts = (at: Date) => !isSteppedOnChange(each, at);
        const meant = instants([each], looked, counts);
        const schedules = entries.map((entry) => entry.schedule);
        expect(instants(schedules, looked, counts)).toEqual(meant);
        compared += meant.length;
      }),
      { seed: seed + 1, numRuns: propertyRuns(400) },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it('says the same to another implementation of RFC 5545', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (each) => {
        if (each === undefined || each.kind === 'once') return;
        const calendar = plain(await write(each));
        const shown = calendar
          .split('BEGIN:VEVENT')
          .slice(1)
          .flatMap((event) => readIndependently(event, each.zone));
        const meant = [...occurrences(each, now, new Date('2027-02-20T00:00Z'), 200)]
          .map((at) => new Date(readingAt(at.getTime(), each.zone)).toISOString())
          .filter((at) => at < '2027-02-18');
        const end = meant.length < 200 ? '2027-02-18' : `${meant.at(-1)}.`;
        expect([...new Set(shown)].sort().filter((at) => at < end)).toEqual(meant);
      }),
      { seed: seed + 2, numRuns: propertyRuns(150) },
    );
  });
});

describe('an event of another program', () => {
  const read = (lines: readonly string[]) => {
    const event = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', ...lines, 'SUMMARY:look', 'END:VEVENT', 'END:VCALENDAR'];
    return readCalendar(event.join('\r\n'), { zone: 'UTC', now });
  };
  const from = 'DTSTART;TZID=Europe/Berlin:20270301T100000';

  it('is refused where a rule leaves times out', async () => {
    const { entries, unread } = await read([from, 'RRULE:FREQ=DAILY', 'EXRULE:FREQ=WEEKLY']);
    expect(entries).toEqual([]);
    expect(unread).toMatchObject([{ reason: 'it leaves out times by a rule (EXRULE), which I can’t follow' }]);
  });

  it('has the days beside its rule where it steps', async () => {
    const [entry] = (await read([from, 'RRULE:FREQ=HOURLY', 'RDATE;TZID=Europe/Berlin:20270201T111500'])).entries;
    expect(nextOccurrence(entry?.schedule as Schedule, now)?.toISOString()).toBe('2027-02-01T10:15:00.000Z');
  });

  it('is not called over where it is too far ahead', async () => {
    const { unread } = await read(['DTSTART:99990301T090000Z']);
    expect(unread).toMatchObject([{ reason: 'it is further ahead than I can count' }]);
    expect((await read(['DTSTART:20200301T090000Z'])).unread).toMatchObject([{ reason: 'it is over' }]);
  });

  it.each([
    [
      ['RRULE:FREQ=DAILY', 'RDATE;TZID=Europe/Berlin:20270407T111500'],
      'every day at 10:00',
      'on 7 April 2027 at 11:15',
    ],
    [['RRULE:FREQ=WEEKLY;BYDAY=TU'], 'every Tuesday at 10:00', 'on 1 March 2027 at 10:00'],
  ])('says the days beside its rule: %j', async (lines, rule, days) => {
    const [entry] = (await read([from, ...lines])).entries;
    expect(entry && describeSchedule(entry.schedule)).toBe(
      `${rule} Europe/Berlin, starting 1 March 2027, and also ${days}`,
    );
  });

  it.each([
    ['HOURLY', '2027-03-01T09:00:00.000Z', '2027-03-01T10:00:00.000Z', 14],
    ['HOURLY;INTERVAL=6', '2027-03-01T09:00:00.000Z', '2027-03-01T15:00:00.000Z', 3],
    ['MINUTELY;INTERVAL=30', '2027-03-01T09:00:00.000Z', '2027-03-01T09:30:00.000Z', 28],
    ['MINUTELY;INTERVAL=3', '2027-03-01T09:00:00.000Z', '2027-03-01T09:03:00.000Z', 280],
  ])('begins at its start where it steps: %s', async (rule, first, second, ofDay) => {
    const [entry] = (await read([from, `RRULE:FREQ=${rule}`])).entries;
    const day = [...occurrences(entry?.schedule as Schedule, now, new Date('2027-03-01T23:00Z'), 1_000)];
    const inDay = day.filter((at) => at < new Date('2027-03-01T23:00Z')).map((at) => at.toISOString());
    expect([inDay[0], inDay[1], inDay.length]).toEqual([first, second, ofDay]);
  });
});

/** The readings of an event, as the package rrule works them out in UTC. UNTIL is an instant, and so a reading too late here. */
function readIndependently(event: string, zone: string): string[] {
  const line = (name: string) => new RegExp(`^${name}(?:;[^:]*)?:(.*)$`, 'm').exec(event)?.[1];
  const readings = (name: string) =>
    (line(name) ?? '')
      .split(',')
      .filter((each) => each !== '')
      .map((each) => each.trim().replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?/, '$1-$2-$3T$4:$5:$6.000Z'));
  const [start = ''] = readings('DTSTART');
  const except = readings('EXDATE');
  const rule = line('RRULE')?.trim();
  const dates = [start, ...readings('RDATE')];
  if (rule === undefined) return dates;
  const until = /UNTIL=(\w+)/.exec(rule)?.[1];
  const end =
    until === undefined
      ? new Date('2027-02-20T00:00Z')
      : new Date(readingAt(Date.parse(until.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')), zone));
  const compact = start.replace(/[-:]|\.000/g, '');
  return rrule
    .rrulestr(`DTSTART:${compact}\nRRULE:${rule.replace(/;?UNTIL=\w+/, '')};BYSECOND=0`)
    .between(new Date(start), end < new Date('2027-02-20T00:00Z') ? end : new Date('2027-02-20T00:00Z'), true)
    .map((at) => at.toISOString())
    .filter((at) => !except.includes(at));
}

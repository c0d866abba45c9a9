import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCron } from '../../../src/reminders/calendar/cron.ts';
import { describeSchedule } from '../../../src/reminders/calendar/describe.ts';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence, type Schedule } from '../../../src/reminders/calendar/schedule.ts';
import { propertyRuns } from '../../property-runs.ts';

const now = new Date('2026-11-25T09:00:00.123Z');
const seed = 20_261_125;
const zones = ['Europe/Berlin', 'UTC', 'America/New_York', 'America/Nuuk', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const zone = fc.constantFrom(...zones);

/** What whens are made of, whole, broken and hostile. */
const words = [
  'in every each at on the of month next this last first second 1st 2nd 15th 31st monday mon fridays weekday weekdays',
  'weekend day hour hours minutes 2 30 9 17 2h 30m 10s 9am 5pm 17:30 25:00 9:75 noon midnight tomorrow today tonight',
  'and or until to from - cron * */5 0 1-5 5#L L ? "0 0" UTC CET CEST Europe/Berlin (Europe/Berlin) Europe/Belin Berlin',
  '2026-12-10 2027-02-30 10 Dec December 2026 2027, 10/12/2026 deadline securityplus-4 hourly daily weekly monthly',
  'yearly year week other a an half few check queue 2026-12-10T09:00Z +01:00 feb 29 am pm 99999999999 1.5h every, —',
  'constructor __proto__ toString 💥 \u202e \u0000 \u200b <!channel> ` \\ 0000-01-01 9999-12-31 in99999y',
].flatMap((line) => line.split(' '));
const word = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const typed = fc.oneof(
  { weight: 5, arbitrary: fc.array(word, { maxLength: 10 }).map((each) => each.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);

describe('whatever is typed', () => {
  it('never throws, never is due in the past, and every example works', () => {
    fc.assert(
      fc.property(typed, zone, (line, inZone) => {
        const context = { now, zone: inZone };
        const parsed = parseWhen(line, context);
        if (parsed.kind === 'ok') {
          expect(line).toContain(parsed.text);
          expect(nextOccurrence(parsed.schedule, now)?.getTime()).toBeGreaterThan(now.getTime());
        }
        if (parsed.kind !== 'problem') return;
        expect(parsed.message).toMatch(/[.?]$/);
        expect(parsed.examples.length).toBeGreaterThan(0);
        expect(new Set(parsed.examples).size).toBe(parsed.examples.length);
        for (const example of parsed.examples) {
          expect(parseWhen(example, context).kind, example).not.toBe('problem');
          expect(example).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
      { seed, numRuns: propertyRuns(1_500) },
    );
  });

  it.each(['x', 'in ', 'every monday and ', '* ', '1d', '\u202e', '9', 'a-', '"', 'cron ', 'tomorrow '])(
    'ten thousand characters of %j are read at once',
    (part) => {
      expect(parseWhen(part.repeat(Math.ceil(10_000 / part.length)), { now, zone: 'UTC' }).kind).toBe('problem');
    },
  );
});

/** Reads back what is said of a schedule. */
function readBack(schedule: Schedule): unknown {
  const parsed = parseWhen(`${describeSchedule(schedule)} check the queue`, { now, zone: 'Pacific/Auckland' });
  if (parsed.kind !== 'ok') return parsed;
  expect(parsed.text).toBe('check the queue');
  return parsed.schedule;
}

const hours = fc
  .uniqueArray(fc.nat({ max: 23 }), { minLength: 1, maxLength: 4 })
  .map((each) => each.sort((a, b) => a - b));
const minute = fc.nat({ max: 59 });
const weekdays = fc.subarray([1, 2, 3, 4, 5, 6, 0], { minLength: 1 }).map((days) => {
  if (days.length === 7) return '*';
  return days.join() === '1,2,3,4,5' ? '1-5' : days.join();
});
const days = fc.oneof(
  weekdays.map((field) => `* * ${field}`),
  fc.tuple(fc.nat({ max: 6 }), fc.constantFrom(1, 2, 3, 4, 5, 'L')).map(([day, place]) => `* * ${day}#${place}`),
  fc.constantFrom(...Array.from({ length: 28 }, (_, index) => index + 1), 'L').map((day) => `${day} * *`),
  fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 })).map(([day, month]) => `${day} ${month} *`),
);
const steps = fc.oneof(
  fc.constantFrom(2, 3, 4, 5, 6, 10, 12, 15, 20, 30).map((each) => `*/${each} * * * *`),
  fc
    .tuple(minute, fc.constantFrom('*', '*/2', '*/3', '*/4', '*/6', '*/8', '*/12'))
    .map(([at, each]) => `${at} ${each} * * *`),
  fc.constant('* * * * *'),
);
const saidInEnglish = fc.oneof(
  fc.tuple(minute, hours, days).map(([at, each, on]) => `${at} ${each.join()} ${on}`),
  steps,
);
const field = (max: number, min = 0) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    fc.integer({ min: 2, max: 7 }).map((step) => `*/${step}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map((pair) => pair.sort((a, b) => a - b).join('-')),
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((each) => each.join()),
  );
const anyCron = fc.tuple(field(59), field(23), field(28, 1), field(12, 1), field(7)).map((fields) => fields.join(' '));

describe('what is said of a schedule is read back', () => {
  it('as the same one-off, to the second, in every zone, on both sides of a jump', () => {
    const instant = fc.oneof(
      fc.integer({ min: Math.ceil(now.getTime() / 1000), max: Date.UTC(2076, 0) / 1000 }),
      fc
        .constantFrom('2027-03-28T01:00Z', '2027-10-31T01:00Z', '2027-04-03T15:00Z', '2027-11-07T06:00Z')
        .chain((jump) => fc.integer({ min: -5_400, max: 5_400 }).map((seconds) => Date.parse(jump) / 1000 + seconds)),
    );
    fc.assert(
      fc.property(instant, zone, (seconds, inZone) => {
        const schedule: Schedule = { kind: 'once', at: new Date(seconds * 1000), zone: inZone };
        expect(readBack(schedule)).toEqual(schedule);
      }),
      { seed, numRuns: propertyRuns(400) },
    );
  });

  it('as the same recurrence, and in English', () => {
    fc.assert(
      fc.property(saidInEnglish, zone, (cron, inZone) => {
        const schedule: Schedule = { kind: 'recurring', cron, zone: inZone };
        expect(describeSchedule(schedule)).toMatch(/^every /);
        expect(readBack(schedule)).toEqual(schedule);
      }),
      { seed, numRuns: propertyRuns(400) },
    );
  });

  it('as one that is due at the same times, whatever the expression', () => {
    fc.assert(
      fc.property(anyCron, zone, (cron, inZone) => {
        const schedule: Schedule = { kind: 'recurring', cron, zone: inZone };
        if (nextOccurrence(schedule, now) === undefined) return;
        const back = readBack(schedule) as Schedule;
        expect(back, cron).toMatchObject({ kind: 'recurring', zone: inZone });
        let after = now;
        for (let count = 0; count < 3; count += 1) {
          const due = nextOccurrence(schedule, after);
          expect(nextOccurrence(back, after), cron).toEqual(due);
          after = due ?? after;
        }
        if ('cron' in back) expect(readCron(back.cron).stepping, cron).toBe(readCron(cron).stepping);
      }),
      { seed, numRuns: propertyRuns(400) },
    );
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence, type Schedule } from '../../../src/reminders/calendar/schedule.ts';
import { propertyRuns } from '../../property-runs.ts';

const now = new Date('2026-11-25T09:00Z');
const zone = 'Europe/Berlin';
const seed = 20_261_129;
const read = (line: string, inZone = zone) => parseWhen(line, { now, zone: inZone, targets: true });

const oneOf = (...words: string[]) => fc.constantFrom(...words);
const say = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((words) => words.filter((word) => word !== '').join(' '));

const weekday = oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');
const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 4 }).map((days) => days.join(' and '));
const time = fc.oneof(
  oneOf('9', '9am', '5 pm', 'noon', '17:30', '08:15', 'half past nine', '9 in the evening'),
  fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map((each) => each.map((part) => String(part).padStart(2, '0')).join(':')),
);
const times = fc.oneof(
  { weight: 3, arbitrary: time },
  oneOf('9, 12 and 15', '8:30 and 17:00', '06:00, 14:00 and 22:00'),
);
const count = fc.integer({ min: 2, max: 9 }).map(String);
const dayOfMonth = oneOf(
  '1st',
  '2nd',
  '15th',
  '1st and 15th',
  'last day',
  'first monday',
  'last friday',
  '2nd and 4th tuesday',
  'last weekday',
);
const date = oneOf('24 december', '1 may', '2027-03-28', '31 October 2027', '10 dec 2026');
const days = fc.oneof(
  oneOf('every day', 'every weekday', 'daily', 'every other day', 'mondays', 'on weekdays', 'every quarter on the 1st'),
  say(oneOf('every'), weekdays),
  say(oneOf('every other'), weekdays),
  say(oneOf('every'), count, oneOf('days')),
  say(oneOf('every'), count, oneOf('weeks on'), weekdays),
  say(oneOf('every'), count, oneOf('months on the'), dayOfMonth),
  say(oneOf('every month on the'), dayOfMonth),
  say(oneOf('every year on'), oneOf('24 december', '1 may', '28 march', '31 october')),
);
const pairs = say(oneOf('every'), weekday, oneOf('at'), time, oneOf('and'), weekday, oneOf('at'), time);
const recurring = fc.oneof({ weight: 4, arbitrary: say(days, oneOf('at'), times) }, pairs);
const step = say(
  oneOf('every 30 minutes', 'every 90 minutes', 'every 45 minutes', 'every hour', 'every 2 hours', 'every 7 hours'),
  oneOf('', 'from 8 to 18', 'between 9:00 and 17:30', 'from 22:00 to 02:00'),
  oneOf('', 'on weekdays', 'on mondays and fridays', 'on weekends'),
);
const bound = fc.oneof(
  oneOf('', '', 'until 31 December 2027', 'for 6 months', '10 times', 'starting monday', 'starting 2027-01-10'),
  oneOf(
    'except weekends',
    'except on fridays',
    'except 25 december',
    'except in august',
    'except 24, 25 and 26 december',
  ),
  oneOf('except from 2026-12-24 to 2027-01-06', 'starting 5 december until 2027-06-30'),
);
const inZone = oneOf('', '', 'Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Tokyo');
const again = fc.oneof(say(recurring, inZone, bound), say(step, bound));
const once = fc.oneof(
  say(oneOf('in'), count, oneOf('minutes', 'hours', 'days', 'weeks', 'months')),
  say(oneOf('tomorrow', 'today', 'on friday', 'next monday', 'the day after tomorrow'), oneOf('at'), times, inZone),
  say(date, oneOf('at'), times, inZone),
  say(oneOf('14, 7 and 2 days before', '3 weeks before', '1 day before'), oneOf('2027-05-15', '10 may 2027')),
);
const when = fc.oneof(again, once);

/** The first times from now on; two schedules of the same times are the same for people. */
function firstTimes(schedule: Schedule): string[] {
  const found: string[] = [];
  let at: Date | undefined = now;
  while (found.length < 12) {
    at = nextOccurrence(schedule, at);
    if (at === undefined) break;
    found.push(at.toISOString());
  }
  return found;
}

describe('what was understood', () => {
  it('is read back from its words: words to rules to words to rules', () => {
    let understood = 0;
    fc.assert(
      fc.property(when, (said) => {
        const parsed = read(`${said} "check the queue"`);
        if (parsed.kind !== 'ok') return;
        understood += 1;
        const back = read(`${parsed.understood} "check the queue"`, 'Pacific/Auckland');
        if (back.kind !== 'ok') throw new Error(`${said}: ${parsed.understood}: ${JSON.stringify(back)}`);
        expect(back.understood, said).toBe(parsed.understood);
        expect(firstTimes(back.schedule), said).toEqual(firstTimes(parsed.schedule));
      }),
      { seed, numRuns: propertyRuns(500) },
    );
    expect(understood).toBeGreaterThan(propertyRuns(500) * 0.6);
  });

  it('is the same in either order', () => {
    fc.assert(
      fc.property(when, (said) => {
        const [before, after] = [read(`${said} check the queue`), read(`check the queue ${said}`)];
        if (before.kind !== 'ok' || after.kind !== 'ok') return;
        expect(after).toEqual(before);
      }),
      { seed, numRuns: propertyRuns(300) },
    );
  });
});

const plain = oneOf(
  'check the queue',
  'install 25.0.2',
  'look at 5 tickets',
  'open port 587',
  'restart webmail 3',
  'read the weekly report',
);
const timed = oneOf(
  'until friday',
  'and friday at 10',
  'except on fridays',
  'for 2 weeks',
  'at 9',
  'every day',
  '10:00',
  'tomorrow',
  '5pm',
  '3 times',
  'on monday',
  'in 2 hours',
  'starting monday',
  'at noon',
  'on 2027-01-01',
  'in the evening',
);
const text = fc.oneof(
  { weight: 1, arbitrary: plain },
  { weight: 3, arbitrary: say(plain, timed) },
  { weight: 2, arbitrary: say(timed, plain) },
  { weight: 1, arbitrary: say(plain, timed, plain) },
);
const line = fc.oneof(say(when, text), say(text, when), say(oneOf('me to', '@bob', '#ops'), text, when));

/** Said another way than the reader says it. */
const saysTime =
  /\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]m\b|\b(?:today|tomorrow|tonight|noon|midnight)\b|\bat \d{1,2}$|\bevery (?:other )?(?:day|week|month|year|hour|\d|mon|tues|wednes|thurs|fri|satur|sun)|\b(?:until|on|starting|next|and) (?:mon|tues|wednes|thurs|fri|satur|sun)day|\bfor \d+ |\bin \d+ (?:minutes|hours|days|weeks|months)|\b\d{4}-\d\d-\d\d|\bexcept (?:on |weekends|in )|\b\d+ times\b|\bin the (?:morning|evening)/i;

describe('a text', () => {
  it('is stored with nothing of a when in it', () => {
    fc.assert(
      fc.property(line, (said) => {
        const parsed = read(said);
        if (parsed.kind === 'ok') expect(parsed.text, said).not.toMatch(saysTime);
      }),
      { seed, numRuns: propertyRuns(1_500) },
    );
  });

  it('is whole in quotation marks, and so is every line that is suggested', () => {
    fc.assert(
      fc.property(line, (said) => {
        const parsed = read(said);
        if (parsed.kind !== 'problem') return;
        expect(parsed.examples.length, said).toBeGreaterThan(0);
        for (const example of parsed.examples) {
          const meant = read(example);
          if (meant.kind !== 'ok') throw new Error(`${said}: ${example}: ${JSON.stringify(meant)}`);
          // Its words say the same as the line itself.
          const back = read(`${meant.understood} "check"`);
          expect(back, example).toMatchObject({ kind: 'ok', understood: meant.understood });
          expect(said.startsWith('me ') ? meant.target : 'me', example).toBe('me');
        }
      }),
      { seed, numRuns: propertyRuns(600) },
    );
  });
});

describe('the tables of phrases', () => {
  const lines = readFileSync(new URL('phrases/spoken.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((each) => each.includes(' => ') && !each.startsWith('#'))
    .map((each) => each.split(' => ')[0] ?? '');

  it.each(lines)('what is understood by it is read back: %s', (said) => {
    const parsed = read(said);
    if (parsed.kind !== 'ok') return;
    const back = read(`${parsed.understood} "check"`);
    expect(back).toMatchObject({ kind: 'ok', understood: parsed.understood, schedule: parsed.schedule });
  });
});

import { type Clock, looksLikeClock, readClock, writeClock } from './clock.ts';
import { type FoundWhen, type Line, textFrom, typedBefore, WhenRefused, wordAt } from './line.ts';
import { readOrdinal, readWeekday } from './names.ts';
import { type FoundDays, readOfPeriod, readRecurringDays, readWeekdayList, weekdayField } from './recurring-days.ts';
import { type FoundInterval, readHourly, readInterval } from './recurring-interval.ts';
import { readZone } from './zone.ts';

/**
 * A recurrence: `every weekday at 09:00`, `mondays at 9`, `hourly`, `the last friday of every month at 16:00`.
 * `undefined` where the line begins with none.
 *
 * @throws WhenRefused where one begins and cannot be read with certainty
 */
export function readRecurrence(line: Line): FoundWhen | undefined {
  const interval = readStepped(line);
  if (interval !== undefined) {
    const { zone, next } = readZone(line, interval.next);
    return { schedule: { kind: 'recurring', cron: interval.cron, zone }, next };
  }
  const days = readDays(line);
  if (days === undefined) return undefined;
  const times = readRecurringTimes(line, days.next, days.fields === '* * *');
  const { zone, next } = readZone(line, times.next);
  return { schedule: { kind: 'recurring', cron: `${times.fields} ${days.fields}`, zone }, next };
}

function saysEvery(line: Line): boolean {
  return /^(?:every|each)$/.test(wordAt(line, 0));
}

function readStepped(line: Line): FoundInterval | undefined {
  if (wordAt(line, 0) === 'hourly') return readHourly(line, 1);
  // "every second monday" is no step of seconds.
  if (!saysEvery(line) || readWeekday(wordAt(line, 2)) !== undefined) return undefined;
  return readInterval(line, 1);
}

function readDays(line: Line): FoundDays | undefined {
  const first = wordAt(line, 0);
  if (saysEvery(line)) return readRecurringDays(line, 1) ?? refuseDays(line);
  if (first === 'daily') return { fields: '* * *', next: 1 };
  const period = { weekly: 'week', monthly: 'month', yearly: 'year', annually: 'year' }[first];
  if (period !== undefined) return readOfPeriod(line, 1, period) ?? refuseDays(line);
  const start = first === 'on' ? 1 : 0;
  if (wordAt(line, start) === 'weekdays') return { fields: '* * 1-5', next: start + 1 };
  const list = readWeekdayList(line, start, true);
  if (list !== undefined) return { fields: `* * ${weekdayField(list.days)}`, next: list.next };
  return readOfEveryMonth(line, wordAt(line, start) === 'the' ? start + 1 : start);
}

/** `last friday of every month`, without `every` before it. */
function readOfEveryMonth(line: Line, index: number): FoundDays | undefined {
  const word = wordAt(line, index);
  if (word !== 'last' && readOrdinal(word) === undefined) return undefined;
  const end =
    readWeekday(wordAt(line, index + 1)) !== undefined || wordAt(line, index + 1) === 'day' ? index + 2 : index + 1;
  const phrase = [0, 1, 2].map((each) => wordAt(line, end + each)).join(' ');
  return /^of (?:every|each) month$/.test(phrase) ? readRecurringDays(line, index) : undefined;
}

function refuseDays(line: Line): never {
  const other = wordAt(line, 1) === 'other' ? readWeekday(wordAt(line, 2)) : undefined;
  if (other !== undefined) {
    const day = wordAt(line, 2);
    const lines = [`every ${day} ${textFrom(line, 3)}`, `every 1st ${day} of the month ${textFrom(line, 3)}`];
    throw new WhenRefused(
      'Every other week cannot be said; every week or one week of the month can.',
      [`every ${day} at 09:00`, `every 1st ${day} at 09:00`],
      3,
      lines.map((each) => each.slice(0, 160)),
    );
  }
  const whens: Readonly<Record<string, string[]>> = {
    week: ['every monday at 09:00', 'every weekday at 09:00'],
    weekly: ['every monday at 09:00', 'every weekday at 09:00'],
    month: ['every month on the 1st at 09:00', 'every 1st monday at 09:00'],
    monthly: ['every month on the 1st at 09:00', 'every 1st monday at 09:00'],
    year: ['every year on 10 december at 09:00', 'every month on the 1st at 09:00'],
  };
  const typed = saysEvery(line) ? wordAt(line, 1) : wordAt(line, 0).replace(/^(?:yearly|annually)$/, 'year');
  const near = Object.hasOwn(whens, typed) ? whens[typed] : undefined;
  const message =
    near === undefined
      ? 'After “every” comes a day, such as weekday or monday, or a step, such as 30 minutes.'
      : 'The day is missing.';
  const from = near === undefined || saysEvery(line) ? 2 : 1;
  const lines = near === undefined ? ['every day', 'every weekday'].map((days) => `${days} ${textFrom(line, 2)}`) : [];
  throw new WhenRefused(
    message,
    near ?? ['every weekday at 09:00', 'every 30 minutes'],
    from,
    lines.map((each) => each.slice(0, 160)),
  );
}

/** The times of day of a recurrence, as the first two fields of a cron expression. */
interface FoundTimes {
  readonly fields: string;
  readonly next: number;
}

/**
 * One time of day or several that share their minute: `at 9`, `09:00`, `8:30, 12:30 and 17:30`.
 *
 * @param everyDay no day is named, so that midnight is certain
 * @throws WhenRefused where there is none, or where one expression cannot say them
 */
function readRecurringTimes(line: Line, index: number, everyDay: boolean): FoundTimes {
  const clocks: Clock[] = [];
  let next = index;
  for (;;) {
    const clock = readClock(line, next);
    if (clock === undefined) break;
    clocks.push(clock);
    next = clock.next;
    const joined = /^(?:and|&)$/.test(wordAt(line, next)) ? next + 1 : next;
    const bare = joined > next ? /^\d{1,2}$/.exec(wordAt(line, joined))?.[0] : undefined;
    if (bare !== undefined) throw refuseBare(typedBefore(line, index), clock, Number(bare), joined + 1);
    const goesOn = joined > next || line.words[next - 1]?.punctuated === true;
    if (!goesOn || !looksLikeClock(wordAt(line, joined))) break;
    next = joined;
  }
  const [first] = clocks;
  if (first === undefined) throw refuseNoTime(line, index);
  const days = typedBefore(line, index);
  const times = clocks.map(writeClock);
  if (clocks.some(({ second }) => second !== 0)) {
    const whens = clocks.map((clock) => `${days} at ${writeClock({ ...clock, second: 0 })}`);
    throw new WhenRefused('What recurs is due to the minute, not to the second.', whens, next);
  }
  if (clocks.some(({ minute }) => minute !== first.minute))
    throw new WhenRefused(
      'Several times have to share their minute; make one reminder for each.',
      times.map((time) => `${days} at ${time}`),
      next,
    );
  if (!everyDay && clocks.some(({ saysMidnight }) => saysMidnight))
    throw new WhenRefused(
      'Midnight of a day can be its beginning or its end.',
      [`${days} at 00:00`, `${days} at 23:59`],
      next,
    );
  const hours = [...new Set(clocks.map(({ hour }) => hour))].sort((a, b) => a - b);
  return { fields: `${first.minute} ${hours.join(',')}`, next };
}

/** "at 9 and 17" may be followed by what there are 17 of. */
function refuseBare(days: string, clock: Clock, hour: number, next: number): WhenRefused {
  const time = writeClock(clock);
  const whens = [`${days} at ${time} and ${writeClock({ ...clock, hour })}`, `${days} at ${time}`, `${days} at 17:00`];
  return new WhenRefused(`“and ${hour}” may be a time of day; write it in full.`, whens, next);
}

function refuseNoTime(line: Line, index: number): WhenRefused {
  const days = typedBefore(line, index);
  const word = wordAt(line, index);
  if (/^\d{1,2}$/.test(word) && Number(word) < 24)
    return new WhenRefused(
      `“${word}” may be a time of day; write it as ${word}:00.`,
      [`${days} at ${word}`, `${days} ${word}:00`],
      index + 1,
    );
  return new WhenRefused('The time of day is missing.', [`${days} at 09:00`, `${days} at 17:00`], index);
}

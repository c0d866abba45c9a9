import { type Line, phraseAt, WhenRefused, wordAt } from './line.ts';
import { type DaysOfMonth, readDayOfYear, readDaysOfMonth, readWeekdayList, skipOfPeriod } from './listed-days.ts';
import { ordinal, readCount, readMonth, readOrdinal, readWeekday, weekdays } from './names.ts';

/** The days of a recurrence, without the day its intervals count from. Monday is 1. */
export type DaySet =
  | { readonly unit: 'day'; readonly every: number }
  /** Without days of the week it is not complete. */
  | { readonly unit: 'week'; readonly every: number; readonly on?: readonly number[] }
  | { readonly unit: 'month' | 'quarter'; readonly every: number; readonly on?: DaysOfMonth }
  | { readonly unit: 'year'; readonly every: number; readonly month?: number; readonly day?: number };

/** A recurrence as it was typed: days, or a step in minutes. */
export interface FoundRecurrence {
  readonly from: number;
  readonly next: number;
  readonly days?: DaySet;
  readonly stepMinutes?: number;
  /** `every morning`. */
  readonly part?: 'morning' | 'afternoon' | 'evening' | 'night';
}

/** True for days that still need to be named: `every week`, `monthly`. */
export function isIncomplete(days: DaySet): boolean {
  if (days.unit === 'day') return false;
  return days.unit === 'year' ? days.day === undefined : days.on === undefined;
}

const periods: Readonly<Record<string, DaySet>> = {
  daily: { unit: 'day', every: 1 },
  weekly: { unit: 'week', every: 1 },
  biweekly: { unit: 'week', every: 2 },
  'bi-weekly': { unit: 'week', every: 2 },
  fortnightly: { unit: 'week', every: 2 },
  monthly: { unit: 'month', every: 1 },
  bimonthly: { unit: 'month', every: 2 },
  quarterly: { unit: 'quarter', every: 1 },
  yearly: { unit: 'year', every: 1 },
  annually: { unit: 'year', every: 1 },
};
const workdays = [1, 2, 3, 4, 5];
const weekend = [6, 7];

/**
 * A recurrence at a word: `every 2 weeks on Friday`, `mondays`, `hourly`, `the last weekday of the month`. `undefined`
 * where there is none.
 *
 * @throws WhenRefused where one begins and cannot be read with certainty
 */
export function readRecurrence(line: Line, index: number): FoundRecurrence | undefined {
  const first = wordAt(line, index);
  if (/^(?:every|each)$/.test(first)) return readEvery(line, index, index + 1) ?? refuseDays(index);
  if (first === 'everyday') return { from: index, next: index + 1, days: { unit: 'day', every: 1 } };
  if (first === 'hourly') return { from: index, next: index + 1, stepMinutes: 60 };
  if (first === 'bimonthly') {
    const instead = ['every 2 months', 'every month on the 1st and 15th'];
    throw new WhenRefused('“Bimonthly” can be every two months or twice a month.', {
      from: index,
      to: index + 1,
      instead,
    });
  }
  if (
    /^(?:once|twice|two times|three times|\d times) (?:a|an|per|each|every) (?:day|hour|week|month|year)$/.test(
      phraseAt(line, index, 3),
    ) &&
    first !== 'once'
  )
    throw refuseOften(line, index, 3);
  if (/^\w+ times (?:a|an|per|each|every) (?:day|hour|week|month|year)$/.test(phraseAt(line, index, 4)))
    throw refuseOften(line, index, 4);
  const [, unit] = /^once (?:a|an|per|each|every) (day|week|month|year)$/.exec(phraseAt(line, index, 3)) ?? [];
  if (unit !== undefined) return withDaysOf(line, index, { unit: unit as 'week', every: 1 }, index + 3);
  const period = Object.hasOwn(periods, first) ? periods[first] : undefined;
  if (period !== undefined) return withDaysOf(line, index, period, index + 1);
  const start = /^(?:on|the)$/.test(first) ? (wordAt(line, index + 1) === 'the' ? index + 2 : index + 1) : index;
  if (
    /^(?:weekdays|workdays)$/.test(wordAt(line, start)) ||
    /^(?:business|working|work|week) days$/.test(phraseAt(line, start, 2))
  ) {
    const next = /^(?:weekdays|workdays)$/.test(wordAt(line, start)) ? start + 1 : start + 2;
    return { from: index, next, days: { unit: 'week', every: 1, on: workdays } };
  }
  if (wordAt(line, start) === 'weekends')
    return { from: index, next: start + 1, days: { unit: 'week', every: 1, on: weekend } };
  const plural = readWeekdayList(line, start, 'plural');
  if (plural !== undefined)
    return { from: index, next: plural.next, days: { unit: 'week', every: 1, on: plural.days } };
  return readOfMonth(line, index, start);
}

/** `the last day of the month`, `the 1st and 15th`: without `every`, where they can be nothing else. */
function readOfMonth(line: Line, index: number, start: number): FoundRecurrence | undefined {
  const found = readDaysOfMonth(line, start, false);
  if (found === undefined) return undefined;
  const end = skipOfPeriod(line, found.next);
  const several = found.on.by === 'day' && found.on.days.length > 1;
  if (end === found.next && !several) return undefined;
  return { from: index, next: end, days: { unit: periodBefore(line, end, found.next), every: 1, on: found.on } };
}

/** `of every quarter` is no month. */
function periodBefore(line: Line, end: number, from: number): 'month' | 'quarter' {
  return end > from && wordAt(line, end - 1) === 'quarter' ? 'quarter' : 'month';
}

function readEvery(line: Line, from: number, index: number): FoundRecurrence | undefined {
  const word = wordAt(line, index);
  if (word === 'single') return readEvery(line, from, index + 1);
  const part = /^(?:morning|afternoon|evening|night)$/.exec(word)?.[0] as FoundRecurrence['part'];
  if (part !== undefined) return { from, next: index + 1, days: { unit: 'day', every: 1 }, part };
  const step = readStep(line, from, index);
  if (step !== undefined) return step;
  if (/^(?:weekdays?|workdays?)$/.test(word))
    return withPart(line, { from, next: index + 1, days: { unit: 'week', every: 1, on: workdays } });
  if (/^(?:business|working|work|week) days?$/.test(phraseAt(line, index, 2)))
    return { from, next: index + 2, days: { unit: 'week', every: 1, on: workdays } };
  if (word === 'weekend') {
    const instead = ['every saturday and sunday', 'every saturday'];
    throw new WhenRefused('A weekend has two days; name them.', { from, to: index + 1, instead });
  }
  if (word === 'fortnight') return withDaysOf(line, from, { unit: 'week', every: 2 }, index + 1);
  const counted = readCounted(line, from, index);
  if (counted !== undefined) return counted;
  const inYear = readDayOfYear(line, index);
  if (inYear !== undefined)
    return { from, next: inYear.next, days: { unit: 'year', every: 1, month: inYear.month, day: inYear.day } };
  const list = readWeekdayList(line, index, 'any');
  if (list !== undefined)
    return withPart(line, { from, next: list.next, days: { unit: 'week', every: 1, on: list.days } });
  const ofMonth = readDaysOfMonth(line, index, true);
  if (ofMonth === undefined) return undefined;
  const next = skipOfPeriod(line, ofMonth.next);
  refuseOtherWeek(line, from, index, ofMonth, next);
  return { from, next, days: { unit: periodBefore(line, next, ofMonth.next), every: 1, on: ofMonth.on } };
}

/** `every friday evening`. */
function withPart(line: Line, found: FoundRecurrence): FoundRecurrence {
  const part = /^(?:morning|afternoon|evening|night)$/.exec(wordAt(line, found.next))?.[0] as FoundRecurrence['part'];
  return part === undefined ? found : { ...found, next: found.next + 1, part };
}

/** `every 2nd tuesday` is one of the month, or one in two weeks. */
function refuseOtherWeek(
  line: Line,
  from: number,
  index: number,
  { on, next }: { on: DaysOfMonth; next: number },
  end: number,
): void {
  // "of december" says that it is one of a month.
  const isOfMonth = /^(?:in|of)$/.test(wordAt(line, next)) && readMonth(wordAt(line, next + 1)) !== undefined;
  if (on.by !== 'nth' || end > next || isOfMonth) return;
  const [place = 1] = on.places;
  if (place < 2 || on.places.length > 1) return;
  const name = weekdays[(on.weekdays[0] ?? 1) - 1]?.toLowerCase() ?? '';
  const weeks = place === 2 ? `every other ${name}` : `every ${place} weeks on ${name}`;
  const instead = [`every ${ordinal(place)} ${name} of the month`, weeks];
  const message = `“Every ${wordAt(line, index)} ${weekdays[(on.weekdays[0] ?? 1) - 1]}” can be one of the month or one in ${place} weeks.`;
  throw new WhenRefused(message, { from, to: next, instead });
}

const shortUnits: Readonly<Record<string, string>> = {
  ...{ s: 'second', sec: 'second', secs: 'second', seconds: 'second', m: 'minute', min: 'minute', mins: 'minute' },
  ...{ minutes: 'minute', h: 'hour', hr: 'hour', hrs: 'hour', hours: 'hour', d: 'day', days: 'day', w: 'week' },
  ...{ wk: 'week', wks: 'week', weeks: 'week', months: 'month', quarters: 'quarter', y: 'year', yr: 'year' },
  ...{ yrs: 'year', years: 'year', fortnights: 'fortnight' },
};

/** The unit a word stands for, in the singular. */
function readUnit(word: string): string | undefined {
  const name = word.replace(/\.$/, '');
  const unit = Object.hasOwn(shortUnits, name) ? shortUnits[name] : name;
  return /^(?:second|minute|hour|day|week|fortnight|month|quarter|year)$/.test(unit ?? '') ? unit : undefined;
}

/** How many of a unit: `2 weeks`, `90min`, `other day`, `third month`, `hour and a half`, `half hour`. */
function readAmount(line: Line, index: number): { count: number; unit: string; next: number } | undefined {
  const word = wordAt(line, index);
  const [joined, digits, short = ''] = /^(\d{1,9})([a-z]+)$/.exec(word) ?? [];
  const joinedUnit = joined === undefined ? undefined : readUnit(short);
  if (joinedUnit !== undefined) return { count: Number(digits), unit: joinedUnit, next: index + 1 };
  if (word === 'half' || phraseAt(line, index, 2) === 'a half') {
    const at = word === 'half' ? (/^an?$/.test(wordAt(line, index + 1)) ? index + 2 : index + 1) : index + 2;
    return wordAt(line, at) === 'hour' ? { count: 30, unit: 'minute', next: at + 1 } : undefined;
  }
  if (/^quarter (?:of an )?hour$/.test(phraseAt(line, index, 2)) || phraseAt(line, index, 4) === 'quarter of an hour')
    return { count: 15, unit: 'minute', next: wordAt(line, index + 1) === 'hour' ? index + 2 : index + 4 };
  // "every second tuesday" is no step of seconds.
  if (readWeekday(wordAt(line, index + 1)) !== undefined) return undefined;
  const own = readUnit(word);
  const after = readUnit(wordAt(line, index + 1));
  const place = readOrdinal(word);
  const counted =
    word === 'other' ? 2 : place !== undefined && place > 1 && after !== undefined ? place : readCount(word);
  if (counted !== undefined && after !== undefined && !/^an?$/.test(word)) {
    const next = index + 2;
    if (after === 'hour' && phraseAt(line, next, 3) === 'and a half')
      return { count: counted * 60 + 30, unit: 'minute', next: next + 3 };
    return { count: counted, unit: after, next };
  }
  if (/^\d+\.5$/.test(word) && after === 'hour') return { count: Number(word) * 60, unit: 'minute', next: index + 2 };
  if (own !== undefined && !/^[a-z]$/.test(word)) {
    if (own === 'hour' && phraseAt(line, index + 1, 3) === 'and a half')
      return { count: 90, unit: 'minute', next: index + 4 };
    return { count: 1, unit: own, next: index + 1 };
  }
  return undefined;
}

function readStep(line: Line, from: number, index: number): FoundRecurrence | undefined {
  const amount = readAmount(line, index);
  if (amount === undefined) return undefined;
  const { count, unit, next } = amount;
  if (count === 0)
    throw new WhenRefused('An interval can’t be zero.', {
      from,
      to: next,
      instead: ['every 10 minutes', 'every hour'],
    });
  if (unit === 'second')
    throw new WhenRefused('More often than once a minute is too often.', {
      from,
      to: next,
      instead: ['every minute', 'every 5 minutes'],
    });
  if (unit !== 'minute' && unit !== 'hour') return undefined;
  const minutes = unit === 'hour' ? count * 60 : count;
  if (minutes < 24 * 60) return { from, next, stepMinutes: minutes };
  const message =
    minutes === 24 * 60
      ? 'Every 24 hours is every day; give the time.'
      : 'An interval of hours must be shorter than a day; count days instead.';
  const days = Math.max(2, Math.round(minutes / 1440));
  const instead =
    minutes === 24 * 60 ? ['every day at 09:00', 'every 12 hours'] : [`every ${days} days at 09:00`, 'every 12 hours'];
  throw new WhenRefused(message, { from, to: next, instead });
}

/** `every 3 days`, `every other week`, `every 2 weeks on friday`, `every other tuesday`. */
function readCounted(line: Line, from: number, index: number): FoundRecurrence | undefined {
  const amount = readAmount(line, index);
  if (amount !== undefined) {
    const every = amount.unit === 'fortnight' ? amount.count * 2 : amount.count;
    const unit = amount.unit === 'fortnight' ? 'week' : amount.unit;
    if (every < 1 || every > 1000)
      throw new WhenRefused('That interval is too long.', {
        from,
        to: amount.next,
        instead: ['every 2 weeks', 'every year'],
      });
    return withDaysOf(line, from, { unit: unit as 'week', every }, amount.next);
  }
  if (wordAt(line, index) !== 'other') return undefined;
  if (/^(?:weekday|workday)$/.test(wordAt(line, index + 1))) {
    const instead = ['every weekday', 'every monday, wednesday and friday', 'every 2 days'];
    throw new WhenRefused('Every other weekday can be counted in two ways.', { from, to: index + 2, instead });
  }
  const list = readWeekdayList(line, index + 1, 'any');
  return list === undefined
    ? undefined
    : withPart(line, { from, next: list.next, days: { unit: 'week', every: 2, on: list.days } });
}

/** A period with the days in it that are named after it. */
function withDaysOf(line: Line, from: number, days: DaySet, next: number): FoundRecurrence {
  const found = readDaysOf(line, days, next);
  return found ?? { from, next, days };
}

/**
 * Which days of a period: `on friday`, `on the 1st and 15th`, `on 10 december`. `undefined` where none are named, or the
 * period needs none.
 */
export function readDaysOf(line: Line, days: DaySet, index: number): FoundRecurrence | undefined {
  const on = wordAt(line, index) === 'on' ? index + 1 : index;
  const start = wordAt(line, on) === 'the' ? on + 1 : on;
  const from = index;
  if (days.unit === 'week') {
    const list =
      readWeekdayList(line, start, 'any') ??
      (/^weekdays$/.test(wordAt(line, start)) ? { days: workdays, next: start + 1 } : undefined);
    return list === undefined ? undefined : withPart(line, { from, next: list.next, days: { ...days, on: list.days } });
  }
  if (days.unit === 'month' || days.unit === 'quarter') {
    const found = readDaysOfMonth(line, start, on > index || start > on);
    return found === undefined
      ? undefined
      : { from, next: skipOfPeriod(line, found.next), days: { ...days, on: found.on } };
  }
  if (days.unit === 'year') {
    const found = readDayOfYear(line, start);
    return found === undefined
      ? undefined
      : { from, next: found.next, days: { ...days, month: found.month, day: found.day } };
  }
  return undefined;
}

function refuseOften(line: Line, from: number, length: number): WhenRefused {
  const period = wordAt(line, from + length - 1);
  const instead =
    period === 'day'
      ? ['every day at 09:00 and 17:00', 'every 12 hours']
      : period === 'hour'
        ? ['every 30 minutes', 'every hour']
        : period === 'week'
          ? ['every monday and thursday', 'every monday']
          : ['every month on the 1st and 15th', 'every month on the 1st'];
  return new WhenRefused(`That doesn’t say when in the ${period}; name the times.`, {
    from,
    to: from + length,
    instead,
  });
}

function refuseDays(from: number): never {
  const message = 'Write a day after “every”, such as weekday or monday, or an interval, such as 30 minutes.';
  throw new WhenRefused(message, {
    from,
    to: from + 2,
    instead: ['every day', 'every weekday'],
    whens: ['every weekday at 09:00', 'every 30 minutes'],
  });
}

import { type Line, textFrom, WhenRefused, wordAt } from './line.ts';
import { readCount } from './names.ts';

/** An even step through the hours, as a cron expression. */
export interface FoundInterval {
  readonly cron: string;
  readonly next: number;
}

const shortUnits: Readonly<Record<string, string>> = {
  s: 'second',
  sec: 'second',
  m: 'minute',
  min: 'minute',
  h: 'hour',
  hr: 'hour',
};
const evenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const evenHours = [1, 2, 3, 4, 6, 8, 12];

/**
 * A step after `every`: `hour`, `2 hours`, `30 minutes`, `15m`, `half hour`, `hour at minute 15`. `undefined` where
 * there is none.
 *
 * @throws WhenRefused where it is shorter than a minute, or does not go evenly into an hour or a day
 */
export function readInterval(line: Line, index: number): FoundInterval | undefined {
  const step = readStep(line, index);
  if (step === undefined) return undefined;
  const { count, unit, next } = step;
  if (count === 0) throw refuse(next, 'A step of nothing is none.', ['10 minutes', 'hour']);
  if (unit === 'second') throw refuse(next, 'More often than once a minute is too often.', ['minute', '5 minutes']);
  if (unit === 'minute' && count % 60 !== 0) return everyMinutes(count, next);
  if (unit === 'minute' || unit === 'hour') return everyHours(line, unit === 'hour' ? count : count / 60, next);
  if (unit === 'day' || unit === 'week' || unit === 'month' || unit === 'year')
    throw refusePeriods(line, count, unit, next);
  return undefined;
}

/** What `hourly` says. */
export function readHourly(line: Line, index: number): FoundInterval {
  return everyHours(line, 1, index);
}

function readStep(line: Line, index: number): { count: number; unit: string; next: number } | undefined {
  const [joined, digits, short = ''] = /^(\d{1,9})([a-z]+)$/.exec(wordAt(line, index)) ?? [];
  if (joined !== undefined) return unitStep(Number(digits), short, index + 1);
  if (wordAt(line, index) === 'half') {
    const article = /^an?$/.test(wordAt(line, index + 1)) ? index + 2 : index + 1;
    return wordAt(line, article) === 'hour' ? { count: 30, unit: 'minute', next: article + 1 } : undefined;
  }
  const isSecondOf = wordAt(line, index) === 'second' && /^(?:day|week|month|year)$/.test(wordAt(line, index + 1));
  if (/^(?:hour|minute|second)$/.test(wordAt(line, index)) && !isSecondOf)
    return { count: 1, unit: wordAt(line, index), next: index + 1 };
  const count = isSecondOf || wordAt(line, index) === 'other' ? 2 : readCount(wordAt(line, index));
  return count === undefined ? undefined : unitStep(count, wordAt(line, index + 1), index + 2);
}

function unitStep(count: number, name: string, next: number) {
  const singular = name.replace(/s$/, '') || name;
  const unit =
    (Object.hasOwn(shortUnits, singular) ? shortUnits[singular] : undefined) ?? (name === 's' ? 'second' : singular);
  return /^(?:second|minute|hour|day|week|month|year)$/.test(unit) ? { count, unit, next } : undefined;
}

function everyMinutes(count: number, next: number): FoundInterval {
  if (evenMinutes.includes(count)) return { cron: count === 1 ? '* * * * *' : `*/${count} * * * *`, next };
  const near = [evenMinutes.findLast((each) => each < count), evenMinutes.find((each) => each > count)];
  const whens = near.map((each) => (each === undefined ? 'hour' : each === 1 ? 'minute' : `${each} minutes`));
  throw refuse(next, `${count} minutes do not go evenly into an hour.`, [...whens, '2 hours']);
}

function everyHours(line: Line, count: number, after: number): FoundInterval {
  const offset = readMinute(line, after);
  const minute = offset?.minute ?? 0;
  const next = offset?.next ?? after;
  if (evenHours.includes(count))
    return { cron: count === 1 ? `${minute} * * * *` : `${minute} */${count} * * *`, next };
  const near = [evenHours.findLast((each) => each < count), evenHours.find((each) => each > count)];
  const whens = near.map((each) => (each === undefined ? 'day at 09:00' : each === 1 ? 'hour' : `${each} hours`));
  if (count === 24) throw refuse(next, 'Every 24 hours is every day; give the time.', ['day at 09:00', '12 hours']);
  throw refuse(next, `${count} hours do not go evenly into a day.`, whens);
}

/** `at minute 15`, `at :15`. */
function readMinute(line: Line, index: number): { minute: number; next: number } | undefined {
  if (wordAt(line, index) !== 'at') return undefined;
  const says = wordAt(line, index + 1) === 'minute';
  const [, digits] = (says ? /^(\d{1,2})$/ : /^:(\d{2})$/).exec(wordAt(line, says ? index + 2 : index + 1)) ?? [];
  if (digits === undefined || Number(digits) > 59) return undefined;
  return { minute: Number(digits), next: says ? index + 3 : index + 2 };
}

function refusePeriods(line: Line, count: number, unit: 'day' | 'week' | 'month' | 'year', next: number): WhenRefused {
  const near = {
    day: ['day', 'weekday'],
    week: ['monday', '1st monday of the month'],
    month: ['month on the 1st', 'month on the last day'],
    year: ['year on 10 december', 'month on the 10th'],
  }[unit];
  const lines = near.map((days) => `every ${days} ${textFrom(line, next)}`.slice(0, 160));
  const whens = near.map((days) => `every ${days} at 09:00`);
  return new WhenRefused(`Only every ${unit} can be said, not every ${count} ${unit}s.`, whens, next, lines);
}

function refuse(next: number, message: string, steps: readonly string[]): WhenRefused {
  return new WhenRefused(
    message,
    steps.map((step) => `every ${step}`),
    next,
  );
}

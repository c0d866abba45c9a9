import { Temporal } from 'temporal-polyfill';
import { type Line, phraseAt, repeatTyped, WhenRefused, wordAt } from './line.ts';
import { ordinal, readCount } from './names.ts';

const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
type Unit = (typeof units)[number];
const unitNames: readonly (readonly [Unit, RegExp])[] = [
  ['years', /^(?:y|yrs?|years?)$/],
  ['months', /^months?$/],
  ['weeks', /^(?:w|wks?|weeks?)$/],
  ['days', /^(?:d|days?)$/],
  ['hours', /^(?:h|hrs?|hours?)\.?$/],
  ['minutes', /^(?:m|mins?|minutes?)\.?$/],
  ['seconds', /^(?:s|secs?|seconds?)\.?$/],
];

interface Amount {
  readonly unit: Unit;
  readonly count: number;
  readonly next: number;
}

/** A span of time: so many days and more on the calendar, and so many hours and less of elapsed time. */
export interface FoundSpan {
  readonly from: number;
  readonly next: number;
  readonly days?: Readonly<Record<string, number>>;
  readonly hours?: Readonly<Record<string, number>>;
}

/**
 * `in` with a span of time: `in 10s`, `in 2h 30m`, `in an hour and a half`, `in 3 days`, `2 hours from now`. `undefined`
 * where there is none.
 *
 * @throws WhenRefused where the unit is missing or unknown
 */
export function readSpanFromNow(line: Line, index: number): FoundSpan | undefined {
  if (wordAt(line, index) === 'in') {
    const found = readSpan(line, index + 1);
    if (found === undefined) return refuseVague(line, index);
    const after = phraseAt(line, found.next, 2);
    return {
      ...found,
      from: index,
      next: after === 'from now' ? found.next + 2 : wordAt(line, found.next) === 'time' ? found.next + 1 : found.next,
    };
  }
  if (readCount(wordAt(line, index)) === undefined && !/^\d|^half$/.test(wordAt(line, index))) return undefined;
  const found = readSpan(line, index);
  if (found === undefined) return undefined;
  const after = phraseAt(line, found.next, 2);
  return after === 'from now' ? { ...found, from: index, next: found.next + 2 } : undefined;
}

/** A span by itself: `2 weeks`, `an hour and a half`. */
export function readSpan(line: Line, index: number): FoundSpan | undefined {
  const amounts = readAmounts(line, index);
  const last = amounts.at(-1);
  if (last === undefined) return undefined;
  const [days, hours] = [amounts.filter(isCalendar), amounts.filter((each) => !isCalendar(each))].map(spanOf);
  return {
    from: index,
    next: last.next,
    ...(days === undefined ? {} : { days }),
    ...(hours === undefined ? {} : { hours }),
  };
}

function isCalendar({ unit }: Amount): boolean {
  return units.indexOf(unit) <= units.indexOf('days');
}

function spanOf(amounts: readonly Amount[]): Record<string, number> | undefined {
  if (amounts.length === 0) return undefined;
  const span: Record<string, number> = {};
  for (const { unit, count } of amounts) span[unit] = (span[unit] ?? 0) + count;
  return span;
}

function readAmounts(line: Line, index: number): Amount[] {
  const spoken = readHalves(line, index);
  if (spoken !== undefined) return spoken;
  const amounts: Amount[] = [];
  for (let at = index; ; at = amounts.at(-1)?.next ?? at) {
    const joined = amounts.length > 0 && wordAt(line, at) === 'and' ? at + 1 : at;
    const found = readJoined(line, joined) ?? readSeparate(line, joined);
    const smaller = (before: Amount | undefined, unit: Unit) =>
      before === undefined || units.indexOf(unit) > units.indexOf(before.unit);
    // "2 hours and 2 days" is said, "2 days 3 hours" is written.
    const isOther = joined > at && found?.length === 1 && amounts.every(({ unit }) => unit !== found[0]?.unit);
    if (isOther) {
      amounts.push(...(found ?? []));
      continue;
    }
    if (found === undefined || !found.every(({ unit }, i) => smaller(found[i - 1] ?? amounts.at(-1), unit)))
      return amounts;
    amounts.push(...found);
  }
}

/** `half an hour`, `an hour and a half`, `2 and a half hours`, `three quarters of an hour`, `a quarter of an hour`. */
function readHalves(line: Line, index: number): Amount[] | undefined {
  const minutes = (count: number, length: number): Amount[] => [{ unit: 'minutes', count, next: index + length }];
  if (/^half an? hour$/.test(phraseAt(line, index, 3))) return minutes(30, 3);
  if (phraseAt(line, index, 3) === 'a half hour') return minutes(30, 3);
  if (phraseAt(line, index, 2) === 'half hour') return minutes(30, 2);
  if (phraseAt(line, index, 5) === 'a quarter of an hour') return minutes(15, 5);
  if (phraseAt(line, index, 5) === 'three quarters of an hour') return minutes(45, 5);
  const count = readCount(wordAt(line, index));
  if (count === undefined) return undefined;
  const isHour = /^(?:h|hrs?|hours?)$/;
  if (isHour.test(wordAt(line, index + 1)) && phraseAt(line, index + 2, 3) === 'and a half')
    return minutes(count * 60 + 30, 5);
  if (phraseAt(line, index + 1, 3) === 'and a half' && isHour.test(wordAt(line, index + 4)))
    return minutes(count * 60 + 30, 5);
  if (
    /^(?:days?|weeks?|months?|years?)$/.test(wordAt(line, index + 1)) &&
    phraseAt(line, index + 2, 3) === 'and a half'
  ) {
    const instead = [
      `${count} ${wordAt(line, index + 1)}`,
      `${count + 1} ${wordAt(line, index + 1).replace(/s?$/, 's')}`,
    ];
    throw new WhenRefused('Half a day or more doesn’t say what time of day.', { from: index, to: index + 5, instead });
  }
  return undefined;
}

/** `2h`, `2h30m`, `1.5h`. */
function readJoined(line: Line, index: number): Amount[] | undefined {
  const word = wordAt(line, index).replace(/^(\d{1,3}h\d{2})$/, '$1m');
  if (!/^(?:\d{1,9}(?:\.\d{1,2})?[a-z]+\.?)+$/.test(word)) return undefined;
  const found = [...word.matchAll(/(\d+(?:\.\d+)?)([a-z]+\.?)/g)].map(([, count = '', name = '']) =>
    amount(count, name, index + 1),
  );
  return found.every((each) => each !== undefined) ? found.flat() : undefined;
}

/** `2 hours`, `an hour`. */
function readSeparate(line: Line, index: number): Amount[] | undefined {
  const word = wordAt(line, index);
  const count = /^\d+\.\d{1,2}$/.test(word) ? word : readCount(word);
  return count === undefined ? undefined : amount(String(count), wordAt(line, index + 1), index + 2);
}

function amount(count: string, name: string, next: number): Amount[] | undefined {
  if (/^fortnights?$/.test(name)) return [{ unit: 'weeks', count: Number(count) * 2, next }];
  if (/^quarters?$/.test(name)) return [{ unit: 'months', count: Number(count) * 3, next }];
  const unit = unitNames.find(([, pattern]) => pattern.test(name))?.[0];
  if (unit === undefined) return undefined;
  if (!count.includes('.')) return [{ unit, count: Number(count), next }];
  const seconds = Number(count) * ({ hours: 3600, minutes: 60 }[unit as string] ?? Number.NaN);
  return Number.isInteger(seconds) ? [{ unit: 'seconds', count: seconds, next }] : undefined;
}

/**
 * Days and more, on the calendar.
 *
 * @throws WhenRefused where that month has no such day, or it lies too far ahead
 */
export function addDays(local: Temporal.PlainDateTime, { days = {}, from, next }: FoundSpan): Temporal.PlainDateTime {
  const sum = (overflow: 'reject' | 'constrain') => unlessOutOfRange(() => local.add(days, { overflow }));
  const exact = sum('reject');
  if (exact !== undefined && exact.year < local.year + 100) return exact;
  const near = exact === undefined ? sum('constrain')?.toPlainDate() : undefined;
  if (near === undefined) throw refuseTooFar(from, next);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const instead = [near, near.add({ days: 1 })].map((date) => `${date} ${time}`);
  throw new WhenRefused(`That month has no ${ordinal(local.day)}.`, {
    from,
    to: next,
    instead: [...instead, String(near)],
  });
}

/** Hours and less, as they pass. In milliseconds since 1970. */
export function addHours(afterMs: number, { hours, from, next }: FoundSpan): number {
  if (hours === undefined) return afterMs;
  const sum = unlessOutOfRange(() => Temporal.Instant.fromEpochMilliseconds(afterMs).add(hours).epochMilliseconds);
  if (sum === undefined) throw refuseTooFar(from, next);
  return sum;
}

export function refuseTooFar(from: number, to: number): WhenRefused {
  return new WhenRefused('A reminder can be at most 50 years ahead.', {
    from,
    to,
    instead: ['in 50 years', 'in 1 year'],
  });
}

function unlessOutOfRange<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `in a few minutes`, `in 10 report`: begins like a span, and does not say how long. */
function refuseVague(line: Line, from: number): undefined {
  const first = wordAt(line, from + 1);
  const isVague = /^(?:a|the)? ?(?:few|couple|couple of|next few|bit|while|moment)\b/.test(phraseAt(line, from + 1, 3));
  const count = isVague
    ? 10
    : readCount(first) === undefined || /^an?$/.test(first)
      ? Number.parseInt(first, 10)
      : readCount(first);
  if (count === undefined || !Number.isInteger(count)) return undefined;
  const positive = Math.min(Math.abs(count) || 10, 999);
  const instead = ['minute', 'hour'].map((unit) => `in ${positive} ${unit}${positive === 1 ? '' : 's'}`);
  const unitAt = [2, 3, 4].find((at) => unitNames.some(([, pattern]) => pattern.test(wordAt(line, from + at))));
  const to = unitAt === undefined ? from + (isVague ? 3 : 2) : from + unitAt + 1;
  const message = `“in ${repeatTyped(first, 20)}” does not say how long; write a whole number with its unit.`;
  throw new WhenRefused(message, { from, to, instead });
}

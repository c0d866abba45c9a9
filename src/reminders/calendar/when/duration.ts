import { Temporal } from 'temporal-polyfill';
import { resolveWallClock } from '../wall-clock.ts';
import { readClock } from './clock.ts';
import { readTimeOf } from './day-and-time.ts';
import { type FoundWhen, type Line, repeatTyped, WhenRefused, wordAt } from './line.ts';
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

/**
 * `in` with a span of time: `in 10s`, `in 2h 30m`, `in 1h30m`, `in half an hour`, `in 3 days`, `in 3 days at 9`. Hours
 * and less are elapsed time; days and more keep the time of day. `undefined` where the line begins otherwise.
 *
 * @throws WhenRefused where the unit is missing or unknown, or the day does not exist
 */
export function readDuration(line: Line): FoundWhen | undefined {
  if (wordAt(line, 0) !== 'in') return undefined;
  const amounts = readAmounts(line);
  const last = amounts.at(-1);
  if (last === undefined) return refuseNoAmount(line);
  const { next } = last;
  const [days, hours] = [amounts.filter(isCalendar), amounts.filter((each) => !isCalendar(each))].map(spanOf);
  const now = Temporal.Instant.fromEpochMilliseconds(line.now.getTime());
  if (hours === undefined && days !== undefined && readClock(line, next) !== undefined)
    return readTimeOf(line, { next, resolve: (local) => addDays(local.toPlainDateTime(), days, next).toPlainDate() });

  const local = now.toZonedDateTimeISO(line.zone).toPlainDateTime();
  const day = days === undefined ? undefined : resolveWallClock(addDays(local, days, next), line.zone);
  const due = addHours(day?.at ?? line.now, hours, next);
  if (due <= line.now.getTime()) throw new WhenRefused('That is now; it has to be later.', ['in 1m', 'in 10s'], next);
  const note =
    day?.found === 'gap' ? 'The clocks go forward over that time of day; it is due when they have' : undefined;
  const schedule = { kind: 'once', at: new Date(Math.ceil(due / 1000) * 1000), zone: line.zone } as const;
  return { schedule, next, ...(note === undefined ? {} : { note }) };
}

function isCalendar({ unit }: Amount): boolean {
  return units.indexOf(unit) <= units.indexOf('days');
}

function spanOf(amounts: readonly Amount[]): Record<string, number> | undefined {
  return amounts.length === 0 ? undefined : Object.fromEntries(amounts.map(({ unit, count }) => [unit, count]));
}

function readAmounts(line: Line): Amount[] {
  if (/^half an? hour$/.test([1, 2, 3].map((index) => wordAt(line, index)).join(' ')))
    return [{ unit: 'minutes', count: 30, next: 4 }];
  const amounts: Amount[] = [];
  for (let index = 1; ; index = amounts.at(-1)?.next ?? index) {
    const found = readJoined(line, index) ?? readSeparate(line, index);
    const smaller = (before: Amount | undefined, unit: Unit) =>
      before === undefined || units.indexOf(unit) > units.indexOf(before.unit);
    if (found === undefined || !found.every(({ unit }, i) => smaller(found[i - 1] ?? amounts.at(-1), unit)))
      return amounts;
    amounts.push(...found);
  }
}

/** `2h`, `2h30m`, `1.5h`. */
function readJoined(line: Line, index: number): Amount[] | undefined {
  const word = wordAt(line, index);
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
  const unit = unitNames.find(([, pattern]) => pattern.test(name))?.[0];
  if (unit === undefined) return undefined;
  if (!count.includes('.')) return [{ unit, count: Number(count), next }];
  const seconds = Number(count) * ({ hours: 3600, minutes: 60 }[unit as string] ?? Number.NaN);
  return Number.isInteger(seconds) ? [{ unit: 'seconds', count: seconds, next }] : undefined;
}

/** Days and more, on the calendar: a month from the 31st may not exist. */
function addDays(local: Temporal.PlainDateTime, span: Record<string, number>, next: number): Temporal.PlainDateTime {
  const sum = (overflow: 'reject' | 'constrain') => unlessOutOfRange(() => local.add(span, { overflow }));
  const exact = sum('reject');
  if (exact !== undefined && exact.year < local.year + 100) return exact;
  const near = exact === undefined ? sum('constrain')?.toPlainDate() : undefined;
  if (near === undefined) throw refuseTooFar(next);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const whens = [near, near.add({ days: 1 })].map((date) => `${date} ${time}`);
  throw new WhenRefused(`That month has no ${ordinal(local.day)}.`, whens, next);
}

/** Hours and less, as they pass. */
function addHours(from: Date, span: Record<string, number> | undefined, next: number): number {
  if (span === undefined) return from.getTime();
  const instant = Temporal.Instant.fromEpochMilliseconds(from.getTime());
  const sum = unlessOutOfRange(() => instant.add(span).epochMilliseconds);
  if (sum === undefined) throw refuseTooFar(next);
  return sum;
}

function refuseTooFar(next: number): WhenRefused {
  return new WhenRefused('Reminders reach 50 years ahead.', ['in 50 years', 'in 1 year'], next);
}

function unlessOutOfRange<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function refuseNoAmount(line: Line): undefined {
  const first = wordAt(line, 1);
  const few = /^(?:few|couple)$/.test(wordAt(line, 2)) ? 10 : undefined;
  const count = few ?? readCount(first) ?? Number.parseInt(first, 10);
  if (!Number.isInteger(count)) {
    const message = 'After “in” comes how long, with its unit, such as 10 minutes or 2h.';
    throw new WhenRefused(message, ['in 10 minutes', 'in 2h'], 1);
  }
  const positive = Math.min(Math.abs(count) || 10, 999);
  const whens = ['minute', 'hour'].map((unit) => `in ${positive} ${unit}${positive === 1 ? '' : 's'}`);
  const unitAt = [2, 3, 4].find((index) => unitNames.some(([, pattern]) => pattern.test(wordAt(line, index))));
  const message = `“in ${repeatTyped(first, 20)}” does not say how long; write a whole number with its unit.`;
  throw new WhenRefused(message, whens, unitAt === undefined ? 2 : unitAt + 1);
}

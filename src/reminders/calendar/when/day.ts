import { Temporal } from 'temporal-polyfill';
import { type Clock, inPartOfDay, writeClock } from './clock.ts';
import { type Line, phraseAt, repeatTyped, WhenRefused, wordAt } from './line.ts';
import { months, readMonth, readOrdinal, readWeekday, weekdays } from './names.ts';

/** A day as it was typed. Which date it is depends on the zone, and sometimes on the time of day. */
export interface FoundDay {
  readonly from: number;
  /** The first word after it. */
  readonly next: number;
  /** The part of the day it names: `tonight`, `tomorrow morning`. */
  readonly part?: 'morning' | 'afternoon' | 'evening' | 'night';
  /** It says which year, or counts from today, so that it is the same day whenever it is asked. */
  readonly isExact?: boolean;
  /** @throws WhenRefused where it cannot be told with certainty, or does not exist */
  resolve(now: Temporal.ZonedDateTime, clock?: Clock): Temporal.PlainDate;
  /** For a date without a year: the same, of next year where that of this year is long over. */
  resolveNext?(now: Temporal.ZonedDateTime): Temporal.PlainDate;
}

/** A day at a word: `today`, `fri`, `next monday`, `2026-12-10`, `10 Dec 2026`. `undefined` where there is none. */
export function readDay(line: Line, index: number): FoundDay | undefined {
  const start = /^(?:on|the)$/.test(wordAt(line, index)) ? index + 1 : index;
  const found =
    readNearDay(line, start) ??
    readDayOfWeek(line, start) ??
    readDate(line, start) ??
    (start > index ? readDay(line, start) : undefined);
  if (found === undefined) return undefined;
  const part = /^(?:morning|afternoon|evening|night)$/.exec(wordAt(line, found.next))?.[0];
  const day = { ...found, from: index };
  return part === undefined || found.part !== undefined
    ? day
    : { ...day, next: found.next + 1, part: part as 'morning' };
}

/** The time of day on a day that names a part of it: `tonight at 9` is 21:00. */
export function clockOn(day: FoundDay | undefined, clock: Clock): Clock {
  return day?.part === undefined ? clock : inPartOfDay(clock, day.part, day.from, clock.next);
}

function readNearDay(line: Line, index: number): FoundDay | undefined {
  const inDays = (days: number, length: number, part?: FoundDay['part']): FoundDay => ({
    from: index,
    next: index + length,
    isExact: true,
    ...(part === undefined ? {} : { part }),
    resolve: (now) => now.toPlainDate().add({ days }),
  });
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  if (phraseAt(line, start, 3) === 'day after tomorrow') return inDays(2, start - index + 3);
  const word = wordAt(line, index);
  if (word === 'overmorrow') return inDays(2, 1);
  if (word === 'today') return inDays(0, 1);
  if (word === 'tomorrow') return inDays(1, 1);
  if (word === 'tonight') return inDays(0, 1, 'night');
  const [, part] = /^this (morning|afternoon|evening)$/.exec(phraseAt(line, index, 2)) ?? [];
  if (part !== undefined) return inDays(0, 2, part as FoundDay['part']);
  return undefined;
}

function readDayOfWeek(line: Line, index: number): FoundDay | undefined {
  const which = wordAt(line, index);
  const relative = /^(?:next|this|coming)$/.test(which);
  const wanted = readWeekday(wordAt(line, relative ? index + 1 : index));
  if (wanted === undefined) return undefined;
  const from = index;
  if (relative) {
    const next = index + 2;
    if (which === 'coming') return { from, next, resolve: (now, clock) => coming(from, next, wanted, now, clock) };
    return { from, next, resolve: (now) => inWeek(from, next, which, wanted, now) };
  }
  const week = phraseAt(line, index + 1, 2);
  if (week === 'next week' || week === 'this week') {
    const days = (now: Temporal.ZonedDateTime) => wanted - now.dayOfWeek + (week === 'next week' ? 7 : 0);
    return { from, next: index + 3, resolve: (now) => now.toPlainDate().add({ days: days(now) }) };
  }
  const date = readDate(line, index + 1) ?? (wordAt(line, index + 1) === 'the' ? readDate(line, index + 2) : undefined);
  if (date === undefined)
    return { from, next: index + 1, resolve: (now, clock) => coming(from, index + 1, wanted, now, clock) };
  return { ...date, from, resolve: (now, clock) => agreeing(from, date, wanted, now, clock) };
}

/** The nearest day of that name, which may be today. */
function coming(
  from: number,
  to: number,
  wanted: number,
  now: Temporal.ZonedDateTime,
  clock?: Clock,
): Temporal.PlainDate {
  const today = now.toPlainDate();
  const days = (wanted - today.dayOfWeek + 7) % 7;
  if (days === 0 && clock !== undefined && Temporal.PlainTime.compare(now.toPlainTime(), clock) >= 0) {
    const instead = [`next ${weekdays[wanted - 1]?.toLowerCase()}`, 'tomorrow'];
    throw new WhenRefused(`Today is ${weekdays[wanted - 1]} and that time has passed.`, { from, to, instead });
  }
  return today.add({ days });
}

/** `next` is next week's, `this` is this week's; refused where people disagree. */
function inWeek(
  from: number,
  to: number,
  which: string,
  wanted: number,
  now: Temporal.ZonedDateTime,
): Temporal.PlainDate {
  const today = now.toPlainDate();
  const thisWeek = today.add({ days: wanted - today.dayOfWeek });
  const nextWeek = thisWeek.add({ days: 7 });
  const day = weekdays[wanted - 1];
  if (which === 'next') {
    if (wanted <= today.dayOfWeek) return nextWeek;
    const instead = [String(thisWeek), String(nextWeek)];
    throw new WhenRefused(`“Next ${day}” can be ${thisWeek} or ${nextWeek}; give the date.`, { from, to, instead });
  }
  if (wanted >= today.dayOfWeek) return thisWeek;
  const instead = [`next ${day?.toLowerCase()}`, String(nextWeek)];
  throw new WhenRefused(`This week's ${day} has passed.`, { from, to, instead });
}

function agreeing(from: number, date: FoundDay, wanted: number, now: Temporal.ZonedDateTime, clock?: Clock) {
  const day = date.resolve(now, clock);
  if (day.dayOfWeek === wanted) return day;
  const near = day.add({ days: ((wanted - day.dayOfWeek + 10) % 7) - 3 });
  throw new WhenRefused(`${day} is a ${weekdays[day.dayOfWeek - 1]}, not a ${weekdays[wanted - 1]}.`, {
    from,
    to: date.next,
    instead: [String(day), String(near)],
  });
}

interface Parts {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
  readonly next: number;
}

/**
 * A date at a word: `2026-12-10`, `10 Dec 2026`, `December 10th, 2026`; without a year it is this year's, where that
 * lies ahead. `undefined` where there is none.
 *
 * @throws WhenRefused for dates in digits that can be read in two ways: `10/12/2026`
 */
export function readDate(line: Line, index: number): FoundDay | undefined {
  const iso = readIso(line, index);
  if (iso === undefined) refuseDigits(line, index);
  const parts = iso ?? readInWords(line, index);
  if (parts === undefined) return readDayAlone(line, index);
  const { next } = parts;
  return {
    from: index,
    next,
    isExact: parts.year !== undefined,
    resolve: (now, clock) => dateOf(parts, index, now, clock),
    ...(parts.year === undefined ? { resolveNext: (now) => nextDateOf(parts, index, now) } : {}),
  };
}

/** A date that has just passed may be a slip, or meant for last week. */
const justPassedDays = 31;

function nextDateOf(parts: Parts, from: number, now: Temporal.ZonedDateTime): Temporal.PlainDate {
  const date = dateIfAny(now.year, parts.month, parts.day);
  const isLongOver = date !== undefined && date.until(now.toPlainDate()).days > justPassedDays;
  return dateOf(isLongOver ? { ...parts, year: now.year + 1 } : parts, from, now);
}

/** `the 15th`: of this month or the next, or of every month. */
function readDayAlone(line: Line, index: number): FoundDay | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(wordAt(line, index)) ?? [];
  if (digits === undefined) return undefined;
  const day = Number(digits);
  const ofMonth = /^of (next|this) month$/.exec(phraseAt(line, index + 1, 3))?.[1];
  const next = ofMonth === undefined ? index + 1 : index + 4;
  const inMonth = (now: Temporal.ZonedDateTime, ahead: number) => {
    const month = now.toPlainDate().toPlainYearMonth().add({ months: ahead });
    return dateIfAny(month.year, month.month, day);
  };
  const resolve = (now: Temporal.ZonedDateTime): Temporal.PlainDate => {
    const named = ofMonth === undefined ? undefined : inMonth(now, ofMonth === 'next' ? 1 : 0);
    if (named !== undefined) return named;
    const instead = [
      ...[0, 1, 2].flatMap((ahead) => inMonth(now, ahead)?.toString() ?? []),
      `every month on the ${day}th`,
    ];
    throw new WhenRefused('The month is missing.', {
      from: wordAt(line, index - 1) === 'the' ? (wordAt(line, index - 2) === 'on' ? index - 2 : index - 1) : index,
      to: next,
      instead,
    });
  };
  return { from: index, next, resolve };
}

function readIso(line: Line, index: number): Parts | undefined {
  const [whole, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(wordAt(line, index)) ?? [];
  if (whole === undefined) return undefined;
  return { year: Number(year), month: Number(month), day: Number(day), next: index + 1 };
}

/** `10 Dec 2026`, `December 10th`, `10. Dezember`, `10 de diciembre`. */
function readInWords(line: Line, index: number): Parts | undefined {
  const spoken =
    readMonth(wordAt(line, index + 2)) !== undefined && wordAt(line, index + 1) === 'of'
      ? readOrdinal(wordAt(line, index))
      : undefined;
  const dayFirst = readDayNumber(wordAt(line, index)) ?? spoken;
  const monthAt = /^(?:of|de)$/.test(wordAt(line, index + 1)) ? index + 2 : index + 1;
  const month = dayFirst === undefined ? readMonth(wordAt(line, index)) : readMonth(wordAt(line, monthAt));
  const dayAt = wordAt(line, index + 1) === 'the' ? index + 2 : index + 1;
  const isVerb = /^(?:may|march)$/.test(wordAt(line, index));
  const day = dayFirst ?? readDayNumber(wordAt(line, dayAt)) ?? (isVerb ? undefined : readOrdinal(wordAt(line, dayAt)));
  if (month === undefined || day === undefined) return undefined;
  const yearAt = dayFirst === undefined ? dayAt + 1 : monthAt + 1;
  const hasYear = /^(?:19|20|21)\d{2}$|^9999$/.test(wordAt(line, yearAt));
  return { day, month, year: hasYear ? Number(wordAt(line, yearAt)) : undefined, next: hasYear ? yearAt + 1 : yearAt };
}

function readDayNumber(word: string): number | undefined {
  return /^\d{1,2}\.?$/.test(word) ? Number.parseInt(word, 10) : /^\d/.test(word) ? readOrdinal(word) : undefined;
}

function dateOf(parts: Parts, from: number, now: Temporal.ZonedDateTime, clock?: Clock): Temporal.PlainDate {
  const year = parts.year ?? now.year;
  const to = parts.next;
  const date = dateIfAny(year, parts.month, parts.day);
  if (date === undefined && parts.year === undefined) throw refuseYearless(parts, from, now);
  if (date === undefined) {
    const month = Math.min(12, Math.max(1, parts.month));
    const last = Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
    const wrong = parts.month === month ? `${months[month - 1]} ${year} has ${last} days` : 'A year has 12 months';
    const near = Temporal.PlainDate.from({ year, month, day: Math.min(last, Math.max(1, parts.day)) });
    const leap = parts.day === 29 && month === 2 ? [nextLeapDay(year)] : [];
    const others = [near.add({ days: 1 }), near.add({ years: 1 }), near.add({ years: 1, days: 1 })];
    throw new WhenRefused(`${wrong}.`, { from, to, instead: [...leap, near, ...others].map(String) });
  }
  const time = clock ?? { hour: 23, minute: 59, second: 59 };
  const hasPassed = Temporal.PlainDateTime.compare(date.toPlainDateTime(time), now.toPlainDateTime()) <= 0;
  if (parts.year === undefined && hasPassed) {
    const instead = [1, 2].map((years) => String(date.add({ years })));
    const message = `${parts.day} ${months[parts.month - 1]} ${year} has passed; give the year.`;
    throw new WhenRefused(message, { from, to, instead });
  }
  return date;
}

/** A day that this year doesn't have, where no year was given: the coming one of that month counts, or no year has it. */
function refuseYearless(
  { day, month: typed, next: to }: Parts,
  from: number,
  now: Temporal.ZonedDateTime,
): WhenRefused {
  const month = Math.min(12, Math.max(1, typed));
  const lastDay = (year: number) => {
    const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
    return Temporal.PlainDate.from({ year, month, day: Math.min(daysInMonth, Math.max(1, day)) });
  };
  const isOver = Temporal.PlainDate.compare(lastDay(now.year), now.toPlainDate()) < 0;
  const near = lastDay(isOver ? now.year + 1 : now.year);
  const name = months[month - 1];
  const leap = month === 2 && day === 29 ? nextLeapDay(now.year) : undefined;
  const wrong =
    month !== typed
      ? 'A year has 12 months'
      : leap === undefined
        ? `${name} never has more than ${month === 2 ? 29 : near.daysInMonth} days`
        : `The next 29 February is in ${leap.year}; give the year`;
  const others = [near, near.add({ days: 1 })].map(String);
  const instead = [...new Set([...(leap === undefined ? [] : [String(leap)]), ...others])];
  return new WhenRefused(`${wrong}.`, { from, to, instead });
}

function nextLeapDay(year: number): Temporal.PlainDate {
  for (let leap = year + 1; ; leap += 1) {
    const date = dateIfAny(leap, 2, 29);
    if (date !== undefined) return date;
  }
}

function dateIfAny(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1 || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth)
    return undefined;
  return Temporal.PlainDate.from({ year, month, day });
}

/** `10/12/2026` and `10.12.` are two dates, and `10 Dec 26` may be a time. */
function refuseDigits(line: Line, index: number): void {
  const word = wordAt(line, index);
  const inWords = readInWords(line, index);
  const yearAt = inWords?.next ?? 0;
  if (
    inWords?.year === undefined &&
    inWords !== undefined &&
    /^['’]?\d\d$/.test(wordAt(line, yearAt)) &&
    !/^(?:o['’]?clock|am|pm)$/.test(wordAt(line, yearAt + 1)) &&
    // "24 December, 25 December" are two days.
    readMonth(wordAt(line, yearAt + 1)) === undefined
  ) {
    const year = 2000 + Number(wordAt(line, yearAt).slice(-2));
    refuseFor('Write the year with four digits.', index, yearAt + 1, [[year, inWords.month, inWords.day]], line.now);
  }
  const [whole, first = '', second = '', typedYear = ''] =
    /^(\d{1,4})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?$/.exec(word) ?? /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(word) ?? [];
  if (
    whole === undefined ||
    (/^\d{1,2}\.\d{1,2}$/.test(word) && !/^(?:on|am|until|starting|except)$/.test(wordAt(line, index - 1)))
  )
    return;
  // 24/7 is no date, and a version has no month.
  if (word === '24/7' || (Number(first) > 31 && first.length < 3) || Number(second) > 31) return;
  if (first.length === 3) return;
  if (first.length === 4) {
    const day = /\d+$/.exec(word)?.[0] ?? '1';
    refuseFor(
      'Write the date as 2026-12-10.',
      index,
      index + 1,
      [[Number(first), Number(second), Number(day)]],
      line.now,
    );
  }
  const year = typedYear === '' ? line.now.getUTCFullYear() : Number(typedYear.padStart(4, '20'));
  const readings: [number, number, number][] = [
    [year, Number(second), Number(first)],
    [year, Number(first), Number(second)],
  ];
  const message = `“${repeatTyped(word, 12)}” is read differently in different countries; write the date as 2026-12-10.`;
  refuseFor(message, index, index + 1, readings, line.now, typedYear !== '');
}

function refuseFor(
  message: string,
  from: number,
  to: number,
  dates: readonly [number, number, number][],
  now: Date,
  isYearTyped = true,
): never {
  const possible = dates.flatMap(([year, month, day]) => dateIfAny(year, month, day) ?? []);
  const today = new Date(now).toISOString().slice(0, 10);
  const coming = possible.map((date) => (isYearTyped || String(date) >= today ? date : date.add({ years: 1 })));
  const instead = [...coming, ...coming.map((date) => date.add({ years: 1 }))].map(String);
  throw new WhenRefused(message, { from, to, instead });
}

/** Times of day to suggest for a part of the day. */
export function examplesOfPart(part: FoundDay['part']): readonly string[] {
  const hours = part === 'evening' || part === 'night' ? [19, 21] : part === 'afternoon' ? [14, 16] : [9, 14];
  return hours.map((hour) => writeClock({ hour, minute: 0 }));
}

import { Temporal } from 'temporal-polyfill';
import { type Clock, writeClock } from './clock.ts';
import { type Line, repeatTyped, textFrom, typedBefore, WhenRefused, wordAt } from './line.ts';
import { months, readMonth, readOrdinal, readWeekday, weekdays } from './names.ts';

/** A day, as it was read. Which one it is depends on the zone, and for some on the time of day, that follow it. */
export interface FoundDate {
  /** The first word after it. */
  readonly next: number;
  /** @throws WhenRefused where it cannot be told with certainty, or does not exist */
  resolve(now: Temporal.ZonedDateTime, clock: Clock): Temporal.PlainDate;
}

/** A day at a word: `today`, `fri`, `next monday`, `2026-12-10`, `10 Dec 2026`. `undefined` where there is none. */
export function readDate(line: Line, index: number): FoundDate | undefined {
  if (wordAt(line, index) === 'on') return readDate(line, index + 1);
  return readNearDay(line, index) ?? readDayOfWeek(line, index) ?? readWrittenDate(line, index);
}

function readNearDay(line: Line, index: number): FoundDate | undefined {
  const inDays = (days: number, length: number): FoundDate => ({
    next: index + length,
    resolve: (now) => now.toPlainDate().add({ days }),
  });
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  const three = [start, start + 1, start + 2].map((each) => wordAt(line, each)).join(' ');
  if (three === 'day after tomorrow') return inDays(2, start - index + 3);
  if (wordAt(line, index) === 'today') return inDays(0, 1);
  if (wordAt(line, index) === 'tomorrow') return inDays(1, 1);
  if (wordAt(line, index) === 'tonight') return { next: index + 1, resolve: (now, clock) => tonight(now, clock) };
  return undefined;
}

/** At nine tonight is 21:00, and is to be said so. */
function tonight(now: Temporal.ZonedDateTime, clock: Clock): Temporal.PlainDate {
  if (clock.hour >= 17) return now.toPlainDate();
  const evening = writeClock({ ...clock, hour: clock.hour < 5 ? 23 : (clock.hour % 12) + 12 });
  const whens = [`tonight ${evening}`, `tomorrow ${writeClock(clock)}`];
  throw new WhenRefused(`${writeClock(clock)} is not tonight.`, whens, clock.next);
}

function readDayOfWeek(line: Line, index: number): FoundDate | undefined {
  const which = wordAt(line, index);
  const relative = which === 'next' || which === 'this';
  const wanted = readWeekday(wordAt(line, relative ? index + 1 : index));
  if (wanted === undefined) return undefined;
  if (relative) return { next: index + 2, resolve: (now, clock) => inWeek(line, index, which, wanted, now, clock) };
  const date = readWrittenDate(line, index + 1);
  if (date === undefined) return { next: index + 1, resolve: (now, clock) => coming(line, index, wanted, now, clock) };
  return { next: date.next, resolve: (now, clock) => agreeing(line, date, wanted, now, clock) };
}

/** The nearest day of that name, which may be today. */
function coming(line: Line, index: number, wanted: number, now: Temporal.ZonedDateTime, clock: Clock) {
  const today = now.toPlainDate();
  const days = (wanted - today.dayOfWeek + 7) % 7;
  if (days === 0 && Temporal.PlainTime.compare(now.toPlainTime(), clock) >= 0) {
    const after = typedAfterDay(line, index + 1, clock);
    throw new WhenRefused(
      `Today is ${weekdays[wanted - 1]} and that time has passed.`,
      [`next ${wordAt(line, index)} ${after}`, `tomorrow ${after}`],
      clock.next,
    );
  }
  return today.add({ days });
}

/** `next` is next week's, `this` is this week's; refused where people disagree. */
function inWeek(
  line: Line,
  index: number,
  which: string,
  wanted: number,
  now: Temporal.ZonedDateTime,
  clock: Clock,
): Temporal.PlainDate {
  const today = now.toPlainDate();
  const thisWeek = today.add({ days: wanted - today.dayOfWeek });
  const nextWeek = thisWeek.add({ days: 7 });
  const after = typedAfterDay(line, index + 2, clock);
  const day = weekdays[wanted - 1];
  if (which === 'next') {
    if (wanted <= today.dayOfWeek) return nextWeek;
    throw new WhenRefused(
      `“Next ${day}” can be ${thisWeek} or ${nextWeek}; give the date.`,
      [`${thisWeek} ${after}`, `${nextWeek} ${after}`],
      clock.next,
    );
  }
  if (wanted >= today.dayOfWeek) return thisWeek;
  throw new WhenRefused(
    `This week's ${day} has passed.`,
    [`next ${day?.toLowerCase()} ${after}`, `${nextWeek} ${after}`],
    clock.next,
  );
}

function agreeing(line: Line, date: FoundDate, wanted: number, now: Temporal.ZonedDateTime, clock: Clock) {
  const day = date.resolve(now, clock);
  if (day.dayOfWeek === wanted) return day;
  const after = typedAfterDay(line, date.next, clock);
  const near = day.add({ days: ((wanted - day.dayOfWeek + 10) % 7) - 3 });
  throw new WhenRefused(
    `${day} is a ${weekdays[day.dayOfWeek - 1]}, not a ${weekdays[wanted - 1]}.`,
    [`${day} ${after}`, `${near} ${after}`],
    clock.next,
  );
}

/** The time of day as it was typed, for an example. */
function typedAfterDay(line: Line, from: number, clock: Clock): string {
  return typedBefore(line, clock.next).split(' ').slice(from).join(' ');
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
function readWrittenDate(line: Line, index: number): FoundDate | undefined {
  const iso = readIso(line, index);
  if (iso === undefined) refuseDigits(line, index);
  const parts = iso ?? readInWords(line, index);
  if (parts === undefined) return readDayAlone(line, index);
  return { next: parts.next, resolve: (now, clock) => dateOf(parts, now, clock) };
}

/** `the 15th`: of this month or the next, or of every month. */
function readDayAlone(line: Line, index: number): FoundDate | undefined {
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  const [, day] = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(wordAt(line, start)) ?? [];
  if (day === undefined) return undefined;
  const resolve = (now: Temporal.ZonedDateTime, clock: Clock): never => {
    const months = [0, 1, 2].flatMap((ahead) => {
      const month = now.toPlainDate().toPlainYearMonth().add({ months: ahead });
      return dateIfAny(month.year, month.month, Number(day)) ?? [];
    });
    const time = writeClock(clock);
    const whens = [...months.map((date) => `${date} ${time}`), `every month on the ${day}th at ${time}`];
    throw new WhenRefused('The month is missing.', whens, clock.next);
  };
  return { next: start + 1, resolve };
}

function readIso(line: Line, index: number): Parts | undefined {
  const [whole, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(wordAt(line, index)) ?? [];
  if (whole === undefined) return undefined;
  return { year: Number(year), month: Number(month), day: Number(day), next: index + 1 };
}

function readInWords(line: Line, index: number): Parts | undefined {
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  const dayFirst = readDay(wordAt(line, start));
  const monthAt = wordAt(line, start + 1) === 'of' ? start + 2 : start + 1;
  const month = dayFirst === undefined ? readMonth(wordAt(line, start)) : readMonth(wordAt(line, monthAt));
  const day = dayFirst ?? readDay(wordAt(line, start + 1));
  if (month === undefined || day === undefined) return undefined;
  const yearAt = dayFirst === undefined ? start + 2 : monthAt + 1;
  const hasYear = /^\d{4}$/.test(wordAt(line, yearAt));
  return { day, month, year: hasYear ? Number(wordAt(line, yearAt)) : undefined, next: hasYear ? yearAt + 1 : yearAt };
}

function readDay(word: string): number | undefined {
  return /^\d{1,2}\.?$/.test(word) ? Number.parseInt(word, 10) : /^\d/.test(word) ? readOrdinal(word) : undefined;
}

function dateOf(parts: Parts, now: Temporal.ZonedDateTime, clock: Clock): Temporal.PlainDate {
  const year = parts.year ?? now.year;
  const date = dateIfAny(year, parts.month, parts.day);
  const time = writeClock(clock);
  if (date === undefined) {
    const month = Math.min(12, Math.max(1, parts.month));
    const last = Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
    const wrong = parts.month === month ? `${months[month - 1]} ${year} has ${last} days` : 'A year has 12 months';
    const near = Temporal.PlainDate.from({ year, month, day: Math.min(last, Math.max(1, parts.day)) });
    const leap = parts.day === 29 && month === 2 ? [nextLeapDay(year)] : [];
    const others = [near.add({ days: 1 }), near.add({ years: 1 }), near.add({ years: 1, days: 1 })];
    throw new WhenRefused(
      `${wrong}.`,
      [...leap, near, ...others].map((each) => `${each} ${time}`),
      clock.next,
    );
  }
  if (
    parts.year === undefined &&
    Temporal.PlainDateTime.compare(date.toPlainDateTime(clock), now.toPlainDateTime()) <= 0
  ) {
    const again = [1, 2].map((years) => `${date.add({ years })} ${time}`);
    throw new WhenRefused(
      `${parts.day} ${months[parts.month - 1]} ${year} has passed; give the year.`,
      again,
      clock.next,
    );
  }
  return date;
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
  const [whole, first = '', second = '', typedYear = ''] =
    /^(\d{1,4})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?$/.exec(word) ?? [];
  const inWords = readInWords(line, index);
  if (inWords?.year === undefined && inWords !== undefined && /^['’]?\d\d$/.test(wordAt(line, inWords.next))) {
    const year = 2000 + Number(wordAt(line, inWords.next).slice(-2));
    refuseFor(line, inWords.next + 1, 'Write the year with four digits.', [[year, inWords.month, inWords.day]]);
  }
  if (whole === undefined || /^\d{1,2}[.-]\d{1,2}$/.test(word)) return;
  if (first.length > 2) {
    const day = /\d+$/.exec(word)?.[0] ?? '1';
    refuseFor(line, index + 1, 'Write the date as 2026-12-10.', [[Number(first), Number(second), Number(day)]]);
  }
  const year = typedYear === '' ? line.now.getUTCFullYear() : Number(typedYear.padStart(4, '20'));
  const readings: [number, number, number][] = [
    [year, Number(second), Number(first)],
    [year, Number(first), Number(second)],
  ];
  const message = `“${repeatTyped(word, 12)}” is read differently in different countries; write the date as 2026-12-10.`;
  refuseFor(line, index + 1, message, readings);
}

function refuseFor(line: Line, next: number, message: string, dates: readonly [number, number, number][]): never {
  const possible = dates.flatMap(([year, month, day]) => dateIfAny(year, month, day) ?? []);
  const lines = [...possible, ...possible.map((date) => date.add({ years: 1 }))].map((date) =>
    `${date} ${textFrom(line, next)}`.slice(0, 100),
  );
  const whens = possible.map((date) => `${date} 09:00`);
  throw new WhenRefused(message, whens, next, lines);
}

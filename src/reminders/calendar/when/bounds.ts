import { Temporal } from 'temporal-polyfill';
import { type FoundDay, readDate, readDay } from './day.ts';
import { type Line, phraseAt, WhenRefused, wordAt } from './line.ts';
import { readWeekdayList } from './listed-days.ts';
import { readCount, readMonth, readWeekday, readWeekdays } from './names.ts';
import { type FoundSpan, readSpan } from './span.ts';

/** A beginning, an end or an exception of a recurrence. */
export type FoundBound = { readonly from: number; readonly next: number } & (
  | { readonly kind: 'starting'; readonly day: FoundDay }
  /** `time` where it was one word with the day: `until 2026-12-24T17:00`. */
  | { readonly kind: 'until'; readonly day: FoundDay; readonly time?: string }
  | { readonly kind: 'for'; readonly span: FoundSpan }
  | { readonly kind: 'times'; readonly count: number }
  | { readonly kind: 'except'; readonly days: readonly ExceptDays[] }
);

/** Excluded days: days of the week, a month, a date in every year or in one, or a span of dates. */
export type ExceptDays =
  | { readonly by: 'weekday'; readonly days: readonly number[] }
  | { readonly by: 'month'; readonly month: number }
  | { readonly by: 'yearly'; readonly month: number; readonly day: number }
  | { readonly by: 'date'; readonly day: FoundDay; readonly to?: FoundDay };

/**
 * A bound at a word: `until 24 Dec`, `for 2 weeks`, `5 times`, `starting Monday`, `except weekends`. `undefined` where
 * there is none.
 *
 * @throws WhenRefused for one that cannot be read with certainty: `except holidays`
 */
export function readBound(line: Line, index: number): FoundBound | undefined {
  return (
    readStarting(line, index) ??
    readUntil(line, index) ??
    readFor(line, index) ??
    readTimes(line, index) ??
    readExcept(line, index)
  );
}

function readStarting(line: Line, index: number): FoundBound | undefined {
  const word = wordAt(line, index);
  const two = phraseAt(line, index, 2);
  const length = /^(?:as of|starting (?:on|from)|beginning (?:on|from)|start on)$/.test(two)
    ? 2
    : /^(?:starting|beginning|from|since|start|begin)$/.test(word)
      ? 1
      : 0;
  if (length === 0) return undefined;
  const start = index + length;
  const week = readNextPeriod(line, start);
  const day = week ?? readDay(line, start);
  if (day === undefined) {
    if (wordAt(line, start) === 'now') return undefined;
    return undefined;
  }
  const onwards =
    /^(?:on|onward|onwards)$/.test(wordAt(line, day.next)) &&
    !/^(?:the|\d)/.test(wordAt(line, day.next + 1)) &&
    readWeekday(wordAt(line, day.next + 1)) === undefined;
  return { from: index, next: onwards ? day.next + 1 : day.next, kind: 'starting', day };
}

/** `next week`, `next month`, `next year`: its first day. */
function readNextPeriod(line: Line, index: number): FoundDay | undefined {
  const [, period] = /^next (week|month|year)$/.exec(phraseAt(line, index, 2)) ?? [];
  if (period === undefined) return undefined;
  return {
    from: index,
    next: index + 2,
    resolve: (now) => {
      const today = now.toPlainDate();
      if (period === 'week') return today.add({ days: 8 - today.dayOfWeek });
      return period === 'month'
        ? today.with({ day: 1 }).add({ months: 1 })
        : today.with({ month: 1, day: 1 }).add({ years: 1 });
    },
  };
}

function readUntil(line: Line, index: number): FoundBound | undefined {
  const word = wordAt(line, index);
  const length = /^(?:up until|until and|through to)$/.test(phraseAt(line, index, 2))
    ? 2
    : /^(?:until|till|til|through|thru|ending)$/.test(word)
      ? 1
      : 0;
  if (length === 0) return undefined;
  const start = index + length + (/^(?:including|on)$/.test(wordAt(line, index + length)) ? 1 : 0);
  const found = readPeriodEnd(line, start) ?? readMonthAlone(line, start) ?? readDay(line, start);
  if (found === undefined) return undefined;
  // An end lies ahead: "until 24 June", said in November, is the one of next year.
  const day = found.resolveNext === undefined ? found : { ...found, resolve: found.resolveNext };
  const isInstant = day.next < line.words.length && line.words[day.next]?.start === line.words[day.next - 1]?.start;
  const time = isInstant ? /^\d{2}:\d{2}/.exec(wordAt(line, day.next))?.[0] : undefined;
  return time === undefined
    ? { from: index, next: day.next, kind: 'until', day }
    : { from: index, next: day.next + 1, kind: 'until', day, time };
}

/** `the end of the month`, `year end`. */
export function readPeriodEnd(line: Line, index: number): FoundDay | undefined {
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  if (phraseAt(line, start, 2) !== 'end of') return undefined;
  const named = readMonth(wordAt(line, start + 2));
  const at = /^(?:the|this|next)$/.test(wordAt(line, start + 2)) ? start + 3 : start + 2;
  const ahead = wordAt(line, start + 2) === 'next' ? 1 : 0;
  const period = wordAt(line, at);
  if (named !== undefined) return { from: index, next: start + 3, resolve: (now) => endOfMonth(now, named) };
  if (!/^(?:week|month|year)$/.test(period)) return undefined;
  const resolve = (now: Temporal.ZonedDateTime) => {
    const today = now.toPlainDate();
    if (period === 'week') return today.add({ days: 7 - today.dayOfWeek + 7 * ahead });
    if (period === 'year') return today.with({ month: 12, day: 31 }).add({ years: ahead });
    return today
      .with({ day: 1 })
      .add({ months: 1 + ahead })
      .subtract({ days: 1 });
  };
  return { from: index, next: at + 1, resolve };
}

function endOfMonth(now: Temporal.ZonedDateTime, month: number): Temporal.PlainDate {
  const year = month < now.month ? now.year + 1 : now.year;
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
  return Temporal.PlainDate.from({ year, month, day: daysInMonth });
}

/** `until March` does not say whether March is included. */
function readMonthAlone(line: Line, index: number): FoundDay | undefined {
  const month = readMonth(wordAt(line, index));
  if (month === undefined || /^\d/.test(wordAt(line, index + 1)) || wordAt(line, index + 1) === 'the') return undefined;
  if (wordAt(line, index) === 'may' || wordAt(line, index) === 'mar' || wordAt(line, index) === 'march') {
    // Also verbs.
    if (index + 1 < line.words.length && line.words[index]?.text.toLowerCase() === line.words[index]?.text)
      return undefined;
  }
  const resolve = (now: Temporal.ZonedDateTime): never => {
    const end = endOfMonth(now, month);
    const instead = [String(end.with({ day: 1 })), String(end)];
    throw new WhenRefused('Say which day of the month, its first or its last.', {
      from: index,
      to: index + 1,
      instead,
    });
  };
  return { from: index, next: index + 1, resolve };
}

function readFor(line: Line, index: number): FoundBound | undefined {
  if (wordAt(line, index) !== 'for') return undefined;
  const start = /^the next$/.test(phraseAt(line, index + 1, 2))
    ? index + 3
    : wordAt(line, index + 1) === 'next'
      ? index + 2
      : index + 1;
  // "for the next month" is one.
  const alone = start > index + 1 ? /^(?:day|week|month|year|hour)$/.exec(wordAt(line, start))?.[0] : undefined;
  if (alone !== undefined) {
    const one = { [`${alone}s`]: 1 };
    const span = { from: start, next: start + 1, ...(alone === 'hour' ? { hours: one } : { days: one }) };
    return { from: index, next: start + 1, kind: 'for', span };
  }
  const span = readSpan(line, start);
  return span === undefined ? undefined : { from: index, next: span.next, kind: 'for', span };
}

function readTimes(line: Line, index: number): FoundBound | undefined {
  const start = wordAt(line, index) === 'for' ? index + 1 : index;
  const count = readCount(wordAt(line, start));
  const word = wordAt(line, start);
  if (
    count === undefined ||
    word === 'a' ||
    word === 'an' ||
    !/^(?:times|occurrences|repetitions)$/.test(wordAt(line, start + 1))
  )
    return undefined;
  if (/^(?:a|per|each|every)$/.test(wordAt(line, start + 2))) return undefined;
  const inTotal = phraseAt(line, start + 2, 2) === 'in total' ? start + 4 : start + 2;
  return { from: index, next: inTotal, kind: 'times', count };
}

function readExcept(line: Line, index: number): FoundBound | undefined {
  const two = phraseAt(line, index, 2);
  const length =
    /^(?:except (?:for|on|in)|but not|other than|apart from|not on|excluding on|except between|skipping on)$/.test(two)
      ? 2
      : /^(?:except|excluding|without|excepting|skipping|skip)$/.test(wordAt(line, index))
        ? 1
        : 0;
  if (length === 0) return undefined;
  const days: ExceptDays[] = [];
  let next = index + length;
  for (;;) {
    const found = readExceptDays(line, next);
    if (found === undefined) break;
    days.push(...found.days);
    next = found.next;
    const joined = /^(?:and|or|&|nor)$/.test(wordAt(line, next)) ? next + 1 : next;
    const goesOn = joined > next || line.words[next - 1]?.punctuated === true;
    if (!goesOn || readExceptDays(line, joined) === undefined) break;
    next = joined;
  }
  if (days.length > 0) return { from: index, next, kind: 'except', days };
  const start = /^(?:on|the|public|bank|national)$/.test(wordAt(line, next)) ? next + 1 : next;
  if (/^(?:holidays?|vacations?)$/.test(wordAt(line, start)) || /^(?:holidays?)$/.test(wordAt(line, start + 1))) {
    const message = 'I don’t know holidays; name the days, such as 25 December.';
    throw new WhenRefused(message, {
      from: index,
      to: wordAt(line, start).startsWith('holiday') ? start + 1 : start + 2,
      instead: ['except 25 December', ''],
    });
  }
  return undefined;
}

function readExceptDays(line: Line, index: number): { days: ExceptDays[]; next: number } | undefined {
  const start = /^(?:on|in|the|every|from|between)$/.test(wordAt(line, index)) ? index + 1 : index;
  if (/^(?:weekends?)$/.test(wordAt(line, start))) return { days: [{ by: 'weekday', days: [6, 7] }], next: start + 1 };
  if (/^(?:weekdays|workdays)$/.test(wordAt(line, start)))
    return { days: [{ by: 'weekday', days: [1, 2, 3, 4, 5] }], next: start + 1 };
  const several = readSeveralDates(line, start);
  if (several !== undefined) return several;
  const list = readWeekdayList(line, start, 'any');
  const isDated =
    list !== undefined && /^\d/.test(wordAt(line, list.next)) && readMonth(wordAt(line, list.next + 1)) !== undefined;
  if (list !== undefined && !isDated && !/^(?:next|this)$/.test(wordAt(line, start)))
    return { days: [{ by: 'weekday', days: list.days }], next: list.next };
  const month = readMonth(wordAt(line, start));
  if (
    month !== undefined &&
    !/^\d/.test(wordAt(line, start + 1)) &&
    (wordAt(line, start) !== 'may' || wordAt(line, start - 1) === 'in')
  )
    return { days: [{ by: 'month', month }], next: start + 1 };
  const day = readDay(line, start);
  if (day === undefined) return undefined;
  const isRange =
    /^(?:to|until|till|through|thru|-|–)$/.test(wordAt(line, day.next)) ||
    (wordAt(line, index) === 'between' && wordAt(line, day.next) === 'and');
  const to = isRange ? readDate(line, day.next + 1) : undefined;
  if (to !== undefined) return { days: [{ by: 'date', day, to }], next: to.next };
  const yearly = readYearly(line, start, day);
  return { days: [yearly ?? { by: 'date', day }], next: day.next };
}

/** `24, 25 and 26 December`. */
function readSeveralDates(line: Line, index: number): { days: ExceptDays[]; next: number } | undefined {
  const numbers: number[] = [];
  let at = index;
  for (;;) {
    const [, digits] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(wordAt(line, at)) ?? [];
    if (digits === undefined) return undefined;
    numbers.push(Number(digits));
    at += 1;
    if (/^(?:and|&|or)$/.test(wordAt(line, at))) at += 1;
    else if (line.words[at - 1]?.punctuated !== true) break;
  }
  const month = readMonth(wordAt(line, at));
  if (month === undefined || numbers.length < 2 || /^(?:19|20)\d\d$/.test(wordAt(line, at + 1))) return undefined;
  const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (numbers.some((day) => day < 1 || day > (lengths[month - 1] ?? 31))) return undefined;
  return { days: numbers.map((day) => ({ by: 'yearly', month, day })), next: at + 1 };
}

/** A date without a year is excluded in every year. */
function readYearly(line: Line, index: number, { next, isExact }: FoundDay): ExceptDays | undefined {
  if (isExact === true) return undefined;
  const words = Array.from({ length: next - index }, (_, each) => wordAt(line, index + each));
  const month = words.map((word) => readMonth(word)).find((each) => each !== undefined);
  const day = words.map((word) => /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(word)?.[1]).find((each) => each !== undefined);
  const weekday = words.some((word) => readWeekday(word) !== undefined || readWeekdays(word) !== undefined);
  if (month === undefined || day === undefined || weekday) return undefined;
  const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return Number(day) >= 1 && Number(day) <= (lengths[month - 1] ?? 31)
    ? { by: 'yearly', month, day: Number(day) }
    : undefined;
}

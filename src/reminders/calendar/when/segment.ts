import { Temporal } from 'temporal-polyfill';
import { type FoundBound, readBound, readPeriodEnd } from './bounds.ts';
import { type Clock, looksLikeClock, readClock } from './clock.ts';
import { type FoundCron, readCronWhen } from './cron-when.ts';
import { type FoundDay, readDate, readDay } from './day.ts';
import { type Line, phraseAt, typedBetween, WhenRefused, wordAt } from './line.ts';
import { readWeekdayList } from './listed-days.ts';
import { readCount, readMonth } from './names.ts';
import { type DaySet, type FoundRecurrence, isIncomplete, readDaysOf, readRecurrence } from './recurrence.ts';
import { type FoundSpan, readSpanFromNow } from './span.ts';
import { type FoundZone, readZone } from './zone.ts';

/** Recurring days with their times of day. */
export interface Item {
  readonly days: DaySet;
  readonly part?: FoundRecurrence['part'];
  readonly clocks: readonly Clock[];
  readonly from: number;
  readonly next: number;
}

/** Days before a date. */
interface Countdown {
  readonly daysBefore: readonly number[];
  readonly day: FoundDay;
  readonly from: number;
  readonly next: number;
}

/**
 * A when as it was read, before it is known what it comes to: every part at most once. A part that comes a second time
 * ends it.
 */
export interface When {
  readonly from: number;
  /** The first word after it. */
  readonly next: number;
  readonly cron?: FoundCron;
  readonly span?: FoundSpan;
  readonly day?: FoundDay;
  /** Of an ISO instant: `+01:00`. */
  readonly offset?: string;
  readonly items: readonly Item[];
  /** Times of day that stand with no days. */
  readonly clocks: readonly Clock[];
  readonly step?: { readonly minutes: number; readonly from: number; readonly next: number };
  /** `at minute 15` of each hour. */
  readonly atMinute?: number;
  /** Within these times of day only. */
  readonly window?: { readonly from: Clock; readonly to: Clock; readonly at: number; readonly next: number };
  readonly zone?: FoundZone;
  readonly bounds: readonly FoundBound[];
  readonly countdown?: Countdown;
}

type Parts = { -readonly [Key in keyof When]: When[Key] };

/**
 * The longest when that begins at a word. `undefined` where none does.
 *
 * @throws WhenRefused where one begins and cannot be read with certainty
 */
export function readWhen(line: Line, index: number): When | undefined {
  const parts: Parts = { from: index, next: index, items: [], clocks: [], bounds: [] };
  for (;;) {
    const before = parts.next;
    const isJoined =
      before > index && (/^(?:and|&|plus)$/.test(wordAt(line, before)) || line.words[before - 1]?.punctuated === true);
    const at = before > index && /^(?:and|&|plus)$/.test(wordAt(line, before)) ? before + 1 : before;
    const next = readPart(line, at, parts, isJoined);
    if (next === undefined) break;
    parts.next = next;
  }
  return parts.next === index ? undefined : parts;
}

function readPart(line: Line, at: number, parts: Parts, isJoined: boolean): number | undefined {
  if (at >= line.words.length || wordAt(line, at) === '') return undefined;
  return (
    readFirst(line, at, parts) ??
    readCountdown(line, at, parts) ??
    readSpanPart(line, at, parts) ??
    readWindow(line, at, parts) ??
    readMinute(line, at, parts) ??
    readBoundPart(line, at, parts) ??
    readClocks(line, at, parts, isJoined) ??
    readRecurring(line, at, parts, isJoined) ??
    readZonePart(line, at, parts) ??
    readDayPart(line, at, parts, isJoined)
  );
}

function isEmpty({ cron, span, day, items, clocks, step, countdown, bounds, window }: Parts): boolean {
  const parts = [cron, span, day, step, countdown, window].filter((part) => part !== undefined);
  return parts.length + items.length + clocks.length + bounds.length === 0;
}

function readFirst(line: Line, at: number, parts: Parts): number | undefined {
  if (!isEmpty(parts)) return undefined;
  const cron = readCronWhen(line, at);
  if (cron === undefined) return undefined;
  parts.cron = cron;
  return cron.next;
}

/** `14, 7 and 2 days before 2027-05-15`, `2 weeks before 15 May`, `the day before 2027-05-15`. */
function readCountdown(line: Line, at: number, parts: Parts): number | undefined {
  if (parts.countdown !== undefined || parts.items.length > 0 || parts.day !== undefined || parts.span !== undefined)
    return undefined;
  const daysBefore: number[] = [];
  let pending: number[] = [];
  let next = /^(?:on|the)$/.test(wordAt(line, at)) ? at + 1 : at;
  if (phraseAt(line, at, 2) === 'on the') next = at + 2;
  // "on the day and 3 days before" names the day itself.
  if (next > at && wordAt(line, next) === 'day' && wordAt(line, next + 1) !== 'before') {
    if (!/^(?:and|&)$/.test(wordAt(line, next + 1))) return undefined;
    daysBefore.push(0);
    next += 1;
  }
  for (let first = daysBefore.length === 0; ; first = false) {
    if (!first) {
      const word = wordAt(line, next);
      if (/^(?:and|&)$/.test(word)) next += 1;
      else if (line.words[next - 1]?.punctuated !== true) break;
    }
    if (/^(?:on )?the day(?: itself)?$/.test(phraseAt(line, next, 2)) || phraseAt(line, next, 3) === 'on the day') {
      daysBefore.push(0);
      next += wordAt(line, next) === 'on' ? 3 : 2;
      if (wordAt(line, next) === 'itself') next += 1;
      continue;
    }
    const count = readCount(wordAt(line, next)) ?? (wordAt(line, next) === 'day' && first ? 1 : undefined);
    if (count === undefined) return undefined;
    const unitAt = wordAt(line, next) === 'day' ? next : next + 1;
    pending.push(count);
    const unit = { day: 1, days: 1, week: 7, weeks: 7, d: 1, w: 7 }[wordAt(line, unitAt)];
    next = unit === undefined ? next + 1 : unitAt + 1;
    if (unit === undefined) continue;
    daysBefore.push(...pending.map((each) => each * unit));
    pending = [];
  }
  if (pending.length > 0 || daysBefore.length === 0) return undefined;
  if (wordAt(line, next) === 'each') next += 1;
  if (wordAt(line, next) !== 'before') return undefined;
  const day = readDate(line, wordAt(line, next + 1) === 'the' ? next + 2 : next + 1);
  if (day === undefined) return undefined;
  let end = day.next;
  if (/^and on the day$/.test(phraseAt(line, end, 4))) {
    daysBefore.push(0);
    end += wordAt(line, end + 4) === 'itself' ? 5 : 4;
  }
  parts.countdown = { daysBefore: [...new Set(daysBefore)].sort((a, b) => b - a), day, from: at, next: end };
  return end;
}

function readSpanPart(line: Line, at: number, parts: Parts): number | undefined {
  if (
    parts.span !== undefined ||
    parts.day !== undefined ||
    parts.items.length > 0 ||
    parts.step !== undefined ||
    parts.countdown !== undefined ||
    parts.cron !== undefined
  )
    return undefined;
  const span = readSpanFromNow(line, at);
  if (span === undefined) return undefined;
  if (parts.clocks.length > 0 && span.hours !== undefined) return undefined;
  parts.span = span;
  return span.next;
}

/** `from 8 to 18`, `between 9:00 and 17:00`, `9-17`: times of day that a step stays within. */
function readWindow(line: Line, at: number, parts: Parts): number | undefined {
  if (parts.window !== undefined || (parts.step === undefined && parts.items.length === 0)) return undefined;
  const says = /^(?:from|between|during)$/.test(wordAt(line, at));
  const start = says ? at + 1 : at;
  const isBare = /^\d{1,2}$/.test(wordAt(line, start));
  if (!says && !(isBare || looksLikeClock(wordAt(line, start)))) return undefined;
  const first = says || wordAt(line, start + 1) === '-' ? readClock(line, start, true) : undefined;
  if (first === undefined) return undefined;
  const isBetween = wordAt(line, at) === 'between';
  if (!(isBetween ? /^(?:and|-|to)$/ : /^(?:to|until|till|-|–|through)$/).test(wordAt(line, first.next)))
    return undefined;
  const to = readClock(line, first.next + 1, true);
  if (to === undefined) return undefined;
  // 9 to 5pm, and 8 to 6, are said of a working day.
  parts.window = { from: first, to, at, next: to.next };
  return to.next;
}

/** `at minute 15`, `at :15`. */
function readMinute(line: Line, at: number, parts: Parts): number | undefined {
  if (parts.step === undefined || parts.atMinute !== undefined) return undefined;
  if (phraseAt(line, at, 3) === 'on the hour' && parts.step.minutes % 60 === 0) return at + 3;
  if (wordAt(line, at) !== 'at') return undefined;
  const says = wordAt(line, at + 1) === 'minute';
  const [, digits] = (says ? /^(\d{1,2})$/ : /^:(\d{2})$/).exec(wordAt(line, says ? at + 2 : at + 1)) ?? [];
  if (digits === undefined || Number(digits) > 59) return undefined;
  parts.atMinute = Number(digits);
  return says ? at + 3 : at + 2;
}

function readBoundPart(line: Line, at: number, parts: Parts): number | undefined {
  const range = readDayRange(line, at, parts);
  if (range !== undefined) return range;
  const bound = readBound(line, at);
  if (bound !== undefined) {
    if (parts.bounds.some(({ kind }) => kind === bound.kind)) return undefined;
    // "for 2 weeks" and "5 times" both say where it ends.
    const ends = (kind: FoundBound['kind']) => /^(?:until|for|times)$/.test(kind);
    if (ends(bound.kind) && parts.bounds.some(({ kind }) => ends(kind))) return undefined;
    parts.bounds = [...parts.bounds, bound];
    return bound.next;
  }
  const last = parts.bounds.at(-1);
  if (last?.kind !== 'starting' || last.next !== at || !/^(?:to|-|–|and)$/.test(wordAt(line, at))) return undefined;
  const day = readDay(line, at + 1);
  if (day === undefined || parts.bounds.some(({ kind }) => kind === 'until')) return undefined;
  parts.bounds = [...parts.bounds, { kind: 'until', from: at, next: day.next, day }];
  return day.next;
}

/** `every hour from monday to friday`: on these days of the week. */
function readDayRange(line: Line, at: number, parts: Parts): number | undefined {
  if (wordAt(line, at) !== 'from') return undefined;
  const list = readWeekdayList(line, at + 1, 'any');
  if (list === undefined || list.days.length < 2) return undefined;
  const days = { unit: 'week', every: 1, on: list.days } as const;
  const [item, ...others] = parts.items;
  if (others.length > 0 || (item !== undefined && (item.days.unit !== 'day' || item.days.every !== 1)))
    return undefined;
  if (item === undefined && parts.step === undefined) return undefined;
  parts.items = [{ ...(item ?? { clocks: [], from: at, next: list.next }), days }];
  return list.next;
}

/** One time of day or several: `at 9`, `9, 12 and 15`, `8:30 and 17:00`. */
function readClocks(line: Line, at: number, parts: Parts, isJoined: boolean): number | undefined {
  const hasDays = parts.items.length > 0;
  const last = parts.items.at(-1);
  const own = last?.clocks ?? parts.clocks;
  const joinsOn =
    isJoined && own.length > 0 && own.at(-1)?.next === (/^(?:and|&|plus)$/.test(wordAt(line, at - 1)) ? at - 1 : at);
  if (own.length > 0 && !joinsOn) return undefined;
  if (parts.cron !== undefined || parts.step !== undefined) return undefined;
  if (parts.span?.hours !== undefined) return undefined;
  const mayBeBare = joinsOn && isBareTime(line, at, own.at(-1));
  const clock = readClock(line, at, mayBeBare);
  if (clock === undefined) return undefined;
  const [offset, next] = readOffset(line, clock, parts);
  if (offset !== undefined) parts.offset = offset;
  const found = { ...clock, next };
  if (hasDays && last !== undefined)
    parts.items = [...parts.items.slice(0, -1), { ...last, clocks: [...last.clocks, found], next }];
  else parts.clocks = [...parts.clocks, found];
  return next;
}

/** The offset of an ISO instant is part of the same word. */
function readOffset(line: Line, { next }: Clock, parts: Parts): [string | undefined, number] {
  const isSameWord = line.words[next]?.start === line.words[next - 1]?.start && next < line.words.length;
  const word = wordAt(line, next);
  if (!isSameWord || parts.day === undefined || !/^(?:z|[+-]\d{2}:?\d{2})$/.test(word)) return [undefined, next];
  return [word, next + 1];
}

/**
 * "at 9, 12 and 15" are three times, "at 9 and 3 servers" is one: a bare number is a time where the times go up and no
 * plural follows it.
 */
function isBareTime(line: Line, at: number, before: Clock | undefined): boolean {
  const word = wordAt(line, at);
  if (!/^\d{1,2}$/.test(word) || Number(word) > 23 || before === undefined) return false;
  if (Number(word) <= before.hour) return false;
  const following = wordAt(line, at + 1);
  const isPlural = /[a-z]{2,}s$/.test(following) && !/(?:ss|us|is|as)$/.test(following);
  return !isPlural && !/^(?:more|of|other|new|people|percent|%|mb|gb|kb|x|minute|hour)$/.test(following);
}

function readRecurring(line: Line, at: number, parts: Parts, isJoined: boolean): number | undefined {
  if (parts.cron !== undefined || parts.span !== undefined || parts.day !== undefined || parts.countdown !== undefined)
    return undefined;
  const last = parts.items.at(-1);
  // "every month at 9 on the 15th"
  if (last !== undefined && isIncomplete(last.days)) {
    const days = readDaysOf(line, last.days, at);
    if (days?.days !== undefined) {
      parts.items = [...parts.items.slice(0, -1), { ...last, days: days.days, next: days.next }];
      return days.next;
    }
  }
  const another = last !== undefined && last.clocks.length > 0 && isJoined ? readAnother(line, at, last) : undefined;
  if (another !== undefined) {
    parts.items = [...parts.items, another];
    return another.next;
  }
  const found = readRecurrence(line, at);
  if (found === undefined) return undefined;
  refuseInMonth(line, found);
  if (found.stepMinutes !== undefined) {
    if (parts.step !== undefined || parts.clocks.length > 0 || parts.items.some(({ clocks }) => clocks.length > 0))
      return undefined;
    parts.step = { minutes: found.stepMinutes, from: found.from, next: found.next };
    return found.next;
  }
  if (found.days === undefined) return undefined;
  const item: Item = {
    days: found.days,
    clocks: [],
    from: found.from,
    next: found.next,
    ...(found.part === undefined ? {} : { part: found.part }),
  };
  if (parts.items.length > 0) {
    if (last === undefined || last.clocks.length === 0 || !isJoined) return undefined;
    // "every friday at 16:00: weekly report"
    if (isIncomplete(item.days) && !/^(?:and|&|plus)$/.test(wordAt(line, at - 1))) return undefined;
    parts.items = [...parts.items, item];
  } else {
    // The times may stand before the days: "at 9 every day".
    parts.items = [{ ...item, clocks: parts.clocks }];
    parts.clocks = [];
  }
  return found.next;
}

/** `every day in december` is this year's days, or each year's; `every first monday of december` is once a year. */
function refuseInMonth(line: Line, { from, next, days }: FoundRecurrence): void {
  const says = /^(?:in|of|during)$/.test(wordAt(line, next)) ? next + 1 : next;
  const month = readMonth(wordAt(line, says));
  if (month === undefined || says === next || days === undefined) return;
  const today = Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(line.zone).toPlainDate();
  const begin = today.with({ month, day: 1 }).add({ years: month < today.month ? 1 : 0 });
  const end = begin.with({ day: begin.daysInMonth });
  const first = Temporal.PlainDate.compare(begin, today) < 0 ? today : begin;
  const every = typedBetween(line, from, next);
  const named = days.unit === 'month' ? `${every} of the month` : every;
  const bounded = [`${named} from ${first} until ${end}`, named];
  const instead = [...bounded, ...bounded.map((each) => `${each} at 09:00`)];
  const message = 'A reminder can’t recur in only one month of every year; say from when until when.';
  throw new WhenRefused(message, { from, to: says + 1, instead });
}

/** `… and friday at 16:00`: other days with a time of their own. */
function readAnother(line: Line, at: number, last: Item): Item | undefined {
  if (/^(?:every|each)$/.test(wordAt(line, at))) return undefined;
  const start = wordAt(line, at) === 'on' ? at + 1 : at;
  const list = readWeekdayList(line, start, 'any');
  if (list === undefined || last.days.unit !== 'week') return undefined;
  const days = { unit: 'week', every: last.days.every, on: list.days } as const;
  return { days, clocks: [], from: at, next: list.next };
}

function readZonePart(line: Line, at: number, parts: Parts): number | undefined {
  if (parts.zone !== undefined || parts.offset !== undefined) return undefined;
  const hasClock =
    parts.clocks.length > 0 ||
    parts.items.some(({ clocks }) => clocks.length > 0) ||
    parts.step !== undefined ||
    parts.cron !== undefined;
  const isAfterClock = hasClock && line.words[at - 1]?.lower !== 'and';
  const saysZone = /^(?:zone|timezone|tz)$/.test(wordAt(line, at)) || phraseAt(line, at, 2) === 'time zone';
  if (!hasClock && !saysZone) return undefined;
  const zone = readZone(line, at, isAfterClock);
  if (zone === undefined) return undefined;
  parts.zone = zone;
  return zone.next;
}

function readDayPart(line: Line, at: number, parts: Parts, isJoined: boolean): number | undefined {
  if (
    parts.day !== undefined ||
    parts.span !== undefined ||
    parts.items.length > 0 ||
    parts.cron !== undefined ||
    parts.countdown !== undefined
  )
    return undefined;
  if (isJoined && parts.clocks.length === 0 && parts.bounds.length === 0) return undefined;
  refusePeriodEnd(line, at);
  const day = readDay(line, at);
  if (day === undefined) return undefined;
  refuseSeveral(line, at, day);
  parts.day = day;
  return day.next;
}

/** "end of the month" may be its last day, or each month's. */
function refusePeriodEnd(line: Line, at: number): void {
  const start = /^(?:at|on|by)$/.test(wordAt(line, at)) ? at + 1 : at;
  const end = readPeriodEnd(line, start);
  if (end === undefined) return;
  const day = end.resolve(Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(line.zone));
  const every = wordAt(line, end.next - 1) === 'month' ? ['every last day of the month'] : [];
  const instead = [String(day), ...every];
  throw new WhenRefused('Which day, and at what time?', {
    from: at,
    to: end.next,
    instead: [...instead, ...instead.map((each) => `${each} at 09:00`)],
  });
}

/** "on monday and friday at 9" may be once each, or again and again. */
function refuseSeveral(line: Line, at: number, day: FoundDay): void {
  const start = wordAt(line, at) === 'on' ? at + 1 : at;
  const list = readWeekdayList(line, start, 'any');
  if (list === undefined || list.days.length < 2 || list.next <= day.next) return;
  const days = typedBetween(line, start, list.next).toLowerCase();
  const message = 'Several days can mean once each, or every week.';
  throw new WhenRefused(message, { from: at, to: list.next, instead: [`every ${days}`, wordAt(line, start)] });
}

import { Temporal } from 'temporal-polyfill';
import { abbreviateZone } from '../describe.ts';
import { dayCodes, type RuleParts, type RuleSchedule, writeReading, writeRule } from '../rules.ts';
import { horizonAfter, nextOccurrence, type OnceSchedule, type RecurringSchedule } from '../schedule.ts';
import { readingAt, resolveWallClock } from '../wall-clock.ts';
import type { ExceptDays, FoundBound } from './bounds.ts';
import { type Clock, inPartOfDay, requireHalf, writeClock } from './clock.ts';
import { clockOn, examplesOfPart, type FoundDay } from './day.ts';
import { type Line, WhenRefused, wordAt } from './line.ts';
import { months, weekdays } from './names.ts';
import { type DaySet, isIncomplete } from './recurrence.ts';
import type { Item, When } from './segment.ts';
import { addDays, addHours, refuseTooFar } from './span.ts';

/** A schedule, and a note for the person who asked. */
export interface CompiledWhen {
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** One sentence, without its full stop, on what may not be expected of it. */
  readonly note?: string;
}

/** The time of day of a countdown that names none. */
const countdownTime = { hour: 9, minute: 0, second: 0 };

/**
 * Turns a when into a schedule.
 *
 * @throws WhenRefused where something is missing, two parts do not go together, it has passed, or it never happens
 */
export function compileWhen(line: Line, when: When): CompiledWhen {
  const compiled = compileParts(line, when);
  refuseNever(line, when, compiled.schedule);
  return compiled;
}

function compileParts(line: Line, when: When): CompiledWhen {
  const { cron, countdown, step, items, span } = when;
  if (cron !== undefined) return compileCron(line, when);
  if (countdown !== undefined) return compileCountdown(line, when);
  if (step !== undefined) return compileStep(line, when, step);
  if (items.length > 0) return compileItems(line, when, items);
  refuseBounds(when);
  if (span !== undefined && (span.hours !== undefined || when.clocks.length === 0)) return compileSpan(line, when);
  return compileOnce(line, when);
}

function zoneOf(line: Line, when: When): string {
  return when.zone?.zone ?? line.zone;
}

function nowIn(line: Line, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(zone);
}

/** Refuses bounds on something that is due once. */
function refuseBounds({ bounds, window, from, next }: When): void {
  const [bound] = bounds;
  const place =
    bound === undefined ? window && { from: window.at, to: window.next } : { from: bound.from, to: bound.next };
  if (place === undefined) return;
  throw new WhenRefused('Only what recurs can begin, end or leave out days; say every … for it.', {
    ...place,
    instead: from === place.from && next === place.to ? ['every day at 09:00'] : [''],
  });
}

function compileCron(line: Line, when: When): CompiledWhen {
  const { cron, bounds, clocks, day, items } = when;
  if (cron === undefined) throw new Error('There is no cron expression.');
  const [bound] = bounds;
  if (bound !== undefined)
    throw new WhenRefused('A cron expression has no beginning and no end; say it in words.', {
      from: bound.from,
      to: bound.next,
      instead: [''],
    });
  if (clocks.length > 0 || day !== undefined || items.length > 0)
    throw new WhenRefused('A cron expression says all of the when.', { from: cron.next, to: when.next, instead: [''] });
  const schedule = { kind: 'recurring', cron: cron.cron, zone: zoneOf(line, when) } as const;
  return cron.note === undefined ? { schedule } : { schedule, note: cron.note };
}

/** `in 2h`, `in 3 days`: hours and less are elapsed time; days and more keep the time of day. */
function compileSpan(line: Line, when: When): CompiledWhen {
  const { span } = when;
  if (span === undefined) throw new Error('There is no span.');
  if (when.clocks.length > 0)
    throw new WhenRefused('Hours from now have no time of day.', { from: span.from, to: span.next, instead: [''] });
  const { from, next } = span;
  const zone = zoneOf(line, when);
  const local = nowIn(line, zone).toPlainDateTime();
  const day = span.days === undefined ? undefined : resolveWallClock(addDays(local, span), zone);
  const due = addHours((day?.at ?? line.now).getTime(), span);
  if (due <= line.now.getTime())
    throw new WhenRefused('That is now; it has to be later.', { from, to: next, instead: ['in 1m', 'in 10s'] });
  const schedule = { kind: 'once', at: new Date(Math.ceil(due / 1000) * 1000), zone } as const;
  if (day?.found !== 'gap') return { schedule };
  return { schedule, note: 'The clocks go forward over that time of day; it is due when they have' };
}

/** A day with a time of day, or a time of day alone, which is the next one. */
function compileOnce(line: Line, when: When): CompiledWhen {
  const { day, span, clocks } = when;
  const zone = zoneOf(line, when);
  const now = nowIn(line, zone);
  const [first] = clocks;
  const place = { from: when.next, to: when.next };
  if (first === undefined) {
    if (day === undefined)
      throw new WhenRefused('The day or the time of day is missing.', { ...place, instead: ['tomorrow at 09:00'] });
    throw refuseNoTime(line, day.next, day.part);
  }
  const dates = clocks.map((typed) => {
    const clock = clockOn(day, typed);
    requireHalf(clock);
    if (day === undefined && span === undefined) return nextOf(now, clock, clocks.length > 1);
    const date =
      span === undefined ? (day as FoundDay).resolve(now, clock) : addDays(now.toPlainDateTime(), span).toPlainDate();
    if (clock.saysMidnight && day?.part !== 'night') throw refuseMidnight(date, day ?? span, when);
    const nextDay = day?.part === 'night' && clock.hour < 6;
    return { date: nextDay ? date.add({ days: 1 }) : date, clock };
  });
  if (dates.length > 1) return compileDates(line, when, zone, dates);
  const [{ date, clock }] = dates as [{ date: Temporal.PlainDate; clock: Clock }];
  const { at, note } = resolve(line, date, clock, when);
  if (at.getTime() <= line.now.getTime()) throw refusePast(line, date, clock, when, zone);
  const schedule = { kind: 'once', at, zone: when.offset === 'z' ? 'UTC' : zone } as const;
  return note === undefined ? { schedule } : { schedule, note };
}

/**
 * A time of day alone is the next one the clock shows: today's, or tomorrow's where that has passed.
 *
 * @throws WhenRefused for "at 3" in the morning, which may mean this afternoon
 */
function nextOf(now: Temporal.ZonedDateTime, clock: Clock, isInList: boolean) {
  const time = now.toPlainTime();
  const hasPassed = Temporal.PlainTime.compare(time, clock) >= 0;
  const { hour, isCertain, isWritten = false } = clock;
  const mayBeLater = hour < 12 && Temporal.PlainTime.compare(time, { ...clock, hour: hour + 12 }) < 0;
  if (hasPassed && !isCertain && !isWritten && !isInList && mayBeLater) {
    const [today, tomorrow] = [writeClock({ ...clock, hour: hour + 12 }), writeClock(clock)];
    throw new WhenRefused(`That can be ${today} today, or ${tomorrow} tomorrow.`, {
      from: clock.from,
      to: clock.next,
      instead: [`at ${today}`, `tomorrow at ${tomorrow}`],
    });
  }
  return { date: now.toPlainDate().add({ days: hasPassed ? 1 : 0 }), clock };
}

function refuseNoTime(line: Line, at: number, part?: FoundDay['part']): WhenRefused {
  const bare = /^\d{1,2}$/.exec(wordAt(line, at))?.[0];
  if (bare !== undefined && Number(bare) < 24) {
    const instead = [`at ${bare}`, `${bare}:00`];
    return new WhenRefused(`“${bare}” may be a time of day; write it as ${bare}:00.`, {
      from: at,
      to: at + 1,
      instead,
    });
  }
  const [dotted, hour, minute] = /^(\d{1,2})\.?([0-5]\d)$/.exec(wordAt(line, at)) ?? [];
  if (dotted !== undefined && Number(hour) < 24) {
    const message = `“${dotted}” may be a time of day; write it as ${hour}:${minute}.`;
    return new WhenRefused(message, { from: at, to: at + 1, instead: [`at ${hour}:${minute}`] });
  }
  const instead = examplesOfPart(part).map((time) => `at ${time}`);
  return new WhenRefused('The time of day is missing.', { from: at, to: at, instead });
}

function refuseMidnight(
  date: Temporal.PlainDate,
  place: { readonly from: number; readonly next: number } | undefined,
  when: When,
): WhenRefused {
  const whens = [`${date} 23:59`, `${date.add({ days: 1 })} 00:00`, `${date} 00:00`];
  return new WhenRefused('Midnight of a day can be its beginning or its end.', {
    from: place?.from ?? when.from,
    to: when.next,
    whens,
  });
}

function resolve(line: Line, date: Temporal.PlainDate, clock: Clock, when: When): { at: Date; note?: string } {
  const local = date.toPlainDateTime(clock);
  if (when.offset !== undefined)
    return {
      at: new Date(Date.parse(`${local}${when.offset === 'z' ? 'Z' : when.offset.replace(/^(...)(\d\d)$/, '$1:$2')}`)),
    };
  const zone = zoneOf(line, when);
  const { at, found } = resolveWallClock(local, zone);
  const abbreviation = when.zone?.abbreviation;
  if (abbreviation !== undefined) {
    const second = new Date(local.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds);
    const meant = [at, second].find((each) => abbreviateZone(each, zone) === abbreviation);
    if (meant !== undefined) return { at: meant };
    const message = `${zone} is not at ${abbreviation} then, but at ${abbreviateZone(at, zone)}.`;
    const next = when.zone?.next ?? when.next;
    throw new WhenRefused(message, { from: next - 2, to: next, instead: [zone, 'UTC'] });
  }
  const shown = writeClock(clock);
  if (found === 'gap') return { at, note: `The clocks go forward over ${shown} that day; it is due when they have` };
  if (found === 'twice') return { at, note: `The clocks show ${shown} twice that day; it is due the first time` };
  return { at };
}

function refusePast(line: Line, date: Temporal.PlainDate, clock: Clock, when: When, zone: string): WhenRefused {
  const now = nowIn(line, zone);
  const time = writeClock(clock);
  const named = zone === line.zone ? '' : ` ${zone}`;
  const place = { from: when.from, to: when.next };
  if (date.equals(now.toPlainDate())) {
    const nextHour = now.add({ hours: 1 });
    const isToday = nextHour.toPlainDate().equals(now.toPlainDate());
    const today = isToday ? [`today ${writeClock({ hour: nextHour.hour, minute: 0 })}${named}`] : [];
    const message = `${time} today has passed; it is ${now.toPlainTime().toString({ smallestUnit: 'minute' })} in ${zone}.`;
    return new WhenRefused(message, { ...place, whens: [`tomorrow ${time}${named}`, ...today, 'in 30 minutes'] });
  }
  const again = Temporal.PlainDate.from({ year: now.year, month: date.month, day: date.day }).toPlainDateTime(clock);
  const passed = Temporal.PlainDateTime.compare(again, now.toPlainDateTime()) <= 0;
  const dates = [again.add({ years: passed ? 1 : 0 }), again.add({ years: passed ? 2 : 1 })];
  const whens = dates.map((each) => `${each.toPlainDate()} ${time}${named}`);
  return new WhenRefused(`${date} ${time} has passed; today is ${now.toPlainDate()}.`, { ...place, whens });
}

/** Compiles several times on one day. */
function compileDates(
  line: Line,
  when: When,
  zone: string,
  dates: readonly { date: Temporal.PlainDate; clock: Clock }[],
): CompiledWhen {
  const local = dates.map(({ date, clock }) => ({
    date,
    clock,
    at: date.toPlainDateTime(clock).toString({ smallestUnit: 'minute' }),
  }));
  const seconds = local.find(({ clock }) => clock.second !== 0);
  if (seconds !== undefined) throw refuseSeconds(when);
  const passed = local.find(({ date, clock }) => resolveWallClock(date.toPlainDateTime(clock), zone).at <= line.now);
  if (passed !== undefined) throw refusePast(line, passed.date, passed.clock, when, zone);
  const times = [...new Set(local.map(({ at }) => at))].sort();
  return { schedule: { kind: 'recurring', rules: [], dates: times, zone } };
}

function compileCountdown(line: Line, when: When): CompiledWhen {
  const { countdown, bounds } = when;
  if (countdown === undefined) throw new Error('There is no countdown.');
  const [bound] = bounds;
  if (bound !== undefined)
    throw new WhenRefused('A countdown ends with its day.', { from: bound.from, to: bound.next, instead: [''] });
  const zone = zoneOf(line, when);
  const day = countdown.day.resolve(nowIn(line, zone));
  const clocks = when.clocks.length === 0 ? [countdownTime] : when.clocks;
  if (clocks.some(({ second }) => second !== 0)) throw refuseSeconds(when);
  if (when.clocks.some(({ saysMidnight }) => saysMidnight)) throw refuseMidnight(day, countdown, when);
  const all = countdown.daysBefore.flatMap((days) =>
    clocks.map((clock) => ({ days, local: day.subtract({ days }).toPlainDateTime(clock) })),
  );
  const coming = all.filter(({ local }) => resolveWallClock(local, zone).at > line.now);
  const missed = [...new Set(all.filter((each) => !coming.includes(each)).map(({ days }) => days))];
  const { from, next } = countdown;
  if (coming.length === 0) {
    const whens = [
      `${day.add({ years: Math.max(1, nowIn(line, zone).year - day.year + 1) })} 09:00`,
      'tomorrow at 09:00',
    ];
    throw new WhenRefused(`All of those days have passed; today is ${nowIn(line, zone).toPlainDate()}.`, {
      from,
      to: next,
      whens,
    });
  }
  const dates = coming.map(({ local }) => local.toString({ smallestUnit: 'minute' })).sort();
  const note =
    missed.length === 0
      ? undefined
      : `${missed.length === 1 ? 'One of those days has' : `${missed.length} of those days have`} passed`;
  const schedule: RuleSchedule = { kind: 'recurring', rules: [], dates, before: day.toString(), zone };
  return note === undefined ? { schedule } : { schedule, note };
}

function refuseSeconds({ from, next }: When): WhenRefused {
  const whens = ['every day at 09:00', 'tomorrow at 09:00'];
  return new WhenRefused('This is due to the minute, not to the second.', { from, to: next, whens });
}

const evenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const evenHours = [1, 2, 3, 4, 6, 8, 12];

/** A step through the day: by cron where it goes evenly into it, else anew from each midnight, or from the window's beginning. */
function compileStep(line: Line, when: When, step: NonNullable<When['step']>): CompiledWhen {
  const { window, bounds, atMinute = 0, items, day } = when;
  const { minutes } = step;
  const zone = zoneOf(line, when);
  if (day !== undefined) {
    const plural = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(wordAt(line, day.next - 1))
      ? [`on ${wordAt(line, day.next - 1)}s`]
      : [];
    throw new WhenRefused('That may be one day, or each of that name.', {
      from: day.from,
      to: day.next,
      instead: [...plural, 'on weekdays', ''],
    });
  }
  const [item] = items;
  if (
    items.length > 1 ||
    (item !== undefined &&
      (item.days.unit !== 'week' || item.days.every !== 1 || item.days.on === undefined) &&
      !isEveryDay(item.days))
  )
    throw new WhenRefused('A step can be narrowed to days of the week only.', {
      from: item?.from ?? step.from,
      to: item?.next ?? step.next,
      instead: ['on weekdays', ''],
    });
  if (when.atMinute !== undefined && (minutes % 60 !== 0 || window !== undefined))
    throw new WhenRefused('Only whole hours have a minute.', {
      from: step.from,
      to: step.next,
      instead: ['every hour'],
    });
  if (item?.part !== undefined)
    throw new WhenRefused('A part of the day has no exact hours.', {
      from: item.from,
      to: item.next,
      instead: ['on weekdays', ''],
    });
  const isPlain = window === undefined && bounds.length === 0 && item === undefined;
  const isEven = minutes % 60 === 0 ? evenHours.includes(minutes / 60) : evenMinutes.includes(minutes);
  if (isPlain && isEven) {
    const hours = minutes / 60;
    const cron =
      minutes < 60
        ? minutes === 1
          ? '* * * * *'
          : `*/${minutes} * * * *`
        : hours === 1
          ? `${atMinute} * * * *`
          : `${atMinute} */${hours} * * *`;
    return { schedule: { kind: 'recurring', cron, zone } };
  }
  const first = window?.from ?? { hour: 0, minute: atMinute };
  const spanMinutes = window === undefined ? 24 * 60 - 1 - atMinute : windowMinutes(window);
  const days = item === undefined || isEveryDay(item.days) ? undefined : (item.days as { on: readonly number[] }).on;
  const parts: RuleParts = {
    freq: 'DAILY',
    ...(days === undefined || days.length === 7 ? {} : { byDay: days.map(codeOf) }),
    hours: [first.hour],
    minute: first.minute,
  };
  return bounded(line, when, [parts], { minutes, spanMinutes });
}

function isEveryDay(days: DaySet): boolean {
  return days.unit === 'day' && days.every === 1;
}

/** `from 9 to 5` is nine to seventeen; a window that ends before it begins goes over midnight. */
function windowMinutes({ from, to, at, next }: NonNullable<When['window']>): number {
  const begin = from.hour * 60 + from.minute;
  const end = to.hour * 60 + to.minute;
  if (end > begin) return end - begin;
  if (!to.isCertain && to.hour < 12 && from.hour <= 12) {
    const instead = [
      `from ${writeClock(from)} to ${writeClock({ ...to, hour: to.hour + 12 })}`,
      `from ${writeClock(from)} to ${writeClock({ ...to, hour: 23, minute: 59 })}`,
    ];
    throw new WhenRefused(
      `Do you mean ${writeClock({ ...to, hour: to.hour + 12 })}, or ${writeClock(to)} of the next day?`,
      { from: at, to: next, instead },
    );
  }
  return end - begin + 24 * 60;
}

function codeOf(day: number): string {
  return dayCodes[day - 1] ?? 'MO';
}

/** Days with times of day. */
function compileItems(line: Line, when: When, items: readonly Item[]): CompiledWhen {
  const { window, clocks, day } = when;
  if (day !== undefined || clocks.length > 0) {
    const place = day ?? (clocks[0] as Clock);
    throw new WhenRefused('This is said twice, in two ways.', {
      from: when.from,
      to: place.next,
      whens: ['every day at 09:00'],
    });
  }
  if (window !== undefined) {
    const message = 'Between those times, how often?';
    throw new WhenRefused(message, {
      from: window.at,
      to: window.next,
      instead: [
        `every hour from ${writeClock(window.from)} to ${writeClock(window.to)}`,
        `at ${writeClock(window.from)}`,
      ],
    });
  }
  const complete = items.map((item, index) => ({
    ...item,
    days: completed(line, when, item),
    clocks: clocksOf(line, items, index),
  }));
  const cron = when.bounds.length === 0 && complete.length === 1 ? cronOf(complete[0] as Item) : undefined;
  if (cron !== undefined) return { schedule: { kind: 'recurring', cron, zone: zoneOf(line, when) } };
  return bounded(line, when, complete.flatMap(rulesOf));
}

/** The times of day of an item, checked. */
function clocksOf(line: Line, items: readonly Item[], index: number): readonly Clock[] {
  const item = items[index] as Item;
  if (item.clocks.length === 0) throw refuseNoTime(line, item.next, item.part);
  const clocks = item.clocks.map((clock) =>
    item.part === undefined ? clock : inPartOfDay(clock, item.part, item.from, clock.next),
  );
  clocks.forEach(requireHalf);
  const last = clocks.at(-1) as Clock;
  if (clocks.some(({ second }) => second !== 0)) {
    const instead = clocks.map((clock) => `at ${writeClock({ ...clock, second: 0 })}`);
    throw new WhenRefused('What recurs is due to the minute, not to the second.', {
      from: item.next,
      to: last.next,
      instead,
    });
  }
  const midnight = clocks.find(({ saysMidnight }) => saysMidnight);
  if (midnight !== undefined && !isEveryDay(item.days)) {
    const from = wordAt(line, midnight.next - 2) === 'at' ? midnight.next - 2 : midnight.next - 1;
    throw new WhenRefused('Midnight of a day can be its beginning or its end.', {
      from,
      to: midnight.next,
      instead: ['at 00:00', 'at 23:59'],
    });
  }
  return clocks;
}

/** Fills in a day that was not named from the first day: `every 2 weeks starting Monday`. */
function completed(line: Line, when: When, { days, next }: Item): DaySet {
  if (!isIncomplete(days)) return days;
  const starting = when.bounds.find((bound) => bound.kind === 'starting');
  const now = nowIn(line, zoneOf(line, when));
  if (starting === undefined) {
    const today = now.toPlainDate();
    const name = weekdays[today.dayOfWeek - 1]?.toLowerCase();
    const instead = {
      day: [],
      week: [`on ${name}`, 'on monday'],
      month: [`on the ${Math.min(28, today.day)}th`, 'on the 1st', 'on the last day'],
      quarter: ['on the 1st', 'on the last day'],
      year: [`on ${Math.min(28, today.day)} ${months[today.month - 1]?.toLowerCase()}`, 'on 10 december'],
    }[days.unit].map((each) => each.replace(/\b(\d+)th\b/, (_, number: string) => ordinalOf(Number(number))));
    throw new WhenRefused('The day is missing.', {
      from: next,
      to: next,
      instead: [...instead, ...instead.map((each) => `${each} at 09:00`)],
    });
  }
  const start = starting.day.resolve(now);
  if (days.unit === 'week') return { ...days, on: [start.dayOfWeek] };
  if (start.day > 28)
    throw new WhenRefused(`Not every month has a ${ordinalOf(start.day)}.`, {
      from: next,
      to: next,
      instead: ['on the last day', 'on the 28th'],
    });
  if (days.unit === 'year') return { ...days, month: start.month, day: start.day };
  return { ...(days as { unit: 'month'; every: number }), on: { by: 'day', days: [start.day] } };
}

function ordinalOf(day: number): string {
  const ending = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

/** One cron expression, where it can say the same: it takes less room, and every version of the bot can read it. */
function cronOf({ days, clocks }: Item): string | undefined {
  const minute = clocks[0]?.minute;
  if (days.every !== 1 || clocks.some((clock) => clock.minute !== minute)) return undefined;
  const fields = cronDays(days);
  const hours = [...new Set(clocks.map(({ hour }) => hour))].sort((a, b) => a - b);
  return fields === undefined ? undefined : `${minute} ${hours.join(',')} ${fields}`;
}

function cronDays(days: DaySet): string | undefined {
  if (days.unit === 'day') return '* * *';
  if (days.unit === 'week') return `* * ${weekdayField(days.on ?? [])}`;
  if (days.unit === 'year') return `${days.day} ${days.month} *`;
  if (days.unit === 'quarter' || days.on === undefined) return undefined;
  const { on } = days;
  if (on.by === 'day' && on.days.length === 1) return `${on.days[0] === -1 ? 'L' : on.days[0]} * *`;
  if (on.by !== 'nth' || on.places.length > 1 || on.weekdays.length > 1) return undefined;
  const [place, weekday] = [on.places[0] ?? 1, (on.weekdays[0] ?? 1) % 7];
  return place === -1 ? `* * ${weekday}#L` : place > 0 ? `* * ${weekday}#${place}` : undefined;
}

/** The day-of-week field in its one form: `*`, `1-5`, `1,4`; Sunday is 0. */
function weekdayField(days: readonly number[]): string {
  if (days.length === 7) return '*';
  return days.join() === '1,2,3,4,5' ? '1-5' : days.map((day) => day % 7).join(',');
}

/** The rules of an item: one for all times that share their minute. */
function rulesOf({ days, clocks }: Item): RuleParts[] {
  const hoursByMinute = new Map<number, Set<number>>();
  for (const { hour, minute } of clocks) hoursByMinute.set(minute, (hoursByMinute.get(minute) ?? new Set()).add(hour));
  return [...hoursByMinute].map(([minute, hours]) => ({
    ...dayParts(days),
    hours: [...hours].sort((a, b) => a - b),
    minute,
  }));
}

function dayParts(days: DaySet): Omit<RuleParts, 'hours' | 'minute'> {
  const { every: interval } = days;
  switch (days.unit) {
    case 'day':
      return { freq: 'DAILY', interval };
    case 'week':
      // A week that is not counted is the same as days, and leaves out others more simply.
      return { freq: 'WEEKLY', interval, byDay: (days.on ?? []).map(codeOf) };
    case 'year':
      return { freq: 'YEARLY', interval, byMonth: [days.month ?? 1], byMonthDay: [days.day ?? 1] };
    case 'month':
    case 'quarter': {
      const isQuarter = days.unit === 'quarter';
      const last =
        days.on?.by === 'day'
          ? days.on.days.includes(-1)
          : days.on?.by === 'nth'
            ? days.on.places.includes(-1)
            : days.on?.place === -1;
      const byMonth = isQuarter ? (last ? [3, 6, 9, 12] : [1, 4, 7, 10]) : undefined;
      return {
        freq: 'MONTHLY',
        interval: isQuarter ? 1 : interval,
        ...(byMonth === undefined ? {} : { byMonth }),
        ...daysOfMonth(days.on),
      };
    }
  }
}

function daysOfMonth(on: Extract<DaySet, { unit: 'month' | 'quarter' }>['on']): Partial<RuleParts> {
  if (on === undefined) return {};
  if (on.by === 'day') return { byMonthDay: on.days };
  if (on.by === 'weekday') return { byDay: [1, 2, 3, 4, 5].map(codeOf), bySetPos: on.place };
  return { byDay: on.places.flatMap((place) => on.weekdays.map((day) => `${place}${codeOf(day)}`)) };
}

/** Adds the beginning, the end and the exceptions. */
function bounded(line: Line, when: When, parts: readonly RuleParts[], step?: RuleSchedule['step']): CompiledWhen {
  const zone = zoneOf(line, when);
  const now = nowIn(line, zone);
  const find = <Kind extends FoundBound['kind']>(kind: Kind) =>
    when.bounds.find((bound) => bound.kind === kind) as Extract<FoundBound, { kind: Kind }> | undefined;
  const [starting, until, span, times, except] = [
    find('starting'),
    find('until'),
    find('for'),
    find('times'),
    find('except'),
  ];
  const begin = starting?.day.resolve(now);
  const narrowed = except === undefined ? { parts, dates: [] } : leaveOut(line, when, parts, except);
  const cron =
    when.bounds.length === 1 && except !== undefined && narrowed.dates.length === 0 && step === undefined
      ? cronOfRule(narrowed.parts)
      : undefined;
  if (cron !== undefined) return { schedule: { kind: 'recurring', cron, zone } };
  let schedule: RuleSchedule = {
    kind: 'recurring',
    rules: narrowed.parts.map(writeRule),
    ...(begin === undefined ? {} : { start: `${begin}T00:00` }),
    ...(narrowed.dates.length === 0 ? {} : { except: narrowed.dates }),
    ...(step === undefined ? {} : { step }),
    zone,
  };
  const first = firstOf(schedule, begin === undefined ? line.now : beginningOf(begin, zone));
  if (first === undefined) throw refuseNeverAt(when.from, when.next);
  // Intervals count from the first day that is due; a span, too.
  const firstDay = writeReading(readingAt(first.getTime(), zone)).slice(0, 10);
  const isCounted = narrowed.parts.some(({ interval = 1 }) => interval > 1);
  if (isCounted) schedule = { ...schedule, start: `${firstDay}T00:00` };
  const end =
    until === undefined
      ? span === undefined
        ? undefined
        : endOf(line, span, firstDay, zone)
      : `${until.day.resolve(now)}T${until.time ?? '23:59'}`;
  if (end !== undefined) schedule = { ...schedule, until: end };
  if (times !== undefined) schedule = { ...schedule, ...countTo(line, schedule, times) };
  if (nextOccurrence(schedule, line.now) === undefined) {
    const bound = until ?? span ?? except ?? times;
    throw refuseNeverAt(bound?.from ?? when.from, bound?.next ?? when.next);
  }
  return { schedule };
}

/** `every day except weekends` is the same as every weekday, which cron can say. */
function cronOfRule(parts: readonly RuleParts[]): string | undefined {
  const [{ freq, interval = 1, byDay = [], byMonth, hours, minute } = parts[0] as RuleParts, ...others] = parts;
  if (others.length > 0 || (freq !== 'DAILY' && freq !== 'WEEKLY') || interval > 1 || byMonth !== undefined)
    return undefined;
  return `${minute} ${hours.join(',')} * * ${weekdayField(byDay.map((code) => dayCodes.indexOf(code as 'MO') + 1))}`;
}

/** The instant before a day begins. */
function beginningOf(day: Temporal.PlainDate, zone: string): Date {
  return new Date(resolveWallClock(day.toPlainDateTime(), zone).at.getTime() - 1);
}

function firstOf(schedule: RuleSchedule, after: Date): Date | undefined {
  const uncounted = schedule.rules.map((rule) => rule.replace(/INTERVAL=\d+;/, ''));
  return nextOccurrence({ ...schedule, rules: uncounted }, after);
}

/** `for 2 weeks` from the first day on; `for 3 hours` from now. */
function endOf(line: Line, { span }: Extract<FoundBound, { kind: 'for' }>, firstDay: string, zone: string): string {
  if (span.hours !== undefined && span.days === undefined)
    return writeReading(readingAt(addHours(line.now.getTime(), span), zone));
  const first = Temporal.PlainDate.from(firstDay).toPlainDateTime();
  return `${addDays(first, span).toPlainDate().subtract({ days: 1 })}T23:59`;
}

const mostTimes = 500;

function countTo(
  line: Line,
  schedule: RuleSchedule,
  { count, from, next }: Extract<FoundBound, { kind: 'times' }>,
): { until: string; count: number } {
  if (count < 1 || count > mostTimes)
    throw new WhenRefused(`Between once and ${mostTimes} times can be counted.`, {
      from,
      to: next,
      instead: ['5 times', ''],
    });
  let at: Date | undefined = line.now;
  for (let each = 0; each < count && at !== undefined; each += 1) at = nextOccurrence(schedule, at);
  if (at === undefined) throw refuseTooFar(from, next);
  return { until: writeReading(readingAt(at.getTime(), schedule.zone)), count };
}

/** Excludes days of the week and months in the rules themselves, and dates afterwards. */
function leaveOut(
  line: Line,
  when: When,
  parts: readonly RuleParts[],
  { days, from, next }: Extract<FoundBound, { kind: 'except' }>,
) {
  const zone = zoneOf(line, when);
  const now = nowIn(line, zone);
  const without = new Set(days.flatMap((each) => (each.by === 'weekday' ? each.days.map(codeOf) : [])));
  const withoutMonths = new Set(days.flatMap((each) => (each.by === 'month' ? [each.month] : [])));
  if (without.size > 0 && parts.some(({ bySetPos }) => bySetPos !== undefined))
    throw new WhenRefused('Days of the week cannot be left out of the first or last weekday.', {
      from,
      to: next,
      instead: [''],
    });
  const narrowed = parts.map((part) => narrow(part, without, withoutMonths));
  const kept = narrowed.filter((part) => part !== undefined);
  if (kept.length === 0) throw refuseNeverAt(from, next);
  const dates = days.flatMap((each) => writeExcept(each, now));
  const isYearly = ({ freq, byMonth, byMonthDay }: RuleParts) =>
    freq === 'YEARLY' && dates.includes(writeYearly(byMonth?.[0] ?? 1, byMonthDay?.[0] ?? 1));
  if (kept.every(isYearly)) throw refuseNeverAt(from, next);
  return { parts: kept, dates: [...new Set(dates)].sort() };
}

function narrow(
  part: RuleParts,
  without: ReadonlySet<string>,
  withoutMonths: ReadonlySet<number>,
): RuleParts | undefined {
  const months = part.byMonth ?? Array.from({ length: 12 }, (_, index) => index + 1);
  const byMonth = months.filter((month) => !withoutMonths.has(month));
  const named = part.byDay?.filter((day) => !without.has(day.slice(-2)));
  const byDay = part.byDay === undefined && without.size > 0 ? dayCodes.filter((day) => !without.has(day)) : named;
  if (byMonth.length === 0 || byDay?.length === 0) return undefined;
  return { ...part, ...(withoutMonths.size === 0 ? {} : { byMonth }), ...(byDay === undefined ? {} : { byDay }) };
}

/** `--12-25`: a day in every year. */
function writeYearly(month: number, day: number): string {
  return `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function writeExcept(each: ExceptDays, now: Temporal.ZonedDateTime): string[] {
  if (each.by === 'yearly') return [writeYearly(each.month, each.day)];
  if (each.by !== 'date') return [];
  const day = each.day.resolve(now);
  if (each.to === undefined) return [day.toString()];
  let to = each.to.resolve(now);
  if (Temporal.PlainDate.compare(to, day) < 0) to = to.add({ years: 1 });
  return [`${day}/${to}`];
}

function refuseNeverAt(from: number, to: number): WhenRefused {
  return new WhenRefused('That never happens in the next 50 years.', {
    from,
    to,
    instead: [''],
    whens: ['every day at 09:00', 'every weekday at 09:00'],
  });
}

function refuseNever(line: Line, { from, next }: When, schedule: OnceSchedule | RecurringSchedule): void {
  if (nextOccurrence(schedule, line.now) !== undefined) return;
  if (schedule.kind === 'once') {
    const latest = new Date(horizonAfter(line.now).getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
    throw new WhenRefused('Reminders reach 50 years ahead.', {
      from,
      to: next,
      whens: [`${latest} 09:00`, 'in 50 years', 'in 1 year'],
    });
  }
  if (!('cron' in schedule)) throw refuseNeverAt(from, next);
  const [minute = '0', hour = '9', , month = '*', weekday = '*'] = schedule.cron.split(' ');
  const days = ['28', 'L'].map((day) => `cron ${minute} ${hour} ${day} ${month} ${weekday}`);
  throw new WhenRefused('That never happens in the next 50 years.', {
    from,
    to: next,
    whens: [...days, 'every month on the last day at 09:00'],
  });
}

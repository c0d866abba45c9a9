import { Temporal } from 'temporal-polyfill';
import { abbreviateZone } from '../describe.ts';
import type { RuleSchedule } from '../rules.ts';
import { horizonAfter, nextOccurrence, type OnceSchedule, type RecurringSchedule } from '../schedule.ts';
import { resolveWallClock } from '../wall-clock.ts';
import { type Clock, requireHalf, requireHalves, writeClock } from './clock.ts';
import { type CompiledWhen, nowIn, refuseNeverAt, zoneOf } from './compile-bounds.ts';
import { compileItems, compileStep, refuseNoTime } from './compile-recurrence.ts';
import { clockOn, type FoundDay } from './day.ts';
import { type Line, WhenRefused } from './line.ts';
import type { When } from './segment.ts';
import { addDays, addHours } from './span.ts';

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
  refuseBounds(line, when);
  if (span !== undefined && (span.hours !== undefined || when.clocks.length === 0)) return compileSpan(line, when);
  return compileOnce(line, when);
}

/** Refuses bounds on something that is due once. */
function refuseBounds(line: Line, { bounds, window, from, next }: When): void {
  const [bound] = bounds;
  const place =
    bound === undefined ? window && { from: window.at, to: window.next } : { from: bound.from, to: bound.next };
  if (place === undefined) return;
  throw new WhenRefused('Only a recurring reminder can begin, end or leave out days; begin it with “every”.', {
    ...place,
    // Right before the text it may be part of it.
    ...(place.to === next && next < line.words.length
      ? { keep: { from: place.from, to: line.words.length } }
      : { instead: from === place.from && next === place.to ? ['every day at 09:00'] : [''] }),
  });
}

function compileCron(line: Line, when: When): CompiledWhen {
  const { cron, bounds, clocks, day, items } = when;
  if (cron === undefined) throw new Error('The cron expression is missing.');
  const [bound] = bounds;
  if (bound !== undefined)
    throw new WhenRefused('A cron expression can’t have a beginning or an end; say it in words.', {
      from: bound.from,
      to: bound.next,
      instead: [''],
    });
  if (clocks.length > 0 || day !== undefined || items.length > 0)
    throw new WhenRefused('A cron expression already says when; leave out the rest.', {
      from: cron.next,
      to: when.next,
      instead: [''],
    });
  const schedule = { kind: 'recurring', cron: cron.cron, zone: zoneOf(line, when) } as const;
  return cron.note === undefined ? { schedule } : { schedule, note: cron.note };
}

/** `in 2h`, `in 3 days`: hours and less are elapsed time; days and more keep the time of day. */
function compileSpan(line: Line, when: When): CompiledWhen {
  const { span } = when;
  if (span === undefined) throw new Error('The length of time is missing.');
  if (when.clocks.length > 0)
    throw new WhenRefused('Hours from now can’t have a time of day as well.', {
      from: span.from,
      to: span.next,
      instead: [''],
    });
  const { from, next } = span;
  const zone = zoneOf(line, when);
  const local = nowIn(line, zone).toPlainDateTime();
  const day = span.days === undefined ? undefined : resolveWallClock(addDays(local, span), zone);
  const due = addHours((day?.at ?? line.now).getTime(), span);
  if (due <= line.now.getTime())
    throw new WhenRefused('That is now; it has to be later.', { from, to: next, instead: ['in 1m', 'in 10s'] });
  const schedule = { kind: 'once', at: new Date(Math.ceil(due / 1000) * 1000), zone } as const;
  if (day?.found !== 'gap') return { schedule };
  return { schedule, note: 'The clocks skip that time of day; it is due as soon as they have changed' };
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
    // A day that doesn't exist is the first thing to put right.
    resolveTimeless(day, now);
    throw refuseNoTime(line, day.next, day.part);
  }
  const meant = clocks.map((typed) => clockOn(day, typed));
  const isTimeAlone = day === undefined && span === undefined && meant.length === 1;
  if (isTimeAlone) meant.forEach(requireHalf);
  else requireHalves(meant);
  const dates = meant.map((clock) => {
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

function resolveTimeless(day: FoundDay, now: ReturnType<typeof nowIn>): void {
  try {
    day.resolve(now);
  } catch (error) {
    if (!(error instanceof WhenRefused)) throw error;
    const { message, from, to } = error;
    throw new WhenRefused(message, { from, to, instead: error.instead.map((each) => `${each} at 09:00`) });
  }
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
  if (found === 'gap') return { at, note: `The clocks skip ${shown} that day; it is due as soon as they have changed` };
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
    throw new WhenRefused('A countdown ends on its day, so leave out another end.', {
      from: bound.from,
      to: bound.next,
      instead: [''],
    });
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
  return new WhenRefused('This is due to the minute; leave out the seconds.', { from, to: next, whens });
}

function refuseNever(line: Line, { from, next }: When, schedule: OnceSchedule | RecurringSchedule): void {
  if (nextOccurrence(schedule, line.now) !== undefined) return;
  if (schedule.kind === 'once') {
    const latest = new Date(horizonAfter(line.now).getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
    throw new WhenRefused('A reminder can be at most 50 years ahead.', {
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

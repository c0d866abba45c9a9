import { CronPattern } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { readCron } from '../cron.ts';
import {
  anyStart,
  dayCodes,
  type RuleParts,
  type RuleSchedule,
  readingAfter,
  readingOf,
  readRule,
  writeReading,
  writeRule,
} from '../rules.ts';
import type { CountdownSchedule, CronSchedule, Schedule } from '../schedule.ts';
import { instantOfReading, readingAt, resolveWallClock } from '../wall-clock.ts';

/**
 * One event of a calendar: a time, and when it comes again. Times are what the clock of the schedule's zone shows,
 * `2027-05-01T09:00`, or an instant, `2026-10-25T00:30:00Z`, where that shows twice.
 */
export interface Series {
  readonly start: string;
  /** Without times of day where there is a single one, which is that of `start`. */
  readonly rule?: Omit<RuleParts, 'hours' | 'minute'> & {
    readonly hours?: readonly number[];
    readonly minutes?: readonly number[];
    /** An instant, `2026-12-24T22:59:00Z`. */
    readonly until?: string;
  };
  /** Further times. */
  readonly dates?: readonly string[];
  /** Times that are left out. */
  readonly except?: readonly string[];
}

const dayMs = 86_400_000;
const dayMinutes = 24 * 60;
/** How far ahead days are named that are left out, since RFC 5545 can't say "each 25 December". */
const exceptYears = 5;
const mostExcept = 400;
/** With more times a day they share an event, which fewer calendars can show. */
const mostEvents = 8;
/** Times that are listed where no rule of RFC 5545 says them. */
const mostListed = 200;

/**
 * A schedule as events that any calendar can show, from an instant on. Calendars know neither steps of elapsed time nor this
 * bot's rule for daylight saving time, so on the days on which the clocks change they may show another time.
 */
export function seriesOf(schedule: Schedule, from: Date): Series[] {
  switch (schedule.kind) {
    case 'once':
      return [{ start: localOrInstant(schedule.at, schedule.zone) }];
    case 'countdown':
      return countdownSeries(schedule, from);
    case 'recurring':
      return 'rules' in schedule ? ruleSeries(schedule, from) : cronSeries(schedule, from);
  }
}

function localOrInstant(at: Date, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
  return resolveWallClock(local, zone).at.getTime() === at.getTime() ? local.toString() : at.toISOString();
}

function countdownSeries({ date, daysBefore, weeklyOverdue, time, zone }: CountdownSchedule, from: Date): Series[] {
  const day = Temporal.PlainDate.from(date);
  const at = (days: number) => `${day.add({ days })}T${time}`;
  const isAhead = (local: string) => resolveWallClock(local, zone).at >= from;
  const ahead = daysBefore
    .toSorted((one, other) => other - one)
    .map((days) => at(-days))
    .filter(isAhead);
  let week = 1;
  while (weeklyOverdue && !isAhead(at(week * 7))) week += 1;
  return [...listed(ahead), ...(weeklyOverdue ? [{ start: at(week * 7), rule: { freq: 'WEEKLY' as const } }] : [])];
}

function listed([start, ...dates]: readonly string[]): Series[] {
  return start === undefined ? [] : [{ start, ...(dates.length === 0 ? {} : { dates }) }];
}

/** The days of a rule, the times of day in minutes, and by how many days those are later than the rule's. */
interface DaysAndTimes {
  readonly days: Omit<RuleParts, 'hours' | 'minute'>;
  readonly times: readonly number[];
  readonly laterDays: number;
}

interface Bounds {
  readonly zone: string;
  readonly start?: string;
  readonly until?: string;
  readonly except?: readonly string[];
  readonly from: Date;
}

function ruleSeries(schedule: RuleSchedule, from: Date): Series[] {
  const { dates = [], zone, step } = schedule;
  const bounds = { ...schedule, from };
  const all = schedule.rules.flatMap((rule) => {
    const { hours, minute, ...days } = readRule(rule);
    if (step === undefined) {
      return timesSeries({ days, times: hours.map((hour) => hour * 60 + minute), laterDays: 0 }, bounds);
    }
    const begin = (hours[0] ?? 0) * 60 + minute;
    const times = Array.from(
      { length: Math.floor(step.spanMinutes / step.minutes) + 1 },
      (_, index) => begin + index * step.minutes,
    );
    return [0, 1].flatMap((laterDays) => {
      const ofDay = times
        .filter((time) => Math.floor(time / dayMinutes) === laterDays)
        .map((time) => time % dayMinutes);
      return ofDay.length === 0 ? [] : timesSeries({ days, times: ofDay, laterDays }, bounds);
    });
  });
  const ahead = dates.filter((date) => resolveWallClock(date, zone).at >= from).sort();
  return [...all, ...listed(ahead)];
}

function cronSeries({ cron, zone }: CronSchedule, from: Date): Series[] {
  const pattern = new CronPattern(cron, 'UTC', { mode: '5-part' });
  const on = (flags: readonly number[], first: number) =>
    flags.flatMap((flag, index) => (flag === 0 ? [] : [index + first]));
  const { starDOM, starDOW, lastDayOfMonth, lastWeekday, nearestWeekdays, useAndLogic } = pattern;
  const isSimple = !lastWeekday && !useAndLogic && nearestWeekdays.every((flag) => flag === 0);
  const times = on(pattern.hour, 0).flatMap((hour) => on(pattern.minute, 0).map((minute) => hour * 60 + minute));
  const months = on(pattern.month, 1);
  const byMonth = months.length === 12 ? {} : { byMonth: months };
  const monthDays = [...on(pattern.day, 1), ...(lastDayOfMonth ? [-1] : [])];
  const weekdays = readWeekdays(pattern.dayOfWeek);
  const days: (readonly [kind: 'any' | 'month' | 'week', RuleParts['freq'], object])[] = [
    ...(starDOM && starDOW ? [['any', 'DAILY', {}] as const] : []),
    ...(starDOM ? [] : [['month', 'MONTHLY', { byMonthDay: monthDays }] as const]),
    ...(starDOW || weekdays.every.length === 0 ? [] : [['week', 'WEEKLY', { byDay: weekdays.every }] as const]),
    ...(starDOW || weekdays.nth.length === 0 ? [] : [['week', 'MONTHLY', { byDay: weekdays.nth }] as const]),
  ];
  const series = days.flatMap(([, freq, by]) =>
    timesSeries({ days: { freq, ...byMonth, ...by }, times, laterDays: 0 }, { zone, from }),
  );
  if (isSimple) return series;
  const found: string[] = [];
  let reading: number | undefined = readingAt(from.getTime() - 1, zone);
  while (found.length < mostListed) {
    reading = readCron(cron).next(reading);
    if (reading === undefined) break;
    found.push(writeReading(reading));
  }
  return listed(found);
}

/** croner keeps the occurrences in a month as bits: 1 to 5 are the first to the fifth, 32 the last, 63 all. */
function readWeekdays(flags: readonly number[]) {
  const code = (index: number) => dayCodes[(index + 6) % 7] ?? 'MO';
  const named = flags.slice(0, 7).map((bits, index) => ({ bits, code: code(index) }));
  return {
    every: named.filter(({ bits }) => bits === 63).map((each) => each.code),
    nth: named
      .filter(({ bits }) => bits !== 0 && bits !== 63)
      .flatMap(({ bits, code: day }) =>
        [1, 2, 4, 8, 16, 32].flatMap((bit, index) =>
          (bits & bit) === 0 ? [] : [`${index === 5 ? -1 : index + 1}${day}`],
        ),
      ),
  };
}

/** Few times a day are an event each, since hardly any calendar knows BYHOUR; many share one. */
function timesSeries({ days, times, laterDays }: DaysAndTimes, bounds: Bounds): Series[] {
  const shifted = laterDays === 0 ? days : shiftDays(days);
  if (shifted === undefined) return [];
  const sorted = [...new Set(times)].sort((one, other) => one - other);
  const groups: (readonly [hours: readonly number[], minutes: readonly number[]])[] =
    sorted.length <= mostEvents || days.bySetPos !== undefined
      ? sorted.map((time) => [[Math.floor(time / 60)], [time % 60]])
      : groupTimes(sorted);
  return groups.flatMap(([hours, minutes]) => oneSeries({ ...shifted, hours, minutes }, laterDays, bounds));
}

function groupTimes(times: readonly number[]) {
  const byHours = new Map<string, { hours: number[]; minutes: number[] }>();
  for (const minute of new Set(times.map((time) => time % 60))) {
    const hours = times.filter((time) => time % 60 === minute).map((time) => Math.floor(time / 60));
    const group = byHours.get(hours.join()) ?? { hours, minutes: [] };
    byHours.set(hours.join(), { hours, minutes: [...group.minutes, minute].sort((one, other) => one - other) });
  }
  return [...byHours.values()].map(({ hours, minutes }) => [hours, minutes] as const);
}

/** The same days, one later; nothing where no rule says so. */
function shiftDays(days: DaysAndTimes['days']): DaysAndTimes['days'] | undefined {
  if (days.byMonthDay !== undefined || days.bySetPos !== undefined || days.byMonth !== undefined) return undefined;
  const { byDay } = days;
  if (byDay === undefined) return days;
  if (byDay.some((day) => /\d/.test(day))) return undefined;
  return { ...days, byDay: byDay.map((day) => dayCodes[(dayCodes.indexOf(day as 'MO') + 1) % 7] ?? day) };
}

function oneSeries(
  parts: Omit<RuleParts, 'hours' | 'minute'> & {
    readonly hours: readonly number[];
    readonly minutes: readonly number[];
  },
  laterDays: number,
  { zone, start = anyStart, until, except = [], from }: Bounds,
): Series[] {
  const { hours, minutes, ...days } = parts;
  const begin = writeReading(readingOf(start) + laterDays * dayMs);
  const rules = minutes.map((minute) => writeRule({ ...days, hours, minute }));
  const after = (reading: number) => {
    const next = rules.map((rule) => readingAfter(rule, begin, reading)).filter((each) => each !== undefined);
    return next.length === 0 ? undefined : Math.min(...next);
  };
  const first = after(Math.max(readingAt(from.getTime(), zone), readingOf(begin)) - 1);
  const last = until === undefined ? Number.POSITIVE_INFINITY : readingOf(until);
  if (first === undefined || first > last) return [];
  const single = hours.length === 1 && minutes.length === 1;
  const leftOut = exceptDays(except, first, Math.min(last, first + exceptYears * 366 * dayMs))
    .map((day) => day + laterDays * dayMs)
    .flatMap((day) => {
      const found: string[] = [];
      for (let at = after(day - 1); at !== undefined && at < day + dayMs; at = after(at)) {
        if (at >= first) found.push(writeReading(at));
      }
      return found;
    });
  return [
    {
      start: writeReading(first),
      rule: {
        ...days,
        ...(single ? {} : { hours, minutes }),
        ...(until === undefined ? {} : { until: new Date(instantOfReading(last, zone)).toISOString() }),
      },
      ...(leftOut.length === 0 ? {} : { except: leftOut }),
    },
  ];
}

/** The days that are left out within a span, each as the reading of its midnight. */
function exceptDays(except: readonly string[], from: number, to: number): number[] {
  const found: number[] = [];
  const dayOf = (reading: number) => Math.floor(reading / dayMs) * dayMs;
  for (const each of except) {
    const [begin = '', end = begin] = each.split('/');
    if (begin.startsWith('--')) {
      for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year += 1) {
        // A 29 February is not in every year.
        const day = new Date(`${year}${begin.slice(1)}T00:00:00Z`);
        if (!Number.isNaN(day.getTime()) && day.toISOString().slice(5, 10) === begin.slice(2))
          found.push(day.getTime());
      }
      continue;
    }
    for (let day = Math.max(readingOf(`${begin}T00:00`), dayOf(from)); day <= readingOf(`${end}T00:00`); day += dayMs) {
      found.push(day);
      if (found.length > mostExcept) break;
    }
  }
  return [...new Set(found)]
    .filter((day) => day >= dayOf(from) && day <= to)
    .sort((one, other) => one - other)
    .slice(0, mostExcept);
}

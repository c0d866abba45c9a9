import { createRequire } from 'node:module';
import type { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { instantOfReading, readingAt } from './wall-clock.ts';

/**
 * Due again and again, as rules of RFC 5545 say it, or on a list of days: for recurrences that one cron expression cannot
 * say. All dates and times are what the clock of the zone shows, so the rules know nothing of daylight saving time.
 *
 * Stored without `cron`, so that a replica of an older version parks such a reminder and says so, rather than losing it.
 */
export interface RuleSchedule {
  readonly kind: 'recurring';
  /** RRULEs, each with the times of day it is due: `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0`. */
  readonly rules: readonly string[];
  /** DTSTART, `2026-11-27T00:00`: intervals count from this day, and nothing is due before it. Left out: no matter. */
  readonly start?: string;
  /** RDATE: further times, `2027-05-01T09:00`. */
  readonly dates?: readonly string[];
  /** EXDATE: days left out. `2026-12-25` is one day, `--12-25` that day of each year, `2026-12-24/2027-01-06` a span. */
  readonly except?: readonly string[];
  /** The last time that may be due, `2026-12-24T23:59`. */
  readonly until?: string;
  /** How often it is due altogether, where somebody said so. `until` is worked out from it and decides. */
  readonly count?: number;
  /** The day that `dates` count down to. */
  readonly before?: string;
  /** From each time of the rules on, due every so many minutes of elapsed time. */
  readonly step?: {
    readonly minutes: number;
    /** Goes on while the clock shows at most this many minutes more than at the time of the rule. */
    readonly spanMinutes: number;
  };
  readonly zone: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * The first instant after `afterMs`, and not after `untilMs`, at which rules are due.
 *
 * RFC 5545 drops a time that the clocks go forward over, and `rrule-temporal` does so, too. Here the rules are worked out
 * in UTC, as what the clock shows, and each reading is due when the zone's clock has reached it: at the end of a gap,
 * and the first of two times. A step goes on by elapsed time.
 */
export function nextByRules(schedule: RuleSchedule, afterMs: number, untilMs: number): number | undefined {
  const { step } = schedule;
  const byRule = step === undefined ? nextFixed(schedule, afterMs) : nextStep(schedule, step, afterMs);
  const next = Math.min(byRule ?? Number.POSITIVE_INFINITY, nextDate(schedule, afterMs));
  return next <= untilMs && next < Number.POSITIVE_INFINITY ? next : undefined;
}

/** Where the clock has passed a reading its instant has passed too, so that only those ahead are worked out. */
function nextDate({ dates = [], zone }: RuleSchedule, afterMs: number): number {
  if (dates.length === 0) return Number.POSITIVE_INFINITY;
  const shown = readingAt(afterMs, zone);
  const ahead = dates.map(readingOf).filter((reading) => reading >= shown);
  for (const reading of ahead.sort((one, other) => one - other)) {
    const due = instantOfReading(reading, zone);
    if (due > afterMs) return due;
  }
  return Number.POSITIVE_INFINITY;
}

function nextFixed(schedule: RuleSchedule, afterMs: number): number | undefined {
  const { zone } = schedule;
  const shown = readingAt(afterMs, zone);
  let earliest: number | undefined;
  const offer = (due: number) => {
    if (due > afterMs && (earliest === undefined || due < earliest)) earliest = due;
  };
  for (const rule of schedule.rules) {
    for (const reading of readings(schedule, rule, shown)) {
      const due = instantOfReading(reading, zone);
      // Not after it: the clocks went back, and this time of day has been the first time round.
      if (due <= afterMs) continue;
      offer(due);
      break;
    }
  }
  return earliest;
}

function nextStep(schedule: RuleSchedule, step: NonNullable<RuleSchedule['step']>, afterMs: number) {
  const { zone } = schedule;
  const last = schedule.until === undefined ? Number.POSITIVE_INFINITY : readingOf(schedule.until);
  // A window that began the day before may still be open.
  const shown = readingAt(afterMs, zone) - 2 * dayMs;
  let earliest: number | undefined;
  for (const rule of schedule.rules) {
    for (const from of readings(schedule, rule, shown)) {
      const begin = instantOfReading(from, zone);
      if (earliest !== undefined && begin >= earliest) break;
      const steps = Math.max(0, Math.floor((afterMs - begin) / (step.minutes * minuteMs)) + 1);
      const due = begin + steps * step.minutes * minuteMs;
      const isOpen = readingAt(due, zone) <= Math.min(from + step.spanMinutes * minuteMs, last);
      if (isOpen && (earliest === undefined || due < earliest)) earliest = due;
      if (begin > afterMs) break;
    }
  }
  return earliest;
}

/** DTSTART for rules that have none. */
export const anyStart = '2000-01-01T00:00';
/** A rule with this many excluded days in a row is treated as one that never happens. */
const mostLeftOut = 400;

/** The readings at which a rule is due after another reading, in order, without the excluded days. */
function* readings(schedule: RuleSchedule, rule: string, afterReading: number): Generator<number> {
  const until = schedule.until === undefined ? Number.POSITIVE_INFINITY : readingOf(schedule.until);
  const { start = anyStart } = schedule;
  let after = Math.max(afterReading, readingOf(start) - 1);
  for (let leftOut = 0; leftOut < mostLeftOut; ) {
    const reading = readingAfter(rule, start, after);
    if (reading === undefined || reading > until) return;
    const span = spanLeftOut(schedule.except, reading);
    after = span ?? reading;
    if (span !== undefined) leftOut += 1;
    else {
      leftOut = 0;
      yield reading;
    }
  }
}

/** The last millisecond of the excluded days around a reading. `undefined` if its day is not excluded. */
function spanLeftOut(except: readonly string[] = [], reading: number): number | undefined {
  const day = new Date(reading).toISOString().slice(0, 10);
  for (const each of except) {
    const [from = '', to = from] = each.split('/');
    const isIn = from.startsWith('--') ? day.slice(4) === from.slice(1) : day >= from && day <= to;
    if (isIn) return (from.startsWith('--') ? readingOf(`${day}T00:00`) : readingOf(`${to}T00:00`)) + dayMs - 1;
  }
  return undefined;
}

/** Converts a local date and time to a reading: milliseconds, as if it were UTC. */
export function readingOf(local: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime('UTC').epochMilliseconds;
}

/** Writes a reading as `2026-11-27T09:00`. */
export function writeReading(reading: number): string {
  return new Date(reading).toISOString().slice(0, 16);
}

/** Compiled rules that are kept, since compiling one takes as long as asking it. */
const kept = 64;
const cache = new Map<string, RRuleTemporal>();
/** The search gives up after this many periods. A 29 February takes at most 8. */
const mostPeriods = 800;

/** The first reading after another one that a rule names; `start` is its DTSTART. */
export function readingAfter(rule: string, start: string, after: number): number | undefined {
  try {
    return compile(rule, start).next(new Date(after))?.epochMilliseconds;
  } catch (error) {
    // It looked for too long: such a day does not exist.
    if (error instanceof Error && error.message.startsWith('Maximum iterations')) return undefined;
    throw error;
  }
}

function compile(rule: string, start: string): RRuleTemporal {
  const key = `${start} ${rule}`;
  const known = cache.get(key);
  cache.delete(key);
  const { RRuleTemporal: Rule } = loadLibrary();
  const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC');
  const compiled =
    known ?? new Rule({ rruleString: `RRULE:${rule}`, dtstart, tzid: 'UTC', maxIterations: mostPeriods });
  cache.set(key, compiled);
  const [oldest] = cache.keys();
  if (cache.size > kept && oldest !== undefined) cache.delete(oldest);
  return compiled;
}

let library: typeof import('rrule-temporal') | undefined;

/** Loaded with the first such reminder: it takes 30 to 60 ms, and most processes never need it. */
function loadLibrary(): typeof import('rrule-temporal') {
  library ??= createRequire(import.meta.url)('rrule-temporal') as typeof import('rrule-temporal');
  return library;
}

/** The parts of an RRULE that are used here. */
export interface RuleParts {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  /** Default 1. */
  readonly interval?: number;
  readonly byMonth?: readonly number[];
  /** -1 is the last day. */
  readonly byMonthDay?: readonly number[];
  /** `MO`, `2TU`, `-1FR`. */
  readonly byDay?: readonly string[];
  readonly bySetPos?: number;
  readonly hours: readonly number[];
  readonly minute: number;
}

/** Days of the week as RFC 5545 has them, Monday first. */
export const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** Writes a rule, its parts always in the same order. */
export function writeRule(parts: RuleParts): string {
  const { freq, interval = 1, byMonth, byMonthDay, byDay, bySetPos, hours, minute } = parts;
  const list = (name: string, values: readonly (string | number)[] | undefined) =>
    values === undefined || values.length === 0 ? [] : [`${name}=${values.join(',')}`];
  return [
    `FREQ=${freq}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...list('BYMONTH', byMonth),
    ...list('BYMONTHDAY', byMonthDay),
    ...list('BYDAY', byDay),
    ...list('BYSETPOS', bySetPos === undefined ? undefined : [bySetPos]),
    `BYHOUR=${hours.join(',')}`,
    `BYMINUTE=${minute}`,
  ].join(';');
}

/** Reads a rule that `writeRule` wrote. */
export function readRule(rule: string): RuleParts {
  const fields = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const numbers = (name: string) => fields.get(name)?.split(',').map(Number);
  const [byMonth, byMonthDay, byDay] = [numbers('BYMONTH'), numbers('BYMONTHDAY'), fields.get('BYDAY')?.split(',')];
  const bySetPos = numbers('BYSETPOS')?.[0];
  return {
    freq: fields.get('FREQ') as RuleParts['freq'],
    interval: numbers('INTERVAL')?.[0] ?? 1,
    ...(byMonth === undefined ? {} : { byMonth }),
    ...(byMonthDay === undefined ? {} : { byMonthDay }),
    ...(byDay === undefined ? {} : { byDay }),
    ...(bySetPos === undefined ? {} : { bySetPos }),
    hours: numbers('BYHOUR') ?? [],
    minute: numbers('BYMINUTE')?.[0] ?? 0,
  };
}

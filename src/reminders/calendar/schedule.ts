import { Temporal } from 'temporal-polyfill';
import { nextRecurring } from './cron.ts';
import { nextByRules, type RuleSchedule } from './rules.ts';
import { resolveWallClock } from './wall-clock.ts';

/**
 * When a reminder is due. Zones are IANA names; wall-clock times are in the schedule's own zone.
 *
 * One rule for daylight saving time: a fixed wall-clock time that falls into a gap fires at the end of the gap; one
 * that exists twice fires once, the first time; stepping (`*\/30`, `0 *`) goes on by elapsed time.
 */
export type Schedule = OnceSchedule | RecurringSchedule | CountdownSchedule;

/** Due one time. */
export interface OnceSchedule {
  readonly kind: 'once';
  /** The instant, worked out when the reminder was made. */
  readonly at: Date;
  readonly zone: string;
}

/** Due again and again. */
export type RecurringSchedule = CronSchedule | RuleSchedule;

/** Due again and again, as one cron expression says it. */
export interface CronSchedule {
  readonly kind: 'recurring';
  /** Five fields, with `#` for "the first Monday" and `L` for last, as croner reads them. */
  readonly cron: string;
  readonly zone: string;
}

/** Due before a day, on it, and weekly after it until somebody says done. */
export interface CountdownSchedule {
  readonly kind: 'countdown';
  /** The id of the deadline counted down to. */
  readonly deadline: string;
  /** The day, as `2026-12-31`. */
  readonly date: string;
  /** Days before the day, in any order; 0 is the day itself. */
  readonly daysBefore: readonly number[];
  /** Goes on weekly after the day. */
  readonly weeklyOverdue: boolean;
  /** The wall-clock time, as `09:00`. */
  readonly time: string;
  readonly zone: string;
}

/** The days before a deadline on which reminders are posted by default; 0 is the day itself. */
export const defaultDaysBefore: readonly number[] = [30, 14, 7, 3, 1, 0];

/** No occurrence is worked out further ahead than this. */
const horizonYears = 50;
const weekMs = 7 * 86_400_000;

/**
 * The next instant at which a schedule is due: strictly after `after`, at most 50 years after it, to the minute (a
 * one-off: as it was made). `undefined` where there is none. Asking again with the answer walks through all of them: in
 * order, none twice, none left out.
 *
 * @throws RangeError or TypeError where the schedule's zone or cron expression cannot be read; `parseWhen` makes none
 */
export function nextOccurrence(schedule: Schedule, after: Date): Date | undefined {
  const due = next(schedule, after.getTime(), horizonAfter(after).getTime());
  return due === undefined ? undefined : new Date(due);
}

/** The last instant that is worked out from `now`: the same day and time 50 years on. */
export function horizonAfter(now: Date): Date {
  const horizon = new Date(now);
  horizon.setUTCFullYear(horizon.getUTCFullYear() + horizonYears);
  return horizon;
}

/**
 * The instants at which a schedule is due, in order, from `from` (included) up to `to` (left out), at most `limit` of
 * them. Worked out one by one as they are asked for.
 */
export function* occurrences(schedule: Schedule, from: Date, to: Date, limit: number): Generator<Date> {
  let after = new Date(from.getTime() - 1);
  for (let count = 0; count < limit; count += 1) {
    const due = nextOccurrence(schedule, after);
    if (due === undefined || due >= to) return;
    yield due;
    after = due;
  }
}

function next(schedule: Schedule, afterMs: number, untilMs: number): number | undefined {
  switch (schedule.kind) {
    case 'once':
      return within(schedule.at.getTime(), afterMs, untilMs);
    case 'recurring':
      return 'rules' in schedule
        ? nextByRules(schedule, afterMs, untilMs)
        : nextRecurring(schedule.cron, schedule.zone, afterMs, untilMs);
    case 'countdown':
      return within(nextOfCountdown(schedule, afterMs), afterMs, untilMs);
  }
}

function within(due: number | undefined, afterMs: number, untilMs: number): number | undefined {
  return due !== undefined && due > afterMs && due <= untilMs ? due : undefined;
}

/** The days before, the day itself, and then weekly where it goes on; each at the schedule's time of day. */
function nextOfCountdown(schedule: CountdownSchedule, afterMs: number): number | undefined {
  const day = Temporal.PlainDate.from(schedule.date, { overflow: 'reject' });
  const time = Temporal.PlainTime.from(schedule.time);
  const at = (days: number) => resolveWallClock(day.add({ days }).toPlainDateTime(time), schedule.zone).at.getTime();
  for (const days of schedule.daysBefore.toSorted((a, b) => b - a)) {
    if (at(-days) > afterMs) return at(-days);
  }
  if (!schedule.weeklyOverdue) return undefined;
  for (let weeks = Math.max(1, Math.floor((afterMs - at(0)) / weekMs)); ; weeks += 1) {
    if (at(weeks * 7) > afterMs) return at(weeks * 7);
  }
}

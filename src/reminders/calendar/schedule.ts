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
export interface RecurringSchedule {
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
  /** Days before the day; 0 is the day itself. Default 30, 14, 7, 3, 1 and 0. */
  readonly daysBefore: readonly number[];
  /** Goes on weekly after the day. */
  readonly weeklyOverdue: boolean;
  /** The wall-clock time, as `09:00`. */
  readonly time: string;
  readonly zone: string;
}

/** No occurrence is worked out further ahead than this. */
export const horizonYears = 50;

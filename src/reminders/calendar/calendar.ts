/** The calendar's public face. It brings a time zone library along, so load it only where a time is read or shown. */
export { defaultDaysBefore } from './countdown.ts';
export { describeSchedule } from './describe-schedule.ts';
export { formatInstant } from './format-instant.ts';
export { nextOccurrence, occurrences } from './next-occurrence.ts';
export { parseWhen } from './parse-when.ts';
export { resolveWallClock } from './resolve-wall-clock.ts';
export type { CountdownSchedule, Schedule } from './schedule.ts';

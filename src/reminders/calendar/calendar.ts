// This brings a time zone library along, so load it only where a time is read or shown.
export { describeSchedule, formatInstant } from './describe.ts';
export { type FoundCalendar, type FoundEntry, readCalendar, type UnreadEntry } from './icalendar/read-calendar.ts';
export { type CalendarEntry, writeCalendar } from './icalendar/write-calendar.ts';
export { parseChange, parseWhen, parseWhenAlone } from './parse-when.ts';
export type { CountdownSchedule, Schedule } from './schedule.ts';
export { defaultDaysBefore, nextOccurrence, occurrences } from './schedule.ts';
export { resolveWallClock } from './wall-clock.ts';

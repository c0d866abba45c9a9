/** Loads the calendar arithmetic when a command needs it: most do not, and it costs start-up time. */
export const loadCalendar = () => import('../../src/reminders/calendar/calendar.ts');

/** The calendar arithmetic. */
export type Calendar = Awaited<ReturnType<typeof loadCalendar>>;

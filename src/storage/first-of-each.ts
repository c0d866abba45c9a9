import type { Schedule } from '../reminders/calendar/calendar.ts';
import type { StorageContext } from './storage-context.ts';

/** Works out when schedules are first due, each only once: many reminders have the same rule. */
export function firstOfEach({ planner }: StorageContext, now: Date): (schedule: Schedule) => Date | undefined {
  const known = new Map<string, Date | undefined>();
  return (schedule) => {
    const key = JSON.stringify(schedule);
    if (!known.has(key)) known.set(key, planner.first(schedule, now));
    return known.get(key);
  };
}

import { countdownSteps } from './countdown.ts';
import { nextRecurring } from './next-recurring.ts';
import { type CountdownSchedule, horizonYears, type Schedule } from './schedule.ts';

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
      return nextRecurring(schedule.cron, schedule.zone, afterMs, untilMs);
    case 'countdown':
      return nextOfCountdown(schedule, afterMs, untilMs);
  }
}

function nextOfCountdown(schedule: CountdownSchedule, afterMs: number, untilMs: number): number | undefined {
  for (const { at } of countdownSteps(schedule, new Date(afterMs))) return within(at.getTime(), afterMs, untilMs);
  return undefined;
}

function within(due: number, afterMs: number, untilMs: number): number | undefined {
  return due > afterMs && due <= untilMs ? due : undefined;
}

import { Temporal } from 'temporal-polyfill';
import { resolveWallClock } from './resolve-wall-clock.ts';
import type { CountdownSchedule } from './schedule.ts';

/** One post of a countdown. Either before the day or on it, or after it: what has passed is never called due. */
export type CountdownStep = { readonly at: Date } & (
  | { readonly kind: 'before'; readonly days: number }
  | { readonly kind: 'today' }
  | { readonly kind: 'overdue'; readonly weeks: number }
);

/** What people get who name no days of their own. */
export const defaultDaysBefore: readonly number[] = [30, 14, 7, 3, 1, 0];

/**
 * The steps of a countdown after an instant, in order, without end where it goes on weekly. Days given twice count once.
 *
 * @throws RangeError where the schedule's date, time or zone does not exist
 */
export function* countdownSteps(schedule: CountdownSchedule, after: Date): Generator<CountdownStep> {
  const day = Temporal.PlainDate.from(schedule.date, { overflow: 'reject' });
  const time = Temporal.PlainTime.from(schedule.time);
  const at = (days: number) => resolveWallClock(day.add({ days }).toPlainDateTime(time), schedule.zone).at;
  let last = after.getTime();
  for (const days of [...new Set(schedule.daysBefore)].sort((a, b) => b - a)) {
    const due = at(-days);
    if (due.getTime() <= last) continue;
    last = due.getTime();
    yield days === 0 ? { kind: 'today', at: due } : { kind: 'before', days, at: due };
  }
  if (!schedule.weeklyOverdue) return;
  const weekMs = 7 * 86_400_000;
  for (let weeks = Math.max(1, Math.floor((last - at(0).getTime()) / weekMs)); ; weeks += 1) {
    const due = at(weeks * 7);
    if (due.getTime() > last) yield { kind: 'overdue', weeks, at: due };
  }
}

/** Which step of a countdown an occurrence is; `undefined` where the countdown has none at that instant. */
export function countdownStepAt(schedule: CountdownSchedule, at: Date): CountdownStep | undefined {
  for (const step of countdownSteps(schedule, new Date(at.getTime() - 1)))
    return step.at.getTime() === at.getTime() ? step : undefined;
  return undefined;
}

/** A step in words: `14 days before`, `1 day before`, `on the day`, `2 weeks overdue`. */
export function describeCountdownStep(step: CountdownStep): string {
  switch (step.kind) {
    case 'before':
      return `${step.days} ${step.days === 1 ? 'day' : 'days'} before`;
    case 'today':
      return 'on the day';
    case 'overdue':
      return `${step.weeks} ${step.weeks === 1 ? 'week' : 'weeks'} overdue`;
  }
}

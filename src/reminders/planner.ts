import type { Schedule } from './calendar/calendar.ts';
import type { Reminder } from './ledger.ts';
import type { NextOccurrence } from './ledger-store.ts';

/** How many missed occurrences `all` posts. */
const mostCaughtUp = 20;
/** Occurrences looked at in one go, so that a minutely reminder after a year of downtime blocks nobody. */
const mostLookedAt = 500;

/** The plan for a due reminder. */
interface Plan {
  readonly post: readonly Date[];
  readonly skip: readonly { readonly at: Date; readonly reason: string }[];
  /** When it is due next. May lie in the past: then the rest is planned in another go. */
  readonly nextDueAt: Date | undefined;
}

/** Works out what is due, by schedule and catch-up policy. */
export interface Planner {
  /** The first time a schedule is due from now on. A one-off is due even if its instant has just passed. */
  first(schedule: Schedule, now: Date): Date | undefined;
  /** Plans everything of a reminder that is due by now, from its `nextDueAt` on. */
  plan(reminder: Reminder, now: Date): Plan;
}

/** Builds a Planner over the calendar. */
export function createPlanner(nextOccurrence: NextOccurrence): Planner {
  return {
    first: (schedule, now) => (schedule.kind === 'once' ? schedule.at : nextOccurrence(schedule, now)),
    plan(reminder, now) {
      if (reminder.nextDueAt === undefined) return { post: [], skip: [], nextDueAt: undefined };
      const keep = reminder.catchUp === 'all' ? mostCaughtUp : 1;
      const kept = [reminder.nextDueAt];
      const skip: { at: Date; reason: string }[] = [];
      let next = nextOccurrence(reminder.schedule, reminder.nextDueAt);
      for (let looked = 1; next !== undefined && next <= now; looked += 1) {
        const previous = kept.at(-1);
        if (previous !== undefined && next <= previous)
          throw new Error(`The calendar does not move on from ${next.toISOString()}`);
        kept.push(next);
        const dropped = kept.length > keep ? kept.shift() : undefined;
        if (dropped !== undefined) skip.push({ at: dropped, reason: 'a newer one was due as well' });
        if (looked >= mostLookedAt) return { post: [], skip, nextDueAt: kept[0] };
        next = nextOccurrence(reminder.schedule, next);
      }
      const oldest = reminder.catchUp === 'skip' ? now.getTime() - reminder.graceMs : Number.NEGATIVE_INFINITY;
      const late = kept.filter((at) => at.getTime() < oldest);
      skip.push(...late.map((at) => ({ at, reason: 'missed by more than its grace time' })));
      return { post: kept.filter((at) => at.getTime() >= oldest), skip, nextDueAt: next };
    },
  };
}

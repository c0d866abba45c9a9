import { formatInstant } from './describe.ts';
import { countdownStepAt, describeCountdownStep, occurrences, type Schedule } from './schedule.ts';

/** One post that would be made. */
interface PreviewedOccurrence {
  readonly at: Date;
  /** The instant as people read it, in the schedule's zone. */
  readonly when: string;
  /** Which step of a countdown it is: `14 days before`, `on the day`, `1 week overdue`. */
  readonly step?: string;
}

/** What a schedule would post in a time, and whether there is more than could be shown. */
interface Preview {
  readonly occurrences: readonly PreviewedOccurrence[];
  readonly more: boolean;
}

/**
 * What would be posted from `from` (included) up to `to` (left out), without posting; at most `limit` (default 100).
 * The time may lie in the past: a countdown to 2008 can be seen as it would have been then.
 */
export function previewOccurrences(schedule: Schedule, from: Date, to: Date, limit = 100): Preview {
  const found = [...occurrences(schedule, from, to, limit + 1)];
  return { occurrences: found.slice(0, limit).map((at) => preview(schedule, at)), more: found.length > limit };
}

function preview(schedule: Schedule, at: Date): PreviewedOccurrence {
  const when = formatInstant(at, schedule.zone);
  const step = schedule.kind === 'countdown' ? countdownStepAt(schedule, at) : undefined;
  return step === undefined ? { at, when } : { at, when, step: describeCountdownStep(step) };
}

import type { OnceSchedule, RecurringSchedule } from '../schedule.ts';

/** A when that was read, and where the reminder's text begins. */
export interface FoundWhen {
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** The first word after it. */
  readonly next: number;
  /** One sentence, without its full stop, on what may not be expected of it. */
  readonly note?: string;
}

import type { PressHow } from './delivery-service.ts';
import { localTime } from './local-time.ts';

/** Turns a wall-clock time such as `2026-11-24T09:00` into its instant, under the rule for daylight saving time. */
export type ResolveWallClock = (local: string, zone: string) => { readonly at: Date };

const morning = '09:00';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When a snoozed reminder comes back: in an hour, tomorrow at 09:00, or on Monday of next week at 09:00. */
export function snoozeUntil(
  how: Exclude<PressHow, 'done' | 'show'>,
  now: Date,
  zone: string,
  resolve: ResolveWallClock,
): Date {
  if (how === 'snooze-hour') return new Date(now.getTime() + hourMs);
  const today = Date.parse(localTime(now, zone).date);
  // Weeks begin on Monday: on a Sunday the next one begins tomorrow.
  const days = how === 'snooze-tomorrow' ? 1 : 8 - (new Date(today).getUTCDay() || 7);
  const day = new Date(today + days * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
  return resolve(`${day}T${morning}`, zone).at;
}

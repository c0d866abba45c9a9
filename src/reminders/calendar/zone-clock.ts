import { Temporal } from 'temporal-polyfill';
import { resolveWallClock } from './resolve-wall-clock.ts';

/**
 * A zone's clock as numbers. A **reading** is what the clock shows, in milliseconds as if it were UTC: 09:00 on the
 * wall is the reading of 09:00 UTC of that day. Readings can be compared and searched like instants, without offsets.
 */

/** What the zone's clock shows at an instant. */
export function readingAt(instantMs: number, zone: string): number {
  return instantMs + offsetAt(instantMs, zone);
}

/** The first instant at which the zone's clock has reached a reading: `resolveWallClock`, in milliseconds. */
export function instantOfReading(reading: number, zone: string): number {
  return resolveWallClock(moment(reading, 'UTC').toPlainDateTime(), zone).at.getTime();
}

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instantMs: number, zone: string): number {
  return moment(instantMs, zone).offsetNanoseconds / 1_000_000;
}

/** The next instant after this one at which the zone's clock jumps; `undefined` where none is known. */
export function nextTransition(instantMs: number, zone: string): number | undefined {
  return moment(instantMs, zone).getTimeZoneTransition('next')?.epochMilliseconds;
}

function moment(instantMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
}

import { Temporal } from 'temporal-polyfill';

/** The instant of a wall-clock time. */
interface ResolvedWallClock {
  readonly at: Date;
  /**
   * `once`: the ordinary case. `twice`: the clocks go back over it; `at` is the first time. `gap`: the clocks go forward
   * over it, so that it never shows; `at` is the end of the gap.
   */
  readonly found: 'once' | 'twice' | 'gap';
}

/**
 * The instant of a wall-clock time in a zone, under the one rule for daylight saving time: **the first instant at which
 * the zone's clock has reached it**. That is the end of the gap where the clocks go forward over it, be it midnight or
 * not, and the first of two where they go back.
 *
 * @param local `2027-03-28T02:30`, with seconds or without
 * @param zone an IANA name
 * @throws RangeError where the date, the time or the zone does not exist
 */
export function resolveWallClock(local: string | Temporal.PlainDateTime, zone: string): ResolvedWallClock {
  const wanted = Temporal.PlainDateTime.from(local, { overflow: 'reject' });
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wanted.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { at: dateOf(earlier), found: 'once' };
  if (earlier.toPlainDateTime().equals(wanted)) return { at: dateOf(earlier), found: 'twice' };
  // In a gap, "earlier" is a time of day before the gap; the transition after it is the gap itself.
  return { at: dateOf(earlier.getTimeZoneTransition('next') ?? later), found: 'gap' };
}

function dateOf(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds);
}

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

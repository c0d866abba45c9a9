import { type ReadCron, readCron } from './cron-pattern.ts';
import { instantOfReading, nextTransition, offsetAt, readingAt } from './zone-clock.ts';

const hourMs = 3_600_000;

/**
 * The first instant after `afterMs`, and not after `untilMs`, at which a cron expression is due in a zone.
 *
 * A fixed expression is due once for each time of day it names, at the first instant at which the clock has reached it.
 * A stepping one is due at every instant at which the clock shows a time it names, so also a second time where the
 * clocks go back; where they go forward over times it names, and it names none in the hour that follows, it is due at
 * the end of the gap instead: `*\/30 0 * * *` is not lost where midnight is skipped.
 */
export function nextRecurring(cron: string, zone: string, afterMs: number, untilMs: number): number | undefined {
  const pattern = readCron(cron);
  const next = pattern.stepping ? nextStepping : nextFixed;
  const due = next(pattern, zone, afterMs, untilMs);
  return due !== undefined && due <= untilMs ? due : undefined;
}

function nextFixed(pattern: ReadCron, zone: string, afterMs: number): number | undefined {
  let reading: number | undefined = readingAt(afterMs, zone);
  for (;;) {
    reading = pattern.next(reading);
    if (reading === undefined) return undefined;
    const due = instantOfReading(reading, zone);
    // Not after it: the clocks went back, and this time of day has been the first time round.
    if (due > afterMs) return due;
  }
}

function nextStepping(pattern: ReadCron, zone: string, afterMs: number, untilMs: number): number | undefined {
  let stretch = afterMs;
  let shown = readingAt(afterMs, zone);
  while (stretch <= untilMs) {
    const offset = offsetAt(stretch, zone);
    const reading = pattern.next(shown);
    if (reading === undefined) return undefined;
    const transition = nextTransition(stretch, zone);
    if (transition === undefined || reading - offset < transition) return reading - offset;
    // The clock jumps first: go on from what it shows then, which may be due itself.
    stretch = transition;
    const showsThen = readingAt(transition, zone);
    if (reading < showsThen && !isNamedWithin(pattern, showsThen, hourMs)) return transition;
    shown = showsThen - 1;
  }
  return undefined;
}

function isNamedWithin(pattern: ReadCron, fromReading: number, spanMs: number): boolean {
  const next = pattern.next(fromReading - 1);
  return next !== undefined && next < fromReading + spanMs;
}

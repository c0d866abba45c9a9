import { Cron, CronPattern } from 'croner';
import { instantOfReading, nextTransition, offsetAt, readingAt } from './wall-clock.ts';

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

/** A parsed cron expression. It works on the wall clock and knows no zones. */
interface ReadCron {
  /**
   * True where the expression goes on by elapsed time, false where it names times of day.
   *
   * **Stepping**: the minute field is a wildcard or a step that gives more than one minute (`*\/30`, `*`, `0-59/15`), or
   * the hour field covers all 24 hours (`0 *`, `15,45 *\/1`). So `*\/30 9-17 * * 1-5` is stepping.
   * **Fixed**: everything else. A step of hours names times of day: `0 *\/2` is 00:00, 02:00, 04:00 and so on, each of
   * them once on every day; twice a day stays twice a day where the clocks go back over midnight.
   */
  readonly stepping: boolean;
  /** The first reading of the clock after this one that the expression names; `undefined` where there is none. */
  next(reading: number): number | undefined;
}

/** A parsed expression takes some 80 kB (croner keeps a flag for each of 10,000 years), so only so many are kept. */
const kept = 64;
const cache = new Map<string, ReadCron>();

/**
 * Reads a cron expression of five fields; croner's dialect, with `#`, `L` and `W`. The most recent ones are kept.
 *
 * @throws TypeError or RangeError where it is no such expression
 */
export function readCron(cron: string): ReadCron {
  const known = cache.get(cron);
  cache.delete(cron);
  const read = known ?? parse(cron);
  cache.set(cron, read);
  const [oldest] = cache.keys();
  if (cache.size > kept && oldest !== undefined) cache.delete(oldest);
  return read;
}

function parse(cron: string): ReadCron {
  // croner runs in UTC, which has no gaps: it works out what the clock shows, and the zone is put on afterwards.
  const calendar = new Cron(cron, { mode: '5-part', timezone: 'UTC', paused: true });
  return {
    stepping: isStepping(cron),
    next: (reading) => calendar.nextRun(new Date(reading))?.getTime(),
  };
}

function isStepping(cron: string): boolean {
  const { minute, hour } = new CronPattern(cron, 'UTC', { mode: '5-part' });
  const [minuteField = ''] = cron.trim().split(/\s+/);
  return (/[*/]/.test(minuteField) && count(minute) > 1) || count(hour) === 24;
}

function count(flags: readonly number[]): number {
  return flags.filter((flag) => flag !== 0).length;
}

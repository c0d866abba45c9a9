import { Cron, CronPattern } from 'croner';

/** A cron expression, read. It knows the calendar and the wall clock, and nothing of zones. */
export interface ReadCron {
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

const parts = new Map<string, Intl.DateTimeFormat>();
const keptZones = 64;

/** An instant on the wall clock of a zone. */
export interface LocalTime {
  /** `2026-11-24` */
  readonly date: string;
  /** `09:00` */
  readonly time: string;
  /** `Tue 24 Nov`, with the year where it is not the one of `near`. */
  readonly day: string;
}

/**
 * What the wall clock of a zone shows at an instant.
 *
 * @param near another instant, to leave the year out where both are in the same one
 * @throws RangeError where the zone does not exist
 */
export function localTime(instant: Date, zone: string, near: Date = instant): LocalTime {
  const shown = read(instant, zone);
  const sameYear = shown['year'] === read(near, zone)['year'];
  return {
    date: `${shown['year']}-${String(monthNumber(shown['month'] ?? '')).padStart(2, '0')}-${shown['day']?.padStart(2, '0')}`,
    time: `${shown['hour']}:${shown['minute']}`,
    day: `${shown['weekday']} ${shown['day']} ${shown['month']}${sameYear ? '' : ` ${shown['year']}`}`,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function monthNumber(name: string): number {
  return months.indexOf(name) + 1;
}

function read(instant: Date, zone: string): Record<string, string> {
  const known = parts.get(zone);
  if (known === undefined && parts.size >= keptZones) parts.clear();
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  parts.set(zone, format);
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

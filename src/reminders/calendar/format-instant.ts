import { Temporal } from 'temporal-polyfill';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Each knows the abbreviations of its own part of the world; where none does, it is `GMT+9`. */
const locales = ['en-GB', 'en-US', 'en-AU'];
const keptZones = 64;
const namers = new Map<string, readonly Intl.DateTimeFormat[]>();

/**
 * An instant as people read it, with the zone named: `Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)`, in UTC
 * `Mon 7 Dec 2026, 09:00 UTC`. Seconds are shown only where there are any.
 *
 * @throws RangeError where the zone does not exist
 */
export function formatInstant(instant: Date, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const day = `${weekdays[local.dayOfWeek - 1]} ${local.day} ${months[local.month - 1]} ${local.year}`;
  const time = local.toPlainTime().toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' });
  const abbreviation = abbreviateZone(instant, zone);
  return `${day}, ${time} ${abbreviation}${abbreviation === zone ? '' : ` (${zone})`}`;
}

/** What a zone calls its time at an instant: `CET`, `EDT`, `GMT+9`. Not a zone's name: half the world has a CST. */
export function abbreviateZone(instant: Date, zone: string): string {
  const names = namersOf(zone).map(
    (namer) => namer.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone,
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? zone;
}

function namersOf(zone: string): readonly Intl.DateTimeFormat[] {
  const known = namers.get(zone);
  if (known !== undefined) return known;
  if (namers.size >= keptZones) namers.clear();
  const made = locales.map((locale) => new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }));
  namers.set(zone, made);
  return made;
}

import { Temporal } from 'temporal-polyfill';
import { abbreviateZone } from '../describe.ts';
import type { Component, Property } from './properties.ts';

/** So far ahead zones are written down. */
const years = 10;
const minuteNs = 60_000_000_000;

/**
 * What a zone's clock does from a year before an instant on, as VTIMEZONE: RFC 5545 wants it beside each TZID, and Outlook
 * reads times by it.
 */
export function timeZone(zone: string, from: Date): Component {
  const begin = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone).subtract({ years: 1 });
  const end = begin.add({ years: years + 1 });
  const observances = new Map<string, { readonly before: number; readonly after: number; readonly starts: string[] }>();
  let next = begin.getTimeZoneTransition('next');
  while (next !== null && Temporal.ZonedDateTime.compare(next, end) < 0) {
    const before = offsetOf(next.subtract({ nanoseconds: 1 }));
    const after = offsetOf(next);
    // RFC 5545: the local time as the clock before the change shows it.
    const start = next
      .withTimeZone('UTC')
      .add({ minutes: before })
      .toPlainDateTime()
      .toString({ smallestUnit: 'second' });
    const key = `${before} ${after}`;
    const known = observances.get(key) ?? { before, after, starts: [] };
    observances.set(key, { ...known, starts: [...known.starts, start] });
    next = next.getTimeZoneTransition('next');
  }
  const first = begin.toPlainDateTime().toString({ smallestUnit: 'second' });
  const initial = { before: offsetOf(begin), after: offsetOf(begin), starts: [first] };
  return [
    'vtimezone',
    [['tzid', {}, 'text', zone]],
    [initial, ...observances.values()].map((each) => observance(each, zone)),
  ];
}

function offsetOf(moment: Temporal.ZonedDateTime): number {
  return Math.round(moment.offsetNanoseconds / minuteNs);
}

function observance(
  {
    before,
    after,
    starts: [start = '', ...others],
  }: { readonly before: number; readonly after: number; readonly starts: readonly string[] },
  zone: string,
): Component {
  const at = new Date(Date.parse(`${start}Z`) - before * 60_000);
  const properties: Property[] = [
    ['dtstart', {}, 'date-time', start],
    ['tzoffsetfrom', {}, 'utc-offset', offsetInWords(before)],
    ['tzoffsetto', {}, 'utc-offset', offsetInWords(after)],
    ['tzname', {}, 'text', abbreviateZone(at, zone)],
    ...(others.length === 0 ? [] : [['rdate', {}, 'date-time', ...others] as Property]),
  ];
  return [after > before ? 'daylight' : 'standard', properties, []];
}

function offsetInWords(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

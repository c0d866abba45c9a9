import { setImmediate } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { harmlessText } from '../../../text/text.ts';
import { abbreviateZone } from '../describe.ts';
import type { Schedule } from '../schedule.ts';
import { type Component, digestTimes, ownPrefix, type Property, timesOf } from './properties.ts';
import { seriesOf } from './series.ts';

/** A reminder as a calendar has it. */
export interface CalendarEntry {
  /** The same wherever it is moved to. */
  readonly uid: string;
  readonly text: string;
  readonly schedule: Schedule;
  /** What else this bot has to know of it, by names such as `catchup`. Other programs do not read it. */
  readonly own: Readonly<Record<string, string>>;
  readonly isPrivate?: true;
  /** Its first time, where earlier ones are left out. Default: now. */
  readonly from?: Date;
}

/**
 * Writes reminders as iCalendar (RFC 5545), with their times from `now` on: as rules, exceptions and dates that any calendar
 * shows, and beside them exactly as this bot keeps them, which holds for as long as nobody changes the rules. A reminder
 * may take several events. Works in slices.
 */
export async function writeCalendar(
  entries: readonly CalendarEntry[],
  { name, now }: { readonly name: string; readonly now: Date },
): Promise<string> {
  const { default: ical } = await import('ical.js');
  const events: Component[] = [];
  for (const entry of entries) {
    events.push(...eventsOf(entry, now));
    await setImmediate();
  }
  const zones = [
    ...new Set(events.flatMap(([, properties]) => properties.flatMap(([, { tzid }]) => tzid ?? []))),
  ].sort();
  const calendar: Component = [
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//mdaemon-bot//reminders//EN'],
      ['x-wr-calname', {}, 'unknown', name],
    ],
    [...zones.map((zone) => timeZone(zone, now)), ...events],
  ];
  return `${ical.stringify(calendar)}\r\n`;
}

function eventsOf({ uid, text, schedule, own, isPrivate, from }: CalendarEntry, now: Date): Component[] {
  const begins = from === undefined || from < now ? now : from;
  const times = seriesOf(schedule, begins).map((series) => timesOf(series, schedule.zone));
  const ours = (name: string, value: string): Property => [`${ownPrefix}${name}`, {}, 'text', value];
  const kept = {
    schedule: JSON.stringify(schedule),
    times: digestTimes(times),
    parts: String(times.length),
    ...(begins === now ? {} : { from: begins.toISOString() }),
    ...own,
  };
  return times.map((properties, index) => [
    'vevent',
    [
      ['uid', {}, 'text', index === 0 ? uid : partUid(uid, index + 1)],
      ['dtstamp', {}, 'date-time', `${now.toISOString().slice(0, 19)}Z`],
      ...properties,
      ['summary', {}, 'text', harmlessText(text)],
      ['transp', {}, 'text', 'TRANSPARENT'],
      ...(isPrivate === true ? [['class', {}, 'text', 'PRIVATE'] as Property] : []),
      ...(index === 0
        ? Object.entries(kept).map(([key, value]) => ours(key, value))
        : [ours('part-of', uid), ...Object.entries(own).map(([key, value]) => ours(key, value))]),
    ],
    [],
  ]);
}

/** The uid of a further event of one reminder. */
function partUid(uid: string, part: number): string {
  const at = uid.lastIndexOf('@');
  return at === -1 ? `${uid}-${part}` : `${uid.slice(0, at)}-${part}${uid.slice(at)}`;
}

/** So far ahead zones are written down. */
const years = 10;
const minuteNs = 60_000_000_000;

/**
 * What a zone's clock does from a year before an instant on, as VTIMEZONE: RFC 5545 wants it beside each TZID, and Outlook
 * reads times by it.
 */
function timeZone(zone: string, from: Date): Component {
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

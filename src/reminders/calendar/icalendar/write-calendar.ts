import { setImmediate } from 'node:timers/promises';
import { harmlessText } from '../../../text/text.ts';
import type { Schedule } from '../schedule.ts';
import { type Component, digestTimes, ownPrefix, type Property, timesOf } from './properties.ts';
import { seriesOf } from './series.ts';
import { timeZone } from './time-zones.ts';

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

import { createHash } from 'node:crypto';
import type { Series } from './series.ts';

/** A property as jCal has it (RFC 7265): name, parameters, type, and values. */
export type Property = [name: string, parameters: Record<string, string>, type: string, ...values: unknown[]];

/** A component as jCal has it: name, properties, and components in it. */
export type Component = [name: string, properties: Property[], components: Component[]];

/** This bot's own properties begin with it; calendars keep what they don't know, or drop it. */
export const ownPrefix = 'x-mdaemon-bot-';

/** The properties of a series that say when, in the schedule's zone. */
export function timesOf({ start, rule, dates = [], except = [] }: Series, zone: string): Property[] {
  const time = (name: string, values: readonly string[]): Property => {
    const isInstant = values.every((value) => value.endsWith('Z'));
    const written = values.map((value) => (isInstant ? `${value.slice(0, 19)}Z` : withSeconds(value)));
    return isInstant || zone === 'UTC'
      ? [name, {}, 'date-time', ...written.map((value) => (value.endsWith('Z') ? value : `${value}Z`))]
      : [name, { tzid: zone }, 'date-time', ...written];
  };
  return [
    time('dtstart', [start]),
    ...(rule === undefined ? [] : [['rrule', {}, 'recur', recurOf(rule)] as Property]),
    ...(dates.length === 0 ? [] : [time('rdate', dates)]),
    ...(except.length === 0 ? [] : [time('exdate', except)]),
  ];
}

function withSeconds(local: string): string {
  return local.length === 16 ? `${local}:00` : local.slice(0, 19);
}

function recurOf(rule: NonNullable<Series['rule']>): Record<string, unknown> {
  const { freq, interval = 1, byMonth, byMonthDay, byDay, bySetPos, hours, minutes, until } = rule;
  const parts = {
    bymonth: byMonth,
    bymonthday: byMonthDay,
    byday: byDay,
    bysetpos: bySetPos,
    byhour: hours,
    byminute: minutes,
  };
  return {
    freq,
    ...(until === undefined ? {} : { until: `${until.slice(0, 19)}Z` }),
    ...(interval === 1 ? {} : { interval }),
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
  };
}

/** The properties that say when, whatever order a calendar writes them in, as a short sum to compare. */
export function digestTimes(events: readonly (readonly Property[])[]): string {
  const lines = events.map((properties) =>
    properties
      .filter(([name]) => ['dtstart', 'rrule', 'rdate', 'exdate'].includes(name))
      .map(([name, { tzid = '' }, , ...values]) => `${name} ${tzid} ${values.map(canonical).sort().join()}`)
      .sort()
      .join('\n'),
  );
  return createHash('sha256').update(lines.sort().join('\n\n')).digest('hex').slice(0, 16);
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}=${[part].flat().map(String).sort().join()}`)
    .sort()
    .join(';');
}

import { z } from 'zod';
import {
  argument,
  matchSuggestions,
  quote,
  type Request,
  type ShownInstant,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../../src/bot/bot.ts';
import type { TeamSettings } from '../../src/teams/teams.ts';
import { canonicalZone, knownZones } from '../../src/time/time.ts';
import type { Services } from '../services.ts';

const dayMs = 86_400_000;

/** How far a list goes back; `readSince` reads it. */
export const sinceArgument = argument(z.string().max(30).default('30d'), {
  written: 'keyword',
  description: 'A day, or days or weeks back: 2026-11-01, 7d, 4w',
  placeholder: 'DAY',
});

/** @throws {UserError} `bad-day` */
export function readSince(text: string, now: Date): Date {
  const back = /^(\d{1,3})\s*(d|w)(?:ays?|eeks?)?$/i.exec(text);
  if (back !== null) {
    const days = Number(back[1]) * (back[2]?.toLowerCase() === 'w' ? 7 : 1);
    return new Date(now.getTime() - days * dayMs);
  }
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/.exec(text) ?? [];
  const at = new Date(`${day}${time ?? 'T00:00:00Z'}`);
  if (!Number.isNaN(at.getTime())) return at;
  throw new UserError({
    code: 'bad-day',
    message: `${quote(text)} isn’t a date.`,
    remedy: 'Write a day as `2026-11-01`, or how far back: `7d`, `4w`.',
  });
}

/** The calendar date of an instant in a zone, as `2026-11-22`. */
export function dateIn(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(instant);
}

/** Calendar days from one date to another; negative where the second is earlier. Both as `2026-11-22`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A date as people write it: `31 December 2008`. */
export function dateInWords(date: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** A span of days in its largest fitting unit: `17 years`, `5 months`, `12 days`. */
export function spanInWords(days: number): string {
  const [amount, unit] =
    days >= 730
      ? [Math.floor(days / 365.2425), 'year']
      : days >= 61
        ? [Math.floor(days / 30.436875), 'month']
        : [days, 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/**
 * The zone a question is about: the one given, else the team's, else the platform's.
 *
 * @throws {UserError} `zone-not-known`
 */
export function zoneOf(given: string | undefined, settings: TeamSettings, request: Request): string {
  if (given === undefined) return settings.zone ?? request.zone;
  return requireZone(given);
}

/**
 * The canonical name of a zone.
 *
 * @throws {UserError} `zone-not-known`
 */
export function requireZone(zone: string): string {
  const name = canonicalZone(zone);
  if (name !== undefined) return name;
  throw new UserError({
    code: 'zone-not-known',
    message: `${quote(zone, 40)} isn’t a time zone I know.`,
    remedy: 'Write an IANA name such as `Europe/Berlin`, `America/New_York` or `UTC`.',
  });
}

/**
 * Completes time zones, by city too: `new york` finds `America/New_York`. The zone of whoever asks comes first. The
 * list is that of the runtime; zones it knows under another name are accepted all the same.
 */
export function suggestZones({ typed, request }: SuggestContext<Services>): Suggestion[] {
  const names = [request.zone, 'UTC', ...knownZones()].map((value) => ({ value }));
  return matchSuggestions(typed.trim().replaceAll(' ', '_'), names).map(({ value }) => ({
    value,
    hint: offsetAt(value, request.receivedAt),
  }));
}

/** A zone's offset from UTC: `UTC+1`. */
function offsetAt(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}

/** Loads the calendar arithmetic when a command needs it: most do not, and it costs start-up time. */
export const loadCalendar = () => import('../../src/reminders/calendar/calendar.ts');

/** The calendar arithmetic. */
export type Calendar = Awaited<ReturnType<typeof loadCalendar>>;

/** Writes instants into an answer, and keeps which they were: for `Answer.instants`. */
export interface InstantWriter {
  /** An instant as people read it, with the zone named. */
  readonly show: Calendar['formatInstant'];
  /** The instants shown so far, with the words they were shown with. */
  readonly instants: readonly ShownInstant[];
}

/** Starts a writer for one answer. */
export function writeInstants({ formatInstant }: Calendar): InstantWriter {
  const instants: ShownInstant[] = [];
  return {
    instants,
    show(at, zone) {
      const shown = formatInstant(at, zone);
      instants.push({ shown, at });
      return shown;
    },
  };
}

import { dayCodes, type RuleParts, readingOf } from '../rules.ts';

/** Something in a calendar that cannot be a reminder. The message is the rest of a sentence: `it has no start`. */
export class UnreadableError extends Error {}

/** An RRULE as rules of this bot, or as a step. */
export interface ReadRule {
  readonly rules: readonly RuleParts[];
  readonly interval: number;
  readonly step?: { readonly minutes: number; readonly spanMinutes: number };
  /** As the calendar has it. */
  readonly until?: string;
  readonly count?: number;
}

const known = [
  'freq',
  'interval',
  'until',
  'count',
  'wkst',
  'byday',
  'bymonthday',
  'bymonth',
  'bysetpos',
  'byhour',
  'byminute',
  'bysecond',
];
const dayMinutes = 24 * 60;
const mostTimes = 100;

/**
 * Reads an RRULE of an event that begins at a local time. Takes the rules that this bot can say in words, which are those
 * that calendar programs offer.
 *
 * @param recur as jCal has it: `{ freq: 'WEEKLY', byday: ['MO', 'FR'] }`
 * @throws {UnreadableError}
 */
export function readRecurrence(recur: Readonly<Record<string, unknown>>, start: string): ReadRule {
  const stranger = Object.keys(recur).find((key) => !known.includes(key));
  if (stranger !== undefined) throw new UnreadableError(`its rule has ${stranger.toUpperCase()}, which I can’t follow`);
  const numbers = (name: string) => {
    const values = recur[name] === undefined ? undefined : [recur[name]].flat().map(Number);
    if (values?.some((value) => !Number.isInteger(value)))
      throw new UnreadableError(`its rule has a ${name.toUpperCase()} that isn’t a number`);
    return values;
  };
  const freq = String(recur['freq']);
  const [interval = 1] = numbers('interval') ?? [];
  const [count] = numbers('count') ?? [];
  if (interval < 1 || interval > 1_000) throw new UnreadableError('it comes again after too long for me to follow');
  if (numbers('bysecond')?.some((second) => second !== 0))
    throw new UnreadableError('its rule counts seconds, and I work to the minute');
  const byDay = recur['byday'] === undefined ? undefined : [recur['byday']].flat().map(String);
  const parts = {
    byDay,
    byMonth: numbers('bymonth'),
    byMonthDay: numbers('bymonthday'),
    bySetPos: numbers('bysetpos'),
  };
  const ends = {
    ...(recur['until'] === undefined ? {} : { until: String(recur['until']) }),
    ...(count === undefined ? {} : { count }),
  };
  const time = { hour: Number(start.slice(11, 13)), minute: Number(start.slice(14, 16)) };
  const byHour = numbers('byhour');
  const byMinute = numbers('byminute');
  if (freq === 'HOURLY' || freq === 'MINUTELY') {
    const other = [byHour, byMinute, parts.byMonth, parts.byMonthDay, parts.bySetPos].some(
      (part) => part !== undefined,
    );
    const minutes = interval * (freq === 'HOURLY' ? 60 : 1);
    if (other || minutes > dayMinutes || dayMinutes % minutes !== 0)
      throw new UnreadableError('it steps through the day in a way that I can’t follow');
    const first = (time.hour * 60 + time.minute) % minutes;
    const rule: RuleParts = { ...weekly(byDay), hours: [Math.floor(first / 60)], minute: first % 60 };
    return { ...ends, rules: [rule], interval: 1, step: { minutes, spanMinutes: dayMinutes - 1 - first } };
  }
  const days = readDays(freq, interval, parts, start);
  if (
    recur['wkst'] !== undefined &&
    interval > 1 &&
    freq === 'WEEKLY' &&
    (byDay?.length ?? 0) > 1 &&
    !isMonday(recur['wkst'])
  ) {
    throw new UnreadableError('it counts weeks that do not begin on Monday');
  }
  const hours = byHour ?? [time.hour];
  const minutes = byMinute ?? [time.minute];
  if (hours.length * minutes.length > mostTimes && minutes.length > 60)
    throw new UnreadableError('it has too many times a day');
  if (parts.bySetPos !== undefined && hours.length * minutes.length > 1)
    throw new UnreadableError('its rule counts times with BYSETPOS, which I can’t follow');
  return { ...ends, interval, rules: days.flatMap((each) => minutes.map((minute) => ({ ...each, hours, minute }))) };
}

/** ical.js has the first day of the week as a number, Sunday first. */
function isMonday(wkst: unknown): boolean {
  return wkst === 'MO' || wkst === 2;
}

type Days = Omit<RuleParts, 'hours' | 'minute'>;
type DayParts = {
  readonly byDay: readonly string[] | undefined;
  readonly byMonth: readonly number[] | undefined;
  readonly byMonthDay: readonly number[] | undefined;
  readonly bySetPos: readonly number[] | undefined;
};

function weekly(byDay: readonly string[] | undefined): Days {
  if (byDay === undefined) return { freq: 'DAILY' };
  return { freq: 'WEEKLY', byDay: plainDays(byDay) };
}

function readDays(
  freq: string,
  interval: number,
  { byDay, byMonth, byMonthDay, bySetPos }: DayParts,
  start: string,
): Days[] {
  const months = byMonth === undefined ? {} : { byMonth: inOrder(byMonth) };
  const every = interval === 1 ? {} : { interval };
  const startDay = Number(start.slice(8, 10));
  if (freq !== 'MONTHLY' && bySetPos !== undefined)
    throw new UnreadableError('its rule has BYSETPOS, which I can follow only in months');
  switch (freq) {
    case 'DAILY':
      if (byMonthDay !== undefined) throw new UnreadableError('it comes daily and names days of the month too');
      return [{ freq, ...every, ...months, ...(byDay === undefined ? {} : { byDay: plainDays(byDay) }) }];
    case 'WEEKLY':
      if (byMonthDay !== undefined) throw new UnreadableError('it comes weekly and names days of the month too');
      return [{ freq, ...every, ...months, byDay: plainDays(byDay ?? [weekdayOf(start)]) }];
    case 'MONTHLY':
      return monthly({ ...every, ...months }, { byDay, byMonthDay, bySetPos }, startDay);
    case 'YEARLY': {
      if (byMonth === undefined && (byDay !== undefined || byMonthDay !== undefined))
        throw new UnreadableError('it counts days through the whole year');
      const inMonths = byMonth ?? [Number(start.slice(5, 7))];
      const [month = 1, ...others] = inMonths;
      if (byDay === undefined && others.length === 0 && (byMonthDay?.length ?? 1) === 1) {
        return [{ freq, ...every, byMonth: [month], byMonthDay: monthDays(byMonthDay ?? [startDay]) }];
      }
      if (interval !== 1) throw new UnreadableError('it comes every few years on more than one day');
      return monthly({ byMonth: inOrder(inMonths) }, { byDay, byMonthDay, bySetPos }, startDay);
    }
    default:
      throw new UnreadableError(`it comes again ${freq}, which I can’t follow`);
  }
}

function monthly(
  common: Partial<Days>,
  { byDay, byMonthDay, bySetPos }: Omit<DayParts, 'byMonth'>,
  startDay: number,
): Days[] {
  const base = { freq: 'MONTHLY' as const, ...common };
  if (byDay === undefined) {
    if (bySetPos !== undefined) throw new UnreadableError('its rule has BYSETPOS without days of the week');
    return [{ ...base, byMonthDay: monthDays(byMonthDay ?? [startDay]) }];
  }
  const hasPlaces = byDay.some((day) => day.length > 2);
  if (byMonthDay !== undefined) {
    if (hasPlaces || bySetPos !== undefined)
      throw new UnreadableError('it names days of the month and of the week at once');
    return [{ ...base, byMonthDay: monthDays(byMonthDay), byDay: plainDays(byDay) }];
  }
  if (bySetPos !== undefined) {
    const [place = 1, ...others] = bySetPos;
    const days = hasPlaces ? [] : plainDays(byDay);
    if (days.length === 1 && others.length === 0) return [{ ...base, byDay: [`${place}${days[0]}`].map(placedDay) }];
    if (days.join() === 'MO,TU,WE,TH,FR' && others.length === 0 && (place === 1 || place === -1))
      return [{ ...base, byDay: days, bySetPos: place }];
    throw new UnreadableError('its rule has a BYSETPOS that I can’t follow');
  }
  if (!hasPlaces) {
    return [
      { freq: 'WEEKLY', byDay: plainDays(byDay), ...(common.byMonth === undefined ? {} : { byMonth: common.byMonth }) },
    ].map((each) => {
      if (common.interval !== undefined)
        throw new UnreadableError('it comes every few months and names days of the week');
      return each as Days;
    });
  }
  // Words name places and days apart, so that only those that go together share a rule.
  return byDay.map((day) => ({ ...base, byDay: [placedDay(day)] }));
}

function placedDay(day: string): string {
  const [, place = '', code = ''] = /^\+?(-?\d{0,2})([A-Z]{2})$/.exec(day) ?? [];
  const number = Number(place);
  if (!isDay(code) || place === '' || number === 0 || number < -1 || number > 5)
    throw new UnreadableError(`its rule names the day ${day}, which I can’t follow`);
  return `${number}${code}`;
}

function plainDays(days: readonly string[]): string[] {
  const stranger = days.find((day) => !isDay(day));
  if (stranger !== undefined)
    throw new UnreadableError(`its rule names the day ${stranger}, which I can’t follow here`);
  return dayCodes.filter((code) => days.includes(code));
}

function isDay(code: string): boolean {
  return (dayCodes as readonly string[]).includes(code);
}

function monthDays(days: readonly number[]): number[] {
  if (days.some((day) => day === 0 || day < -1 || day > 31))
    throw new UnreadableError('it counts days from the end of the month');
  return [...new Set(days)].sort((one, other) => (one === -1 ? 1 : other === -1 ? -1 : one - other));
}

function inOrder(numbers: readonly number[]): number[] {
  if (numbers.some((number) => number < 1 || number > 12))
    throw new UnreadableError('its rule names a month that does not exist');
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function weekdayOf(local: string): string {
  const day = new Date(readingOf(`${local.slice(0, 10)}T00:00`)).getUTCDay();
  return dayCodes[(day + 6) % 7] ?? 'MO';
}

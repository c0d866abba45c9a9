import { Temporal } from 'temporal-polyfill';
import { joinWords } from '../../text/text.ts';
import { describeRules } from './describe-rules.ts';
import type { CountdownSchedule, Schedule } from './schedule.ts';
import { months, ordinal, weekdays } from './when/names.ts';

/**
 * A schedule in plain English, its zone named: `Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)`, `every weekday at 09:00
 * Europe/Berlin`. What this says of one-offs and recurrences, `parseWhen` reads back as the same schedule.
 */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'once':
      return formatInstant(schedule.at, schedule.zone);
    case 'recurring':
      return 'rules' in schedule ? describeRules(schedule) : `${describeCron(schedule.cron)} ${schedule.zone}`;
    case 'countdown':
      return describeCountdown(schedule);
  }
}

function describeCountdown({ deadline, date, daysBefore, weeklyOverdue, time, zone }: CountdownSchedule): string {
  const day = Temporal.PlainDate.from(date);
  const dateInWords = `${day.day} ${months[day.month - 1]} ${day.year}`;
  const before = [...new Set(daysBefore)].filter((days) => days > 0).sort((a, b) => b - a);
  const parts = [
    ...(before.length === 0
      ? []
      : [`${joinWords(before.map(String))} ${before.at(-1) === 1 && before.length === 1 ? 'day' : 'days'} before`]),
    ...(daysBefore.includes(0) ? ['on the day'] : []),
    ...(weeklyOverdue ? ['weekly after it until done'] : []),
  ];
  return `${deadline} (${dateInWords}): ${joinWords(parts)}, at ${time} ${zone}`;
}

const weekdayOrder = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const mostTimes = 6;

/**
 * A cron expression in plain English: `every weekday at 09:00`, `every 30 minutes`, `every last Friday of the month at
 * 16:00`. One that has no short English stays what it is: `cron 0 9 1-7 * 1`.
 */
function describeCron(cron: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.split(/\s+/);
  const step = describeStep([minute, hour, day, month, weekday].join(' '));
  if (step !== undefined) return step;
  const days = describeDays(day, month, weekday);
  const times = describeTimes(minute, hour);
  return days === undefined || times === undefined ? `cron ${cron}` : `${days} at ${times}`;
}

function describeStep(cron: string): string | undefined {
  if (cron === '* * * * *') return 'every minute';
  const minutes = /^\*\/(2|3|4|5|6|10|12|15|20|30) \* \* \* \*$/.exec(cron)?.[1];
  if (minutes !== undefined) return `every ${minutes} minutes`;
  const [whole, minute, hours] = /^(\d{1,2}) \*(?:\/(2|3|4|6|8|12))? \* \* \*$/.exec(cron) ?? [];
  if (whole === undefined) return undefined;
  const every = hours === undefined ? 'every hour' : `every ${hours} hours`;
  return Number(minute) === 0 ? every : `${every} at minute ${Number(minute)}`;
}

function describeTimes(minute: string, hour: string): string | undefined {
  if (!/^\d{1,2}$/.test(minute) || !/^\d{1,2}(?:,\d{1,2})*$/.test(hour)) return undefined;
  const hours = [...new Set(hour.split(',').map(Number))].sort((a, b) => a - b);
  if (hours.length > mostTimes) return undefined;
  return joinWords(hours.map((each) => `${String(each).padStart(2, '0')}:${minute.padStart(2, '0')}`));
}

function describeDays(day: string, month: string, weekday: string): string | undefined {
  if (weekday !== '*') return day === '*' && month === '*' ? describeWeekdays(weekday) : undefined;
  if (day === '*') return month === '*' ? 'every day' : undefined;
  if (month === '*' && day.toUpperCase() === 'L') return 'every month on the last day';
  if (!/^\d{1,2}$/.test(day)) return undefined;
  const name = /^\d{1,2}$/.test(month) ? months[Number(month) - 1] : undefined;
  if (name !== undefined && !(month === '2' && day === '29')) return `every year on ${Number(day)} ${name}`;
  // A 29th, 30th or 31st is not in every month, and saying "every month" would hide that.
  return month === '*' && Number(day) <= 28 ? `every month on the ${ordinal(Number(day))}` : undefined;
}

function describeWeekdays(field: string): string | undefined {
  const numbers = field.toLowerCase().replace(/[a-z]{3}/g, (name) => String(Math.max(0, weekdayOrder.indexOf(name))));
  const [nth, nthDay = '', place = ''] = /^([0-7])#([1-5l])$/.exec(numbers) ?? [];
  if (nth !== undefined)
    return `every ${place === 'l' ? 'last' : ordinal(Number(place))} ${nameOf(Number(nthDay))} of the month`;
  if (!/^[0-7](?:-[0-7])?(?:,[0-7](?:-[0-7])?)*$/.test(numbers)) return undefined;
  const days = numbers.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => (from + index) % 7 || 7);
  });
  const named = [...new Set(days)].sort((a, b) => a - b);
  if (named.length === 7) return 'every day';
  return named.join() === '1,2,3,4,5' ? 'every weekday' : `every ${joinWords(named.map((each) => nameOf(each)))}`;
}

/** Sunday is 0 and 7. */
function nameOf(day: number): string {
  return weekdays[(day + 6) % 7] ?? '';
}

const shortWeekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

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
  const day = `${shortWeekdays[local.dayOfWeek - 1]} ${local.day} ${shortMonths[local.month - 1]} ${local.year}`;
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

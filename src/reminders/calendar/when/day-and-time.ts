import { Temporal } from 'temporal-polyfill';
import { abbreviateZone } from '../describe.ts';
import { resolveWallClock } from '../wall-clock.ts';
import { type Clock, readClock, writeClock } from './clock.ts';
import { type FoundDate, readDate } from './date.ts';
import { type FoundWhen, type Line, textFrom, typedBefore, WhenRefused, wordAt } from './line.ts';
import { readWeekday } from './names.ts';
import { type FoundZone, readZone } from './zone.ts';

/**
 * A day with a time of day, or a time of day alone, which is today's: `tomorrow 9am`, `2026-12-10 09:00`, `at 17:30`.
 * `undefined` where the line begins with neither.
 *
 * @throws WhenRefused where the time is missing, has passed, or stands before the day
 */
export function readDayAndTime(line: Line): FoundWhen | undefined {
  const date = readDate(line, 0);
  return date === undefined ? readTimeAlone(line) : readTimeOf(line, date);
}

/** The time of day that a day needs, its zone, and when that is. */
export function readTimeOf(line: Line, date: FoundDate): FoundWhen {
  const clock = readClock(line, date.next);
  if (clock === undefined) throw refuseNoTime(line, date.next);
  const zone = readZone(line, clock.next);
  const day = resolveIn(line, date, clock, zone);
  if (clock.saysMidnight) throw refuseMidnight(day, clock);
  return onceAt(line, day, clock, zone);
}

/** The day, told in the zone that was typed; a refusal's examples keep it. */
function resolveIn(line: Line, date: FoundDate, clock: Clock, { zone, next }: FoundZone): Temporal.PlainDate {
  try {
    return date.resolve(nowIn(line, zone), { ...clock, next });
  } catch (error) {
    if (!(error instanceof WhenRefused) || next === clock.next) throw error;
    const whens = error.whens.map((when) =>
      when.toLowerCase().includes(zone.toLowerCase()) ? when : `${when} ${zone}`,
    );
    throw new WhenRefused(error.message, whens, error.textFrom);
  }
}

function readTimeAlone(line: Line): FoundWhen | undefined {
  const clock = readClock(line, 0);
  if (clock === undefined) return undefined;
  refuseDayAfterTime(line, clock);
  const zone = readZone(line, clock.next);
  const today = nowIn(line, zone.zone).toPlainDate();
  return onceAt(line, clock.saysMidnight ? today.add({ days: 1 }) : today, clock, zone);
}

function nowIn(line: Line, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(zone);
}

/** Parts of a day that are no time. */
const vague = /^(?:morning|afternoon|evening|night)$/;

function refuseNoTime(line: Line, next: number): WhenRefused {
  const day = typedBefore(line, next);
  const from = vague.test(wordAt(line, next)) ? next + 1 : next;
  const bare = /^\d{1,2}$/.exec(wordAt(line, from))?.[0];
  if (bare !== undefined && Number(bare) < 24)
    return new WhenRefused(
      `“${bare}” may be a time of day; write it as ${bare}:00.`,
      [`${day} at ${bare}`, `${day} ${bare}:00`],
      from + 1,
    );
  const hours = wordAt(line, next) === 'evening' || wordAt(line, next) === 'night' ? [19, 21] : [9, 14];
  return new WhenRefused(
    'The time of day is missing.',
    hours.map((hour) => `${day} at ${hour}:00`),
    from,
  );
}

function refuseMidnight(day: Temporal.PlainDate, clock: Clock): WhenRefused {
  const whens = [`${day} 23:59`, `${day.add({ days: 1 })} 00:00`, `${day} 00:00`];
  return new WhenRefused('Midnight of a day can be its beginning or its end.', whens, clock.next);
}

/** `at 9 every day …` would be due once, today. */
function refuseDayAfterTime(line: Line, clock: Clock): void {
  const word = wordAt(line, clock.next);
  const dayLike =
    /^(?:every|each|daily|weekdays|today|tomorrow|tonight|next|this|on)$/.test(word) ||
    readWeekday(word.replace(/s$/, '')) !== undefined ||
    /^\d{4}-\d|^\d{1,2}(?:st|nd|rd|th)$/.test(word) ||
    readWeekday(word) !== undefined;
  if (!dayLike) return;
  const words = [1, 2, 3, 4, 5].map((length) => {
    const day = line.words.slice(clock.next, clock.next + length).map(({ lower }) => lower);
    return `${day.join(' ')} ${writeClock(clock)} ${textFrom(line, clock.next + length)}`.slice(0, 160);
  });
  const whens = [`tomorrow ${writeClock(clock)}`, `every day at ${writeClock(clock)}`];
  throw new WhenRefused('The day comes before the time.', whens, clock.next + 1, words);
}

/**
 * A day and a time of day in a zone, due once.
 *
 * @throws WhenRefused where it has passed, or where the abbreviation typed is not in force then
 */
function onceAt(line: Line, date: Temporal.PlainDate, clock: Clock, found: FoundZone): FoundWhen {
  const { zone, abbreviation } = found;
  const { at, note } = resolve(date, clock, found);
  const next = Math.max(found.next, clock.next);
  if (at.getTime() <= line.now.getTime()) throw refusePast(line, date, clock, zone, next);
  const schedule = { kind: 'once', at, zone } as const;
  return abbreviation !== undefined || note === undefined ? { schedule, next } : { schedule, next, note };
}

function resolve(date: Temporal.PlainDate, clock: Clock, { zone, abbreviation, next }: FoundZone) {
  const local = date.toPlainDateTime(clock);
  const { at, found } = resolveWallClock(local, zone);
  if (abbreviation !== undefined) {
    const second = new Date(local.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds);
    const meant = [at, second].find((each) => abbreviateZone(each, zone) === abbreviation);
    if (meant !== undefined) return { at: meant, note: undefined };
    const message = `${zone} is not at ${abbreviation} then, but at ${abbreviateZone(at, zone)}.`;
    throw new WhenRefused(message, [`${date} ${writeClock(clock)} ${zone}`, `${date} ${writeClock(clock)} UTC`], next);
  }
  const shown = writeClock(clock);
  if (found === 'gap') return { at, note: `The clocks go forward over ${shown} that day; it is due when they have` };
  if (found === 'twice') return { at, note: `The clocks show ${shown} twice that day; it is due the first time` };
  return { at, note: undefined };
}

function refusePast(line: Line, date: Temporal.PlainDate, clock: Clock, zone: string, next: number): WhenRefused {
  const now = Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(zone);
  const time = writeClock(clock);
  const named = zone === line.zone ? '' : ` ${zone}`;
  if (date.equals(now.toPlainDate())) {
    const nextHour = now.add({ hours: 1 });
    const today = nextHour.toPlainDate().equals(now.toPlainDate()) ? [`today ${writeHour(nextHour.hour)}${named}`] : [];
    const message = `${time} today has passed; it is ${now.toPlainTime().toString({ smallestUnit: 'minute' })} in ${zone}.`;
    return new WhenRefused(message, [`tomorrow ${time}${named}`, ...today, 'in 30 minutes'], next);
  }
  const year = { year: now.year, month: date.month, day: date.day };
  const again = Temporal.PlainDate.from(year).toPlainDateTime(clock);
  const passed = Temporal.PlainDateTime.compare(again, now.toPlainDateTime()) <= 0;
  const dates = [again.add({ years: passed ? 1 : 0 }), again.add({ years: passed ? 2 : 1 })];
  const whens = dates.map((each) => `${each.toPlainDate()} ${time}${named}`);
  return new WhenRefused(`${date} ${time} has passed; today is ${now.toPlainDate()}.`, whens, next);
}

function writeHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

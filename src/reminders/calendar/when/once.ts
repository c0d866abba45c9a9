import { Temporal } from 'temporal-polyfill';
import { abbreviateZone } from '../format-instant.ts';
import { resolveWallClock } from '../resolve-wall-clock.ts';
import { type Clock, writeClock } from './clock.ts';
import type { FoundWhen } from './found-when.ts';
import type { Line } from './line.ts';
import { WhenRefused } from './when-refused.ts';
import type { FoundZone } from './zone.ts';

/**
 * A day and a time of day in a zone, due once.
 *
 * @throws WhenRefused where it has passed, or where the abbreviation typed is not in force then
 */
export function onceAt(line: Line, date: Temporal.PlainDate, clock: Clock, found: FoundZone): FoundWhen {
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

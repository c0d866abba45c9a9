import { Temporal } from 'temporal-polyfill';
import { type Clock, writeClock } from './clock.ts';
import { type Line, typedBefore, wordAt } from './line.ts';
import { readWeekday, weekdays } from './names.ts';
import { WhenRefused } from './when-refused.ts';
import { readWrittenDate } from './written-date.ts';

/** A day, as it was read. Which one it is depends on the zone, and for some on the time of day, that follow it. */
export interface FoundDate {
  /** The first word after it. */
  readonly next: number;
  /** @throws WhenRefused where it cannot be told with certainty, or does not exist */
  resolve(now: Temporal.ZonedDateTime, clock: Clock): Temporal.PlainDate;
}

/** A day at a word: `today`, `fri`, `next monday`, `2026-12-10`, `10 Dec 2026`. `undefined` where there is none. */
export function readDate(line: Line, index: number): FoundDate | undefined {
  if (wordAt(line, index) === 'on') return readDate(line, index + 1);
  return readNearDay(line, index) ?? readDayOfWeek(line, index) ?? readWrittenDate(line, index);
}

function readNearDay(line: Line, index: number): FoundDate | undefined {
  const inDays = (days: number, length: number): FoundDate => ({
    next: index + length,
    resolve: (now) => now.toPlainDate().add({ days }),
  });
  const start = wordAt(line, index) === 'the' ? index + 1 : index;
  const three = [start, start + 1, start + 2].map((each) => wordAt(line, each)).join(' ');
  if (three === 'day after tomorrow') return inDays(2, start - index + 3);
  if (wordAt(line, index) === 'today') return inDays(0, 1);
  if (wordAt(line, index) === 'tomorrow') return inDays(1, 1);
  if (wordAt(line, index) === 'tonight') return { next: index + 1, resolve: (now, clock) => tonight(now, clock) };
  return undefined;
}

/** At nine tonight is 21:00, and is to be said so. */
function tonight(now: Temporal.ZonedDateTime, clock: Clock): Temporal.PlainDate {
  if (clock.hour >= 17) return now.toPlainDate();
  const evening = writeClock({ ...clock, hour: clock.hour < 5 ? 23 : (clock.hour % 12) + 12 });
  const whens = [`tonight ${evening}`, `tomorrow ${writeClock(clock)}`];
  throw new WhenRefused(`${writeClock(clock)} is not tonight.`, whens, clock.next);
}

function readDayOfWeek(line: Line, index: number): FoundDate | undefined {
  const which = wordAt(line, index);
  const relative = which === 'next' || which === 'this';
  const wanted = readWeekday(wordAt(line, relative ? index + 1 : index));
  if (wanted === undefined) return undefined;
  if (relative) return { next: index + 2, resolve: (now, clock) => inWeek(line, index, which, wanted, now, clock) };
  const date = readWrittenDate(line, index + 1);
  if (date === undefined) return { next: index + 1, resolve: (now, clock) => coming(line, index, wanted, now, clock) };
  return { next: date.next, resolve: (now, clock) => agreeing(line, date, wanted, now, clock) };
}

/** The nearest day of that name, which may be today. */
function coming(line: Line, index: number, wanted: number, now: Temporal.ZonedDateTime, clock: Clock) {
  const today = now.toPlainDate();
  const days = (wanted - today.dayOfWeek + 7) % 7;
  if (days === 0 && Temporal.PlainTime.compare(now.toPlainTime(), clock) >= 0) {
    const after = typedAfterDay(line, index + 1, clock);
    throw new WhenRefused(
      `Today is ${weekdays[wanted - 1]} and that time has passed.`,
      [`next ${wordAt(line, index)} ${after}`, `tomorrow ${after}`],
      clock.next,
    );
  }
  return today.add({ days });
}

/** `next` is next week's, `this` is this week's; refused where people disagree. */
function inWeek(
  line: Line,
  index: number,
  which: string,
  wanted: number,
  now: Temporal.ZonedDateTime,
  clock: Clock,
): Temporal.PlainDate {
  const today = now.toPlainDate();
  const thisWeek = today.add({ days: wanted - today.dayOfWeek });
  const nextWeek = thisWeek.add({ days: 7 });
  const after = typedAfterDay(line, index + 2, clock);
  const day = weekdays[wanted - 1];
  if (which === 'next') {
    if (wanted <= today.dayOfWeek) return nextWeek;
    throw new WhenRefused(
      `“Next ${day}” can be ${thisWeek} or ${nextWeek}; give the date.`,
      [`${thisWeek} ${after}`, `${nextWeek} ${after}`],
      clock.next,
    );
  }
  if (wanted >= today.dayOfWeek) return thisWeek;
  throw new WhenRefused(
    `This week's ${day} has passed.`,
    [`next ${day?.toLowerCase()} ${after}`, `${nextWeek} ${after}`],
    clock.next,
  );
}

function agreeing(line: Line, date: FoundDate, wanted: number, now: Temporal.ZonedDateTime, clock: Clock) {
  const day = date.resolve(now, clock);
  if (day.dayOfWeek === wanted) return day;
  const after = typedAfterDay(line, date.next, clock);
  const near = day.add({ days: ((wanted - day.dayOfWeek + 10) % 7) - 3 });
  throw new WhenRefused(
    `${day} is a ${weekdays[day.dayOfWeek - 1]}, not a ${weekdays[wanted - 1]}.`,
    [`${day} ${after}`, `${near} ${after}`],
    clock.next,
  );
}

/** The time of day as it was typed, for an example. */
function typedAfterDay(line: Line, from: number, clock: Clock): string {
  return typedBefore(line, clock.next).split(' ').slice(from).join(' ');
}

import { describeSchedule } from './describe.ts';
import { horizonAfter, nextOccurrence, type OnceSchedule, type RecurringSchedule } from './schedule.ts';
import { type Clock, looksLikeClock, readClock, writeClock } from './when/clock.ts';
import { readCronWhen } from './when/cron-when.ts';
import { readDayAndTime } from './when/day-and-time.ts';
import { readDuration } from './when/duration.ts';
import { chooseExamples } from './when/examples.ts';
import {
  type FoundWhen,
  type Line,
  readLine,
  repeatTyped,
  textFrom,
  typedBefore,
  WhenRefused,
  wordAt,
} from './when/line.ts';
import { readOrdinal, readWeekday, readWeekdays } from './when/names.ts';
import { readRecurrence } from './when/recurrence.ts';
import { readZone } from './when/zone.ts';

/** What a line is understood by. */
interface WhenContext {
  readonly now: Date;
  /** The zone of a when that names none; an IANA name. */
  readonly zone: string;
}

/** A when and a text. */
interface UnderstoodWhen {
  readonly kind: 'ok';
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** What is left: the reminder's text, as it was typed. Never empty. */
  readonly text: string;
  /** The when in plain English, with its zone, and with a note where the clocks change then. */
  readonly understood: string;
}

/** A when that is not certain, and why. */
interface WhenProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** Two lines near to what was typed. Each of them works. */
  readonly examples: readonly [string, string];
}

/** What a line says. */
type ParsedWhen = UnderstoodWhen | FoundDeadline | WhenProblem;

/**
 * Reads a when and the text after it from one line: `every weekday at 09:00 look at the bad queue`. Nothing is guessed:
 * what can be meant in two ways, has passed, never happens, lies more than 50 years ahead or has no text is a problem.
 * Never throws, whatever was typed.
 */
export function parseWhen(text: string, context: WhenContext): ParsedWhen {
  const line = readLine(text, context.now, context.zone);
  try {
    return readWhen(line);
  } catch (error) {
    if (!(error instanceof WhenRefused)) throw error;
    return { kind: 'problem', message: error.message, examples: chooseExamples(line, error, tryLine) };
  }
}

/** The same without a problem's examples, which are looked for with it. */
function tryLine(line: Line): UnderstoodWhen | FoundDeadline | undefined {
  try {
    return readWhen(line);
  } catch (error) {
    if (!(error instanceof WhenRefused)) throw error;
    return undefined;
  }
}

function readWhen(line: Line): UnderstoodWhen | FoundDeadline {
  const deadline = readDeadline(line);
  if (deadline !== undefined) return deadline;
  const found = readCronWhen(line) ?? readRecurrence(line) ?? readDuration(line) ?? readDayAndTime(line);
  if (found === undefined) throw refuseUnknown(line);
  refuseTrailingWhen(line, found);
  refuseNever(line, found);
  const text = textFrom(line, found.next);
  if (text === '') throw refuseNoText(line, found);
  const understood = [describeSchedule(found.schedule), found.note].filter((part) => part !== undefined).join('. ');
  return { kind: 'ok', schedule: found.schedule, text, understood };
}

function refuseUnknown(line: Line): WhenRefused {
  const message =
    line.words.length === 0
      ? 'A reminder begins with when, and the text follows.'
      : 'A reminder begins with when; I cannot read one here.';
  const lines = /^\d/.test(wordAt(line, 0)) ? ['in', 'every'].map((word) => `${word} ${textFrom(line, 0)}`) : [];
  const whens = ['in 2h', 'tomorrow at 09:00', 'every weekday at 09:00'];
  return new WhenRefused(
    message,
    whens,
    0,
    lines.map((each) => each.slice(0, 160)),
  );
}

function refuseNoText(line: Line, { next }: FoundWhen): WhenRefused {
  const when = typedBefore(line, next);
  const lines = ['check the retry queue', 'look at the bad queue'].map((text) => `${when} ${text}`);
  return new WhenRefused('What the reminder should say is missing.', [when], next, lines);
}

function refuseNever(line: Line, { schedule, next }: FoundWhen): void {
  if (nextOccurrence(schedule, line.now) !== undefined) return;
  if (schedule.kind === 'once') {
    const latest = new Date(horizonAfter(line.now).getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
    throw new WhenRefused('Reminders reach 50 years ahead.', [`${latest} 09:00`, 'in 50 years', 'in 1 year'], next);
  }
  const [minute = '0', hour = '9', , month = '*', weekday = '*'] = schedule.cron.split(' ');
  const days = ['28', 'L'].map((day) => `cron ${minute} ${hour} ${day} ${month} ${weekday}`);
  throw new WhenRefused(
    'That never happens in the next 50 years.',
    [...days, 'every month on the last day at 09:00'],
    next,
  );
}

/** A countdown, as it was asked for. Whether the deadline exists is for the caller to say. */
interface FoundDeadline {
  readonly kind: 'deadline';
  readonly id: string;
  /** May be empty: a deadline has a title of its own. */
  readonly text: string;
  /** The time of day, as `09:00`, where one was given. */
  readonly time?: string;
  /** The zone, where one was given. */
  readonly zone?: string;
}

/** `deadline securityplus-4`, then a time of day and a zone if any, then the text. `undefined` for another line. */
function readDeadline(line: Line): FoundDeadline | undefined {
  if (wordAt(line, 0) !== 'deadline') return undefined;
  const id = wordAt(line, 1);
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id) || id.length > 80) {
    const message = 'After “deadline” comes its name, as `deadlines` lists it.';
    throw new WhenRefused(message, ['deadline securityplus-4', 'deadline securityplus-4 at 09:00'], 2);
  }
  const clock = readClock(line, 2);
  if (clock === undefined) return { kind: 'deadline', id, text: textFrom(line, 2) };
  const { zone, next } = readZone(line, clock.next);
  const found = { kind: 'deadline', id, text: textFrom(line, next), time: timeOf(clock, id) } as const;
  return next === clock.next ? found : { ...found, zone };
}

function timeOf(clock: Clock, id: string): string {
  if (clock.second === 0 && !clock.saysMidnight) return writeClock(clock);
  const message = clock.saysMidnight
    ? 'Midnight of a day can be its beginning or its end.'
    : 'A countdown is due to the minute, not to the second.';
  const whens = clock.saysMidnight ? ['00:00', '23:59'] : [writeClock({ ...clock, second: 0 }), '09:00'];
  throw new WhenRefused(
    message,
    whens.map((time) => `deadline ${id} at ${time}`),
    clock.next,
  );
}

/** Words that join a second when to the first. */
const joining = /^(?:and|or|&)$/;
/** Words that would bound or narrow a recurrence. */
const bounding = /^(?:until|till|from|starting|between|during|except|on)$/;
/** The same after a step, which has no time of its own. */
const boundingStep = /^(?:until|till|from|starting|between|during|except|on|at|to|in)$/;
const period = /^(?:weekdays?|weekends?|today|tomorrow|every|each|next)$/;

/**
 * Refuses a text that begins like a second when, or a bound of the first, which would be left out in silence:
 * `every monday 9:00 and thursday 10:00`, `every 30 minutes on weekdays`. A text that begins with a time or a day of
 * its own is kept as it is: `in 10m 9am meeting`.
 *
 * @throws WhenRefused
 */
function refuseTrailingWhen(line: Line, { schedule, next }: FoundWhen): void {
  const word = wordAt(line, next);
  const recurs = schedule.kind === 'recurring';
  const steps = recurs && /^\S*[*/]|^\S+ \S*[*/]/.test(schedule.cron);
  if (!joining.test(word) && !(recurs && (steps ? boundingStep : bounding).test(word))) return;
  if (!isTimeLike(wordAt(line, next + 1)) && !(wordAt(line, next + 1) === 'the' && isTimeLike(wordAt(line, next + 2))))
    return;
  const rest = textAfterTimes(line, next + 1);
  const when = typedBefore(line, next);
  const first = `${when} ${textFrom(line, rest)}`;
  const two = `“${repeatTyped(`${word} ${wordAt(line, next + 1)}`, 30)}” is not understood after the when`;
  if (joining.test(word)) {
    const second = `${recurs ? 'every ' : ''}${textFrom(line, next + 1)}`;
    throw new WhenRefused(`${two}; make one reminder for each.`, [], rest, cut([first, second]));
  }
  const [minute, hour] = recurs ? schedule.cron.split(' ') : [];
  const hours = hoursBetween(line, next);
  const fields = hours === undefined ? `${minute} ${hour} * * 1-5` : `${minute} ${hours} * * *`;
  const narrowed = `cron ${fields} ${textFrom(line, rest)}`;
  throw new WhenRefused(`${two}; a cron expression can narrow hours and days.`, [], rest, cut([first, narrowed]));
}

/** `9-17` for `from 9:00 to 17:00`. */
function hoursBetween(line: Line, index: number): string | undefined {
  const hourAt = (place: number) => /^(\d{1,2})(?::00)?$/.exec(wordAt(line, place))?.[1];
  const [from, to] = [hourAt(index + 1), hourAt(index + 3)];
  return from === undefined || to === undefined || Number(from) >= Number(to) ? undefined : `${from}-${to}`;
}

function cut(lines: readonly string[]): string[] {
  return lines.map((each) => each.slice(0, 160));
}

/** The first word from here on that is no part of a when. */
function textAfterTimes(line: Line, index: number): number {
  let next = index;
  while (isTimeLike(wordAt(line, next)) || /^(?:and|at|the|to|am|pm|-)$/.test(wordAt(line, next))) next += 1;
  return next;
}

function isTimeLike(word: string): boolean {
  return (
    looksLikeClock(word) ||
    period.test(word) ||
    /^\d{1,2}$|^\d{4}-\d/.test(word) ||
    readWeekday(word.split(/[-–]/)[0] ?? '') !== undefined ||
    readWeekdays(word) !== undefined ||
    (/^\d/.test(word) && readOrdinal(word) !== undefined)
  );
}

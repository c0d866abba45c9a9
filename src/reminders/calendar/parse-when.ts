import { describeSchedule } from './describe-schedule.ts';
import { horizonAfter, nextOccurrence } from './next-occurrence.ts';
import type { OnceSchedule, RecurringSchedule } from './schedule.ts';
import { readCronWhen } from './when/cron-when.ts';
import { readDayAndTime } from './when/day-and-time.ts';
import { type FoundDeadline, readDeadline } from './when/deadline.ts';
import { readDuration } from './when/duration.ts';
import { chooseExamples } from './when/examples.ts';
import type { FoundWhen } from './when/found-when.ts';
import { type Line, readLine, textFrom, typedBefore, wordAt } from './when/line.ts';
import { readRecurrence } from './when/recurrence.ts';
import { refuseTrailingWhen } from './when/trailing.ts';
import { WhenRefused } from './when/when-refused.ts';

/** What a line is understood by. */
export interface WhenContext {
  readonly now: Date;
  /** The zone of a when that names none; an IANA name. */
  readonly zone: string;
}

/** A when and a text. */
export interface UnderstoodWhen {
  readonly kind: 'ok';
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** What is left: the reminder's text, as it was typed. Never empty. */
  readonly text: string;
  /** The when in plain English, with its zone, and with a note where the clocks change then. */
  readonly understood: string;
}

/** A when that is not certain, and why. */
export interface WhenProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** Two lines near to what was typed. Each of them works. */
  readonly examples: readonly [string, string];
}

/** What a line says. */
export type ParsedWhen = UnderstoodWhen | FoundDeadline | WhenProblem;

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

import { looksLikeClock } from './clock.ts';
import type { FoundWhen } from './found-when.ts';
import { type Line, repeatTyped, textFrom, typedBefore, wordAt } from './line.ts';
import { readOrdinal, readWeekday, readWeekdays } from './names.ts';
import { WhenRefused } from './when-refused.ts';

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
export function refuseTrailingWhen(line: Line, { schedule, next }: FoundWhen): void {
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

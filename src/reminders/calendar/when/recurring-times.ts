import { type Clock, looksLikeClock, readClock, writeClock } from './clock.ts';
import { type Line, typedBefore, wordAt } from './line.ts';
import { WhenRefused } from './when-refused.ts';

/** The times of day of a recurrence, as the first two fields of a cron expression. */
export interface FoundTimes {
  readonly fields: string;
  readonly next: number;
}

/**
 * One time of day or several that share their minute: `at 9`, `09:00`, `8:30, 12:30 and 17:30`.
 *
 * @param everyDay no day is named, so that midnight is certain
 * @throws WhenRefused where there is none, or where one expression cannot say them
 */
export function readRecurringTimes(line: Line, index: number, everyDay: boolean): FoundTimes {
  const clocks: Clock[] = [];
  let next = index;
  for (;;) {
    const clock = readClock(line, next);
    if (clock === undefined) break;
    clocks.push(clock);
    next = clock.next;
    const joined = /^(?:and|&)$/.test(wordAt(line, next)) ? next + 1 : next;
    const bare = joined > next ? /^\d{1,2}$/.exec(wordAt(line, joined))?.[0] : undefined;
    if (bare !== undefined) throw refuseBare(typedBefore(line, index), clock, Number(bare), joined + 1);
    const goesOn = joined > next || line.words[next - 1]?.punctuated === true;
    if (!goesOn || !looksLikeClock(wordAt(line, joined))) break;
    next = joined;
  }
  const [first] = clocks;
  if (first === undefined) throw refuseNoTime(line, index);
  const days = typedBefore(line, index);
  const times = clocks.map(writeClock);
  if (clocks.some(({ second }) => second !== 0)) {
    const whens = clocks.map((clock) => `${days} at ${writeClock({ ...clock, second: 0 })}`);
    throw new WhenRefused('What recurs is due to the minute, not to the second.', whens, next);
  }
  if (clocks.some(({ minute }) => minute !== first.minute))
    throw new WhenRefused(
      'Several times have to share their minute; make one reminder for each.',
      times.map((time) => `${days} at ${time}`),
      next,
    );
  if (!everyDay && clocks.some(({ saysMidnight }) => saysMidnight))
    throw new WhenRefused(
      'Midnight of a day can be its beginning or its end.',
      [`${days} at 00:00`, `${days} at 23:59`],
      next,
    );
  const hours = [...new Set(clocks.map(({ hour }) => hour))].sort((a, b) => a - b);
  return { fields: `${first.minute} ${hours.join(',')}`, next };
}

/** "at 9 and 17" may be followed by what there are 17 of. */
function refuseBare(days: string, clock: Clock, hour: number, next: number): WhenRefused {
  const time = writeClock(clock);
  const whens = [`${days} at ${time} and ${writeClock({ ...clock, hour })}`, `${days} at ${time}`, `${days} at 17:00`];
  return new WhenRefused(`“and ${hour}” may be a time of day; write it in full.`, whens, next);
}

function refuseNoTime(line: Line, index: number): WhenRefused {
  const days = typedBefore(line, index);
  const word = wordAt(line, index);
  if (/^\d{1,2}$/.test(word) && Number(word) < 24)
    return new WhenRefused(
      `“${word}” may be a time of day; write it as ${word}:00.`,
      [`${days} at ${word}`, `${days} ${word}:00`],
      index + 1,
    );
  return new WhenRefused('The time of day is missing.', [`${days} at 09:00`, `${days} at 17:00`], index);
}

import { type Line, textFrom, typedBefore, WhenRefused, wordAt } from './line.ts';
import { ordinal, readMonth, readOrdinal, readWeekday, readWeekdays, weekdays } from './names.ts';

/** The days of a recurrence, as the last three fields of a cron expression. */
export interface FoundDays {
  readonly fields: string;
  readonly next: number;
}

/**
 * The days after `every`: `day`, `weekday`, `monday and thursday`, `1st monday`, `last friday of the month`, `month on
 * the 15th`, `15th of the month`, `week on monday`, `year on 10 december`. `undefined` where there are none.
 *
 * @throws WhenRefused for days that not every month has, and for what has two meanings: `2nd monday`, `weekend`
 */
export function readRecurringDays(line: Line, index: number): FoundDays | undefined {
  const word = wordAt(line, index);
  if (word === 'day') return { fields: '* * *', next: index + 1 };
  if (/^(?:weekdays?|workdays?)$/.test(word)) return { fields: '* * 1-5', next: index + 1 };
  if (/^(?:month|week|year)$/.test(word)) return readOfPeriod(line, index + 1, word);
  if (word === 'weekend')
    throw refuse(line, index, index + 1, 'A weekend has two days; name them.', ['saturday and sunday', 'saturday']);
  return readInMonth(line, index) ?? readInYear(line, index) ?? readDaysOfWeek(line, index);
}

/** `on the 15th` after `month` or `monthly`, `on monday` after `week` or `weekly`. `undefined` where no day is named. */
export function readOfPeriod(line: Line, index: number, period: string): FoundDays | undefined {
  const on = wordAt(line, index) === 'on' ? index + 1 : index;
  const start = wordAt(line, on) === 'the' ? on + 1 : on;
  if (period === 'week') return readDaysOfWeek(line, start);
  if (period === 'year') return readInYear(line, start);
  return readInMonth(line, start, true);
}

/** `monday and thursday`, singular. */
function readDaysOfWeek(line: Line, index: number): FoundDays | undefined {
  const list = readWeekdayList(line, index, false);
  return list === undefined ? undefined : { fields: `* * ${weekdayField(list.days)}`, next: list.next };
}

/** The day-of-week field in its one form: `*`, `1-5`, `1,4`; Sunday is 0. */
export function weekdayField(days: readonly number[]): string {
  if (days.length === 7) return '*';
  return days.join() === '1,2,3,4,5' ? '1-5' : days.map((day) => day % 7).join(',');
}

/** `15th`, `last day`, `1st monday`, `last friday`, each with `of the month` or without. */
function readInMonth(line: Line, index: number, inMonth = false): FoundDays | undefined {
  const place = wordAt(line, index) === 'last' ? 'last' : readOrdinal(wordAt(line, index));
  if (place === undefined) return undefined;
  const day = readWeekday(wordAt(line, index + 1));
  const saysDay = place === 'last' && wordAt(line, index + 1) === 'day';
  const end = day !== undefined || saysDay ? index + 2 : index + 1;
  const next = skipOfTheMonth(line, end);
  const ofTheMonth = inMonth || next > end;
  if (day !== undefined) return nthWeekday(line, index, place, day, next, ofTheMonth);
  if (saysDay) return { fields: 'L * *', next };
  return place === 'last' || !(ofTheMonth || /^\d/.test(wordAt(line, index))) || readMonthAfter(line, index)
    ? undefined
    : dayOfMonth(line, index, place, next);
}

function nthWeekday(line: Line, index: number, place: number | 'last', day: number, next: number, sure: boolean) {
  const name = weekdays[day - 1]?.toLowerCase() ?? '';
  if (place === 'last') return { fields: `* * ${day % 7}#L`, next };
  if (place < 1 || place > 5)
    throw refuse(line, index, next, 'A month has at most five of a weekday.', [`1st ${name}`, `last ${name}`]);
  if (place > 1 && !sure) {
    const message = `“Every ${ordinal(place)} ${weekdays[day - 1]}” can be one of the month or one in ${place} weeks.`;
    throw refuse(line, index, next, message, [`${ordinal(place)} ${name} of the month`, name]);
  }
  return { fields: `* * ${day % 7}#${place}`, next };
}

function dayOfMonth(line: Line, index: number, day: number, next: number): FoundDays {
  if (day >= 1 && day <= 28) return { fields: `${day} * *`, next };
  const message = day > 31 || day < 1 ? 'A month has no such day.' : `Not every month has a ${ordinal(day)}.`;
  const near = typedBefore(line, index) === 'every' ? ['last day of the month', '28th'] : ['last day', '28th'];
  throw refuse(line, index, next, message, near);
}

/** `10 december`, `december 10th`. */
function readInYear(line: Line, index: number): FoundDays | undefined {
  const dayOf = (word: string) => (/^\d{1,2}$/.test(word) ? Number(word) : readOrdinal(word));
  const dayFirst = dayOf(wordAt(line, index));
  const monthAt = wordAt(line, index + 1) === 'of' ? index + 2 : index + 1;
  const month = readMonth(wordAt(line, dayFirst === undefined ? index : monthAt));
  const day = dayFirst ?? dayOf(wordAt(line, index + 1));
  if (month === undefined || day === undefined) return undefined;
  const next = dayFirst === undefined ? index + 2 : monthAt + 1;
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
  if (day >= 1 && day <= days) return { fields: `${day} ${month} *`, next };
  const name = wordAt(line, dayFirst === undefined ? index : monthAt);
  throw refuse(line, index, next, 'Not every year has that day.', [`${days} ${name}`, `1 ${name}`]);
}

function readMonthAfter(line: Line, index: number): boolean {
  return (
    [index + 1, index + 2].some((each) => readMonth(wordAt(line, each)) !== undefined) &&
    readInYear(line, index) !== undefined
  );
}

function skipOfTheMonth(line: Line, index: number): number {
  const words = [0, 1, 2].map((each) => wordAt(line, index + each)).join(' ');
  return /^(?:of|in) (?:the|each|every|a) month$/.test(words) ? index + 3 : index;
}

function refuse(line: Line, index: number, next: number, message: string, days: readonly string[]): WhenRefused {
  const before = typedBefore(line, index);
  const lines = days.map((day) => `${before} ${day} ${textFrom(line, next)}`.slice(0, 160));
  return new WhenRefused(
    message,
    days.map((day) => `every ${day} at 09:00`),
    next,
    lines,
  );
}

/** Days of the week, Monday is 1, each once, in order. */
interface FoundWeekdays {
  readonly days: readonly number[];
  readonly next: number;
}

/**
 * Days of the week at a word: `monday`, `mon, wed and fri`, `mon-fri`, `monday to friday`; in the plural where asked.
 * `undefined` where there are none.
 */
export function readWeekdayList(line: Line, index: number, plural: boolean): FoundWeekdays | undefined {
  const days = new Set<number>();
  let next = index;
  for (;;) {
    const range = readRange(line, next, plural);
    if (range === undefined) break;
    for (const day of range.days) days.add(day);
    next = range.next;
    const joined = /^(?:and|&)$/.test(wordAt(line, next)) ? next + 1 : next;
    const goesOn = joined > next || line.words[next - 1]?.punctuated === true;
    if (!goesOn || readRange(line, joined, plural) === undefined) break;
    next = joined;
  }
  return days.size === 0 ? undefined : { days: [...days].sort((a, b) => a - b), next };
}

function readRange(line: Line, index: number, plural: boolean): FoundWeekdays | undefined {
  const read = plural ? readWeekdays : (word: string) => readWeekday(word);
  const [from = '', to, ...more] = wordAt(line, index).split(/[-–]/);
  const first = read(from) ?? (to === undefined ? undefined : readWeekday(from));
  if (first === undefined || more.length > 0) return undefined;
  const spoken =
    to === undefined && /^(?:to|through|thru|-|–)$/.test(wordAt(line, index + 1))
      ? read(wordAt(line, index + 2))
      : undefined;
  const last = spoken ?? (to === undefined ? first : readWeekday(to));
  if (last === undefined) return undefined;
  const length = ((last - first + 7) % 7) + 1;
  const days = Array.from({ length }, (_, i) => ((first - 1 + i) % 7) + 1);
  return { days, next: spoken === undefined ? index + 1 : index + 3 };
}

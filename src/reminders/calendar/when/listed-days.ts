import { type Line, phraseAt, WhenRefused, wordAt } from './line.ts';
import { ordinal, readMonth, readOrdinal, readWeekday, readWeekdays, weekdays } from './names.ts';

/** Which days of a month: by number (-1 is the last), the nth of some weekdays, or the first or last weekday at all. */
export type DaysOfMonth =
  | { readonly by: 'day'; readonly days: readonly number[] }
  | { readonly by: 'nth'; readonly places: readonly number[]; readonly weekdays: readonly number[] }
  | { readonly by: 'weekday'; readonly place: 1 | -1 };

/** `15th`, `1st and 15th`, `last day`, `1st monday`, `1st and 3rd monday`, `last weekday`. */
export function readDaysOfMonth(
  line: Line,
  index: number,
  isSure: boolean,
): { on: DaysOfMonth; next: number } | undefined {
  const places: number[] = [];
  let at = index;
  for (;;) {
    const word = wordAt(line, at);
    const place = word === 'last' ? -1 : word === 'second-last' ? -2 : readOrdinal(word);
    if (place === undefined) break;
    places.push(place);
    at += 1;
    // "the last day and the 15th"
    if (place === -1 && wordAt(line, at) === 'day') at += 1;
    const joined = /^(?:and|&)$/.test(wordAt(line, at)) ? at + 1 : at;
    const more = wordAt(line, joined) === 'the' ? joined + 1 : joined;
    const goesOn = joined > at || line.words[at - 1]?.punctuated === true;
    const following = wordAt(line, more);
    if (!goesOn || (following !== 'last' && readOrdinal(following) === undefined)) break;
    at = more;
  }
  const [first] = places;
  if (first === undefined) return undefined;
  const end = wordAt(line, at);
  const list = wordAt(line, at - 1) === 'day' ? undefined : readWeekdayList(line, at, 'one');
  if (list !== undefined) return nth(index, places, list);
  const isWorkday = /^(?:weekday|workday)$/.test(end) || /^(?:business|working|work) day$/.test(phraseAt(line, at, 2));
  if (isWorkday && places.length === 1) {
    const next = /^(?:weekday|workday)$/.test(end) ? at + 1 : at + 2;
    if (first === 1 || first === -1) return { on: { by: 'weekday', place: first }, next };
    const instead = ['first weekday', 'last weekday'];
    throw new WhenRefused('I understand only the first or the last weekday of a month.', {
      from: index,
      to: next,
      instead,
    });
  }
  if (readMonth(end) !== undefined || (end === 'of' && readMonth(wordAt(line, at + 1)) !== undefined)) return undefined;
  const saysDay = end === 'day' ? at + 1 : at;
  const isLast = places.includes(-1);
  if (isLast && wordAt(line, at - 1) !== 'day' && saysDay === at) return undefined;
  const inDigits = /^\d/.test(wordAt(line, index)) || isLast || saysDay > at;
  if (!inDigits && !isSure && skipOfPeriod(line, saysDay) === saysDay) return undefined;
  // Words such as "second" are an order of days only where a month is spoken of.
  if (!inDigits && skipOfPeriod(line, saysDay) === saysDay && !isSure) return undefined;
  const wrong = places.find((place) => place > 28 || place < -1);
  if (wrong !== undefined) {
    const message = wrong > 31 ? 'No month has that day.' : `Not every month has a ${ordinal(wrong)}.`;
    throw new WhenRefused(message, { from: index, to: saysDay, instead: ['last day', '28th'] });
  }
  return { on: { by: 'day', days: [...new Set(places)].sort(byDay) }, next: saysDay };
}

function byDay(one: number, other: number): number {
  return (one < 0 ? 32 : one) - (other < 0 ? 32 : other);
}

function nth(from: number, places: readonly number[], list: FoundWeekdays) {
  if (places.some((place) => place > 5 || place === 0)) {
    const name = weekdays[(list.days[0] ?? 1) - 1]?.toLowerCase() ?? '';
    const instead = [`1st ${name}`, `last ${name}`];
    throw new WhenRefused('No weekday comes more than five times in a month.', { from, to: list.next, instead });
  }
  return { on: { by: 'nth' as const, places: [...new Set(places)].sort(byDay), weekdays: list.days }, next: list.next };
}

/** `10 december`, `december 10th`. */
export function readDayOfYear(line: Line, index: number): { month: number; day: number; next: number } | undefined {
  const dayOf = (word: string) => (/^\d{1,2}\.?$/.test(word) ? Number.parseInt(word, 10) : readOrdinal(word));
  const dayFirst = dayOf(wordAt(line, index));
  const monthAt = /^(?:of|de)$/.test(wordAt(line, index + 1)) ? index + 2 : index + 1;
  const month = readMonth(wordAt(line, dayFirst === undefined ? index : monthAt));
  const day = dayFirst ?? dayOf(wordAt(line, index + 1));
  if (month === undefined || day === undefined) return undefined;
  const next = dayFirst === undefined ? index + 2 : monthAt + 1;
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
  if (day >= 1 && day <= days) return { month, day, next };
  const name = wordAt(line, dayFirst === undefined ? index : monthAt);
  throw new WhenRefused('Not every year has that day.', {
    from: index,
    to: next,
    instead: [`${days} ${name}`, `1 ${name}`],
  });
}

/** The word behind `of the month`, `in each quarter` and the like; the same word where none of them stands there. */
export function skipOfPeriod(line: Line, index: number): number {
  if (/^(?:of|in) (?:the|each|every|a) (?:month|quarter)$/.test(phraseAt(line, index, 3))) return index + 3;
  return /^(?:of|in) the month$/.test(phraseAt(line, index, 3)) ? index + 3 : index;
}

/** Days of the week, Monday is 1, each once, in order. */
interface FoundWeekdays {
  readonly days: readonly number[];
  readonly next: number;
}

/**
 * Days of the week at a word: `monday`, `mon, wed and fri`, `mon-fri`, `monday to friday`.
 *
 * @param form `plural`: the first is in the plural; `one`: no abbreviation joined to others; `any`: as they come
 */
export function readWeekdayList(line: Line, index: number, form: 'plural' | 'any' | 'one'): FoundWeekdays | undefined {
  if (form === 'plural' && readWeekdays(wordAt(line, index)) === undefined) return undefined;
  const read = (word: string) => readWeekday(word) ?? readWeekdays(word);
  const days = new Set<number>();
  let next = index;
  for (;;) {
    const first = read(wordAt(line, next));
    if (first === undefined) break;
    const to = /^(?:to|through|thru|-|–|until)$/.test(wordAt(line, next + 1))
      ? read(wordAt(line, next + 2))
      : undefined;
    const length = to === undefined ? 1 : ((to - first + 7) % 7) + 1;
    for (let day = 0; day < length; day += 1) days.add(((first - 1 + day) % 7) + 1);
    next += to === undefined ? 1 : 3;
    const joined = /^(?:and|&|\+|on)$/.test(wordAt(line, next)) ? next + 1 : next;
    const onto = joined > next && wordAt(line, joined) === 'on' ? joined + 1 : joined;
    const goesOn = (joined > next && wordAt(line, next) !== 'on') || line.words[next - 1]?.punctuated === true;
    const list = onto + (goesOn && /^(?:and|&)$/.test(wordAt(line, onto)) ? 1 : 0);
    if (!goesOn || read(wordAt(line, list)) === undefined || form === 'one') break;
    next = list;
  }
  return days.size === 0 ? undefined : { days: [...days].sort((a, b) => a - b), next };
}

import { type Line, wordAt } from './line.ts';
import { readWeekday, readWeekdays } from './names.ts';

/** Days of the week, Monday is 1, each once, in order. */
export interface FoundWeekdays {
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

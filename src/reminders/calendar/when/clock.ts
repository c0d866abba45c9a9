import { type Line, repeatTyped, typedBefore, WhenRefused, wordAt } from './line.ts';

/** A time of day, as it was read. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The word was `midnight`, which beside a named day leaves open which of its two ends is meant. */
  readonly saysMidnight: boolean;
  /** The first word after it. */
  readonly next: number;
}

const written = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?(am|pm|a\.m\.?|p\.m\.?)?$/;
const half = /^(?:am|pm|a\.m\.?|p\.m\.?)$/;

/** True for words that can only be a time of day: `9:00`, `5pm`, `noon`; not for a bare number. */
export function looksLikeClock(word: string): boolean {
  return /^\d{1,2}(?::\d{2}){1,2}(?:[ap]\.?m\.?)?$|^\d{1,2}[ap]\.?m\.?$|^(?:noon|midnight)$/.test(word);
}

/**
 * A time of day at a word, with or without `at`: `9:00`, `17:30:05`, `9am`, `9 pm`, `noon`, `midnight`; a bare number
 * only after `at`. `undefined` where there is none.
 *
 * @throws WhenRefused where there is one that does not exist, such as `25:00`
 */
export function readClock(line: Line, index: number): Clock | undefined {
  const saysAt = wordAt(line, index) === 'at';
  const start = saysAt ? index + 1 : index;
  const word = wordAt(line, start);
  const simple = { second: 0, minute: 0, next: start + 1 };
  if (word === 'noon') return { ...simple, hour: 12, saysMidnight: false };
  if (word === 'midnight') return { ...simple, hour: 0, saysMidnight: true };

  const [whole, hours, minutes, seconds, joined] = written.exec(word) ?? [];
  if (whole === undefined) {
    if (saysAt ? /^\d/.test(word) : /^\d{1,2}[:.h]\d+(?:[ap]m)?$|^\d{4}h?$/.test(word)) throw refuseClock(line, start);
    return undefined;
  }
  const separate = line.words[start]?.punctuated === false && half.test(wordAt(line, start + 1));
  const suffix = joined ?? (separate ? wordAt(line, start + 1) : undefined);
  if (minutes === undefined && suffix === undefined && !saysAt) return undefined;
  const hour = hourOfDay(Number(hours), suffix);
  if (hour === undefined || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59) throw refuseClock(line, start);
  const afterSuffix = joined === undefined && suffix !== undefined ? start + 2 : start + 1;
  const saysOClock = /^o['’]?clock$/.test(wordAt(line, afterSuffix)) && minutes === undefined;
  return {
    hour,
    minute: Number(minutes ?? 0),
    second: Number(seconds ?? 0),
    saysMidnight: false,
    next: saysOClock ? afterSuffix + 1 : afterSuffix,
  };
}

/** `09:00`, with seconds where there are any. */
export function writeClock({ hour, minute, second }: Pick<Clock, 'hour' | 'minute' | 'second'>): string {
  const parts = second === 0 ? [hour, minute] : [hour, minute, second];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function hourOfDay(hours: number, suffix: string | undefined): number | undefined {
  if (suffix === undefined) return hours < 24 ? hours : undefined;
  if (hours < 1 || hours > 12) return undefined;
  return (hours % 12) + (suffix.startsWith('p') ? 12 : 0);
}

function refuseClock(line: Line, index: number): WhenRefused {
  const word = wordAt(line, index);
  const before = typedBefore(line, index);
  return new WhenRefused(
    `“${repeatTyped(word, 20)}” is no time of day; write it as 9:00, 17:30 or 9am.`,
    [before, 'tomorrow'].flatMap((day) => nearClocks(word).map((clock) => `${day} ${clock}`.trim())),
    half.test(wordAt(line, index + 1)) ? index + 2 : index + 1,
  );
}

/** Times of day that may have been meant. */
function nearClocks(word: string): string[] {
  const [, first = '9', second = '00'] = /^(\d{1,2})[:.h]?(\d{1,2})?/.exec(word) ?? [];
  const hour = Number(first);
  const minute = Number(second.padEnd(2, '0')) < 60 ? second.padEnd(2, '0') : '00';
  const near = (hours: number) => `${String(hours).padStart(2, '0')}:${minute}`;
  if (hour === 24) return ['00:00', '23:59'];
  if (hour > 24) return [near(Number(first[0])), near(23)];
  return hour < 12 ? [near(hour), near(hour + 12)] : [near(hour), near(hour - 12)];
}

import { type Line, phraseAt, repeatTyped, WhenRefused, wordAt } from './line.ts';
import { readCount, readHourName } from './names.ts';

/** A time of day, as it was read. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The word was `midnight`, which beside a named day leaves open which of its two ends is meant. */
  readonly saysMidnight: boolean;
  /** It leaves no doubt which half of the day is meant: `9am`, `noon`, `09:00`. */
  readonly isCertain: boolean;
  /** It was said in words, `quarter to five`, as on a clock of twelve hours. */
  readonly isSpoken?: boolean;
  /** It was written with its minutes, `9:00`, as on a clock of 24 hours. */
  readonly isWritten?: boolean;
  /** A number alone, `5`, which does not say which half of the day is meant. */
  readonly isBare?: boolean;
  /** `am` or `pm`, where it was written. */
  readonly half?: 'am' | 'pm';
  /** Its first word. */
  readonly from: number;
  /** The first word after it. */
  readonly next: number;
}

const written = /^(\d{1,2})(?:[:h](\d{2})(?::(\d{2}))?|h)?(am|pm|a\.m\.?|p\.m\.?)?$/;
const dotted = /^(\d{1,2})\.(\d{2})(am|pm)?$/;
const half = /^(?:am|pm|a\.m\.?|p\.m\.?)$/;

/** True for words that can only be a time of day: `9:00`, `5pm`, `noon`; not for a bare number. */
export function looksLikeClock(word: string): boolean {
  return /^\d{1,2}(?::\d{2}){1,2}(?:[ap]\.?m\.?)?$|^\d{1,2}[ap]\.?m\.?$|^\d{1,2}h(?:\d{2})?$|^(?:noon|midday|midnight)$/.test(
    word,
  );
}

/**
 * A time of day at a word, with or without `at`: `9:00`, `17:30:05`, `9am`, `9 pm`, `noon`, `midnight`, `half past nine`,
 * `9 in the evening`; a bare number only after `at`, or where `mayBeBare` says that it can be nothing else.
 * `undefined` where there is none.
 *
 * @throws WhenRefused where there is one that does not exist, such as `25:00`
 */
export function readClock(line: Line, index: number, mayBeBare = false): Clock | undefined {
  const start =
    /^(?:at|@|around|about)$/.test(wordAt(line, index)) && wordAt(line, index) !== 'about' ? index + 1 : index;
  if (wordAt(line, index) === 'around')
    throw new WhenRefused('“Around” isn’t exact; leave it out.', { from: index, to: index + 1, instead: ['at'] });
  const saysAt = start > index;
  const found = readSpoken(line, start, saysAt) ?? readWritten(line, start, saysAt || mayBeBare, index);
  return found === undefined ? undefined : withPartOfDay(line, found, index);
}

type ReadClock = Omit<Clock, 'from'>;

const certain = { second: 0, isCertain: true, saysMidnight: false };

/** `noon`, `half past nine`, `quarter to 10`, `nine o'clock`. */
function readSpoken(line: Line, start: number, saysAt: boolean): ReadClock | undefined {
  const word = wordAt(line, start);
  const twelve = word === '12' ? start + 1 : start;
  if (/^(?:noon|midday)$/.test(wordAt(line, twelve))) return { ...certain, hour: 12, minute: 0, next: twelve + 1 };
  if (wordAt(line, twelve) === 'midnight')
    return { ...certain, hour: 0, minute: 0, saysMidnight: true, next: twelve + 1 };
  if (word === 'half-to') {
    const hour = hourAt(line, start + 1);
    return hour === undefined
      ? undefined
      : {
          ...certain,
          isCertain: false,
          isSpoken: true,
          hour: (hour + 23) % 24,
          minute: 30,
          next: skipOClock(line, start + 2),
        };
  }
  const counted =
    word === 'half'
      ? 30
      : /^a?quarter$/.test(word)
        ? 15
        : phraseAt(line, start, 2) === 'a quarter'
          ? 15
          : readCount(word);
  const at = phraseAt(line, start, 2) === 'a quarter' ? start + 2 : start + 1;
  const minutes = wordAt(line, at) === 'minutes' ? at + 1 : at;
  const way = wordAt(line, minutes);
  if (counted !== undefined && counted < 60 && /^(?:past|after|to|before|til)$/.test(way)) {
    const hour = hourAt(line, minutes + 1);
    if (
      hour !== undefined &&
      (saysAt || word === 'half' || /quarter/.test(phraseAt(line, start, 2)) || /^(?:past|after)$/.test(way))
    ) {
      const total = hour * 60 + (/^(?:past|after)$/.test(way) ? counted : -counted) + 24 * 60;
      return {
        ...certain,
        isCertain: false,
        isSpoken: true,
        hour: Math.floor(total / 60) % 24,
        minute: total % 60,
        next: skipOClock(line, minutes + 2),
      };
    }
  }
  if (word === 'half' && saysAt && hourAt(line, start + 1) !== undefined) {
    const hour = hourAt(line, start + 1) ?? 0;
    const instead = [`at ${two(hour)}:30`, `at ${two((hour + 23) % 24)}:30`];
    throw new WhenRefused(`“Half ${wordAt(line, start + 1)}” is read differently in different countries.`, {
      from: start - 1,
      to: start + 2,
      instead,
    });
  }
  const named = readHourName(word);
  if (named !== undefined && !/^\d/.test(word) && (saysAt || isOClock(wordAt(line, start + 1)))) {
    const thirty = /^(?:thirty|fifteen|forty-five)$/.test(wordAt(line, start + 1))
      ? readCount(wordAt(line, start + 1))
      : undefined;
    const end = thirty === undefined ? start + 1 : start + 2;
    const halfWord = half.test(wordAt(line, end)) ? wordAt(line, end) : undefined;
    const hour = hourOfDay(named, halfWord) ?? named;
    return {
      ...certain,
      isCertain: halfWord !== undefined,
      isSpoken: true,
      hour,
      minute: thirty ?? 0,
      next: skipOClock(line, halfWord === undefined ? end : end + 1),
    };
  }
  return undefined;
}

function hourAt(line: Line, index: number): number | undefined {
  const word = wordAt(line, index);
  const hour = /^\d{1,2}$/.test(word) ? Number(word) : readHourName(word);
  return hour !== undefined && hour <= 24 ? hour % 24 : undefined;
}

function isOClock(word: string): boolean {
  return /^o['’]?clock$/.test(word);
}

function skipOClock(line: Line, index: number): number {
  return isOClock(wordAt(line, index)) ? index + 1 : index;
}

function readWritten(line: Line, start: number, mayBeBare: boolean, from: number): ReadClock | undefined {
  const word = wordAt(line, start);
  const saysAt = start > from;
  const isDotted =
    dotted.test(word) &&
    (saysAt || isOClock(wordAt(line, start + 1)) || half.test(wordAt(line, start + 1)) || /m$/.test(word));
  const [whole, hours, minutes, seconds, joined] = written.exec(isDotted ? word.replace('.', ':') : word) ?? [];
  if (whole === undefined) {
    if (
      saysAt
        ? /^\d{1,4}(?:[:.]\d+)?(?:[ap]m)?$/.test(word) && !/^\d{4}$/.test(word)
        : /^\d{1,2}:\d+(?:[ap]m)?$|^\d{4}h$/.test(word)
    )
      throw refuseClock(line, from, start);
    if (saysAt && /^[012]\d[0-5]\d$/.test(word)) {
      const instead = [`at ${word.slice(0, 2)}:${word.slice(2)}`];
      throw new WhenRefused(`“${word}” may be a time of day; write it as ${word.slice(0, 2)}:${word.slice(2)}.`, {
        from,
        to: start + 1,
        instead,
      });
    }
    return undefined;
  }
  const separate = line.words[start]?.punctuated === false && half.test(wordAt(line, start + 1));
  const suffix = joined ?? (separate ? wordAt(line, start + 1) : undefined);
  const afterSuffix = joined === undefined && suffix !== undefined ? start + 2 : start + 1;
  const saysOClock = isOClock(wordAt(line, afterSuffix));
  const saysUhr = saysOClock && /^uhr/i.test(line.words[afterSuffix]?.text ?? '');
  const isPlain = minutes === undefined && suffix === undefined && !saysOClock && !/h$/.test(word);
  if (isPlain && !mayBeBare && !saysPartOfDay(line, afterSuffix)) return undefined;
  const hour = hourOfDay(Number(hours), suffix);
  if (hour === undefined || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59)
    throw refuseClock(line, from, start);
  let next = saysOClock ? afterSuffix + 1 : afterSuffix;
  let minute = Number(minutes ?? 0);
  if (minutes === undefined && /^and-(?:half|quarter)$/.test(wordAt(line, next))) {
    minute = wordAt(line, next) === 'and-half' ? 30 : 15;
    next += 1;
  }
  // German: 9 Uhr 30.
  if (saysOClock && minutes === undefined && /^[0-5]\d$/.test(wordAt(line, next))) {
    minute = Number(wordAt(line, next));
    next += 1;
  }
  return {
    hour,
    minute,
    second: Number(seconds ?? 0),
    saysMidnight: false,
    isCertain: suffix !== undefined || Number(hours) > 12 || /^0\d/.test(word),
    isWritten: minutes !== undefined,
    isBare: minutes === undefined && minute === 0 && suffix === undefined && !/^0|h$/.test(word) && !saysUhr,
    ...(suffix === undefined ? {} : { half: suffix.startsWith('p') ? 'pm' : 'am' }),
    next,
  };
}

type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

function saysPartOfDay(line: Line, index: number): boolean {
  return readPartOfDay(line, index) !== undefined;
}

/** `in the evening`, `at night`. */
function readPartOfDay(line: Line, index: number): { readonly part: PartOfDay; readonly next: number } | undefined {
  const [, part] = /^(?:in|on) the (morning|afternoon|evening)$/.exec(phraseAt(line, index, 3)) ?? [];
  if (part !== undefined) return { part: part as PartOfDay, next: index + 3 };
  return phraseAt(line, index, 2) === 'at night' ? { part: 'night', next: index + 2 } : undefined;
}

function withPartOfDay(line: Line, read: ReadClock, from: number): Clock {
  const clock = { ...read, from };
  const said = readPartOfDay(line, clock.next);
  if (said === undefined) return clock;
  return { ...inPartOfDay(clock, said.part, from, said.next), next: said.next };
}

/**
 * A time of day in a part of the day: nine in the evening is 21:00.
 *
 * @throws WhenRefused where the two disagree
 */
export function inPartOfDay(clock: Clock, part: PartOfDay, from: number, to: number): Clock {
  const { hour } = clock;
  const afternoon = hour < 12 ? hour + 12 : hour;
  const meant = {
    morning: hour < 12 && (hour > 0 || clock.isCertain) ? hour : undefined,
    afternoon: afternoon < 19 ? afternoon : undefined,
    evening: afternoon >= 16 && afternoon < 24 && hour !== 0 && hour !== 12 ? afternoon : undefined,
    night: hour < 6 && (hour > 0 || clock.saysMidnight) ? hour : afternoon >= 18 && hour !== 12 ? afternoon : undefined,
  }[part];
  if (meant !== undefined && (!clock.isCertain || meant === hour)) return { ...clock, hour: meant, isCertain: true };
  const instead = [hour, (hour + 12) % 24].map((each) => `at ${two(each)}:${two(clock.minute)}`);
  throw new WhenRefused(`${writeClock(clock)} is not in the ${part}.`, { from, to, instead });
}

/**
 * A time that was said in words is one of a clock of twelve hours: "quarter to five" is in the afternoon for most people.
 *
 * @throws WhenRefused where both halves of the day can be meant
 */
export function requireHalf(clock: Clock): void {
  if (clock.isSpoken !== true || clock.isCertain || clock.hour >= 7 || clock.saysMidnight) return;
  throw refuseHalf(clock);
}

/**
 * The times of one day or of each day. A small number alone, "friday at 5", is in the afternoon for most people, unless a
 * time beside it shows a clock of 24 hours: "at 6, 14 and 22". A `pm` may stand for all: "at 8 and 10pm".
 *
 * @throws WhenRefused where both halves of the day can be meant
 */
export function requireHalves(clocks: readonly Clock[]): void {
  clocks.forEach(requireHalf);
  const shows24 = clocks.some(({ hour, half: said }) => hour > 12 && said === undefined);
  for (const [index, clock] of clocks.entries()) {
    if (clock.isCertain || clock.saysMidnight || clock.hour === 0) continue;
    const isShared = clocks.slice(index + 1).some(({ hour, half: said }) => said === 'pm' && hour - 12 > clock.hour);
    if (isShared || (clock.isBare === true && clock.hour < 7 && !shows24)) throw refuseHalf(clock);
  }
}

/** Asks which half of the day is meant. */
function refuseHalf(clock: Clock): WhenRefused {
  const [afternoon, morning] = [clock.hour + 12, clock.hour].map((hour) => writeClock({ ...clock, hour: hour % 24 }));
  const instead = [`at ${afternoon}`, `at ${morning}`];
  return new WhenRefused(`That can mean ${afternoon} or ${morning}.`, { from: clock.from, to: clock.next, instead });
}

/** `09:00`, with seconds where there are any. */
export function writeClock({ hour, minute, second }: { hour: number; minute: number; second?: number }): string {
  return [hour, minute, ...(second === undefined || second === 0 ? [] : [second])].map(two).join(':');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function hourOfDay(hours: number, suffix: string | undefined): number | undefined {
  if (suffix === undefined) return hours < 24 ? hours : undefined;
  if (hours < 1 || hours > 12) return undefined;
  return (hours % 12) + (suffix.startsWith('p') ? 12 : 0);
}

function refuseClock(line: Line, from: number, index: number): WhenRefused {
  const word = wordAt(line, index);
  const to = half.test(wordAt(line, index + 1)) ? index + 2 : index + 1;
  const message = `“${repeatTyped(word, 20)}” isn’t a time of day; write it as 9:00, 17:30 or 9am.`;
  return new WhenRefused(message, { from, to, instead: nearClocks(word).map((clock) => `at ${clock}`) });
}

/** Times of day that may have been meant. */
function nearClocks(word: string): string[] {
  const [, first = '9', second = '00'] = /^(\d{1,2})[:.h]?(\d{1,2})?/.exec(word) ?? [];
  const hour = Number(first);
  const minute = Number(second.padEnd(2, '0')) < 60 ? second.padEnd(2, '0') : '00';
  const near = (hours: number) => `${two(hours)}:${minute}`;
  if (hour === 24) return ['00:00', '23:59'];
  if (hour > 24) return [near(Number(first[0])), near(23)];
  return hour < 12 ? [near(hour), near(hour + 12)] : [near(hour), near(hour - 12)];
}

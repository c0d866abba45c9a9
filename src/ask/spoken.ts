import spoken from './language/spoken.json' with { type: 'json' };
import { counted } from './lexicon.ts';
import { fold } from './question-words.ts';

/** Numbers of one language in words: what stands in `language/spoken.json`. */
interface NumberWords {
  readonly units: string;
  readonly tens: string;
  /** Within a compound, where it differs: `einundzwanzig`. */
  readonly one?: string;
  readonly and?: string;
  /** `fünfundzwanzig`. */
  readonly unitFirst?: boolean;
  /** `venticinque` */
  readonly glued?: boolean;
  readonly twenties?: string;
  readonly hundred?: string;
  readonly hundreds?: string;
  readonly thousand: string;
  readonly zeros?: string;
}

const digit = 10;
const firstCompound = 20;
/** Versions of MDaemon are no higher. */
const mostVersion = 39;

/** Every way to say a number below 10,000 in one language, as folded words joined by blanks. */
function* sayings(value: number, words: NumberWords): Generator<string> {
  const units = words.units.split(' ').map((word) => word.replaceAll('_', ' '));
  const unit = (n: number): string[] =>
    n === 0 && words.zeros !== undefined ? words.zeros.split(' ') : [units[n] ?? ''];
  const small = (n: number): string => sayBelowHundred(n, units, words);
  const whole = (n: number): string[] => sayWhole(n, small, words);
  yield* whole(value);
  const digits = [...String(value)].map(Number);
  if (digits.length < 3) return;
  const tail = value % 100;
  const head = Math.floor(value / 100);
  const tails = tail < digit ? unit(0).flatMap((zero) => unit(tail).map((last) => `${zero} ${last}`)) : [small(tail)];
  // `five eighty seven`, `forty sixty nine`, `thirty one oh one`
  for (const each of tails) yield `${small(head)} ${each}`;
}

function sayBelowHundred(n: number, units: readonly string[], words: NumberWords): string {
  if (n < firstCompound) return units[n] ?? '';
  const tensWords = words.tens.split(' ');
  const rest = n % digit;
  const ten = tensWords[Math.floor(n / digit) - 2] ?? '';
  const isBridged = ten.endsWith('+');
  const plain = ten.replace('+', '').replaceAll('_', ' ');
  if (isBridged) return `${plain} ${units[digit + rest] ?? ''}`;
  if (rest === 0) return plain;
  const last = units[rest] ?? '';
  if (words.unitFirst) return `${rest === 1 ? (words.one ?? last) : last}${words.and}${plain}`;
  if (words.twenties !== undefined && n < 30) return `${words.twenties}${last}`;
  if (words.glued) return `${/^[ou]/.test(last) ? plain.slice(0, -1) : plain}${last}`;
  return words.and === undefined ? `${plain} ${last}` : `${plain} ${words.and} ${last}`;
}

function sayWhole(n: number, small: (n: number) => string, words: NumberWords): string[] {
  const glue = words.unitFirst === true || words.glued === true ? '' : ' ';
  const thousands = Math.floor(n / 1000);
  const hundreds = Math.floor((n % 1000) / 100);
  const rest = n % 100;
  const parts: string[] = [];
  if (thousands > 0)
    parts.push(
      thousands === 1 ? words.thousand.replace('mila', 'mille') : `${small(thousands)}${glue}${words.thousand}`,
    );
  if (hundreds > 0) {
    const named = words.hundreds?.split(' ')[hundreds - 1];
    const hundred = words.hundred ?? '';
    parts.push(named ?? (hundreds === 1 ? hundred : `${small(hundreds)}${glue}${hundred}`));
  }
  if (rest > 0 || n === 0) parts.push(small(rest));
  const said = parts.join(glue);
  // `one hundred ten`, `five hundred and eighty seven`, `quinhentos e oitenta e sete`
  const more = hundreds === 1 && thousands === 0 && words.hundred !== undefined ? [`${small(1)}${glue}${said}`] : [];
  const bridge = words.and ?? 'and';
  const bridged =
    glue === '' || rest === 0 || hundreds === 0 ? [] : [[...parts.slice(0, -1), bridge, parts.at(-1)].join(' ')];
  return [said, ...more, ...bridged];
}

/** Digits, and numbers that the knowledge has or a version may have, by how they are said. */
export interface SpokenNumbers {
  /** The number said from a word on, and in how many words. */
  at(words: readonly string[], at: number): { readonly value: number; readonly words: number } | undefined;
  /** The digit that a word is. */
  digit(word: string): number | undefined;
}

/**
 * Knows how numbers are said in eight languages: `nine nine three`, `fünfundzwanzig`, `quinientos ochenta y siete`.
 *
 * @param ports the numbers that are looked for
 */
export function createSpokenNumbers(ports: Iterable<number>): SpokenNumbers {
  const digits = new Map<string, number>();
  const phrases = new Map<string, number>();
  const longest = new Map<string, number>();
  const sought = new Set([...ports, ...Array.from({ length: mostVersion + 1 }, (_, value) => value)]);
  for (const words of Object.values<NumberWords>(spoken.numbers)) {
    for (const value of Array.from({ length: digit }, (_, each) => each)) {
      const names =
        value === 0 ? `${words.zeros ?? ''} ${words.units.split(' ')[0]}` : (words.units.split(' ')[value] ?? '');
      for (const name of names.trim().split(' ')) if (!digits.has(fold(name))) digits.set(fold(name), value);
    }
    for (const value of sought) {
      for (const saying of sayings(value, words)) {
        const key = fold(saying);
        const parts = key.split(' ');
        if (!phrases.has(key)) phrases.set(key, value);
        longest.set(parts[0] ?? '', Math.max(longest.get(parts[0] ?? '') ?? 0, parts.length));
      }
    }
  }
  return {
    digit: (word) => digits.get(word),
    at(words, at) {
      for (let length = Math.min(longest.get(words[at] ?? '') ?? 0, words.length - at); length > 0; length -= 1) {
        const value = phrases.get(words.slice(at, at + length).join(' '));
        if (value !== undefined) return { value, words: length };
      }
      return undefined;
    },
  };
}

const points: ReadonlySet<string> = new Set(spoken.points.split(' '));
const versioned: ReadonlySet<string> = new Set([
  'version',
  'versions',
  'mdaemon',
  'release',
  'versione',
  'wersja',
  'versao',
]);
const extensions: ReadonlySet<string> = new Set(spoken.extensions.split(' '));
/** A number of so many digits is one, whoever knows it. */
const leastDigits = 3;
const mostDigits = 5;

/** Numbers that were said become digits: `port nine nine three`, `version twenty five point oh`, `world client dot exe`. */
export function writeNumbers(
  words: readonly string[],
  numbers: SpokenNumbers,
  isPort: (value: number) => boolean,
): string[] {
  const written: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found =
      versionAt(words, at, numbers) ??
      digitsAt(words, at, numbers) ??
      numberAt(words, at, numbers, isPort) ??
      extensionAt(words, at, written);
    written.push(found?.text ?? words[at] ?? '');
    at += found?.words ?? 1;
  }
  return written;
}

interface Written {
  readonly text: string;
  readonly words: number;
}

/** `twenty five point oh point one` */
function versionAt(words: readonly string[], at: number, numbers: SpokenNumbers): Written | undefined {
  const read = (from: number) => {
    const [typed = ''] = /^\d{1,2}$/.exec(words[from] ?? '') ?? [];
    if (typed !== '') return { value: Number(typed), words: 1 };
    const one = numbers.digit(words[from] ?? '');
    return numbers.at(words, from) ?? (one === undefined ? undefined : { value: one, words: 1 });
  };
  const parts: number[] = [];
  let next = at;
  for (let part = read(next); part !== undefined && part.value <= mostVersion; part = read(next)) {
    parts.push(part.value);
    next += part.words;
    if (!points.has(words[next] ?? '') || read(next + 1) === undefined) break;
    next += 1;
  }
  return parts.length < 2 ? undefined : { text: parts.join('.'), words: next - at };
}

/** `nine nine three` */
function digitsAt(words: readonly string[], at: number, numbers: SpokenNumbers): Written | undefined {
  let text = '';
  let next = at;
  for (; text.length < mostDigits; next += 1) {
    const word = words[next] ?? '';
    const value = /^\d$/.test(word) ? Number(word) : numbers.digit(word);
    if (value === undefined) break;
    text += String(value);
  }
  return text.length < leastDigits || text.startsWith('0') ? undefined : { text, words: next - at };
}

function numberAt(
  words: readonly string[],
  at: number,
  numbers: SpokenNumbers,
  isPort: (value: number) => boolean,
): Written | undefined {
  const found = numbers.at(words, at);
  if (found === undefined || found.value < digit || counted.has(words[at + found.words] ?? '')) return undefined;
  return isPort(found.value) || versioned.has(words[at - 1] ?? '')
    ? { text: String(found.value), words: found.words }
    : undefined;
}

/** `world client dot exe`: the words before it are one name. */
function extensionAt(words: readonly string[], at: number, written: string[]): Written | undefined {
  const next = words[at + 1] ?? '';
  const before = written.at(-1);
  if (!points.has(words[at] ?? '') || !extensions.has(next) || before === undefined) return undefined;
  written.pop();
  return { text: `${before}.${next}`, words: 2 };
}

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries(spoken.letters).flatMap(([letter, names]): [string, string][] => [
    [letter, letter],
    ...names.split(' ').map((name): [string, string] => [name, letter]),
  ]),
);
const longestSpelt = 8;
const shortestSpelt = 2;

/** Words that were spelt, or that a machine misheard, are written as one: `ess em tee pee`, `i m a p s`, `active sink`. */
export function writeSpelt(words: readonly string[], isName: (word: string) => boolean): string[] {
  const written: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = soundAt(words, at) ?? speltAt(words, at, isName);
    written.push(found?.text ?? words[at] ?? '');
    at += found?.words ?? 1;
  }
  return written;
}

function soundAt(words: readonly string[], at: number): Written | undefined {
  for (const length of [3, 2]) {
    const text = sounds.get(words.slice(at, at + length).join(' '));
    if (text !== undefined) return { text, words: length };
  }
  return undefined;
}
const sounds: ReadonlyMap<string, string> = new Map(Object.entries(spoken.sounds));

function speltAt(words: readonly string[], at: number, isName: (word: string) => boolean): Written | undefined {
  let text = '';
  let best: Written | undefined;
  for (let length = 1; length <= longestSpelt; length += 1) {
    const word = words[at + length - 1] ?? '';
    const letter = letters.get(word) ?? (/^\d$/.test(word) && length > 1 ? word : undefined);
    if (letter === undefined) break;
    text += letter;
    if (length >= shortestSpelt && text.length > shortestSpelt - 1 && isName(text)) best = { text, words: length };
  }
  return best;
}

const shorthand: ReadonlyMap<string, string> = new Map(Object.entries(spoken.shorthand));

/** What is typed in haste in a chat, as it is written: `u`, `srv`, `plz`. */
export function writeOut(words: readonly string[]): string[] {
  return words.flatMap((word) => (shorthand.get(word) ?? word).split(' '));
}

import { foreignNames } from '../../knowledge/knowledge.ts';
import { changesBetween } from '../text/text.ts';

/** Takes a word that nobody knows for the known one it was meant for; `undefined` where none is near, or several are. */
export type Respell = (word: string) => string | undefined;

export interface Vocabulary {
  /** Known words and what they mean; words of one meaning are no rivals: `update` and `updates`. */
  readonly meanings: ReadonlyMap<string, string>;
  /** Those that are names of ours, which go before other words. */
  readonly names: ReadonlySet<string>;
}

const shortest = 3;
const longest = 24;
/** Two words run together are at least that long each. */
const shortestPart = 4;

/** The keys around each one, on the keyboards of the eight languages. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const neighbours: ReadonlyMap<string, string> = new Map(
  rows.flatMap((row, line) =>
    [...row].map((key, at): [string, string] => {
      const beside = [row[at - 1], row[at + 1]];
      const above = [rows[line - 1]?.[at], rows[line - 1]?.[at + 1]];
      const below = [rows[line + 1]?.[at - 1], rows[line + 1]?.[at]];
      // German keyboards have z and y the other way round.
      const swapped = key === 'z' ? ['y'] : key === 'y' ? ['z'] : [];
      return [key, [...beside, ...above, ...below, ...swapped].filter((each) => each !== undefined).join('')];
    }),
  ),
);

/**
 * Finds what a word was meant for: first slips of a finger on the keyboard, then words typed without their vowels, then
 * words written as they sound, and last two words run together. Each way asks more of a word than nearness alone.
 */
export function createRespelling({ meanings, names }: Vocabulary): Respell {
  const bySkeleton = new Map<string, string[]>();
  const bySound = new Map<string, string[]>();
  const note = (index: Map<string, string[]>, key: string, word: string) => {
    const list = index.get(key);
    if (list === undefined) index.set(key, [word]);
    else list.push(word);
  };
  for (const word of meanings.keys()) {
    if (word.length < shortest || !/^[a-z]+\d?$/.test(word)) continue;
    note(bySkeleton, skeletonOf(word), word);
    note(bySound, soundOf(word), word);
  }
  const meant = (found: readonly string[]): string | undefined => {
    const named = found.filter((word) => names.has(word));
    const [best, ...others] = named.length > 0 ? named : found;
    return best !== undefined && others.every((other) => meanings.get(other) === meanings.get(best)) ? best : undefined;
  };
  return (word) => {
    if (word.length < shortest || word.length > longest || !/^[a-z]+\d?$/.test(word) || foreignNames.has(word))
      return undefined;
    const slips = word.length < 4 ? [] : [...slipsOf(word)].filter((each) => meanings.has(each));
    const slipped = meant([...new Set(slips)]);
    if (slipped !== undefined) return slipped;
    const hasty = (bySkeleton.get(skeletonOf(word)) ?? []).filter((each) => isWithoutVowels(word, each));
    const whole = meant(nearest(word, hasty));
    if (whole !== undefined) return whole;
    const heard = (bySound.get(soundOf(word)) ?? []).filter((each) => isHeard(word, each));
    const said = meant(nearest(word, heard));
    if (said !== undefined) return said;
    return divide(word, meanings);
  };
}

/** One finger beside its key, one key too often, too few, or two the wrong way round. */
function* slipsOf(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) {
    const before = word.slice(0, at);
    const after = word.slice(at + 1);
    yield before + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
    for (const key of neighbours.get(word.charAt(at)) ?? '') yield before + key + after;
    if (word.length > 4) yield before + after;
  }
}

/** `frwll` is `firewall`: the same consonants in the same order, and vowels left out. */
function skeletonOf(word: string): string {
  return word.replaceAll(/[aeiou]/g, '').replaceAll(/(.)\1+/g, '$1');
}

function isWithoutVowels(typed: string, word: string): boolean {
  if (typed.length >= word.length || typed.charAt(0) !== word.charAt(0)) return false;
  // Vowels that are there have to be those of the word.
  let at = 0;
  for (const letter of word) if (letter === typed.charAt(at)) at += 1;
  return at === typed.length || skeletonOf(typed) === typed.replaceAll(/[aeiou]/g, '');
}

/** How a word sounds, roughly, in English or as others would write it down. */
function soundOf(word: string): string {
  const sound = word
    .replaceAll('ph', 'f')
    .replaceAll(/gh(?=t|$)/g, '')
    .replaceAll('wh', 'w')
    .replaceAll('sch', 's')
    .replaceAll(/[ct]h/g, 't')
    .replaceAll(/tion|cion|sion|zion/g, 'sn')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll(/ck|c|q|g/g, 'k')
    .replaceAll('x', 'ks')
    .replaceAll(/[zß]/g, 's')
    .replaceAll('v', 'f')
    .replaceAll('d', 't')
    .replaceAll('b', 'p')
    .replaceAll('j', 'y');
  const first = /^[aeiouy]/.test(sound) ? 'a' : sound.charAt(0);
  return (
    first +
    sound
      .slice(1)
      .replaceAll(/[aeiouyhw]/g, '')
      .replaceAll(/(.)\1+/g, '$1')
  );
}

function isHeard(typed: string, word: string): boolean {
  return (
    word.length >= 4 && typed.length >= 4 && changesBetween(typed, word) <= Math.max(1, Math.floor(word.length / 3))
  );
}

/** Of several, those that differ least. */
function nearest(word: string, found: readonly string[]): string[] {
  const steps = found.map((each) => changesBetween(word, each));
  const least = Math.min(...steps);
  return found.filter((_, index) => steps[index] === least);
}

/** `imapport`, `firewallrule`: two known words run together. */
function divide(word: string, meanings: ReadonlyMap<string, string>): string | undefined {
  for (let at = shortestPart; at <= word.length - shortestPart; at += 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (meanings.has(first) && meanings.has(second)) return `${first} ${second}`;
  }
  return undefined;
}

import SearchableMap from 'minisearch/SearchableMap';
import { foreignNames } from '../../knowledge/knowledge.ts';
import { changesBetween, misspellingChanges } from '../text/text.ts';
import type { NameFinder } from './name-finder.ts';
import { stem } from './question-words.ts';
import type { Span } from './read-terms.ts';

/** Shorter words are too near to each other: `sftp` and `smtp` differ in one letter. */
const shortestCorrected = 5;
const longestCorrected = 30;
/** From this length on two changes are allowed. */
const longWord = 9;

/** Takes a misspelt word for the known one it was meant for; `undefined` where none is near, or two are. */
export type CorrectWord = (word: string) => string | undefined;

/**
 * Corrects words within one change (two for nine letters and more), swapped neighbours included. Words under five
 * letters, words with digits and foreign names are never corrected, and no word is corrected to one under five letters.
 *
 * @param names those that are names of ours, which go before words as near; `conector` is Connector, not `conectar`
 * @param meanings the known words with what they mean; words of one meaning are no rivals: `update` and `updates`
 */
export function createCorrection(
  meanings: ReadonlyMap<string, string>,
  names: ReadonlySet<string> = new Set(),
): CorrectWord {
  const words = new SearchableMap<string>();
  for (const [word, meaning] of meanings) {
    if (word.length >= shortestCorrected && /^\p{L}+$/u.test(word)) words.set(word, meaning);
  }
  return (word) => {
    if (word.length < shortestCorrected || word.length > longestCorrected) return undefined;
    if (!/^\p{L}+$/u.test(word) || foreignNames.has(word)) return undefined;
    let best: string | undefined;
    let meant: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    let rivals = false;
    for (const candidate of near(word, words)) {
      const steps = changesBetween(word, candidate);
      if (steps > misspellingChanges(Math.min(word.length, candidate.length)) || steps > least) continue;
      const meaning = words.get(candidate);
      if (steps < least) [best, meant, least, rivals] = [candidate, meaning, steps, false];
      else if (meaning !== meant) {
        const [first, second] = [names.has(best ?? ''), names.has(candidate)];
        if (first === second) rivals = true;
        else if (second) [best, meant, rivals] = [candidate, meaning, false];
      }
    }
    return rivals ? undefined : best;
  };
}

/** Swapped neighbours are one change to us and two to the map, and looking for two in it takes long: so try the swaps. */
function near(word: string, words: SearchableMap<string>): Iterable<string> {
  if (word.length >= longWord) return words.fuzzyGet(word, 2).keys();
  const swapped = Array.from({ length: word.length - 1 }, (_, at) => {
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  });
  return [...words.fuzzyGet(word, 1).keys(), ...swapped.filter((each) => words.has(each))];
}

/** The words and names to correct misspellings to. */
export interface CorrectionTools {
  readonly correct: CorrectWord;
  readonly names: NameFinder;
  /** True for a stem that is somewhere in the knowledge's texts. */
  readonly isKnown: (term: string) => boolean;
  /** True for a word that is there in just this form: `remot` is only a stem. */
  readonly isWord: (word: string) => boolean;
}

/** A question's words as they were meant, and the places of those that were typed in another way. */
export interface Corrected {
  readonly words: readonly string[];
  readonly corrected: ReadonlySet<number>;
}

/** Two words that were one have to make a long one to be taken for it. */
const shortestJoined = 9;

/** Replaces words that are nowhere by the known ones they were meant for: `webmial`, `avupdtae.exe`, `actvie sync`. */
export function correctStrange(words: readonly string[], spans: readonly Span[], tools: CorrectionTools): Corrected {
  const strange = new Map(spans.flatMap((span) => (isStrange(span, tools) ? [[span.at, span] as const] : [])));
  if (strange.size === 0) return { words, corrected: new Set() };
  const loose = new Set(spans.flatMap(({ kind, at }) => (kind === 'word' ? [at] : [])));
  const result: string[] = [];
  const corrected = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const known = strange.has(at) ? knownFor(word, tools) : undefined;
    const next = at + 1;
    const pair = known === undefined && (strange.has(at) || strange.has(next)) && loose.has(at) && loose.has(next);
    const joined = pair ? nameOf(word + (words[next] ?? ''), tools) : undefined;
    if (known !== undefined || joined !== undefined) corrected.add(result.length);
    result.push(known ?? joined ?? word);
    if (joined !== undefined) at += 1;
  }
  return { words: result, corrected };
}

function isStrange({ kind, text }: Span, { isKnown, isWord }: CorrectionTools): boolean {
  if (kind !== 'word') return false;
  const term = stem(text);
  return !isKnown(term) || (term === text && !isWord(text));
}

function knownFor(word: string, { correct, names }: CorrectionTools): string | undefined {
  const dot = word.lastIndexOf('.');
  if (dot > 0) {
    const base = correct(word.slice(0, dot));
    const file = base === undefined ? undefined : `${base}${word.slice(dot)}`;
    return file !== undefined && names.at([file], 0) !== undefined ? file : undefined;
  }
  const single = word.replaceAll(/(\p{L})\1/gu, '$1');
  return single !== word && names.at([single], 0) !== undefined ? single : correct(word);
}

function nameOf(joined: string, { correct, names }: CorrectionTools): string | undefined {
  const known = joined.length < shortestJoined ? undefined : correct(joined);
  return known !== undefined && names.at([known], 0) !== undefined ? known : undefined;
}

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

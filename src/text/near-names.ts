import editDistance from 'damerau-levenshtein';

/** Which names count as near to a word. */
interface NearPolicy {
  /** The most changes a name may be away. Default: a third of the word's letters, at least one. */
  readonly maxChanges?: number;
  /** A name that the word begins counts as half a change away; words of one letter begin nothing. Default false. */
  readonly prefixes?: boolean;
  /** Only names with the same digits in the same order: `pop2` is not a misspelling of `pop3`. Default false. */
  readonly sameDigits?: boolean;
}

/** A longer word is not a misspelling of a name. */
const longestWord = 40;

/**
 * How many changes turn one word into the other: letters put in, left out or exchanged, and neighbours swapped
 * (Damerau and Levenshtein's distance). Case counts.
 */
export function changesBetween(one: string, other: string): number {
  return editDistance(one, other).steps;
}

/**
 * How many changes a name of this length may have and still be *taken for* a misspelling, rather than offered as a
 * guess. Names under five letters are too near to each other: `sftp` and `smtp` differ in one.
 */
export function misspellingChanges(length: number): number {
  return length < 5 ? 0 : length < 9 ? 1 : 2;
}

/** The known names that are near to a word, the nearest first; equally near ones in the order given. */
export function nearNames(
  word: string,
  known: Iterable<string>,
  { maxChanges = Math.max(1, Math.floor(word.length / 3)), prefixes = false, sameDigits = false }: NearPolicy = {},
): { readonly name: string; readonly changes: number }[] {
  if (word === '' || word.length > longestWord) return [];
  const digits = digitsOf(word);
  const near: { name: string; changes: number }[] = [];
  for (const name of known) {
    if (prefixes && word.length >= 2 && name.startsWith(word)) near.push({ name, changes: 0.5 });
    else if (Math.abs(name.length - word.length) <= maxChanges && (!sameDigits || digitsOf(name) === digits)) {
      const changes = changesBetween(word, name);
      if (changes <= maxChanges) near.push({ name, changes });
    }
  }
  return near.sort((a, b) => a.changes - b.changes);
}

/**
 * The names to ask "did you mean" about: those the word begins, then the near ones; equally near ones by the alphabet.
 *
 * @param limit the most names to offer
 */
export function nearestNames(word: string, known: Iterable<string>, limit = 3, policy: NearPolicy = {}): string[] {
  const near = nearNames(word, known, { prefixes: true, ...policy });
  near.sort((a, b) => a.changes - b.changes || a.name.localeCompare(b.name, 'en'));
  return near.slice(0, limit).map(({ name }) => name);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

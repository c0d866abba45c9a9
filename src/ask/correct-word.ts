import editDistance from 'damerau-levenshtein';
import SearchableMap from 'minisearch/SearchableMap';
import { foreignNames } from '../../knowledge/foreign-names.ts';

/** Shorter words are too near to each other: `sftp` and `smtp` differ in two letters. */
const shortestCorrected = 5;
const longestCorrected = 30;

/** How many changes a word of this length may have and still be taken for a misspelling. */
const allowedChanges = (length: number): number => (length < shortestCorrected ? 0 : length < 9 ? 1 : 2);

/** Takes a misspelt word for the known one it was meant for; `undefined` where none is near, or two are. */
export type CorrectWord = (word: string) => string | undefined;

/**
 * Corrects words within one change (two for nine letters and more), swapped neighbours included. Words under five
 * letters, words with digits and foreign names are never corrected, and no word is corrected to one under five letters.
 *
 * @param meanings the known words with what they mean; words of one meaning are no rivals: `update` and `updates`
 */
export function createCorrection(meanings: ReadonlyMap<string, string>): CorrectWord {
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
    // A swap of neighbours is two changes there and one here.
    for (const [candidate, [meaning]] of words.fuzzyGet(word, 2)) {
      const { steps } = editDistance(word, candidate);
      if (steps > allowedChanges(Math.min(word.length, candidate.length)) || steps > least) continue;
      if (steps < least) [best, meant, least, rivals] = [candidate, meaning, steps, false];
      else if (meaning !== meant) rivals = true;
    }
    return rivals ? undefined : best;
  };
}

import SearchableMap from 'minisearch/SearchableMap';
import { foreignNames } from '../../knowledge/knowledge.ts';
import { changesBetween, misspellingChanges } from '../text/text.ts';

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

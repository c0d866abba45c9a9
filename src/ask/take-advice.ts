import { printableLine } from '../text/text.ts';
import { entryKey } from './entry-key.ts';
import type { OfferedEntry, ProviderAdvice, RephrasedSentence } from './provider.ts';
import type { Entry } from './understanding.ts';

/** Longer output is rejected: it would not be a rephrasing. */
const mostSentences = 3;
const longestSentence = 300;
/** Numbers in words cannot be looked up in an entry. */
const numberWord =
  /\b(?:(?:thir|four|fif|six|seven|eigh|nine)teen|eleven|twelve|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)/i;
const address = /https?:|www\.|\b[\w-]+\.(?:com|net|org|io|dev|de)\b/i;

/** Sorts entries by a provider's ranking. Those it did not name follow in their own order. */
export function rankEntries(entries: readonly Entry[], { ranking = [] }: ProviderAdvice): readonly Entry[] {
  const place = new Map(ranking.toReversed().map((id, index) => [id, -index] as const));
  const last = ranking.length;
  return entries.toSorted((a, b) => (place.get(entryKey(a)) ?? last) - (place.get(entryKey(b)) ?? last));
}

/**
 * Keeps the sentences of a provider that may be shown, at most three: each cites only entries the answer is about, and
 * every number in it is found in one of those. A wrong port opens a firewall, so whatever cannot be checked is dropped.
 *
 * @param cited the entries the answer is about
 */
export function keepSentences({ sentences = [] }: ProviderAdvice, cited: readonly OfferedEntry[]): string[] {
  return sentences
    .filter((sentence) => isBorneOut(sentence, cited))
    .slice(0, mostSentences)
    .map(({ text }) => clean(text));
}

function isBorneOut({ text, ids }: RephrasedSentence, cited: readonly OfferedEntry[]): boolean {
  const shown = clean(text);
  if (shown === '' || shown.length > longestSentence || numberWord.test(shown) || address.test(shown)) return false;
  const entries = ids.map((id) => cited.find((entry) => entry.id === id));
  if (entries.length === 0 || entries.includes(undefined)) return false;
  const known = new Set(entries.flatMap((entry) => numbersIn(`${entry?.title} ${entry?.text}`)));
  return numbersIn(shown).every((number) => known.has(number));
}

/** Whole numbers, versions and addresses, in whatever digits they are written. */
function numbersIn(text: string): string[] {
  return text.normalize('NFKC').match(/\p{N}+(?:\.\p{N}+)*/gu) ?? [];
}

function clean(text: string): string {
  return printableLine(text.replaceAll('`', "'"));
}

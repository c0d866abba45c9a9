import editDistance from 'damerau-levenshtein';

/**
 * The known names a word was most likely meant for, nearest first: those it begins, then those within a third of its
 * letters by edit distance (insertions, deletions, substitutions and swaps of neighbours). Words over 40 characters
 * are nobody's misspelling.
 */
export function nearestNames(word: string, known: readonly string[], limit = 3): string[] {
  if (word === '' || word.length > 40) return [];
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const scored: { name: string; distance: number }[] = [];
  for (const name of known) {
    if (name.startsWith(word) && word.length >= 2) scored.push({ name, distance: 0.5 });
    else if (Math.abs(name.length - word.length) <= allowed) {
      const { steps } = editDistance(word, name);
      if (steps <= allowed) scored.push({ name, distance: steps });
    }
  }
  scored.sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name, 'en'));
  return scored.slice(0, limit).map(({ name }) => name);
}

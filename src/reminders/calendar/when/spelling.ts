import editDistance from 'damerau-levenshtein';
import { type Line, rewrite } from './line.ts';
import { keywords } from './names.ts';

/** Misspellings are looked for in the first words only; the rest is the reminder's text. */
const wordsLookedAt = 6;

/** Words of others that can be said here. */
const phrases: Readonly<Record<string, string>> = {
  everyday: 'every day',
  midday: 'noon',
  '@hourly': 'hourly',
  '@daily': 'every day at 00:00',
  '@midnight': 'every day at 00:00',
  '@weekly': 'every sunday at 00:00',
  '@monthly': 'every month on the 1st at 00:00',
  '@yearly': 'every year on 1 january at 00:00',
};

/** The line with one word replaced by the keyword it is nearest to, for each of its first words that is near to one. */
export function correctSpelling(line: Line): string[] {
  return line.words.slice(0, wordsLookedAt).flatMap(({ lower }, index) => {
    const keyword = Object.hasOwn(phrases, lower) ? phrases[lower] : nearestKeyword(lower);
    return keyword === undefined ? [] : [rewrite(line, index, index + 1, keyword)];
  });
}

function nearestKeyword(word: string): string | undefined {
  if (!/^[a-z]{4,12}$/.test(word) || keywords.includes(word)) return undefined;
  const allowed = word.length > 5 ? 2 : 1;
  const near = keywords
    .map((keyword) => ({ keyword, steps: editDistance(word, keyword).steps }))
    .filter(({ keyword, steps }) => steps <= allowed && Math.abs(keyword.length - word.length) <= allowed);
  return near.sort((a, b) => a.steps - b.steps)[0]?.keyword;
}

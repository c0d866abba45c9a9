/** The common part of a word's forms: `restarting` and `restarts` are `restart`. Rough, the same for both sides. */
export function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  for (const [ending, put] of endings) {
    if (word.endsWith(ending) && word.length - ending.length + put.length >= 4) {
      return word.slice(0, word.length - ending.length) + put;
    }
  }
  return word;
}

const endings: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['sses', 'ss'],
  ['ations', 'at'],
  ['ation', 'at'],
  ['ings', ''],
  ['ing', ''],
  ['ated', 'at'],
  ['ates', 'at'],
  ['ate', 'at'],
  ['ed', ''],
  ['ss', 'ss'],
  ['es', ''],
  ['s', ''],
  ['en', ''],
  ['e', ''],
];

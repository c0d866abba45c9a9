import { nearNames } from '../../../text/text.ts';
import { type Line, readLine, repeatTyped, rewrite, textFrom, type WhenRefused, wordAt } from './line.ts';
import { keywords } from './names.ts';

/** Says what a line means, or nothing where it is refused. */
type TryLine = (line: Line) => { readonly kind: 'ok' | 'deadline'; readonly text: string } | undefined;

/** Used where nothing was typed that could be a reminder's text. */
const anyText = 'check the retry queue';
/** The longest text and the longest line that an example repeats, in characters. */
const mostText = 40;
const mostExample = 160;
/** These work at any time. */
const always = ['in 2h', 'tomorrow at 09:00', 'every weekday at 09:00'];

/**
 * Two lines near to what was refused: its spelling corrected, then the lines and whens that the refusal proposes, with
 * the text that was typed. Each has been tried, and works.
 */
export function chooseExamples(line: Line, refused: WhenRefused, tryLine: TryLine): readonly [string, string] {
  const found = new Set<string>();
  let text = repeatTyped(textFrom(line, refused.textFrom), mostText);
  const read = (example: string) => tryLine(readLine(example, line.now, line.zone));
  const take = (example: string, expected?: string) => {
    const tidy = repeatTyped(example, mostExample);
    const meant = found.size < 2 ? read(tidy) : undefined;
    if (meant === undefined || (expected !== undefined && meant.text !== expected)) return;
    found.add(tidy);
    // A whole line that works knows better where the text begins.
    if (expected === undefined && meant.kind === 'ok') text = repeatTyped(meant.text, mostText);
  };

  for (const corrected of [...correctSpelling(line), ...refused.lines]) take(corrected);
  if (refused.textFrom === 0) for (const { example, text: before } of whenFirst(line)) take(example, before);
  for (const each of text === '' ? [anyText] : [text, anyText])
    for (const when of [...refused.whens, ...ofKind(line), ...always])
      if (when.startsWith('deadline ')) take(when);
      else take(`${when} ${each}`, each);
  const [first = `in 2h ${anyText}`, second = `tomorrow at 09:00 ${anyText}`] = found;
  return [first, second];
}

/** These work at any time, too, and are of the kind that the line begins like. */
function ofKind(line: Line): string[] {
  const first = wordAt(line, 0);
  if (/^(?:every|each|daily|weekly|monthly)$/.test(first)) return ['every weekday at 09:00', 'every day at 17:00'];
  const isCron = first === 'cron' || (/^[*\d]/.test(first) && /^[*\d?,/-]+$/.test(wordAt(line, 1)));
  return isCron ? ['cron 0 9 * * 1-5', 'cron 0 17 * * *'] : [];
}

/** `check the queue tomorrow at 9` with its last words first. */
function* whenFirst(line: Line): Generator<{ readonly example: string; readonly text: string }> {
  const words = line.words.map(({ text }) => text);
  if (words.length > 20) return;
  for (let index = 1; index < words.length; index += 1) {
    const text = repeatTyped(words.slice(0, index).join(' '), mostText);
    yield { example: `${words.slice(index).join(' ')} ${text}`, text };
  }
}

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
function correctSpelling(line: Line): string[] {
  return line.words.slice(0, wordsLookedAt).flatMap(({ lower }, index) => {
    const keyword = Object.hasOwn(phrases, lower) ? phrases[lower] : nearestKeyword(lower);
    return keyword === undefined ? [] : [rewrite(line, index, index + 1, keyword)];
  });
}

function nearestKeyword(word: string): string | undefined {
  if (!/^[a-z]{4,12}$/.test(word) || keywords.includes(word)) return undefined;
  return nearNames(word, keywords, { maxChanges: word.length > 5 ? 2 : 1 })[0]?.name;
}

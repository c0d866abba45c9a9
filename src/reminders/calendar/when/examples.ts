import type { FoundDeadline } from './deadline.ts';
import { type Line, readLine, repeatTyped, textFrom, wordAt } from './line.ts';
import { correctSpelling } from './spelling.ts';
import type { WhenRefused } from './when-refused.ts';

/** Says what a line means, or nothing where it is refused. */
type TryLine = (line: Line) => { readonly kind: 'ok'; readonly text: string } | FoundDeadline | undefined;

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

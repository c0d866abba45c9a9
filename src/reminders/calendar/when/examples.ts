import { inQuotationMarks } from '../../../text/text.ts';
import { findLeftover } from './leftovers.ts';
import { type Refusal, readLine, replaceWords, typedBetween, wordAt } from './line.ts';
import { tryWhen } from './refusals.ts';

/** Reads a line; `undefined` if it is refused. */
type TryLine = (line: string) => { readonly kind: 'ok' | 'deadline'; readonly text: string } | undefined;

/** Each example is read as a line of its own, and nobody copies a longer one. */
const longestExample = 600;
/** The text of an example when nothing was typed that could be one. */
const anyText = 'check the retry queue';
/** These work at any time. */
const always = ['in 2h', 'tomorrow at 09:00', 'every weekday at 09:00'];
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * One line or two near to what was refused, the nearest first: what was typed, with the words replaced that cannot be
 * read; or another when, with the text that was typed. The text is always whole, or another where it is long.
 * Each has been tried, and works.
 */
export function chooseExamples({ refused, line, target, text }: Refusal, tryLine: TryLine): readonly string[] {
  const found: string[] = [];
  const own =
    refused.text ??
    (text === undefined ? '' : typedBetween(line, text.from, text.to).replace(/^(?:to|that|about)\s+/i, ''));
  const take = (example: string, expected?: string) => {
    if (found.length >= 2) return;
    const tidy = oneLine(target === undefined ? example : `${target} ${example}`);
    if (tidy.length > longestExample) return;
    const meant = tryLine(tidy);
    if (meant === undefined || (expected !== undefined && meant.text !== expected)) return;
    if (!found.includes(tidy)) found.push(tidy);
  };
  for (const each of refused.instead) take(replaceWords(line, refused.from, refused.to, each));
  const rest = oneLine(refused.text ?? textBeside(line, refused, own, text?.from));
  if (rest !== '') for (const when of refused.whens) takeWith(when, rest);
  // The when as it was typed, with the text kept whole in quotation marks.
  const kept = refused.keep ?? (refused.text === undefined ? text : undefined);
  const typed =
    kept === undefined ? '' : oneLine(typedBetween(line, kept.from, kept.to)).replace(/^(?:to|that|about) /i, '');
  const quoted = inQuotationMarks(typed);
  if (kept !== undefined && quoted !== undefined && typed !== '')
    take(replaceWords(line, kept.from, kept.to, quoted), typed);
  if (found.length > 0) return found;
  // Nothing was typed that could be the text, or nothing nearer works.
  for (const each of refused.instead) take(`${replaceWords(line, refused.from, refused.to, each)} ${anyText}`, anyText);
  for (const when of refused.whens) takeWith(when, anyText);
  if (found.length > 0) return found;
  for (const each of [rest, anyText]) for (const when of each === '' ? [] : always) takeWith(when, each);
  return found;

  function takeWith(when: string, each: string): void {
    if (when.startsWith('deadline ')) {
      take(when);
      return;
    }
    const before = found.length;
    take(`${when} ${each}`, each);
    const marked = inQuotationMarks(each);
    if (found.length === before && marked !== undefined) take(`${when} ${marked}`, each);
  }
}

/**
 * What was typed except the refused words, where that is a text; else what stands behind a "to", or the whole line: a when
 * of which words are missing would be a text that nobody meant.
 */
function textBeside(line: Refusal['line'], refused: Refusal['refused'], own: string, from = refused.from): string {
  const rest = own === '' ? restOf(line, refused) : own;
  const isText = (text: string) => text !== '' && !namesTime(line, text);
  if (rest === '' || isText(rest)) return rest;
  const to = line.words.findIndex(({ lower }, at) => at >= from && /^(?:to|that)$/.test(lower));
  const behind = to === -1 ? '' : typedBetween(line, to + 1, line.words.length);
  return isText(behind) ? behind : restOf(line, { from: 0, to: 0 });
}

/** True for a text that a part of a when is left in. */
function namesTime({ now, zone }: Refusal['line'], text: string): boolean {
  const line = readLine(text, now, zone);
  const { when, refused } = tryWhen(line, 0);
  const dangles = /^(?:before|by|until|till|after|on|at|in|from|every|um|am)$/.test(
    wordAt(line, line.words.length - 1),
  );
  const begins = /^(?:in|of|on|but|after|week|and|or|until|during)$/.test(wordAt(line, 0));
  const leftover = findLeftover(line, { from: 0, to: line.words.length, recurs: true });
  return dangles || begins || when !== undefined || refused !== undefined || leftover !== undefined;
}

/** Everything that was typed except the refused words. */
function restOf(line: Refusal['line'], { from, to }: { readonly from: number; readonly to: number }): string {
  const before = typedBetween(line, 0, from);
  const after = typedBetween(line, to, line.words.length);
  return [before, after]
    .filter((part) => part !== '')
    .join(' ')
    .replace(/^(?:to|that|about)\s+/i, '');
}

/** A line that can be copied: no line breaks, nothing invisible, nothing that ends the code it is shown as. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(invisible, '').replaceAll('`', "'").trim();
}

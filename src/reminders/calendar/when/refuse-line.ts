import { Temporal } from 'temporal-polyfill';
import { inQuotationMarks } from '../../../text/text.ts';
import { type Clock, readClock, writeClock } from './clock.ts';
import { cutsBrackets, findLeftover, readSeam } from './leftovers.ts';
import { type Line, Refusal, readLine, repeatTyped, replaceWords, typedBetween, WhenRefused, wordAt } from './line.ts';
import { readWhen, type When } from './segment.ts';

/** A when read at one end of a line, or why it was refused. */
interface Read {
  readonly when?: When;
  readonly refused?: WhenRefused;
}

export function tryWhen(line: Line, index: number): Read {
  try {
    const when = readWhen(line, index);
    return when === undefined ? {} : { when };
  } catch (error) {
    if (error instanceof WhenRefused) return { refused: error };
    throw error;
  }
}

export function refuseUnknown(line: Line): WhenRefused {
  const message = line.words.length === 0 ? 'A reminder needs a time and a text.' : 'I can’t tell when that is.';
  const place = { from: line.words.length, to: line.words.length };
  const instead = /^\d/.test(wordAt(line, 0)) ? ['in'] : [];
  return instead.length > 0
    ? new WhenRefused(message, { from: 0, to: 0, instead, whens: ['in 2h', 'tomorrow at 09:00'] })
    : new WhenRefused(message, { ...place, whens: ['tomorrow at 09:00', 'in 2h'] });
}

/** Refuses a text that names a time of its own. */
export function refuseLeftover(
  line: Line,
  when: When,
  leftover: { from: number; to: number; instead?: readonly string[] },
  text: { from: number; to: number },
  refused?: WhenRefused,
): Refusal {
  if (
    refused !== undefined &&
    refused.from >= text.from &&
    refused.from < text.to &&
    refused.from <= leftover.to &&
    refused.to > leftover.from
  )
    return new Refusal(refused, line);
  const joined =
    /^(?:and|&|or)$/.test(wordAt(line, leftover.from - 1)) && leftover.from > text.from
      ? leftover.from - 1
      : leftover.from;
  const second = tryWhen(line, leftover.from).when;
  const end = Math.min(text.to, Math.max(leftover.to, second?.next ?? 0));
  const words = repeatTyped(typedBetween(line, joined, end), 40);
  const isEdge = joined === text.from || end === text.to;
  if (second !== undefined && isEdge && joined < leftover.from) {
    const first = typedBetween(line, when.from, when.next);
    const other = typedBetween(line, second.from, second.next);
    const rest = [typedBetween(line, text.from, joined), typedBetween(line, end, text.to)]
      .filter((part) => part !== '')
      .join(' ');
    const isRecurring = when.items.length > 0 || when.step !== undefined;
    const whens = [first, ...(isRecurring ? [`every ${other}`] : []), other];
    const message = `“${words}” is a second time; make a reminder for each.`;
    return new Refusal(new WhenRefused(message, { from: joined, to: end, whens, text: rest }), line, undefined, text);
  }
  const message = `“${words}” may belong to the time, and I can’t read it together with the rest. If it belongs to the text, put the text in quotation marks.`;
  const instead = leftover.instead ?? untilToday(line, leftover.from);
  return new Refusal(new WhenRefused(message, { from: joined, to: end, instead }), line, undefined, text);
}

/** "until 17:00" is today's, or each day's. */
function untilToday(line: Line, at: number): string[] {
  if (!/^(?:until|till|til)$/.test(wordAt(line, at))) return [];
  const clock = tryClock(line, at + 1);
  if (clock === undefined) return [];
  const today = Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(line.zone).toPlainDate();
  return [`until ${today}T${writeClock({ hour: clock.hour, minute: clock.minute })}`];
}

function tryClock(line: Line, at: number): Clock | undefined {
  try {
    return readClock(line, at);
  } catch (error) {
    if (error instanceof WhenRefused) return undefined;
    throw error;
  }
}

export function refuseTwo(line: Line, head: When, tail: When): Refusal {
  const [first, second] = [typedBetween(line, head.from, head.next), typedBetween(line, tail.from, tail.next)];
  const isJoined = /^(?:and|&)$/.test(wordAt(line, tail.from - 1)) && tail.from - 1 > head.next;
  const end = isJoined ? tail.from - 1 : tail.from;
  const text = { from: head.next, to: end };
  const place = { from: tail.from, to: tail.next, keep: { from: head.next, to: tail.next } };
  if (isJoined) {
    const isRecurring = head.items.length > 0 || head.step !== undefined;
    const whens = [first, ...(isRecurring ? [`every ${second}`] : []), second];
    const message = `“and ${repeatTyped(second, 40)}” is a second time; make a reminder for each.`;
    return new Refusal(new WhenRefused(message, { ...place, whens }), line, undefined, text);
  }
  const message = `“${repeatTyped(first, 40)}” and “${repeatTyped(second, 40)}” don’t go together as one time. If one of them belongs to the text, put the text in quotation marks.`;
  return new Refusal(
    new WhenRefused(message, { ...place, whens: [`${second} ${first}`, `${first} ${second}`] }),
    line,
    undefined,
    text,
  );
}

/** A fraction, or a word that leads to a when, right beside it belongs to it: `tomorrow at 9 11/12 call`, `by friday at 9`. */
export function refuseTouching(
  line: Line,
  when: When,
  from: number,
  to: number,
  hasHead: boolean,
  hasTail: boolean,
): void {
  const isOpen = (word: string) => /^\d{1,2}\/\d{1,2}(?:\/\d{2,4})?$/.test(word) && word !== '24/7';
  // "by friday at 9", "or tomorrow at 9": the when is said less certainly than it was read.
  const leads =
    /^(?:by|the|a|an|every|each|or|and|before|after|around|about|until|till|from|between|of|for|since|per|not|but|maybe|perhaps|probably|latest|than)$/;
  const isHeadOpen =
    hasHead &&
    (isOpen(wordAt(line, from)) ||
      /^(?:or|and|but|until|till|except|between|every|during|within|outside)$/.test(wordAt(line, from)));
  const isTailOpen = hasTail && to > from && (isOpen(wordAt(line, to - 1)) || leads.test(wordAt(line, to - 1)));
  const seam = hasHead ? readSeam(line, from, to, when) : undefined;
  if (seam !== undefined) throw refuseLeftover(line, when, seam, { from, to });
  if (cutsBrackets(typedBetween(line, from, to))) {
    const place = { from: line.words.length, to: line.words.length };
    const whens = ['tomorrow at 09:00', 'in 2h'];
    throw new Refusal(
      new WhenRefused('The brackets hold part of the time and part of the text.', { ...place, whens }),
      line,
    );
  }
  const at = isHeadOpen ? from : isTailOpen ? to - 1 : undefined;
  const isBy = isTailOpen && !isHeadOpen && wordAt(line, to - 1) === 'by';
  if (at !== undefined)
    throw refuseLeftover(line, when, { from: at, to: at + 1, ...(isBy ? { instead: [''] } : {}) }, { from, to });
}

export function refuseNoText(line: Line): WhenRefused {
  const place = { from: line.words.length, to: line.words.length };
  return new WhenRefused('The text of the reminder is missing.', {
    ...place,
    instead: ['check the retry queue', 'look at the bad queue'],
  });
}

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

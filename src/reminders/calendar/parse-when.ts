import { describeSchedule } from './describe.ts';
import type { OnceSchedule, RecurringSchedule } from './schedule.ts';
import { readClock, writeClock } from './when/clock.ts';
import { type CompiledWhen, compileWhen } from './when/compile.ts';
import { chooseExamples } from './when/examples.ts';
import { findLeftover } from './when/leftovers.ts';
import {
  findQuoted,
  type Line,
  type Quoted,
  Refusal,
  readLine,
  repeatTyped,
  typedBetween,
  WhenRefused,
  wordAt,
} from './when/line.ts';
import { readWhen, type When } from './when/segment.ts';
import { readTarget } from './when/target.ts';
import { readZone } from './when/zone.ts';

/** The time and the zone that a line is read in. */
interface WhenContext {
  readonly now: Date;
  /** The zone of a when that names none; an IANA name. */
  readonly zone: string;
  /** The line may begin with whom to remind: `me to …`, `@bob`, `#ops`. Default false. */
  readonly targets?: boolean;
}

/** A line that was understood. */
interface UnderstoodWhen {
  readonly kind: 'ok';
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** The reminder's text, as it was typed. Never empty. */
  readonly text: string;
  /** Whom to remind, as it was typed: `me`, `here`, `@bob`, `#ops`. */
  readonly target?: string;
  /** The when in plain English, with its zone. */
  readonly understood: string;
  /** One sentence on what may not be expected of it: that the clocks change then, say. */
  readonly note?: string;
}

/** A when without a text. */
export type UnderstoodTime = Omit<UnderstoodWhen, 'text' | 'target'>;

/** A change to a reminder: a new when, a new text, or both. */
interface Change {
  readonly kind: 'change';
  readonly schedule?: OnceSchedule | RecurringSchedule;
  readonly text?: string;
  readonly note?: string;
}

/** A line that was refused, and why. */
interface WhenProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** One line or two near to what was typed, with its whole text. Each of them works. */
  readonly examples: readonly string[];
}

/** The result of reading a line. */
type ParsedWhen = UnderstoodWhen | FoundDeadline | WhenProblem;

/**
 * Reads a when and a text from one line, in either order: `every weekday at 09:00 look at the bad queue`, `me to look at
 * the bad queue tomorrow at 9`. Nothing is guessed: what can be meant in two ways, has passed, never happens, lies more
 * than 50 years ahead or has no text is a problem, and so is a text in which words of a when are left, unless it is in
 * quotation marks. Never throws, whatever was typed.
 */
export function parseWhen(text: string, context: WhenContext): ParsedWhen {
  try {
    return read(text, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const tryLine = (line: string) => tryRead(line, context);
    return { kind: 'problem', message: error.refused.message, examples: chooseExamples(error, tryLine) };
  }
}

/** Reads a when that stands alone: `tomorrow 09:00`. Never throws. */
export function parseWhenAlone(
  text: string,
  { now, zone }: Omit<WhenContext, 'targets'>,
): UnderstoodTime | WhenProblem {
  const parsed = parseWhen(`${text} "again"`, { now, zone });
  if (parsed.kind === 'ok' && parsed.text === 'again') return parsed;
  // What was refused is the when, and an example of it needs no text.
  const problem = parsed.kind === 'problem' ? parsed : { message: 'I cannot read when that is.', examples: [] };
  const alone = problem.examples.map((each) => each.replace(/\s+(?:"again"|again|check the retry queue)$/, ''));
  const examples = alone.filter((each) => parseWhen(`${each} "again"`, { now, zone }).kind === 'ok');
  return {
    kind: 'problem',
    message: problem.message,
    examples: examples.length === 0 ? ['in 1h', 'tomorrow at 09:00'] : examples,
  };
}

/**
 * Reads a change to a reminder: a when, a text, or both. A line that names no time is the text; where a time is left in it
 * that cannot be read, that is a problem. Never throws.
 */
export function parseChange(typed: string, { now, zone }: Omit<WhenContext, 'targets'>): Change | WhenProblem {
  const alone = parseWhen(`${typed} "again"`, { now, zone });
  if (alone.kind === 'ok' && alone.text === 'again') {
    const { schedule, note } = alone;
    return { kind: 'change', schedule, ...(note === undefined ? {} : { note }) };
  }
  const both = parseWhen(typed, { now, zone });
  if (both.kind === 'ok') {
    const { schedule, text, note } = both;
    return { kind: 'change', schedule, text, ...(note === undefined ? {} : { note }) };
  }
  const line = readLine(typed, now, zone);
  const quoted = findQuoted(typed);
  if (quoted !== undefined && quoted.start === 0 && quoted.end === typed.trimEnd().length)
    return { kind: 'change', text: quoted.text };
  const hasTime =
    findLeftover(line, { from: 0, to: line.words.length, recurs: true }) !== undefined ||
    tryWhen(line, 0).refused !== undefined;
  if (!hasTime || both.kind === 'deadline') return { kind: 'change', text: typed };
  return both;
}

/** The same without a problem's examples, which are looked for with it. */
function tryRead(line: string, context: WhenContext): UnderstoodWhen | FoundDeadline | undefined {
  try {
    return read(line, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}

function read(typed: string, { now, zone, targets = false }: WhenContext): UnderstoodWhen | FoundDeadline {
  const { target, rest } = targets ? readTarget(typed) : { target: undefined, rest: typed };
  const quoted = findQuoted(rest);
  const found = quoted === undefined ? undefined : readQuotedText(readLine(rest, now, zone, quoted), quoted);
  const line = readLine(rest, now, zone);
  try {
    const understood = found ?? readDeadline(line) ?? readUnquoted(line);
    return target === undefined ? understood : { ...understood, target };
  } catch (error) {
    if (error instanceof WhenRefused) throw new Refusal(error, line, target);
    if (error instanceof Refusal) throw new Refusal(error.refused, error.line, target, error.text);
    throw error;
  }
}

/** Takes the part in quotation marks as the text and the rest as the when. `undefined` if the rest is not a when. */
function readQuotedText(line: Line, quoted: Quoted): UnderstoodWhen | undefined {
  const first = line.words.findIndex(({ start }) => start >= quoted.start);
  const after = line.words.findIndex(({ start }) => start >= quoted.end);
  const end = after === -1 ? line.words.length : after;
  const isHead = first > 0;
  if (isHead && end < line.words.length) return undefined;
  const stretch = isHead ? { ...line, words: line.words.slice(0, first) } : line;
  const at = isHead ? 0 : end;
  try {
    const when = readWhen(stretch, at);
    const filler =
      when !== undefined && isHead && /^(?:to|that|about)$/.test(wordAt(stretch, when.next))
        ? when.next + 1
        : when?.next;
    if (when === undefined || filler !== stretch.words.length) return undefined;
    return understand(compileWhen(stretch, when), quoted.text);
  } catch (error) {
    if (error instanceof WhenRefused) return undefined;
    throw error;
  }
}

function understand({ schedule, note }: CompiledWhen, text: string): UnderstoodWhen {
  const understood = describeSchedule(schedule);
  return { kind: 'ok', schedule, text, understood, ...(note === undefined ? {} : { note: `${note}.` }) };
}

/** A when read at one end of a line, or why it was refused. */
interface Read {
  readonly when?: When;
  readonly refused?: WhenRefused;
}

function readUnquoted(line: Line): UnderstoodWhen {
  const head = tryWhen(line, 0);
  const { tail, refused } = readTail(line, head.when?.next ?? 1);
  if (head.when === undefined && tail === undefined) throw head.refused ?? refused ?? refuseUnknown(line);
  // A beginning that cannot be read is more than text.
  if (head.refused !== undefined && tail !== undefined && head.refused.to <= tail.from) throw head.refused;
  const when = chooseWhen(line, head.when, tail, refused);
  const [from, to] = textPlace(line, when.head, when.tail);
  const text = textOf(line, from, to);
  const compiled = compileRefused(line, when.whole, { from, to });
  const leftover = findLeftover(line, {
    from,
    to,
    recurs: compiled.schedule.kind === 'recurring',
    hasHead: when.head !== undefined,
    hasTail: when.tail !== undefined,
  });
  if (leftover !== undefined) throw refuseLeftover(line, when.whole, leftover, { from, to }, refused);
  refuseTouching(line, when.whole, from, to, when.head !== undefined, when.tail !== undefined);
  if (text === '') throw new Refusal(refuseNoText(line), line);
  return understand(compiled, text);
}

function compileRefused(line: Line, when: When, text: { from: number; to: number }): CompiledWhen {
  try {
    return compileWhen(line, when);
  } catch (error) {
    if (error instanceof WhenRefused) throw new Refusal(error, line, undefined, text);
    throw error;
  }
}

function tryWhen(line: Line, index: number): Read {
  try {
    const when = readWhen(line, index);
    return when === undefined ? {} : { when };
  } catch (error) {
    if (error instanceof WhenRefused) return { refused: error };
    throw error;
  }
}

/** Finds the longest when that ends the line, and the refusal that came closest. */
function readTail(line: Line, from: number): { tail?: When; refused?: WhenRefused } {
  let refused: WhenRefused | undefined;
  for (let at = Math.max(0, from); at < line.words.length; at += 1) {
    const found = tryWhen(line, at);
    if (found.when?.next === line.words.length)
      return { tail: found.when, ...(refused === undefined ? {} : { refused }) };
    // The one that reaches furthest is nearest to a when.
    if (found.refused !== undefined && (refused === undefined || found.refused.to > refused.to))
      refused = found.refused;
  }
  return refused === undefined ? {} : { refused };
}

interface ChosenWhen {
  readonly whole: When;
  readonly head: When | undefined;
  readonly tail: When | undefined;
}

/**
 * The when before the text, the one after it, or both together, where each says what the other leaves open: `tomorrow …
 * at 9`, `every day at 9 … for 2 weeks`.
 */
function chooseWhen(
  line: Line,
  head: When | undefined,
  tail: When | undefined,
  refused: WhenRefused | undefined,
): ChosenWhen {
  if (tail === undefined && head !== undefined) return { whole: head, head, tail };
  if (head === undefined && tail !== undefined) {
    if (refused !== undefined && refused.to > tail.from && refused.from < tail.from) throw refused;
    return { whole: tail, head, tail };
  }
  if (head === undefined || tail === undefined) throw refuseUnknown(line);
  if (head.next === line.words.length) return { whole: head, head, tail: undefined };
  const both = { whole: join(head, tail), head, tail };
  if (both.whole === undefined) throw refuseTwo(line, head, tail);
  const [headAlone, tailAlone] = [tryCompile(line, head), tryCompile(line, tail)];
  const onlyBounds = ({ bounds, items, clocks, day, step, span, cron, countdown, zone, window }: When) =>
    bounds.length > 0 &&
    items.length + clocks.length === 0 &&
    [day, step, span, cron, countdown, zone, window].every((part) => part === undefined);
  // "at 9 … on friday" is nine o'clock on Friday, or something about Friday at nine.
  const goTogether =
    !isTimeAlone(head) &&
    ((!headAlone && !tailAlone) ||
      (headAlone && onlyBounds(tail)) ||
      (tailAlone && onlyBounds(head)) ||
      (!headAlone && isTimeAlone(tail)));
  if (!goTogether || !tryCompile(line, both.whole as When)) throw refuseTwo(line, head, tail);
  return both as ChosenWhen;
}

function isTimeAlone({ clocks, items, day, span, step, cron, countdown, window }: When): boolean {
  return (
    clocks.length > 0 &&
    items.length === 0 &&
    [day, span, step, cron, countdown, window].every((part) => part === undefined)
  );
}

function tryCompile(line: Line, when: When): boolean {
  try {
    compileWhen(line, when);
    return true;
  } catch (error) {
    if (error instanceof WhenRefused) return false;
    throw error;
  }
}

/** Joins two whens. `undefined` if both have the same part. */
function join(head: When, tail: When): When | undefined {
  const single = ['cron', 'span', 'day', 'offset', 'step', 'atMinute', 'window', 'zone', 'countdown'] as const;
  if (single.some((part) => head[part] !== undefined && tail[part] !== undefined)) return undefined;
  if (head.items.length > 0 && tail.items.length > 0) return undefined;
  if (head.bounds.some(({ kind }) => tail.bounds.some((bound) => bound.kind === kind))) return undefined;
  const items = [...head.items, ...tail.items];
  const clocks = [...head.clocks, ...tail.clocks];
  const last = items.at(-1);
  const takes = last !== undefined && clocks.length > 0;
  if (takes && last.clocks.length > 0) return undefined;
  if (head.clocks.length > 0 && tail.clocks.length > 0) return undefined;
  const given = takes ? [...items.slice(0, -1), { ...last, clocks }] : items;
  return {
    ...head,
    ...tail,
    from: head.from,
    items: given,
    clocks: takes ? [] : clocks,
    bounds: [...head.bounds, ...tail.bounds],
  };
}

function textPlace(line: Line, head: When | undefined, tail: When | undefined): [number, number] {
  let from = head?.next ?? 0;
  const to = tail?.from ?? line.words.length;
  if (head !== undefined && /^(?:-|–|—|:|=>|->)$/.test(wordAt(line, from)) && from + 1 < to) from += 1;
  if (
    /^(?:to|that|about|dass|que)$/.test(wordAt(line, from)) &&
    from + 1 < to &&
    line.words[from]?.punctuated === false
  )
    from += 1;
  return [from, to];
}

function textOf(line: Line, from: number, to: number): string {
  const text = typedBetween(line, from, to);
  return to < line.words.length ? text.replace(/\s*[,;–—-]+$/u, '') : text;
}

function refuseUnknown(line: Line): WhenRefused {
  const message = line.words.length === 0 ? 'A reminder needs a when and a text.' : 'I cannot read when that is.';
  const place = { from: line.words.length, to: line.words.length };
  const instead = /^\d/.test(wordAt(line, 0)) ? ['in'] : [];
  return instead.length > 0
    ? new WhenRefused(message, { from: 0, to: 0, instead, whens: ['in 2h', 'tomorrow at 09:00'] })
    : new WhenRefused(message, { ...place, whens: ['tomorrow at 09:00', 'in 2h'] });
}

/** Refuses a text that names a time of its own. */
function refuseLeftover(
  line: Line,
  when: When,
  leftover: { from: number; to: number },
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
    const message = `“${words}” is a second when; make one reminder for each.`;
    return new Refusal(new WhenRefused(message, { from: joined, to: end, whens, text: rest }), line, undefined, text);
  }
  const message = `“${words}” may be part of the when, and I cannot read it together with the rest. Put the text in quotation marks to keep it.`;
  return new Refusal(new WhenRefused(message, { from: joined, to: end }), line, undefined, text);
}

function refuseTwo(line: Line, head: When, tail: When): Refusal {
  const [first, second] = [typedBetween(line, head.from, head.next), typedBetween(line, tail.from, tail.next)];
  const isJoined = /^(?:and|&)$/.test(wordAt(line, tail.from - 1)) && tail.from - 1 > head.next;
  const end = isJoined ? tail.from - 1 : tail.from;
  const text = { from: head.next, to: end };
  const place = { from: tail.from, to: tail.next, keep: { from: head.next, to: tail.next } };
  if (isJoined) {
    const isRecurring = head.items.length > 0 || head.step !== undefined;
    const whens = [first, ...(isRecurring ? [`every ${second}`] : []), second];
    const message = `“and ${repeatTyped(second, 40)}” is a second when; make one reminder for each.`;
    return new Refusal(new WhenRefused(message, { ...place, whens }), line, undefined, text);
  }
  const message = `“${repeatTyped(first, 40)}” and “${repeatTyped(second, 40)}” do not go together as one when. Put the text in quotation marks to keep one of them in it.`;
  return new Refusal(
    new WhenRefused(message, { ...place, whens: [`${second} ${first}`, `${first} ${second}`] }),
    line,
    undefined,
    text,
  );
}

/** A fraction, or a word that leads to a when, right beside it belongs to it: `tomorrow at 9 11/12 call`, `by friday at 9`. */
function refuseTouching(line: Line, when: When, from: number, to: number, hasHead: boolean, hasTail: boolean): void {
  const isOpen = (word: string) => /^\d{1,2}\/\d{1,2}(?:\/\d{2,4})?$/.test(word) && word !== '24/7';
  // "by friday at 9", "or tomorrow at 9": the when is said less certainly than it was read.
  const leads =
    /^(?:by|the|a|an|every|each|or|and|before|after|around|about|until|till|from|between|of|for|since|per|not|but|maybe|perhaps|probably|latest|than)$/;
  const isHeadOpen =
    hasHead &&
    (isOpen(wordAt(line, from)) ||
      /^(?:or|and|but|until|till|except|between|every|during|within|outside)$/.test(wordAt(line, from)));
  const isTailOpen = hasTail && to > from && (isOpen(wordAt(line, to - 1)) || leads.test(wordAt(line, to - 1)));
  const at = isHeadOpen ? from : isTailOpen ? to - 1 : undefined;
  if (at !== undefined) throw refuseLeftover(line, when, { from: at, to: at + 1 }, { from, to });
}

function refuseNoText(line: Line): WhenRefused {
  const place = { from: line.words.length, to: line.words.length };
  return new WhenRefused('What the reminder should say is missing.', {
    ...place,
    instead: ['check the retry queue', 'look at the bad queue'],
  });
}

/** A countdown as it was asked for. The caller checks whether the deadline exists. */
interface FoundDeadline {
  readonly kind: 'deadline';
  readonly id: string;
  /** May be empty: a deadline has a title of its own. */
  readonly text: string;
  /** The time of day, as `09:00`, where one was given. */
  readonly time?: string;
  /** The zone, where one was given. */
  readonly zone?: string;
  /** Whom to remind, as it was typed. */
  readonly target?: string;
}

/** `deadline securityplus-4`, then a time of day and a zone if any, then the text. `undefined` for another line. */
function readDeadline(line: Line): FoundDeadline | undefined {
  if (wordAt(line, 0) !== 'deadline') return undefined;
  const id = wordAt(line, 1);
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id) || id.length > 80) {
    const message = 'After “deadline” comes its name, as `deadlines` lists it.';
    throw new WhenRefused(message, {
      from: 0,
      to: line.words.length,
      whens: ['deadline securityplus-4', 'deadline securityplus-4 at 09:00'],
    });
  }
  const clock = readClock(line, 2);
  const end = line.words.length;
  if (clock === undefined) return { kind: 'deadline', id, text: typedBetween(line, 2, end) };
  const zone = readZone(line, clock.next, true);
  const time = timeOf(clock, id);
  if (zone === undefined) return { kind: 'deadline', id, text: typedBetween(line, clock.next, end), time };
  return { kind: 'deadline', id, text: typedBetween(line, zone.next, end), time, zone: zone.zone };
}

function timeOf(clock: NonNullable<ReturnType<typeof readClock>>, id: string): string {
  if (clock.second === 0 && !clock.saysMidnight) return writeClock(clock);
  const message = clock.saysMidnight
    ? 'Midnight of a day can be its beginning or its end.'
    : 'A countdown is due to the minute, not to the second.';
  const times = clock.saysMidnight ? ['00:00', '23:59'] : [writeClock({ ...clock, second: 0 }), '09:00'];
  throw new WhenRefused(message, { from: 0, to: clock.next, whens: times.map((time) => `deadline ${id} at ${time}`) });
}

import { describeSchedule } from './describe.ts';
import type { OnceSchedule, RecurringSchedule } from './schedule.ts';
import { compileWhen } from './when/compile.ts';
import type { CompiledWhen } from './when/compile-bounds.ts';
import { type FoundDeadline, readDeadline } from './when/deadline.ts';
import { findLeftover } from './when/leftovers.ts';
import {
  findQuoted,
  type Line,
  type Quoted,
  Refusal,
  readLine,
  typedBetween,
  WhenRefused,
  wordAt,
} from './when/line.ts';
import {
  chooseExamples,
  refuseLeftover,
  refuseNoText,
  refuseTouching,
  refuseTwo,
  refuseUnknown,
  tryWhen,
} from './when/refuse-line.ts';
import { readWhen, type When } from './when/segment.ts';

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
type UnderstoodTime = Omit<UnderstoodWhen, 'text' | 'target'>;

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
  const problem = parsed.kind === 'problem' ? parsed : { message: 'I can’t tell when that is.', examples: [] };
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
  // What cannot be read is asked for its examples once, at the end: each is read as a line of its own.
  const alone = tryRead(`${typed} "again"`, { now, zone });
  if (alone?.kind === 'ok' && alone.text === 'again') {
    const { schedule, note } = alone;
    return { kind: 'change', schedule, ...(note === undefined ? {} : { note }) };
  }
  const both = tryRead(typed, { now, zone });
  if (both?.kind === 'ok') {
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
  const refused = hasTime && both === undefined ? parseWhen(typed, { now, zone }) : undefined;
  return refused?.kind === 'problem' ? refused : { kind: 'change', text: typed };
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

const filler = /^(?:to|that|about)$/;

/** Takes the part in quotation marks as the text and the rest as the when. `undefined` if the rest is not a when. */
function readQuotedText(line: Line, quoted: Quoted): UnderstoodWhen | undefined {
  const first = line.words.findIndex(({ start }) => start >= quoted.start);
  const after = line.words.findIndex(({ start }) => start >= quoted.end);
  const end = after === -1 ? line.words.length : after;
  // "to "look" tomorrow at 9" begins with its text.
  const isHead = first > 1 || (first === 1 && !filler.test(wordAt(line, 0)));
  if (isHead && end < line.words.length) return undefined;
  const stretch = isHead ? { ...line, words: line.words.slice(0, first) } : line;
  const at = isHead ? 0 : end;
  try {
    const when = readWhen(stretch, at);
    const next = when !== undefined && isHead && filler.test(wordAt(stretch, when.next)) ? when.next + 1 : when?.next;
    if (when === undefined || next !== stretch.words.length) return undefined;
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

/** No when that people say has more words. */
const longestWhen = 120;

/** Finds the longest when that ends the line, and the refusal that came closest. */
function readTail(line: Line, from: number): { tail?: When; refused?: WhenRefused } {
  let refused: WhenRefused | undefined;
  for (let at = Math.max(0, from, line.words.length - longestWhen); at < line.words.length; at += 1) {
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

/** The target of a line, and the rest of it. */
interface FoundTarget {
  readonly target: string | undefined;
  readonly rest: string;
}

const marked = /^(?:to\s+)?([#@][^\s,:]+)[,:]?(?=\s|$)\s*/u;
/** Cron's own names for a when. */
const nickname = /^@(?:hourly|daily|midnight|weekly|monthly|yearly|annually|reboot)$/i;
const me = /^(?:to\s+)?me[,:]?(?=\s|$)\s*/iu;
const here = /^(?:to\s+)?(?:here|us|the (?:team|channel|group)|this (?:channel|team)|all of us)[,:]?(?=\s|$)\s*/iu;

/** Whom to remind, where a line begins with it: `me to …`, `@bob in 20 min`, `#ops every friday`, `us`. */
function readTarget(typed: string): FoundTarget {
  const line = typed
    .trimStart()
    .replace(/^please\s+/i, '')
    .replace(/^remind\s+(?=(?:me|us|[@#]\S+)\s)/i, '');
  const [name, shown] = marked.exec(line) ?? [];
  if (name !== undefined && shown !== undefined && !nickname.test(shown))
    return { target: shown, rest: line.slice(name.length) };
  const [mine] = me.exec(line) ?? [];
  if (mine !== undefined) return { target: 'me', rest: line.slice(mine.length) };
  const [ours] = here.exec(line) ?? [];
  return ours === undefined ? { target: undefined, rest: typed } : { target: 'here', rest: line.slice(ours.length) };
}

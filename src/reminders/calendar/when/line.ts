import type { OnceSchedule, RecurringSchedule } from '../schedule.ts';

/** A word of what was typed, with its place. */
interface Word {
  readonly text: string;
  /** In lower case, without invisible characters and without the comma, colon or semicolon it ends with. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** It ends with a comma, colon or semicolon. */
  readonly punctuated: boolean;
}

/** What was typed, and what it is to be understood by. */
export interface Line {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly now: Date;
  readonly zone: string;
}

/** Control and direction characters, and other characters that do not show. */
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
/** `2026-12-10T09:00` is two words, with a `Z` or an offset three. */
const isoInstant = /^(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2}(?::\d{2})?)(z|[+-]\d{2}:?\d{2})?$/;
/** Longer than any when; the rest can only be the reminder's text. */
const mostWords = 64;

/** Cuts what was typed into words. */
export function readLine(raw: string, now: Date, zone: string): Line {
  const words: Word[] = [];
  for (const { 0: text, index } of raw.matchAll(/\S+/gu)) {
    const visible = text.replace(invisible, '').toLowerCase();
    if (visible === '') continue;
    const place = { start: index, end: index + text.length };
    const lower = visible.replace(/[,;:]+$/, '');
    const parts = isoInstant.exec(visible);
    if (parts === null) words.push({ text, lower, ...place, punctuated: lower !== visible });
    else
      for (const part of parts.slice(1))
        if (part !== undefined) words.push({ text: part, lower: part, ...place, punctuated: false });
    if (words.length >= mostWords) break;
  }
  return { raw, words, now, zone };
}

/** A word in lower case; empty past the end. */
export function wordAt(line: Line, index: number): string {
  return line.words[index]?.lower ?? '';
}

/** Everything from a word on, as it was typed; empty where nothing of it would show. */
export function textFrom(line: Line, index: number): string {
  const before = line.words[index - 1];
  const text = line.raw.slice(before?.end ?? 0).trim();
  return text.replace(invisible, '').trim() === '' ? '' : text;
}

/** The words before one, as an example can repeat them; without an `at` at the end. */
export function typedBefore(line: Line, index: number): string {
  // A zone keeps its capitals.
  const words = line.words
    .slice(0, index)
    .map(({ text, lower }) => (lower.includes('/') ? repeatTyped(text).replace(/[,;:]+$/, '') : lower));
  if (words.at(-1) === 'at') words.pop();
  return words.join(' ');
}

/** The same line with one stretch of words replaced. */
export function rewrite(line: Line, from: number, to: number, replacement: string): string {
  const before = typedWords(line, 0, from);
  const rest = textFrom(line, to);
  return [before, replacement, rest].filter((part) => part !== '').join(' ');
}

function typedWords(line: Line, from: number, to: number): string {
  return line.words
    .slice(from, to)
    .map(({ text }) => text)
    .join(' ');
}

/** Text made safe to repeat in an example or a message: one line, nothing invisible, cut at a word. */
export function repeatTyped(text: string, maxLength = 60): string {
  const line = text
    .slice(0, maxLength * 8)
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replaceAll('`', "'")
    .trim();
  const characters = Array.from(line);
  if (characters.length <= maxLength) return line;
  const cut = characters.slice(0, maxLength).join('');
  return cut.replace(/\s+\S*$/u, '').trim();
}

/** A when that was read, and where the reminder's text begins. */
export interface FoundWhen {
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** The first word after it. */
  readonly next: number;
  /** One sentence, without its full stop, on what may not be expected of it. */
  readonly note?: string;
}

/** A when that cannot be read with certainty. Never leaves `parseWhen`, which turns it into a problem with examples. */
export class WhenRefused extends Error {
  override readonly name = 'WhenRefused';
  /** Whens near to what was typed, best first; those that do not work with the text are left out later. */
  readonly whens: readonly string[];
  /** The word at which the reminder's text probably begins. */
  readonly textFrom: number;
  /** Whole lines, when and text, that were probably meant; tried before `whens`. */
  readonly lines: readonly string[];

  constructor(message: string, whens: readonly string[], textFrom: number, lines: readonly string[] = []) {
    super(message);
    this.whens = whens;
    this.textFrom = textFrom;
    this.lines = lines;
  }
}

import { toEnglish, type Word } from './languages.ts';

/** A typed line, with the time and the zone it is read in. */
export interface Line {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly now: Date;
  readonly zone: string;
}

/** Control and direction characters, and other characters that do not show. */
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const isoInstant = /^(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(z|[+-]\d{2}:?\d{2})?$/;
/** `mon-fri`, `9:00-17:30`, `9am–5pm`, `14,7,2`: several words in one. A date with hyphens is one. */
const range =
  /^(\d{1,2}(?::\d{2})?(?:[ap]m)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so))[-–—](\d{1,2}(?::\d{2})?(?:[ap]m)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so))$/;
const list = /^(?:\d{1,4}|[a-z]{3,9}|\d{1,2}:\d{2})(?:,(?:\d{1,4}|[a-z]{3,9}|\d{1,2}:\d{2}))+$/;
/** Longer than any line with a when at its end. */
const mostWords = 700;

/**
 * Cuts what was typed into words.
 *
 * @param quoted the part in quotation marks: no word in it is looked at
 */
export function readLine(raw: string, now: Date, zone: string, quoted?: Quoted): Line {
  const words: Word[] = [];
  const all = [...raw.matchAll(/\S+/gu)].slice(0, mostWords);
  const fields = cronFields(all.map(([typed]) => typed));
  for (const [order, { 0: typed, index }] of all.entries()) {
    const place = { start: index, end: index + typed.length };
    if (quoted !== undefined && index >= quoted.start && index < quoted.end) {
      words.push({ text: typed, lower: '', ...place, punctuated: false });
      continue;
    }
    const visible = typed.replace(invisible, '');
    if (visible === '') continue;
    const isLast = order === all.length - 1;
    const lower = trimWord(isLast ? visible.toLowerCase().replace(/(?<=\d)\.$/, '') : visible.toLowerCase());
    const punctuated = /[,;:]$/.test(visible);
    const isField = fields.has(order);
    const iso = isoInstant.exec(lower)?.slice(1);
    const pair = isField ? null : range.exec(lower);
    const parts =
      iso ??
      (pair === null ? undefined : [weekdayIn(pair[1]), '-', weekdayIn(pair[2])]) ??
      (isField ? undefined : splitList(lower));
    if (parts === undefined) {
      words.push({ text: visible.replace(/[,;:]+$/, ''), lower, ...place, punctuated });
      continue;
    }
    const known = parts.filter((part) => part !== undefined && part !== '');
    known.forEach((part, at) => {
      const last = at === known.length - 1;
      words.push({
        text: part as string,
        lower: part as string,
        ...place,
        punctuated: last ? punctuated : !iso && part !== '-',
      });
    });
  }
  return { raw, words: toEnglish(words), now, zone };
}

/** German days of the week in two letters, which stand for days only next to each other. */
const shortDays: Readonly<Record<string, string>> = {
  ...{ mo: 'mon', di: 'tue', mi: 'wed', do: 'thu', fr: 'fri', sa: 'sat', so: 'sun' },
};

function weekdayIn(part: string | undefined): string | undefined {
  return part !== undefined && Object.hasOwn(shortDays, part) ? shortDays[part] : part;
}

const cronField =
  /^["'`“„‘]?[\d*?][\d*?/,#LW-]*(?:[A-Z]{3}[-,\dA-Z]*)?["'`”“’]?$|^["'`]?(?:SUN|MON|TUE|WED|THU|FRI|SAT|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[-,#A-Z\d]*["'`”]?$/i;

/** The words of a cron expression, in which `1-5` and `0,30` are one word each. */
function cronFields(words: readonly string[]): ReadonlySet<number> {
  const fields = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    const saysCron = words[at]?.toLowerCase() === 'cron';
    const start = saysCron ? at + 1 : at;
    let end = start;
    while (end < words.length && end - start < 6 && cronField.test(words[end] ?? '')) end += 1;
    const isCron = saysCron || (end - start >= 4 && words.slice(start, end).some((word) => word.includes('*')));
    if (isCron) for (let each = start; each < end; each += 1) fields.add(each);
  }
  return fields;
}

/** Without the punctuation around it; `a.m.` keeps its full stops, `+1` its sign. */
function trimWord(lower: string): string {
  const bare = lower.replace(/[,;:!?]+$/, '').replace(/^[([](?=[\p{L}\d])|(?<=[\p{L}\d])[)\]]$/gu, '');
  return /^(?:[ap]\.m\.?|\d+\.)$/.test(bare) ? bare : bare.replace(/(?<=[\p{L}\d])\.+$/u, '');
}

function splitList(lower: string): string[] | undefined {
  if (/^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\/)+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}$/.test(lower))
    return lower.split('/');
  return list.test(lower) && !/^\d+,\d{3}/.test(lower) ? lower.split(',') : undefined;
}

/** A part of a line in quotation marks. */
export interface Quoted {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const marks: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
];

/** The longest part in quotation marks that stands at the line's beginning, behind a "to" at most, or at its end. */
export function findQuoted(raw: string): Quoted | undefined {
  const end = raw.trimEnd().length;
  const start = /^\s*(?:(?:to|that|about)\s+)?/i.exec(raw)?.[0].length ?? 0;
  for (const [opening, closing] of marks) {
    const closes = raw.trimEnd().endsWith(closing);
    const opens = raw.startsWith(opening, start);
    const from = closes ? raw.search(new RegExp(`(?:^|\\s)${opening}\\S`, 'u')) : opens ? start : -1;
    if (from === -1) continue;
    const at = raw.indexOf(opening, from);
    const to = closes ? end : (lastClosing(raw, at, closing) ?? -1);
    if (to <= at + 1) continue;
    const text = raw.slice(at + opening.length, to - closing.length).trim();
    if (text.replace(invisible, '').trim() !== '') return { start: at, end: to, text };
  }
  return undefined;
}

function lastClosing(raw: string, at: number, closing: string): number | undefined {
  let found: number | undefined;
  for (let place = raw.indexOf(closing, at + 1); place !== -1; place = raw.indexOf(closing, place + 1))
    if (/^\s|^$/u.test(raw.slice(place + closing.length, place + closing.length + 1))) found = place + closing.length;
  return found;
}

/** A word in lower case and in English; empty past the end. */
export function wordAt(line: Line, index: number): string {
  return line.words[index]?.lower ?? '';
}

/** The words from one to another, joined. It is asked for dozens of times at each word, and so makes no array. */
export function phraseAt(line: Line, index: number, length: number): string {
  let phrase = wordAt(line, index);
  for (let each = 1; each < length; each += 1) phrase += ` ${wordAt(line, index + each)}`;
  return phrase;
}

/** The original text between two words. Empty if it has no visible characters. */
export function typedBetween(line: Line, from: number, to: number): string {
  if (from > line.words.length) return '';
  const start = line.words[from - 1]?.end ?? 0;
  const end = to >= line.words.length ? line.raw.length : (line.words[to]?.start ?? 0);
  const text = line.raw.slice(start, Math.max(start, end)).trim();
  return text.replace(invisible, '').trim() === '' ? '' : text;
}

/** The line with the words from one up to another replaced. */
export function replaceWords(line: Line, from: number, to: number, replacement: string): string {
  const parts = [typedBetween(line, 0, from), replacement, typedBetween(line, to, line.words.length)];
  return parts.filter((part) => part !== '').join(' ');
}

/** Text made safe to repeat in a message: one line, nothing invisible, cut at a word. */
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

/**
 * A when that cannot be read with certainty. Never leaves `parseWhen`, which turns it into a problem with lines that
 * work.
 */
export class WhenRefused extends Error {
  override readonly name = 'WhenRefused';
  /** The words it is about. */
  readonly from: number;
  readonly to: number;
  /** What may stand there instead, the nearest first. */
  readonly instead: readonly string[];
  /** Whole whens that may be meant, the nearest first. */
  readonly whens: readonly string[];
  /** Words that would be the text, if they were in quotation marks. */
  readonly keep: { readonly from: number; readonly to: number } | undefined;
  /** The text that goes with `whens`, where it is known. */
  readonly text: string | undefined;

  constructor(message: string, { from, to, instead = [], whens = [], keep, text }: RefusedWords) {
    super(message);
    this.from = from;
    this.to = to;
    this.instead = instead;
    this.whens = whens;
    this.keep = keep;
    this.text = text;
  }
}

interface RefusedWords {
  readonly from: number;
  readonly to: number;
  readonly instead?: readonly string[];
  readonly whens?: readonly string[];
  readonly keep?: { readonly from: number; readonly to: number };
  readonly text?: string;
}

/** A refusal with the line it is about. */
export class Refusal extends Error {
  readonly refused: WhenRefused;
  readonly line: Line;
  /** What was typed before the line, for whom. */
  readonly target: string | undefined;
  /** The words that are the text for certain. */
  readonly text: { readonly from: number; readonly to: number } | undefined;

  constructor(
    refused: WhenRefused,
    line: Line,
    target?: string,
    text?: { readonly from: number; readonly to: number },
  ) {
    super(refused.message);
    this.refused = refused;
    this.line = line;
    this.target = target;
    this.text = text;
  }
}

import {
  type CodeSection,
  type ListSection,
  type NoteSection,
  type Section,
  shortTable,
  type TableSection,
} from '../../../bot/bot.ts';
import { shorten } from '../../../text/text.ts';
import { weighText } from './limits.ts';
import { codeText, isPlain, lineWithin } from './markdown.ts';

/** A page's text displays, in order. */
type Page = readonly string[];

export interface PageRoom {
  /** The most a page may weigh, as `weighText` counts. */
  readonly most: number;
  /** Lines of a phone up to which an answer stays on one page. */
  readonly single: number;
  /** Lines of a phone that a page of a longer answer is filled with. */
  readonly comfortable: number;
}

export interface Layout {
  /** At least one. */
  readonly pages: readonly Page[];
  /** False where there were more pages than anybody turns. */
  readonly complete: boolean;
}

/** Text displays on a page; more sections than these go on upon the next. */
const mostTexts = 10;
/** No more pages than these; a file has the rest. */
const mostPages = 50;
/** The characters that fit on one line of a phone. */
const phoneLine = 34;
const continued = ' (continued)';

interface Line {
  readonly part: Part;
  readonly text: string;
  /** How many lines of its part stand before it. */
  readonly index: number;
  readonly cost: number;
  readonly weight: number;
}

/** The part of one section that is on one page. */
interface Piece {
  readonly part: Part;
  readonly goesOn: boolean;
  readonly lines: readonly string[];
}

/**
 * Lays sections out on pages. A page ends between lines, never within one; not right below the first line of a section;
 * and within code only where the code alone is too much. A section that goes on repeats its heading.
 */
export function layOutPages(parts: readonly Part[], room: PageRoom): Layout {
  const shown = parts.filter(({ lines }) => lines.length > 0);
  if (!fitOnePage(shown, room)) return layOutSeveral(shown, room);
  return { pages: [shown.map((part) => textOf({ part, goesOn: false, lines: part.lines }))], complete: true };
}

/** As most answers do. */
function fitOnePage(parts: readonly Part[], { most, single }: PageRoom): boolean {
  if (parts.length > mostTexts) return false;
  let cost = 0;
  let weight = 0;
  for (const part of parts) {
    weight += frameOf(part);
    for (const [index, text] of part.lines.entries()) {
      cost += costOf(part, text, index);
      weight += weighText(text) + 1;
    }
  }
  return cost <= single && weight <= most;
}

function layOutSeveral(parts: readonly Part[], { most, single, comfortable }: PageRoom): Layout {
  const lines = parts.flatMap((part) =>
    part.lines.map((text, index): Line => {
      return { part, text, index, cost: costOf(part, text, index), weight: weighText(text) + 1 };
    }),
  );
  const total = lines.reduce((sum, line) => sum + line.cost, 0);
  // A little more than even, so that rounding does not leave a last page with one line on it.
  const wanted = total <= single ? single : (1.1 * total) / Math.ceil(total / comfortable);
  const pages: Page[] = [];
  let pieces: { readonly part: Part; readonly goesOn: boolean; readonly lines: string[] }[] = [];
  let cost = 0;
  let weight = 0;
  for (const line of lines) {
    const { part, text, index } = line;
    const begins = pieces.at(-1)?.part !== part;
    const added = (begins ? frameOf(part) : 0) + line.weight;
    const isFull = weight + added > most || (begins && pieces.length === mostTexts);
    const mayEnd = index === 0 || (part.fences === undefined && index > 1);
    if (pieces.length > 0 && (isFull || (mayEnd && cost + costOfStart(line) > wanted))) {
      pages.push(pieces.map(textOf));
      if (pages.length === mostPages) return { pages, complete: false };
      pieces = [];
      cost = 0;
      weight = 0;
    }
    const last = pieces.at(-1);
    if (last?.part === part) {
      last.lines.push(text);
    } else {
      pieces.push({ part, goesOn: index > 0, lines: [text] });
      weight += frameOf(part);
    }
    cost += line.cost;
    weight += line.weight;
  }
  if (pieces.length > 0) pages.push(pieces.map(textOf));
  return { pages, complete: true };
}

/** How many lines of a phone a line takes, its section's heading included where it is the first. */
function costOf({ heading, fences }: Part, text: string, index: number): number {
  // Code is set smaller, and is copied rather than read.
  if (fences !== undefined) return 0.5;
  let cost = index === 0 && heading !== '' ? Math.ceil(heading.length / phoneLine) : 0;
  for (let begin = 0; begin <= text.length; ) {
    const feed = text.indexOf('\n', begin);
    const end = feed === -1 ? text.length : feed;
    cost += Math.max(1, Math.ceil((end - begin) / phoneLine));
    begin = end + 1;
  }
  return cost;
}

/** The weight of all that must share a line's page: a section's first two lines, or the whole of a block of code. */
function costOfStart({ part, index, cost }: Line): number {
  if (index > 0) return cost;
  const together = part.fences === undefined ? part.lines.slice(0, 2) : part.lines;
  return together.reduce((sum, text, each) => sum + costOf(part, text, each), 0);
}

/** A section's weight on a page apart from its lines. */
function frameOf({ heading, fences = ['', ''] }: Part): number {
  return weighText(heading) + continued.length + 1 + fences.join('').length;
}

function textOf({ part: { heading, fences = ['', ''] }, goesOn, lines }: Piece): string {
  const title = goesOn && heading.startsWith('**') ? heading + continued : heading;
  return `${title === '' ? '' : `${title}\n`}${fences[0]}${lines.join('\n')}${fences[1]}`;
}

/** One section of an answer as lines of markdown, each far below what a page holds. */
export interface Part {
  /** Above the lines, and again where they go on upon another page; empty where there is none. */
  readonly heading: string;
  readonly lines: readonly string[];
  /** Text before and after the lines: the fences of a block of code. */
  readonly fences?: readonly [string, string];
}

/** Longer code is attached as a file; `attachFiles` has seen to that before. */
export const mostCodeLines = 45;
/** As `weighText` counts. */
export const mostCodeWeight = 2_800;

/** More lines than these nobody pages through; a file has them all. */
const mostLines = 1_000;
/** With its heading it fits upon a page beside everything else at its longest. */
const maxLineSize = 700;
const maxCellSize = 300;
const maxHeadingSize = 150;

/** Renders an Answer's string to markdown. */
export type Inline = (text: string) => string;

/** An answer's sections, ready to be laid out on pages. */
export function sectionParts(sections: readonly Section[], inline: Inline): Part[] {
  return sections.map((section) => sectionPart(section, inline));
}

function sectionPart(section: Section, inline: Inline): Part {
  switch (section.kind) {
    case 'table':
      return tablePart(section, inline);
    case 'list':
    case 'steps':
      return listPart(section, inline);
    case 'code':
      return codePart(section, inline);
    case 'note':
      return { heading: '', lines: noteLines(section, inline) };
  }
}

/** Each row is one point of a list, its first cell bold: any width can show it, and what is wrapped stays under its row. */
function tablePart({ columns, rows, title }: TableSection, inline: Inline): Part {
  const headers =
    rows.length > shortTable
      ? columns.map(({ header }) => brief(header, inline)).filter((header) => header !== '')
      : [];
  const heading = headingOf(title, inline) || (headers.length === 0 ? '' : `-# ${headers.join(' · ')}`);
  const lines = rows
    .slice(0, mostLines)
    .map((row) => rowLine(row, inline))
    .filter((line) => line !== '');
  return { heading, lines };
}

function rowLine([key = '', ...cells]: readonly string[], inline: Inline): string {
  const name = brief(key, inline);
  let line = name === '' ? '' : `**${name}**`;
  for (const each of cells) {
    const shown = brief(each, inline);
    if (shown === '' || weighText(line) + weighText(shown) > maxLineSize) continue;
    line += line === '' ? shown : ` · ${shown}`;
  }
  return line === '' ? '' : `- ${line}`;
}

function listPart({ kind, title, items }: ListSection, inline: Inline): Part {
  const lines = items.slice(0, mostLines).map((item, index) => {
    const mark = kind === 'steps' ? `${index + 1}.` : '-';
    return `${mark} ${lineWithin(item, maxLineSize, inline) || '…'}`;
  });
  return { heading: headingOf(title, inline), lines };
}

function noteLines({ tone, text }: NoteSection, inline: Inline): string[] {
  const shown = isPlain(text)
    ? lineWithin(text, maxLineSize, inline)
    : shorten(text.trim(), maxLineSize, inline, weighText).trim();
  if (shown === '') return [];
  return [tone === 'warning' ? `⚠️ ${shown}` : shown];
}

function codePart({ title, language = '', text }: CodeSection, inline: Inline): Part {
  const lines = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => shorten(line, maxLineSize, codeText, weighText));
  if (lines.every((line) => line.trim() === '')) return { heading: headingOf(title, inline), lines: [] };
  const named = /^[\w+.#-]{1,20}$/.test(language) ? language : '';
  return { heading: headingOf(title, inline), lines, fences: [`\`\`\`${named}\n`, '\n```'] };
}

function headingOf(title: string | undefined, inline: Inline): string {
  const line = lineWithin(title ?? '', maxHeadingSize, inline);
  return line === '' ? '' : `**${line}**`;
}

/** Code of nothing but blanks leaves blanks, of which Discord makes no bold. */
function brief(text: string, inline: Inline): string {
  return lineWithin(text, maxCellSize, inline);
}

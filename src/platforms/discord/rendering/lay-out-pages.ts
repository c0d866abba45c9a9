import type { Part } from './render-section.ts';
import { weighText } from './weigh.ts';

/** A page's text displays, in order. */
export type Page = readonly string[];

/** How much goes on a page. */
export interface PageRoom {
  /** What a page may weigh at most, as `weighText` counts. */
  readonly most: number;
  /** Lines of a phone up to which an answer stays on one page. */
  readonly single: number;
  /** Lines of a phone that a page of a longer answer is filled with. */
  readonly comfortable: number;
}

/** What was laid out. */
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
/** What a line of a phone holds. */
const phoneLine = 34;
const continued = ' (continued)';

/** A line to be placed. */
interface Line {
  readonly part: Part;
  readonly text: string;
  /** How many lines of its part stand before it. */
  readonly index: number;
}

/** What of one section is on one page. */
interface Piece {
  readonly part: Part;
  readonly goesOn: boolean;
  readonly lines: string[];
}

/**
 * Lays sections out on pages. A page ends between lines, never within one; not right below the first line of a section;
 * and within code only where the code alone is too much. A section that goes on repeats its heading.
 */
export function layOutPages(parts: readonly Part[], { most, single, comfortable }: PageRoom): Layout {
  const lines = parts.flatMap((part) => part.lines.map((text, index) => ({ part, text, index })));
  const total = lines.reduce((sum, line) => sum + costOf(line), 0);
  // A little more than even, so that rounding does not leave a last page with one line on it.
  const wanted = total <= single ? single : (1.1 * total) / Math.ceil(total / comfortable);
  const pages: Page[] = [];
  let pieces: Piece[] = [];
  let cost = 0;
  let weight = 0;
  for (const line of lines) {
    const { part, text, index } = line;
    const begins = pieces.at(-1)?.part !== part;
    const added = (begins ? frameOf(part) : 0) + weighText(text) + 1;
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
    cost += costOf(line);
    weight += weighText(text) + 1;
  }
  if (pieces.length > 0 || pages.length === 0) pages.push(pieces.map(textOf));
  return { pages, complete: true };
}

/** How many lines of a phone a line takes, its section's heading included where it is the first. */
function costOf({ part, text, index }: Line): number {
  // Code is set smaller, and is copied rather than read.
  if (part.fences !== undefined) return 0.5;
  const heading = index === 0 && part.heading !== '' ? Math.ceil(part.heading.length / phoneLine) : 0;
  return heading + text.split('\n').reduce((sum, each) => sum + Math.max(1, Math.ceil(each.length / phoneLine)), 0);
}

/** What has to be on one page with a line: its section's second line with the first, and the whole of a block of code. */
function costOfStart(line: Line): number {
  const { part, index } = line;
  if (index > 0) return costOf(line);
  const together = part.fences === undefined ? part.lines.slice(0, 2) : part.lines;
  return together.reduce((sum, text, each) => sum + costOf({ part, text, index: each }), 0);
}

/** What a section takes on a page beside its lines. */
function frameOf({ heading, fences = ['', ''] }: Part): number {
  return weighText(heading) + continued.length + 1 + fences.join('').length;
}

function textOf({ part: { heading, fences = ['', ''] }, goesOn, lines }: Piece): string {
  const title = goesOn && heading.startsWith('**') ? heading + continued : heading;
  return `${title === '' ? '' : `${title}\n`}${fences[0]}${lines.join('\n')}${fences[1]}`;
}

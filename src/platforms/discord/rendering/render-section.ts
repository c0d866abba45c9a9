import type { CodeSection, ListSection, NoteSection, Section, TableSection } from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { codeText } from './escape.ts';
import { weighText } from './weigh.ts';

/** One section of an answer as lines of markdown, each far below what a page holds. */
export interface Part {
  /** Above the lines, and again where they go on upon another page; empty where there is none. */
  readonly heading: string;
  readonly lines: readonly string[];
  /** What stands before and behind the lines: the fences of a block of code. */
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
  const headers = columns.map(({ header }) => brief(header, inline)).filter((header) => header !== '');
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
    return `${mark} ${shorten(oneLine(item), maxLineSize, inline, weighText).trim() || '…'}`;
  });
  return { heading: headingOf(title, inline), lines };
}

function noteLines({ tone, text }: NoteSection, inline: Inline): string[] {
  const shown = shorten(text.trim(), maxLineSize, inline, weighText).trim();
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
  const line = shorten(oneLine(title ?? ''), maxHeadingSize, inline, weighText).trim();
  return line === '' ? '' : `**${line}**`;
}

/** Code of nothing but blanks leaves blanks, of which Discord makes no bold. */
function brief(text: string, inline: Inline): string {
  return shorten(oneLine(text), maxCellSize, inline, weighText).trim();
}

import {
  type CodeSection,
  type ListSection,
  type NoteSection,
  type Section,
  shortTable,
  type TableSection,
} from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { slackLimits } from './limits.ts';
import { codeText, inline } from './mrkdwn.ts';

/** Nobody reads more rows than this on a phone. */
const maxRows = 30;
const maxCellLength = 300;
const maxItemLength = 1_000;
const fence = '```';

/** Renders a section of an answer as paragraphs of markup, each within Slack's limit for a section block. */
export function sectionParagraphs(section: Section): string[] {
  switch (section.kind) {
    case 'table':
      return packLines(tableLines(section));
    case 'list':
    case 'steps':
      return packLines(listLines(section));
    case 'code':
      return codeParagraphs(section);
    case 'note':
      return [noteText(section)];
  }
}

/**
 * One line per row, which fits any width: the first cell in bold, then the others. The title says what the rows are, or
 * without one the headers do where there are more than three. Older clients do not show Slack's own `table` block, and columns of spaces break on a phone.
 */
function tableLines({ columns, rows, title }: TableSection): string[] {
  const lines = rows.slice(0, maxRows).map(rowLine);
  if (rows.length > maxRows) lines.push(`_… ${rows.length - maxRows} more rows; ask for less at a time_`);
  const headers = rows.length > shortTable ? headerLine(columns) : '';
  const heading = title === undefined ? headers : `*${cell(title)}*`;
  return heading === '' || heading === '**' ? lines : [heading, ...lines];
}

function rowLine([key = '', ...cells]: readonly string[]): string {
  let line = key === '' ? '' : strong(cell(key));
  for (const text of cells) {
    if (text !== '') line += line === '' ? cell(text) : ` · ${cell(text)}`;
  }
  return line;
}

function headerLine(columns: TableSection['columns']): string {
  const headers = columns.map(({ header }) => cell(header)).filter((header) => header !== '');
  return headers.length === 0 ? '' : `_${headers.join(' · ')}_`;
}

function cell(text: string): string {
  return shorten(oneLine(text), maxCellLength, inline);
}

/** Bold, except for code: it stands out by itself, and Slack does not set a run in bold that code is only part of. */
function strong(text: string): string {
  return text.startsWith('`') ? text : `*${text}*`;
}

function listLines({ kind, title, items }: ListSection): string[] {
  const lines = items.map((item, index) => {
    const mark = kind === 'steps' ? `${index + 1}.` : '•';
    return `${mark} ${shorten(item.trim(), maxItemLength, inline)}`;
  });
  return [...headingLines(title), ...lines];
}

function noteText({ tone, text }: NoteSection): string {
  // Code that is only blanks leaves blanks, and Slack rejects a text of blanks.
  const shown = shorten(text.trim(), slackLimits.sectionText - 10, inline).trim();
  return tone === 'warning' ? `⚠️ ${shown}` : shown;
}

function codeParagraphs({ title, text }: CodeSection): string[] {
  const room = slackLimits.sectionText - 2 * fence.length - 2;
  const lines = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => shorten(line, room, codeText));
  const paragraphs = packLines(lines, room).map((part) => `${fence}\n${part}\n${fence}`);
  return [...headingLines(title), ...paragraphs];
}

function headingLines(title = ''): string[] {
  const line = oneLine(title);
  return line === '' ? [] : [`*${shorten(line, 150, inline)}*`];
}

/** Joins lines into as few paragraphs as the limit allows, which no line exceeds. */
function packLines(lines: readonly string[], maxLength: number = slackLimits.sectionText): string[] {
  const paragraphs: string[] = [];
  let current = '';
  for (const line of lines) {
    if (current !== '' && current.length + 1 + line.length > maxLength) {
      paragraphs.push(current);
      current = line;
    } else {
      current = current === '' ? line : `${current}\n${line}`;
    }
  }
  return current.trim() === '' ? paragraphs : [...paragraphs, current];
}

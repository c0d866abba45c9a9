import type { TableSection } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { inline } from './escape.ts';

/** More rows than this nobody reads on a phone. */
const maxRows = 30;
const maxCellLength = 300;

/**
 * A table as one line per row, which any width can show: the first cell in bold, then the others.
 *
 * Slack's own `table` block is not shown by older clients, and columns of spaces break on a phone.
 */
export function tableLines({ columns, rows, title }: TableSection): string[] {
  const lines = rows.slice(0, maxRows).map(rowLine);
  if (rows.length > maxRows) lines.push(`_… ${rows.length - maxRows} more rows; ask for less at a time_`);
  const heading = title === undefined ? headersOf(columns) : `*${cell(title)}*`;
  return heading === '' || heading === '**' ? lines : [heading, ...lines];
}

function rowLine([key = '', ...cells]: readonly string[]): string {
  let line = key === '' ? '' : strong(cell(key));
  for (const text of cells) {
    if (text !== '') line += line === '' ? cell(text) : ` · ${cell(text)}`;
  }
  return line;
}

/** A title says what the rows are; without one the headers do. */
function headersOf(columns: TableSection['columns']): string {
  const headers = columns.map(({ header }) => cell(header)).filter((header) => header !== '');
  return headers.length === 0 ? '' : `_${headers.join(' · ')}_`;
}

function cell(text: string): string {
  return shorten(oneLine(text), maxCellLength, inline);
}

/** Code stands out by itself, and Slack does not set code in bold where it is only part of the run. */
function strong(text: string): string {
  return text.startsWith('`') ? text : `*${text}*`;
}

import type { TableSection } from '../../bot/answer.ts';
import { inline } from './escape.ts';
import { shorten } from './shorten.ts';

/** More rows than this nobody reads on a phone. */
const maxRows = 30;
const maxCellLength = 300;

/**
 * A table as one line per row, which any width can show: the first cell in bold, then the others.
 *
 * Slack's own `table` block is not shown by older clients, and columns of spaces break on a phone.
 */
export function tableLines({ columns, rows, title }: TableSection): string[] {
  const lines = rows.slice(0, maxRows).map(([key = '', ...cells]) => {
    const named = key === '' ? '' : strong(cell(key));
    return [named, ...cells.map(cell)].filter((text) => text !== '').join(' · ');
  });
  if (rows.length > maxRows) lines.push(`_… ${rows.length - maxRows} more rows; ask for less at a time_`);
  const heading =
    title ??
    columns
      .map(({ header }) => header)
      .filter((header) => header !== '')
      .join(' · ');
  return heading === '' ? lines : [`_${cell(heading)}_`, ...lines];
}

function cell(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), maxCellLength, inline);
}

/** Code stands out by itself, and Slack does not set code in bold where it is only part of the run. */
function strong(text: string): string {
  return text.startsWith('`') ? text : `*${text}*`;
}

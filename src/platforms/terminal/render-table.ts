import stringWidth from 'fast-string-width';
import type { TableSection } from '../../bot/bot.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap-text.ts';

const gap = 2;
/** No column is squeezed below this, or below its longest word where that is shorter. */
const narrowest = 12;

/** A table as aligned columns; the widest give way until it fits `width`. In a narrower window, one paragraph a row. */
export function renderTable({ columns, rows }: TableSection, width: number, style: Style): string[] {
  const widths = columns.map(({ header }, column) =>
    Math.max(stringWidth(header), ...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  if (!squeeze(widths, width - gap * (columns.length - 1))) return rows.flatMap((row) => renderParagraph(row, width));
  const lines = renderRow(
    columns.map(({ header }) => header),
    columns,
    widths,
  ).map((line) => style.faint(line));
  for (const row of rows) lines.push(...renderRow(row, columns, widths));
  return lines;
}

/** Narrows the widest columns until the sum fits; false where it cannot. */
function squeeze(widths: number[], available: number): boolean {
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) return false;
    widths[widths.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return true;
}

/** A row as `first: second · third`, its further lines indented. */
function renderParagraph([first = '', ...others]: readonly string[], width: number): string[] {
  const text = `${first}: ${others.filter((cell) => cell !== '').join(' · ')}`;
  return wrapText(text, width - gap).map((line, index) => (index === 0 ? line : ' '.repeat(gap) + line));
}

function renderRow(row: readonly string[], columns: TableSection['columns'], widths: readonly number[]): string[] {
  const cells = widths.map((width, column) => wrapText(row[column] ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => pad(lines[line] ?? '', widths[column] ?? 0, columns[column]?.align))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

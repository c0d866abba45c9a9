import type { Row, SectionResult } from './result.ts';

/** A section as plain text: a table, the aims and the notes. */
export function formatResult({ title, rows, aims, notes }: SectionResult): string {
  const cells = [['', 'median', 'min', 'max', 'n', 'unit'], ...rows.map(cellsOf)];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [
    title,
    ...lines.map((line) => `  ${line}`),
    ...aims.map(
      ({ what, wanted, reached, met }) => `  ${met ? 'met   ' : 'MISSED'}  ${what}: ${reached} (aim: ${wanted})`,
    ),
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}

function cellsOf({ name, unit, values }: Row): string[] {
  const { median, min, max, n } = values;
  return [name, ...[median, min, max].map(formatNumber), String(n), unit];
}

/** Three digits are more than these measurements are good for. */
function formatNumber(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

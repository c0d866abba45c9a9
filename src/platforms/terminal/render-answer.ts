import stringWidth from 'fast-string-width';
import type { Answer, Section, TableSection } from '../../bot/bot.ts';
import { harmlessText } from '../../text/text.ts';
import type { Style, TerminalLayout } from './layout.ts';

/** Blanks between two columns of a table. */
const gap = 2;
/** Columns are narrowed down to this width, in columns of the terminal. */
const narrowest = 12;

/**
 * Renders an answer as lines of text, without a newline at the end. Sources beyond the layout's number are counted. Nothing
 * that a person wrote in it can steer the terminal.
 */
export function renderAnswer(made: Answer, layout: TerminalLayout): string {
  const answer = printable(made);
  return joinBlocks([
    [layout.style.title(answer.title)],
    ...textBlocks(answer, layout),
    renderSources(answer, layout),
    layout.related ? renderActions(answer, layout) : [],
  ]);
}

/** Renders an answer without its title, sources and related commands: the lead, the sections, then the files. */
export function renderText(answer: Answer, layout: TerminalLayout): string {
  return joinBlocks(textBlocks(printable(answer), layout));
}

/** An answer as far as it is shown, with every text of it harmless. */
function printable({ title, lead, sections, sources, files = [], actions = [] }: Answer): Answer {
  return harmlessTexts({ title, lead, sections, sources, files, actions });
}

function harmlessTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return harmlessText(value) as Value;
  if (Array.isArray(value)) return value.map(harmlessTexts) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, harmlessTexts(each)])) as Value;
}

function textBlocks(answer: Answer, layout: TerminalLayout): string[][] {
  return [
    renderParagraph(answer.lead, layout),
    ...renderSections(answer.sections, layout),
    ...(answer.files ?? []).map((file) => [layout.style.faint(`${file.name}:`), ...file.content.split('\n')]),
  ];
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A blank line between sections, but none between consecutive notes. */
function renderSections(sections: readonly Section[], layout: TerminalLayout): string[][] {
  const blocks: string[][] = [];
  sections.forEach((section, index) => {
    const lines = renderSection(section, layout);
    const previous = blocks.at(-1);
    if (section.kind === 'note' && sections[index - 1]?.kind === 'note' && previous) previous.push(...lines);
    else blocks.push(lines);
  });
  return blocks;
}

function renderSection(section: Section, layout: TerminalLayout): string[] {
  const title = 'title' in section && section.title !== undefined ? [layout.style.title(section.title)] : [];
  switch (section.kind) {
    case 'table':
      return [...title, ...renderTable(section, layout.width, layout.style).map((line) => mark(line, layout.style))];
    case 'list':
      return [...title, ...section.items.flatMap((item) => hanging('- ', item, layout))];
    case 'steps':
      return [...title, ...section.items.flatMap((item, index) => hanging(`${index + 1}. `, item, layout))];
    case 'code':
      return [...title, ...section.text.split('\n').map((line) => `  ${line}`)];
    case 'note': {
      const lines = hanging(section.tone === 'warning' ? '! ' : '* ', section.text, layout);
      return section.tone === 'warning' ? lines.map(layout.style.warning) : lines;
    }
  }
}

function renderSources({ sources: citations, actions = [] }: Answer, layout: TerminalLayout): string[] {
  const { style, width, sources } = layout;
  if (citations.length === 0) return [];
  const lines = citations.slice(0, sources).flatMap(({ title, publisher, date, url }) => {
    const name = `  ${title} (${publisher}, ${date})`;
    if (url === undefined) return wrapText(name, width);
    const line = `${name} ${url}`;
    return line.length <= width ? [line] : [...wrapText(name, width), `    ${url}`];
  });
  const more = citations.length - sources;
  const all = actions.find(({ command }) => command.startsWith('sources for '));
  const where = all === undefined ? '--json lists them all' : `\`${all.command}\` lists them all`;
  const rest = more > 0 ? wrapText(`  and ${more} more; ${where}`, width) : [];
  return [style.faint('Sources'), ...[...lines, ...rest].map(style.faint)];
}

/** The command that lists the sources stands below them already. */
function renderActions({ actions: all = [] }: Answer, { style }: TerminalLayout): string[] {
  const actions = all.filter(({ command }) => !command.startsWith('sources for '));
  if (actions.length === 0) return [];
  return [`${style.faint('More:')} ${actions.map(({ command }) => style.code(command)).join(style.faint(', '))}`];
}

function renderParagraph(text: string, layout: TerminalLayout): string[] {
  return wrapText(text, layout.width).map((line) => mark(line, layout.style));
}

function hanging(bullet: string, text: string, layout: TerminalLayout): string[] {
  return wrapText(text, layout.width - bullet.length).map(
    (line, index) => (index === 0 ? bullet : ' '.repeat(bullet.length)) + mark(line, layout.style),
  );
}

/** Sets off code, which stands between backticks. */
function mark(line: string, style: Style): string {
  return line.replace(/`([^`]+)`/g, (_, code: string) => style.code(code));
}

/** Aligned columns, the widest narrowed until the table fits `width`; where it cannot fit, one paragraph a row. */
function renderTable({ columns, rows }: TableSection, width: number, style: Style): string[] {
  const widths = columns.map(({ header }, column) =>
    Math.max(stringWidth(header), ...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  if (!squeeze(widths, width - gap * (columns.length - 1))) return rows.flatMap((row) => rowParagraph(row, width));
  const lines = renderRow(
    columns.map(({ header }) => header),
    columns,
    widths,
  ).map((line) => style.faint(line));
  for (const row of rows) lines.push(...renderRow(row, columns, widths));
  return lines;
}

/** Narrows the widest columns in place until the sum fits; false where it cannot. */
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

/** A row as `first: second · third`, with hanging indentation. */
function rowParagraph([first = '', ...others]: readonly string[], width: number): string[] {
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

/** Breaks text into lines of at most `width` columns, at spaces; a longer word keeps a line of its own. */
export function wrapText(text: string, width: number): string[] {
  if (stringWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

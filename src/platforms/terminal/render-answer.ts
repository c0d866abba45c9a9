import stringWidth from 'fast-string-width';
import { type Answer, type Section, shortTable, type TableSection } from '../../bot/bot.ts';
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
    titleLines(answer.title, layout),
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
  const title = 'title' in section && section.title !== undefined ? titleLines(section.title, layout) : [];
  switch (section.kind) {
    case 'table':
      return [...title, ...renderTable(section, layout)];
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

function titleLines(title: string, { style, width }: TerminalLayout): string[] {
  return wrapText(title, width).map(style.title);
}

/**
 * One line a source, the last of which says how many more there are. An address stands where there is room for it; in a
 * terminal with colours the title is a link all the same.
 */
function renderSources(answer: Answer, layout: TerminalLayout): string[] {
  const { sources: citations } = answer;
  const { style, width, sources } = layout;
  if (citations.length === 0) return [];
  const shown = citations.slice(0, sources);
  const rest = restOfSources(answer, layout);
  const lines = shown.map(({ title, publisher, date, url }, index) => {
    const end = index === shown.length - 1 ? rest.text : '';
    const room = width - 2 - stringWidth(end);
    const name = `${title} (${publisher}, ${date})`;
    const full = url === undefined ? name : `${name} ${url}`;
    if (stringWidth(full) <= room) return `  ${full}${end}`;
    const fitting = stringWidth(name) <= room ? name : cutName(name, room);
    return `  ${url === undefined ? fitting : style.link(fitting, url)}${end}`;
  });
  return ['Sources', ...lines].map(style.faint);
}

/** How many sources are left, and whether there is room for the command that lists them. */
function restOfSources(
  { sources: citations, actions = [] }: Answer,
  { sources, style, width }: TerminalLayout,
): { text: string; hasRoom: boolean } {
  if (citations.length <= sources) return { text: '', hasRoom: true };
  const all = actions.find(({ command }) => command.startsWith('sources for '));
  const count = `; and ${citations.length - sources} more`;
  const full = `${count}: ${mark(`\`${all?.command ?? '--json'}\``, style)}`;
  return stringWidth(full) < width / 2 ? { text: full, hasRoom: true } : { text: count, hasRoom: false };
}

/** As many words of a source's name as there is room for, its bracket closed. */
function cutName(name: string, room: number): string {
  const [cut = ''] = wrapText(name, room - 2);
  return cut.split('(').length > cut.split(')').length ? `${cut}…)` : `${cut}…`;
}

/** The command that lists the sources stands below them already, if there was room. */
function renderActions(answer: Answer, layout: TerminalLayout): string[] {
  const { hasRoom } = restOfSources(answer, layout);
  const actions = (answer.actions ?? []).filter(({ command }) => !hasRoom || !command.startsWith('sources for '));
  if (actions.length === 0) return [];
  const lines = actions.map(({ command }) => `\`${command}\``).join(', ');
  return hanging('More: ', lines, layout);
}

function renderParagraph(text: string, { width, style }: TerminalLayout): string[] {
  return wrapSentence(text, width, style);
}

/** Text behind a bullet, with every further line below its first word. */
export function hanging(bullet: string, text: string, { width, style }: TerminalLayout): string[] {
  return wrapSentence(text, width - bullet.length, style).map(
    (line, index) => (index === 0 ? bullet : ' '.repeat(bullet.length)) + line,
  );
}

/** A blank at which no line is broken. */
const joint = '\u00a0';

/** Breaks a text with code in it. A command that takes no more than two thirds of a line is not broken, so that it can be copied. */
function wrapSentence(text: string, width: number, style: Style): string[] {
  const joined = text.replace(/`[^`]+`/g, (span) =>
    stringWidth(span) * 1.5 <= width ? span.replaceAll(' ', joint) : span,
  );
  return wrapText(mark(joined, style), width).map((line) => line.replaceAll(joint, ' '));
}

/**
 * Sets off code, which stands between backticks. Where the style has no mark of its own for it each word is set off by itself,
 * so that a line can be broken at any blank.
 */
function mark(text: string, { code }: Style): string {
  if (code('') !== '``') {
    return text.replace(/`([^`]+)`/g, (_, span: string) => span.replace(/[^ \u00a0]+/g, code));
  }
  return text;
}

/** Aligned columns, the widest narrowed until the table fits `width`; where it cannot fit, one paragraph a row. */
function renderTable({ columns, rows: plainRows }: TableSection, { width, style }: TerminalLayout): string[] {
  const rows = plainRows.map((row) => row.map((cell) => mark(cell, style)));
  const headers = rows.length > shortTable ? columns.map(({ header }) => header) : undefined;
  const read = headers === undefined ? rows : [headers, ...rows];
  const cells = columns.map((_, column) => read.map((row) => row[column] ?? ''));
  const widths = cells.map((column) => Math.max(0, ...column.map((cell) => stringWidth(cell))));
  const least = cells.map((column) =>
    Math.max(narrowest, ...column.flatMap((cell) => cell.split(' ').map((word) => stringWidth(word)))),
  );
  if (!squeeze(widths, least, width - gap * (columns.length - 1)))
    return rows.flatMap((row) => rowParagraph(row, width));
  const heading = headers === undefined ? [] : renderRow(headers, columns, widths).map((line) => style.faint(line));
  return [...heading, ...rows.flatMap((row) => renderRow(row, columns, widths))];
}

/** Narrows the widest columns in place until the sum fits, none below its longest word; false where it cannot. */
function squeeze(widths: number[], least: readonly number[], available: number): boolean {
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  for (; excess > 0; excess -= 1) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) return false;
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return true;
}

/** A row as `first: second · third`, with hanging indentation. */
function rowParagraph([first = '', ...others]: readonly string[], width: number): string[] {
  const text = `${first}: ${others.filter((cell) => cell !== '').join(`${joint}· `)}`;
  return wrapText(text, width - gap).map((line, index) => {
    const plain = line.replaceAll(joint, ' ');
    return index === 0 ? plain : ' '.repeat(gap) + plain;
  });
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

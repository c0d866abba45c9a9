import type { Answer, Citation, Section } from '../../bot/bot.ts';
import { renderTable } from './render-table.ts';
import { plainStyle, type Style } from './style.ts';
import { wrapText } from './wrap-text.ts';

/** More sources than these are counted, not listed. */
export const mostSources = 4;

/** How an answer is set. */
export interface TerminalLayout {
  /** Columns a line may have; `Infinity` where lines must not be broken. */
  readonly width: number;
  readonly style: Style;
  /** Shows related commands below the answer. */
  readonly related: boolean;
  /** How many sources are listed; the rest are counted. */
  readonly sources: number;
}

/** Plain text without broken lines or colours: for pipes and for `--json`. */
export const plainLayout: TerminalLayout = {
  width: Number.POSITIVE_INFINITY,
  style: plainStyle,
  related: false,
  sources: mostSources,
};

/** An answer as lines of text, ending without a newline. */
export function renderAnswer(answer: Answer, layout: TerminalLayout): string {
  return joinBlocks([
    [layout.style.title(answer.title)],
    ...textBlocks(answer, layout),
    renderSources(answer.sources, layout),
    layout.related ? renderActions(answer, layout) : [],
  ]);
}

/** What an answer says, without its title, its sources and related commands: the lead comes first. */
export function renderText(answer: Answer, layout: TerminalLayout): string {
  return joinBlocks(textBlocks(answer, layout));
}

function textBlocks(answer: Answer, layout: TerminalLayout): string[][] {
  return [
    paragraph(answer.lead, layout),
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

/** Sections apart from each other, notes that follow each other together. */
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

function renderSources(citations: readonly Citation[], { style, width, sources }: TerminalLayout): string[] {
  if (citations.length === 0) return [];
  const lines = citations.slice(0, sources).flatMap(({ title, publisher, date, url }) => {
    const name = `  ${title} (${publisher}, ${date})`;
    if (url === undefined) return wrapText(name, width);
    const line = `${name} ${url}`;
    return line.length <= width ? [line] : [...wrapText(name, width), `    ${url}`];
  });
  const more = citations.length - sources;
  const rest = more > 0 ? [`  and ${more} more; --json lists them all`] : [];
  return [style.faint('Sources'), ...[...lines, ...rest].map(style.faint)];
}

function renderActions({ actions = [] }: Answer, { style }: TerminalLayout): string[] {
  if (actions.length === 0) return [];
  return [`${style.faint('More:')} ${actions.map(({ command }) => style.code(command)).join(style.faint(', '))}`];
}

function paragraph(text: string, layout: TerminalLayout): string[] {
  return wrapText(text, layout.width).map((line) => mark(line, layout.style));
}

/** A first line with a mark before it, and the following ones below its text. */
function hanging(bullet: string, text: string, layout: TerminalLayout): string[] {
  return wrapText(text, layout.width - bullet.length).map(
    (line, index) => (index === 0 ? bullet : ' '.repeat(bullet.length)) + mark(line, layout.style),
  );
}

/** Sets off what stands between backticks. */
function mark(line: string, style: Style): string {
  return line.replace(/`([^`]+)`/g, (_, code: string) => style.code(code));
}

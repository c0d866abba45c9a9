import type { CodeSection, ListSection, NoteSection, Section } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { codeText, inline } from './escape.ts';
import { slackLimits } from './limits.ts';
import { tableLines } from './render-table.ts';

const maxItemLength = 1_000;
const fence = '```';

/** One section of an answer as paragraphs of markup, each within Slack's limit for a section block. */
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

function listLines({ kind, title, items }: ListSection): string[] {
  const lines = items.map((item, index) => {
    const mark = kind === 'steps' ? `${index + 1}.` : '•';
    return `${mark} ${shorten(item.trim(), maxItemLength, inline)}`;
  });
  return [...headingLines(title), ...lines];
}

function noteText({ tone, text }: NoteSection): string {
  // Code of nothing but blanks leaves blanks, which Slack takes for no text.
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

/** Joins lines to as few paragraphs as the limit allows. No line is longer than the limit. */
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

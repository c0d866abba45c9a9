import type { Answer, Section } from '../../../bot/bot.ts';

/** All of an answer as plain text, for a file: what pages are made of, without markup. */
export function answerAsText({ title, lead, sections, sources }: Answer): string {
  const blocks = [
    title,
    lead,
    ...sections.map(sectionAsText),
    sources
      .map((each) => `${each.title} (${each.publisher}, ${each.date})${each.url === undefined ? '' : ` ${each.url}`}`)
      .join('\n'),
  ];
  return `${blocks.filter((block) => block.trim() !== '').join('\n\n')}\n`;
}

function sectionAsText(section: Section): string {
  switch (section.kind) {
    case 'table': {
      const lines = [section.columns.map(({ header }) => header), ...section.rows];
      return titled(
        section.title,
        lines.map((cells) => cells.join('\t')),
      );
    }
    case 'list':
      return titled(
        section.title,
        section.items.map((item) => `- ${item}`),
      );
    case 'steps':
      return titled(
        section.title,
        section.items.map((item, index) => `${index + 1}. ${item}`),
      );
    case 'code':
      return titled(section.title, [section.text]);
    case 'note':
      return section.tone === 'warning' ? `! ${section.text}` : section.text;
  }
}

function titled(title: string | undefined, lines: readonly string[]): string {
  return [...(title === undefined || title === '' ? [] : [title]), ...lines].join('\n');
}

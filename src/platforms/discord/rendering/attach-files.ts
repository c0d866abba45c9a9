import type { Answer, AttachedFile, CodeSection, Section } from '../../../bot/bot.ts';
import { safeFileName } from '../../../text/text.ts';
import { mostCodeLines, mostCodeWeight } from './lay-out-pages.ts';
import { discordLimits, weighText } from './limits.ts';

/** Fewer than Discord takes: each is a line of its own in the message, and one more may hold the whole answer. */
const mostFiles = 5;
/** Discord renames a file whose name it does not like, and then `attachment://NAME` finds nothing; a short name of ASCII is safe. */
const longestFileName = 64;
/** How much of a file is shown in the answer. */
const mostExcerptLines = 8;
const mostExcerptCharacters = 400;

/** An answer's sections as a message shows them, and the files beside it. */
interface Attached {
  /** The answer's own, with an excerpt where the whole is in a file. */
  readonly sections: readonly Section[];
  /** Within Discord's limits, under names Discord takes. */
  readonly files: readonly AttachedFile[];
  /** The files that could not be attached, and why, as an Answer's strings. */
  readonly remarks: readonly string[];
  /** The name of the file that holds the whole answer, where there is one. */
  readonly whole?: string;
}

/**
 * Puts code that is too long to be read in a chat into files, and files within Discord's limits. A script that is not
 * shown is begun, so that one sees what it is.
 */
export function attachFiles(answer: Answer): Attached {
  const showsCode = answer.sections.some(({ kind }) => kind === 'code');
  if (!showsCode && answer.files === undefined) return { sections: answer.sections, files: [], remarks: [] };
  const basket = openBasket();
  const given = (answer.files ?? []).map((file) => ({ file, name: basket.add(file) }));
  const sections = answer.sections.map((section) => {
    if (section.kind !== 'code' || !isLong(section)) return section;
    const same = given.find(({ file }) => plain(file.content) === plain(section.text));
    return excerptOf(section, same === undefined ? basket.add(fileOf(section, answer)) : same.name);
  });
  const begun = showsCode ? [] : given.filter(({ file }) => file.mediaType !== 'text/calendar');
  const excerpts = begun.map(({ file, name }) => excerptOf(codeOf(file), name));
  return { sections: [...sections, ...excerpts], files: basket.files, remarks: basket.remarks };
}

/** The whole answer as one more file, where pages are too many to turn; nothing where there is no room for it. */
export function withWholeAnswer(attached: Attached, answer: Answer): Attached {
  const basket = openBasket(attached.files, mostFiles + 1);
  const whole = basket.add({
    name: `${answer.title}.txt`.toLowerCase(),
    mediaType: 'text/plain',
    content: answerAsText(answer),
  });
  return whole === undefined ? attached : { ...attached, files: basket.files, whole };
}

function openBasket(inside: readonly AttachedFile[] = [], most = mostFiles) {
  const files = [...inside];
  const remarks: string[] = [];
  const taken = new Set(files.map(({ name }) => name.toLowerCase()));
  let room: number = discordLimits.filesBytes - files.reduce((sum, file) => sum + bytesOf(file), 0);
  return {
    files,
    remarks,
    /** The name it is attached under; nothing where it is not attached. */
    add(file: AttachedFile): string | undefined {
      const bytes = bytesOf(file);
      const name = safeFileName(file.name, { letters: 'ascii', maxLength: longestFileName, taken });
      if (files.length >= most) remarks.push(`${name} is one file too many for a message.`);
      else if (bytes > discordLimits.fileBytes || bytes > room) remarks.push(`${name} is too large for a message.`);
      else if (bytes === 0) remarks.push(`${name} is empty.`);
      else {
        room -= bytes;
        files.push({ ...file, name });
        return name;
      }
      return undefined;
    },
  };
}

/** A name for code that came without one: that of the artifact it is, or of what it stands under. */
function fileOf({ title, text, language }: CodeSection, { artifact, title: answerTitle }: Answer): AttachedFile {
  if (artifact !== undefined && plain(artifact.content) === plain(text)) return artifact;
  const name = `${title ?? answerTitle}${language === 'json' ? '.json' : '.txt'}`.toLowerCase();
  return { name, mediaType: language === 'json' ? 'application/json' : 'text/plain', content: text };
}

/** The ending of a script's name is also what highlighters call its language: `ps1`, `sh`, `json`. */
function codeOf({ name, content }: AttachedFile): CodeSection {
  const [, language = ''] = /\.(\w{1,6})$/.exec(name) ?? [];
  return { kind: 'code', text: content, ...(language === 'txt' ? {} : { language }) };
}

function excerptOf({ language, text }: CodeSection, file: string | undefined): CodeSection {
  const lines = plain(text).split('\n');
  const shown: string[] = [];
  let room = mostExcerptCharacters;
  for (const line of lines.slice(0, mostExcerptLines)) {
    room -= line.length + 1;
    if (room < 0) break;
    shown.push(line);
  }
  const begins = shown.length === 0;
  const part = begins ? 'The beginning of its first line' : `The first ${shown.length} of ${lines.length} lines`;
  const where = file === undefined ? 'Don’t use only part of it.' : 'The file has all of it.';
  return {
    kind: 'code',
    title: shown.length === lines.length ? (file ?? '') : `${part}. ${where}`,
    ...(language === undefined ? {} : { language }),
    text: begins ? `${(lines[0] ?? '').slice(0, mostExcerptCharacters).toWellFormed()}…` : shown.join('\n'),
  };
}

function isLong({ text }: CodeSection): boolean {
  const shown = text.trimEnd();
  return weighText(shown) > mostCodeWeight || shown.split('\n').length > mostCodeLines;
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}

function bytesOf({ content }: AttachedFile): number {
  return Buffer.byteLength(content);
}

/** All of an answer as plain text, for a file: what pages are made of, without markup. */
function answerAsText({ title, lead, sections, sources }: Answer): string {
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

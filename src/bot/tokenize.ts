/** One word of a command line. */
export interface Token {
  readonly text: string;
  /** It stood in quotation marks, and so is a value and never a keyword. */
  readonly quoted: boolean;
  /** False where the closing quotation mark is missing; the text then runs to the end of the line. */
  readonly closed: boolean;
  /** Where the word begins in the line, so that a `rest` argument keeps the line as it was typed. */
  readonly start: number;
}

const closingMark: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“', '«': '»' };
const blank = /[\s\p{Cc}\p{Zl}\p{Zp}]/u;
const widthless = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Splits a command line into words at blanks and control characters.
 *
 * A quotation mark counts only at the beginning of a word, so that `can't` stays one word. Between quotation marks
 * nothing is special. Characters without width, or that only steer writing direction, are dropped: they come along
 * with copied text.
 */
export function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  const { length } = line;
  let position = 0;
  while (position < length) {
    const start = position;
    const character = line.charAt(position);
    if (isBlank(character)) {
      position += 1;
      continue;
    }
    const mark = closingMark[character];
    if (mark !== undefined) {
      const end = line.indexOf(mark, start + 1);
      const closed = end !== -1;
      position = closed ? end + 1 : length;
      tokens.push({ text: visible(line.slice(start + 1, closed ? end : length)), quoted: true, closed, start });
      continue;
    }
    while (position < length && !isBlank(line.charAt(position))) position += 1;
    const text = visible(line.slice(start, position));
    if (text !== '') tokens.push({ text, quoted: false, closed: true, start });
  }
  return tokens;
}

/** Words that are already split, as by a shell, in the form of tokens. */
export function tokenizeWords(words: readonly string[]): { line: string; tokens: Token[] } {
  const tokens: Token[] = [];
  let start = 0;
  for (const word of words) {
    tokens.push({ text: visible(word), quoted: /\s/.test(word), closed: true, start });
    start += word.length + 1;
  }
  return { line: words.join(' '), tokens };
}

function isBlank(character: string): boolean {
  const code = character.charCodeAt(0);
  return code <= 0x20 || (code >= 0x7f && blank.test(character));
}

function visible(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(widthless, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const breaking = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * Text as one line that can end no comment and steer no terminal: control, line and direction characters become
 * blanks, and the backticks that mark code in the knowledge are dropped.
 */
export function oneLine(text: string): string {
  return text.replace(breaking, ' ').replaceAll('`', '').replace(/\s+/g, ' ').trim();
}

/** As `oneLine`, in ASCII only: accents are dropped, other characters become question marks. */
export function asciiLine(text: string): string {
  const plain = oneLine(text)
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replaceAll('\u2026', '...');
  return plain
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, '?');
}

/** ASCII of a character set that a field of some format allows, cut at its limit. */
export function fieldText(text: string, forbidden: RegExp, maxLength: number): string {
  const allowed = asciiLine(text).replace(forbidden, ' ').replace(/\s+/g, ' ').trim();
  return allowed.length <= maxLength ? allowed : `${allowed.slice(0, maxLength - 3).trimEnd()}...`;
}

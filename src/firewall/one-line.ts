import { printableLine } from '../text/text.ts';

/**
 * Text as one line that can end no comment and steer no terminal. The backticks that mark code in the knowledge are dropped.
 */
export function commentLine(text: string): string {
  return printableLine(text.replaceAll('`', ''));
}

/** As `commentLine`, in ASCII only: accents are dropped, other characters become question marks. */
export function asciiLine(text: string): string {
  const plain = commentLine(text)
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

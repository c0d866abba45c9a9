/** The rest of a longer question is ignored. Characters. */
export const longestQuestion = 500;

/** Some characters stand for many; what is beyond this is not read either. */
const longestFolded = 2 * longestQuestion;

/** Lower case, without accents and umlauts, with plain marks; cut at 500 characters. Takes any text at all. */
export function foldQuestion(text: string): string {
  return fold(
    text
      .slice(0, longestQuestion)
      .replaceAll(/<[@#!][^>\s]{1,60}>/g, ' ')
      .toWellFormed()
      .normalize('NFKC')
      .slice(0, longestFolded),
  ).replaceAll('=', ' is ');
}

/** Lower case, without accents and umlauts. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/[’‘`´]/g, "'");
}

import { printableLine } from '../../text/text.ts';

/** Longer questions are cut: what was asked stands at the beginning. */
const maxLength = 200;

/** Words beside which a secret may stand, in the languages people ask in. */
const secretWord =
  /pass(?:wor[dt]|phrase|code|wd)|\bpass\b|\bpwd?\b|\bpin\b|kennwort|contrase[ñn]a|\bclave\b|secret|geheim|token|keys?\b|schl(?:ü|ue)ssel(?!ung|t)|credential|-----begin/i;
/** Longer words are no words. */
const longestWord = 24;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Stands for words that are left out. */
const leftOut = '…';
/** Fewer words say nothing to whoever reads them. */
const fewestKept = 2;

/** True for a word that stands in our own documents or word lists, and so tells nobody's secret. */
export type IsKnownWord = (word: string) => boolean;

/**
 * A question's text as it may be kept: one line, cut at 200 characters, of which only known words are left. A filter that
 * looks for secrets lets short ones pass (`postmaster hunter2`); one that knows what is none does not. Nothing where too little is left,
 * or where it mentions a password, key or token, or holds a word that looks like one.
 */
export function keepableText(question: string, isKnown: IsKnownWord): string | undefined {
  const read = question.slice(0, 2_000);
  if (mayHoldSecret(read)) return undefined;
  const words = printableLine(read.normalize('NFKC').replace(invisible, (hidden) => (/\s/.test(hidden) ? ' ' : '')))
    .split(' ')
    .map((word) => knownPart(word, isKnown));
  if (words.filter((word) => word !== leftOut).length < fewestKept) return undefined;
  return printableLine(words.filter((word, at) => word !== leftOut || words[at - 1] !== leftOut).join(' '), maxLength);
}

/** The word without its marks; what is left out where any part of it is not known. */
function knownPart(word: string, isKnown: IsKnownWord): string {
  const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  // Numbers and what looks like one are known as a whole or not at all.
  const parts = /\d/.test(bare) ? [bare] : bare.split(/[-/']/);
  return bare !== '' && parts.every((part) => part !== '' && isKnown(part)) ? bare : leftOut;
}

/** True for a text that may hold a password, key or token; it is neither kept nor sent anywhere. */
export function mayHoldSecret(typed: string): boolean {
  // However it is composed, and whatever is hidden within a word.
  const text = typed.normalize('NFKC').replace(invisible, (hidden) => (/\s/.test(hidden) ? ' ' : ''));
  return secretWord.test(text) || text.split(/[\s,;()"'<>]+/).some(looksSecret);
}

/** Long words, words of digits and letters mixed, and short ones of every kind of character. */
function looksSecret(word: string): boolean {
  if (word.length > longestWord) return true;
  if (word.length < 8) return false;
  if (/^[0-9a-f]{16,}$/i.test(word)) return true;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d.:/_-]/u].filter((kind) =>
    kind.test(word.replace(/[?!.,:]+$/, '')),
  );
  return kinds.length >= 3;
}

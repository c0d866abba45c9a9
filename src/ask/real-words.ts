import { fold } from './fold.ts';
import words from './language/words.json' with { type: 'json' };

/** A set of words in a few bits each: it holds every word put in, and one in a hundred others. */
export interface PackedWords {
  /** How many places of the bits a word sets. */
  readonly places: number;
  /** In base64. */
  readonly bits: string;
}

let bits: Uint8Array | undefined;

/**
 * True for a common word of one of the eight languages, with or without its accents. Such a word is never taken for a
 * misspelling of another. `npm run ask:train` writes the words, from a public list of the 10,000 most common of each.
 */
export function isRealWord(word: string, { places, bits: packed }: PackedWords = words): boolean {
  bits ??= Buffer.from(packed, 'base64');
  const own = bits;
  return placesOf(fold(word), places, own.length * 8).every(
    (place) => ((own[place >> 3] ?? 0) & (1 << (place & 7))) !== 0,
  );
}

/** The places that a word has among so many bits. */
export function placesOf(word: string, places: number, count: number): number[] {
  let first = 0x811c9dc5;
  let second = 5381;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193) >>> 0;
    second = (Math.imul(second, 33) + code) >>> 0;
  }
  return Array.from({ length: places }, (_, index) => (first + index * ((second | 1) >>> 0)) % count);
}

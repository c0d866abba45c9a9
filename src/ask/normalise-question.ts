import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import words from './language/words.json' with { type: 'json' };
import { type Language, languageOf, lexiconMeanings } from './lexicon.ts';
import type { NameFinder } from './name-finder.ts';
import { fold, foldQuestion, readWords } from './question-words.ts';
import { createRespelling, type Respell } from './spelling.ts';
import { createSpokenNumbers, writeNumbers, writeOut, writeSpelt } from './spoken.ts';

/** A question as it would be written at leisure. */
export interface Normalised {
  readonly text: string;
  /** What was put for something else, in words of ours. */
  readonly put: readonly string[];
}

/** Writes a question out; `undefined` where nothing is to be changed. */
export type NormaliseQuestion = (text: string) => Normalised | undefined;

interface NormaliserTools {
  readonly knowledge: KnowledgeBase;
  readonly names: NameFinder;
  /** True for a word that is in any of the knowledge's texts. */
  readonly isWord: (word: string) => boolean;
}

/** What is looked at; more is no question. */
const mostWords = 100;

/**
 * Opens a normaliser: spoken numbers and spelt letters, chat shorthand, slips, words without vowels and words written by ear,
 * all against the words of this knowledge. Common words of eight languages are left alone. It changes what a question says, so
 * it is used only where a question isn't understood as it stands.
 */
export function createNormaliser({ knowledge, names, isWord }: NormaliserTools): NormaliseQuestion {
  const numbers = createSpokenNumbers(knowledge.rows.ports.map(({ port }) => port));
  const isPort = (value: number) => knowledge.portsByNumber(value).length > 0;
  const isName = (word: string) => names.at([word], 0) !== undefined || domain.has(word);
  const meanings = lexiconMeanings();
  const spellings = new Map<Language, Respell>();
  const respelling = (language: Language): Respell => {
    let respell = spellings.get(language);
    if (respell === undefined) {
      const own = new Map<string, string>(lexiconMeanings([...new Set<Language>(['english', language])]));
      for (const word of names.words) if (names.at([word], 0)?.named.misspellingOf === undefined) own.set(word, word);
      respell = createRespelling({ meanings: own, names: names.words });
      spellings.set(language, respell);
    }
    return respell;
  };
  return (text) => {
    const pieces = foldQuestion(text).split(boundary);
    const typed = pieces.map((piece, index) => (index % 2 === 1 ? [] : readWords(piece)));
    const all = typed.flat();
    if (all.length > mostWords) return undefined;
    const language = languageOf(all);
    const respell = respelling(language);
    const isLeftAlone = (word: string) =>
      isWord(word) || isRealWord(word) || meanings.has(word) || names.at([word], 0) !== undefined;
    const put: string[] = [];
    let changed = false;
    const written = pieces.map((piece, index) => {
      const before = typed[index] ?? [];
      if (before.length === 0) return piece;
      const spoken = writeNumbers(
        writeSpelt(language === 'english' ? writeOut(before) : before, isName),
        numbers,
        isPort,
      );
      const words = spoken.flatMap((word) => (isLeftAlone(word) ? [word] : (respell(word) ?? word).split(' ')));
      if (words.join(' ') === before.join(' ')) return piece;
      changed = true;
      put.push(
        ...words.filter((word) => !before.includes(word) && (/\d/.test(word) || names.at([word], 0) !== undefined)),
      );
      return words.join(' ');
    });
    return changed ? { text: written.join(''), put: [...new Set(put)] } : undefined;
  };
}

/** Marks stay where they are, since a question is told from its story by them. */
const boundary = /([.!?;,:]+(?:\s+|$)|\n+)/;

/** Words of the field that are spelt when they are said, beside the names. */
const domain: ReadonlySet<string> = new Set([
  'tls',
  'ssl',
  'tcp',
  'udp',
  'dns',
  'ptr',
  'mx',
  'vpn',
  'isp',
  'cve',
  'nat',
  'exe',
]);

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

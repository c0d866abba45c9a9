import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { foldQuestion } from './fold.ts';
import { type Language, languageOf, lexiconMeanings } from './lexicon.ts';
import type { NameFinder } from './name-finder.ts';
import { readWords } from './read-words.ts';
import { isRealWord } from './real-words.ts';
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
  const spellings = new Map<Language, Respell>();
  const respelling = (language: Language): Respell => {
    let respell = spellings.get(language);
    if (respell === undefined) {
      const meanings = new Map<string, string>(lexiconMeanings([...new Set<Language>(['english', language])]));
      for (const word of names.words)
        if (names.at([word], 0)?.named.misspellingOf === undefined) meanings.set(word, word);
      respell = createRespelling({ meanings, names: names.words });
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
      isWord(word) || isRealWord(word) || lexiconMeanings().has(word) || names.at([word], 0) !== undefined;
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

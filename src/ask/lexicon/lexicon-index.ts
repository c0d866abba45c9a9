import { fold } from '../fold.ts';
import { readWords } from '../read-words.ts';
import { type Concept, english } from './english.ts';
import { grammar, type Language, padding } from './filler.ts';
import { german } from './german.ts';
import { spanish } from './spanish.ts';

/** The tables, in the order in which they are asked where a question's language has no word. */
const tables: Readonly<Record<Language, Readonly<Partial<Record<Concept, string>>>>> = { english, german, spanish };
const languages: readonly Language[] = ['english', 'german', 'spanish'];

/** The meaning of a phrase in one language. */
export interface Meaning {
  readonly concept: Concept;
  /** How many words it takes. */
  readonly words: number;
}

interface Table {
  /** Concepts by their words, joined by blanks. */
  readonly phrases: ReadonlyMap<string, Concept>;
  /** How many words the longest phrase has that begins with a word. */
  readonly longest: ReadonlyMap<string, number>;
}

const built = new Map<Language, Table>();
const fillers = new Map<Language, ReadonlySet<string>>();
let everyFiller: ReadonlySet<string> | undefined;
let everyWord: Map<string, string> | undefined;

/** The concept that begins at a word, the longest phrase first; the question's own language before the others. */
export function meaningAt(words: readonly string[], at: number, language: Language): Meaning | undefined {
  for (const each of [language, ...languages.filter((other) => other !== language)]) {
    const { phrases, longest } = tableOf(each);
    const first = words[at] ?? '';
    for (let length = Math.min(longest.get(first) ?? 0, words.length - at); length > 0; length -= 1) {
      const concept = phrases.get(length === 1 ? first : words.slice(at, at + length).join(' '));
      // A word that only holds sentences together in this language is no word of another.
      if (concept !== undefined && (each === language || length > 1 || !fillerOf(language).has(first))) {
        return { concept, words: length };
      }
    }
  }
  return undefined;
}

/** True for words without a meaning of their own, in any language. */
export function isFiller(word: string): boolean {
  everyFiller ??= new Set([
    ...languages.flatMap((language) => [...fillerOf(language)]),
    ...[...padding].flatMap(spellings),
  ]);
  return everyFiller.has(word);
}

/** The language most of the little words belong to; English where none stands out. */
export function languageOf(words: readonly string[]): Language {
  let best: Language = 'english';
  let most = 0;
  for (const language of languages) {
    const own = words.filter((word) => fillerOf(language).has(word) || tableOf(language).longest.has(word)).length;
    if (own > most) [best, most] = [language, own];
  }
  return best;
}

/** Every single word the tables know, with its meaning, for the spelling of others. */
export function lexiconMeanings(): ReadonlyMap<string, string> {
  if (everyWord === undefined) {
    everyWord = new Map();
    for (const language of languages) {
      for (const [phrase, concept] of tableOf(language).phrases) {
        for (const word of phrase.split(' ')) if (word === phrase || !everyWord.has(word)) everyWord.set(word, concept);
      }
    }
  }
  return everyWord;
}

/** True for a word that holds sentences of a language together. */
export function isGrammar(word: string, language: Language): boolean {
  return fillerOf(language).has(word);
}

function fillerOf(language: Language): ReadonlySet<string> {
  let found = fillers.get(language);
  if (found === undefined) {
    found = new Set([...grammar[language]].flatMap(spellings));
    fillers.set(language, found);
  }
  return found;
}

function tableOf(language: Language): Table {
  let table = built.get(language);
  if (table === undefined) {
    table = buildTable(tables[language]);
    built.set(language, table);
  }
  return table;
}

function buildTable(table: Readonly<Partial<Record<Concept, string>>>): Table {
  const phrases = new Map<string, Concept>();
  const longest = new Map<string, number>();
  for (const [concept, list] of Object.entries(table) as [Concept, string][]) {
    const own = table === english ? [concept] : [];
    for (const phrase of [...own, ...list.split(',')].flatMap(spellings)) {
      const words = readWords(phrase);
      const key = words.join(' ');
      if (key === '' || phrases.has(key)) continue;
      phrases.set(key, concept);
      const first = words[0] ?? '';
      longest.set(first, Math.max(longest.get(first) ?? 0, words.length));
    }
  }
  return { phrases, longest };
}

/** `öffnen` is also written `oeffnen`, and without the dots by hurried people. */
function spellings(word: string): string[] {
  const plain = fold(word);
  const long = fold(word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'));
  return plain === long ? [plain] : [plain, long];
}

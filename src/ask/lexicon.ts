import common from './language/common.json' with { type: 'json' };
import dutch from './language/dutch.json' with { type: 'json' };
import names from './language/elsewhere.json' with { type: 'json' };
import english from './language/english.json' with { type: 'json' };
import french from './language/french.json' with { type: 'json' };
import german from './language/german.json' with { type: 'json' };
import italian from './language/italian.json' with { type: 'json' };
import polish from './language/polish.json' with { type: 'json' };
import portuguese from './language/portuguese.json' with { type: 'json' };
import spanish from './language/spanish.json' with { type: 'json' };
import { fold, readWords } from './question-words.ts';

/** A meaning that questions in any language are read as. */
export type Concept = keyof typeof english.concepts;

/**
 * The words of one language, as they stand in `language/`. A concept's words and phrases are separated by commas; in
 * English a concept's own name is one of them. `grammar` are words that hold sentences together and tell the language,
 * `openers` are verbs that begin a question which is answered with yes or no.
 */
interface LanguageWords {
  readonly grammar: string;
  readonly openers: string;
  readonly concepts: Readonly<Partial<Record<Concept, string>>>;
}

const sources = { english, german, spanish, french, italian, dutch, polish, portuguese } satisfies Record<
  string,
  LanguageWords
>;

/** The languages questions are understood in. */
export type Language = keyof typeof sources;

const languages = Object.keys(sources) as Language[];
/** Their words are looked for in a question of any language, since people mix them. */
const everywhere: readonly Language[] = ['english', 'german', 'spanish'];

interface Table {
  /** Concepts by their words, joined by blanks. */
  readonly phrases: ReadonlyMap<string, Concept>;
  /** How many words the longest phrase has that begins with a word. */
  readonly longest: ReadonlyMap<string, number>;
  readonly grammar: ReadonlySet<string>;
  readonly openers: ReadonlySet<string>;
}

const built = new Map<Language, Table>();

/** The concept that begins at a word, the longest phrase first; the question's own language before the others. */
export function meaningAt(
  words: readonly string[],
  at: number,
  language: Language,
): { readonly concept: Concept; readonly words: number } | undefined {
  const first = words[at] ?? '';
  for (const each of [language, ...everywhere.filter((other) => other !== language)]) {
    const { phrases, longest } = tableOf(each);
    for (let length = Math.min(longest.get(first) ?? 0, words.length - at); length > 0; length -= 1) {
      const concept = phrases.get(length === 1 ? first : words.slice(at, at + length).join(' '));
      // A word that only holds sentences together in this language is no word of another.
      if (concept !== undefined && (each === language || length > 1 || !isGrammar(first, language)))
        return { concept, words: length };
    }
  }
  return undefined;
}

let everyFiller: ReadonlySet<string> | undefined;

/** True for words without a meaning of their own, in any language. */
export function isFiller(word: string): boolean {
  everyFiller ??= new Set([
    ...languages.flatMap((language) => [...tableOf(language).grammar]),
    ...common.padding.split(' ').flatMap(spellings),
  ]);
  return everyFiller.has(word);
}

/** True for a word that holds sentences of a language together. */
export function isGrammar(word: string, language: Language): boolean {
  return tableOf(language).grammar.has(word);
}

/** True for a verb that begins a question which is answered with yes or no. */
export function isOpener(word: string, language: Language): boolean {
  return tableOf(language).openers.has(word);
}

/** The language most of the words belong to; English where none stands out. */
export function languageOf(words: readonly string[]): Language {
  let best: Language = 'english';
  let most = 0;
  for (const language of languages) {
    const { grammar, longest } = tableOf(language);
    const own = words.filter((word) => grammar.has(word) || longest.has(word)).length;
    if (own > most) [best, most] = [language, own];
  }
  return best;
}

/** Every single word that some languages know, with its meaning, for the spelling of others. */
export function lexiconMeanings(some: readonly Language[] = everywhere): ReadonlyMap<string, Concept> {
  const words = new Map<string, Concept>();
  for (const language of some) {
    for (const [phrase, concept] of tableOf(language).phrases) {
      for (const word of phrase.split(' ')) if (word === phrase || !words.has(word)) words.set(word, concept);
    }
  }
  return words;
}

/**
 * Concepts by their names, with blanks between.
 *
 * @throws {Error} for a name that no language has words for
 */
export function concepts(names: string): readonly Concept[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => {
      if (!Object.hasOwn(english.concepts, name)) throw new Error(`There is no concept ${name}.`);
      return name as Concept;
    });
}

/** Words after a number that counts something. */
export const counted: ReadonlySet<string> = new Set(common.counted.split(' '));

/** Words of a question that say how it is asked more than what about; they weigh little when texts are compared. */
export const lightConcepts: Readonly<Partial<Record<Concept, number>>> = common.lightConcepts;

function tableOf(language: Language): Table {
  let table = built.get(language);
  if (table === undefined) {
    table = buildTable(language);
    built.set(language, table);
  }
  return table;
}

function buildTable(language: Language): Table {
  const { concepts, grammar, openers }: LanguageWords = sources[language];
  const phrases = new Map<string, Concept>();
  const longest = new Map<string, number>();
  for (const [concept, list] of Object.entries(concepts) as [Concept, string][]) {
    const own = language === 'english' ? [concept] : [];
    for (const phrase of [...own, ...list.split(',')].flatMap(spellings)) {
      const words = readWords(phrase);
      const key = words.join(' ');
      if (key === '' || phrases.has(key)) continue;
      phrases.set(key, concept);
      const first = words[0] ?? '';
      longest.set(first, Math.max(longest.get(first) ?? 0, words.length));
    }
  }
  return {
    phrases,
    longest,
    grammar: new Set(grammar.split(' ').flatMap(spellings)),
    openers: new Set(openers.split(' ').flatMap(spellings)),
  };
}

/** `öffnen` is also written `oeffnen`, and without the dots by hurried people. */
function spellings(word: string): string[] {
  const plain = fold(word);
  const long = fold(word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'));
  return plain === long ? [plain] : [plain, long];
}

/** The owner of a name that isn't MDaemon's. */
export interface Elsewhere {
  /** How an answer calls it. */
  readonly subject: string;
  /**
   * `product`: other software or a provider; its own ports and settings are not ours, even where the protocol has the
   * same name. `general`: computing in general. `around`: what stands beside a mail server, such as a firewall; a question
   * on MDaemon may well name it.
   */
  readonly kind: 'product' | 'general' | 'around';
}

/** Every name of something that is not MDaemon's, in folded words joined by blanks. */
export const elsewhere: ReadonlyMap<string, Elsewhere> = new Map(
  (['around', 'general', 'product'] as const).flatMap((kind) =>
    Object.entries(names[kind]).flatMap(([subject, list]) =>
      list.split(', ').map((name): [string, Elsewhere] => [name, { subject, kind }]),
    ),
  ),
);

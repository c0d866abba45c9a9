import MiniSearch from 'minisearch';
import type { KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import type { Row } from './entry-of.ts';
import { fold } from './fold.ts';
import type { Concept } from './lexicon/english.ts';
import { languageOf } from './lexicon/lexicon-index.ts';
import { lightConcepts } from './lexicon/weights.ts';
import type { NameFinder } from './name-finder.ts';
import { readSpans, termsOf } from './read-terms.ts';
import { readWords } from './read-words.ts';
import { textsOf } from './texts-of.ts';

/** A row that a question may be about. */
export interface FoundRow {
  readonly of: Row;
  /** How much the nearest way to ask for it is like the question, from 0 to 1. */
  readonly likeness: number;
  /** How much of the question is anywhere in its texts, by weight, from 0 to 1. */
  readonly cover: number;
  /** How much the terms tell that the question and the row share. */
  readonly evidence: number;
  /** How many telling terms of the question are in other rows and not in this one. */
  readonly missing: number;
  /** The row's own terms. */
  readonly terms: ReadonlySet<string>;
}

/** The rows of the knowledge as a full-text index. */
export interface EntryIndex {
  /** The rows nearest to a question's terms, best first; at most `limit`. */
  search(terms: readonly string[], limit: number): FoundRow[];
  /** True for a term that is in any text. */
  isKnown(term: string): boolean;
  /** True for one that is in few texts. */
  isRare(term: string): boolean;
  /** How much a term tells, from 0 (in every text) to about 3 (in one). */
  weight(term: string): number;
}

interface Document {
  readonly id: number;
  readonly phrases: string;
  readonly text: string;
}

/** Terms in more texts than this share say little, and are not looked up while rarer ones are there. */
const commonShare = 0.2;
/** A term in a smaller share of the texts is rare. */
const rareShare = 0.05;
/** What a term counts that is in a row's text and not in its question. */
const bodyShare = 0.6;
/** How much more the question counts than the phrase it is compared with. */
const askedShare = 0.6;
/** The most terms that are looked up. */
const mostTerms = 12;
/** The most texts that are looked at for one question, which bounds its time. */
const mostLookedUp = 4_000;

/** Builds the index; this takes time, so it is done at the first question. */
export function createEntryIndex(knowledge: KnowledgeBase, names: NameFinder): EntryIndex {
  const read = (text: string): string[] => {
    const words = readWords(fold(text));
    return termsOf(readSpans(words, languageOf(words), names));
  };
  const rows: { of: Row; phrases: string[][]; all: ReadonlySet<string> }[] = [];
  const frequency = new Map<string, number>();
  for (const { of, phrases, texts } of textsOf(knowledge)) {
    const readPhrases = phrases.map(read);
    const all = new Set([...readPhrases.flat(), ...texts.flatMap(read)]);
    for (const term of all) frequency.set(term, (frequency.get(term) ?? 0) + 1);
    rows.push({ of, phrases: readPhrases, all });
  }
  const index = new MiniSearch<Document>({
    fields: ['phrases', 'text'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    searchOptions: { boost: { phrases: 3 }, combineWith: 'OR' },
  });
  index.addAll(
    rows.map(({ phrases, all }, id) => ({ id, phrases: phrases.flat().join(' '), text: [...all].join(' ') })),
  );

  const weight = (term: string): number => {
    const inTexts = frequency.get(term) ?? 0;
    const rarity = Math.log(1 + rows.length / (1 + inTexts)) / Math.log(1 + rows.length);
    return kindWeight(term) * (0.3 + 2 * rarity);
  };
  const total = (terms: Iterable<string>): number => {
    let sum = 0;
    for (const term of terms) sum += weight(term);
    return sum;
  };
  /**
   * Both sides count: what the question has beside the phrase, and, less so, what the phrase has beside the question.
   * What the phrase lacks may be in the rest of the row, which counts too, but less.
   */
  const likenessOf = (asked: ReadonlySet<string>, phrase: readonly string[], all: ReadonlySet<string>): number => {
    const common = total(phrase.filter((term) => asked.has(term)));
    if (common === 0) return 0;
    const inPhrase = new Set(phrase);
    const elsewhere = total([...asked].filter((term) => !inPhrase.has(term) && all.has(term)));
    return (
      (common + bodyShare * elsewhere) /
      (askedShare * total(asked) + (1 - askedShare) * (total(phrase) + bodyShare * elsewhere))
    );
  };

  return {
    isKnown: (term) => frequency.has(term),
    isRare: (term) => (frequency.get(term) ?? rows.length) < Math.max(5, rows.length * rareShare),
    weight,
    search(terms, limit) {
      const asked = new Set(terms);
      const whole = total(asked);
      if (whole === 0) return [];
      const wanted = chooseTerms(terms, frequency, rows.length);
      if (wanted.length === 0) return [];
      const found = index.search(wanted.join(' '), {
        prefix: (term) => term.length >= 6 && !frequency.has(term),
        fuzzy: (term) => (term.length >= 5 && !frequency.has(term) && /^\p{L}+$/u.test(term) ? 1 : false),
      });
      return found
        .slice(0, 40)
        .flatMap(({ id }): FoundRow[] => {
          const row = rows[id as number];
          if (row === undefined) return [];
          const likeness = Math.max(0, ...row.phrases.map((phrase) => likenessOf(asked, phrase, row.all)));
          const missing = [...asked].filter(
            (term) => !row.all.has(term) && frequency.has(term) && kindWeight(term) >= 1,
          );
          const evidence = total([...asked].filter((term) => row.all.has(term)));
          return [{ of: row.of, likeness, cover: evidence / whole, evidence, missing: missing.length, terms: row.all }];
        })
        .sort((a, b) => b.likeness + b.cover / 2 - (a.likeness + a.cover / 2))
        .slice(0, limit);
    },
  };
}

/** The rarest terms first, as many as a question may take time for. */
function chooseTerms(terms: readonly string[], frequency: ReadonlyMap<string, number>, rows: number): string[] {
  const byRarity = [...terms].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0));
  const chosen: string[] = [];
  let lookedUp = 0;
  for (const term of byRarity) {
    const inTexts = frequency.get(term) ?? 0;
    const tooCommon = inTexts > Math.max(60, rows * commonShare) || lookedUp + inTexts > mostLookedUp;
    if (chosen.length >= mostTerms || (chosen.length > 0 && tooCommon)) break;
    if (inTexts > mostLookedUp * 3) break;
    chosen.push(term);
    lookedUp += inTexts;
  }
  return chosen;
}

/** Names, numbers and versions tell most; words of asking tell little. */
function kindWeight(term: string): number {
  if (term.startsWith('c:')) return lightConcepts[term.slice(2) as Concept] ?? 1;
  if (term.startsWith('a:')) return 0.4;
  return /^(?:@|[nve]:)/.test(term) ? 1.6 : 1;
}

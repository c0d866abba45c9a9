import MiniSearch from 'minisearch';
import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { Row } from './entries.ts';
import { type Concept, languageOf, lightConcepts } from './lexicon.ts';
import type { NameFinder } from './name-finder.ts';
import { fold, readWords } from './question-words.ts';
import { readSpans, termsOf } from './read-terms.ts';

/** A row's texts: how one asks for it, and what it says. */
export interface RowTexts {
  readonly of: Row;
  /** Names and questions; each is compared by itself. */
  readonly phrases: readonly string[];
  readonly texts: readonly string[];
}

/**
 * The texts of every row that an answer can be found by, an operator's own rows included. Advisories are left out: they
 * are found by their names and by what is asked, and their many records of one kind would drown the other rows.
 */
export function* textsOf({ rows }: KnowledgeBase): Generator<RowTexts> {
  for (const row of rows.articles) {
    yield {
      of: { kind: 'article', row },
      phrases: [row.question, ...row.asked_as, ...identifiersIn([row.answer, ...row.details, ...row.steps])],
      texts: [row.answer, row.note ?? '', ...row.details, ...row.steps],
    };
  }
  for (const row of rows.services) {
    yield {
      of: { kind: 'service', row },
      phrases: [row.name, ...row.aliases, ...row.former, ...row.later],
      texts: [row.summary],
    };
  }
  for (const row of rows.ports) {
    yield {
      of: { kind: 'port', row },
      phrases: [`${row.port} ${row.name}`, row.purpose],
      texts: [row.group, row.breaks_without ?? '', row.changed ?? ''],
    };
  }
  for (const row of rows.processes) {
    yield {
      of: { kind: 'process', row },
      phrases: [row.name, ...row.aliases, row.purpose],
      texts: [row.condition ?? '', ...row.notes],
    };
  }
  for (const row of rows.deadlines) {
    yield {
      of: { kind: 'deadline', row },
      phrases: [row.title, row.action, ...row.aliases],
      texts: [row.who, row.reason, ...row.notes],
    };
  }
  for (const row of rows.renames) {
    yield {
      of: { kind: 'rename', row },
      phrases: [row.from, row.to, `${row.from} ${row.to}`],
      texts: [row.when, row.note ?? ''],
    };
  }
}

/** File names that people paste: `HostScreen.dat`. Programs have rows of their own. */
const fileName = /\b[\p{L}\p{N}_-]{2,40}\.(?:sem|dll|dat|ini|db|log)\b/giu;
/** Names of semaphores, which texts give without their ending. */
const semaphoreName = /\b[A-Z]{6,20}\b/g;

/** The names of files in a row's texts; who types one of them asks about what says it. */
export function identifiersIn(texts: readonly string[]): string[] {
  const whole = texts.join(' ');
  const files = whole.match(fileName) ?? [];
  const semaphores = /\.SEM\b/.test(whole) ? (whole.match(semaphoreName) ?? []).map((name) => `${name}.SEM`) : [];
  return [...new Set([...files, ...semaphores])];
}

/** How much each term tells, over all texts of one knowledge base. */
export interface TermWeights {
  /** How many texts have it. */
  frequency(term: string): number;
  /** From 0.03 (a word of asking that is everywhere) to about 3.7 (a name in one text). */
  weight(term: string): number;
  /** The weight of several. */
  total(terms: Iterable<string>): number;
}

/** The factor on the weight of a name, a number or a version. */
const nameShare = 1.6;
/** The factor on the weight of products that are only used alongside MDaemon. */
const aroundShare = 0.4;

/** Counts the terms of texts. */
export function createTermWeights(texts: Iterable<ReadonlySet<string>>): TermWeights {
  const frequencies = new Map<string, number>();
  let count = 0;
  for (const terms of texts) {
    count += 1;
    for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const weights = new Map<string, number>();
  for (const [term, inTexts] of frequencies) weights.set(term, weightOf(term, inTexts, count));
  const weight = (term: string) => weights.get(term) ?? weightOf(term, 0, count);
  return {
    frequency: (term) => frequencies.get(term) ?? 0,
    weight,
    total(terms) {
      let sum = 0;
      for (const term of terms) sum += weight(term);
      return sum;
    },
  };
}

function weightOf(term: string, inTexts: number, count: number): number {
  const rarity = Math.log(1 + count / (1 + inTexts)) / Math.log(1 + count);
  return kindWeight(term) * (0.3 + 2 * rarity);
}

/** Names, numbers and versions tell most; words of asking tell little. */
export function kindWeight(term: string): number {
  if (term.startsWith('c:')) return lightConcepts[term.slice(2) as Concept] ?? 1;
  if (term.startsWith('a:')) return aroundShare;
  return /^(?:@|[nve]:)/.test(term) ? nameShare : 1;
}

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
  /** The terms of its first name or question. */
  readonly name: readonly string[];
}

/** The rows of the knowledge as a full-text index. */
export interface EntryIndex {
  /** The rows nearest to a question's terms, best first; at most `limit`. */
  search(terms: readonly string[], limit: number): FoundRow[];
  /** True for a term that is in any text. */
  isKnown(term: string): boolean;
  /** True for one that is in few texts. */
  isRare(term: string): boolean;
  /** True for a word that is in any text in just this form. */
  isWord(word: string): boolean;
}

/** A row as it is searched: its questions and names, and all it says. */
interface IndexedRow {
  readonly of: Row;
  readonly phrases: readonly { readonly terms: readonly string[]; readonly total: number }[];
  readonly all: ReadonlySet<string>;
}

/** A term in a smaller share of the texts, or in fewer than five, is rare. */
const rareShare = 0.05;
const rareTexts = 5;
/** The weight of a term that is in a row's text but not in its question. */
const bodyShare = 0.6;
/** How much more the question counts than the phrase it is compared with. */
const askedShare = 0.6;
/** How many of the rows found are compared with the question closely. */
const mostCompared = 24;

/** Builds the index; this takes time, so it is done at the first question, in steps that others get a turn between. */
export function* createEntryIndex(knowledge: KnowledgeBase, names: NameFinder): Generator<void, EntryIndex> {
  const everyWord = new Set<string>();
  const read = (text: string): string[] => {
    const words = readWords(fold(text));
    for (const word of words) everyWord.add(word);
    return termsOf(readSpans(words, languageOf(words), names));
  };
  const texts: { of: Row; phrases: string[][]; all: Set<string> }[] = [];
  for (const { of, phrases, texts: others } of textsOf(knowledge)) {
    const terms = phrases.map(read);
    texts.push({ of, phrases: terms, all: new Set([...terms.flat(), ...others.flatMap(read)]) });
    yield;
  }
  const weights = createTermWeights(texts.map(({ all }) => all));
  const rows: IndexedRow[] = texts.map(({ of, phrases, all }) => ({
    of,
    phrases: phrases.map((terms) => ({ terms, total: weights.total(terms) })),
    all,
  }));
  const index = new MiniSearch<{ id: number; phrases: string; text: string }>({
    fields: ['phrases', 'text'],
    tokenize: (text) => text.split(' '),
    // The terms are already folded, stemmed, and one for all names and words of a meaning.
    processTerm: (term) => term,
    searchOptions: { boost: { phrases: 3 }, combineWith: 'OR' },
  });
  for (const [id, { phrases, all }] of texts.entries()) {
    index.add({ id, phrases: phrases.flat().join(' '), text: [...all].join(' ') });
    yield;
  }
  const isUnknown = (term: string) => weights.frequency(term) === 0;

  return {
    isKnown: (term) => !isUnknown(term),
    isWord: (word) => everyWord.has(word),
    isRare: (term) => !isUnknown(term) && weights.frequency(term) < Math.max(rareTexts, rows.length * rareShare),
    search(terms, limit) {
      const wanted = chooseTerms(terms, weights, rows.length);
      if (wanted.length === 0) return [];
      const found = index.search(wanted.join(' '), {
        prefix: (term) => term.length >= 6 && isUnknown(term),
        fuzzy: (term) => (term.length >= 5 && isUnknown(term) && /^\p{L}+$/u.test(term) ? 1 : false),
      });
      const compared = found.slice(0, mostCompared).flatMap(({ id }) => rows[id as number] ?? []);
      const asked = new Set(terms);
      return compared
        .map((row) => compare(row, asked, weights))
        .sort((a, b) => b.likeness + b.cover / 2 - (a.likeness + a.cover / 2))
        .slice(0, limit);
    },
  };
}

/**
 * Both sides count: what the question has beside a phrase, and, less so, what the phrase has beside the question. What
 * the phrase lacks may be in the rest of the row, which counts too, but less.
 */
function compare({ of, phrases, all }: IndexedRow, asked: ReadonlySet<string>, weights: TermWeights): FoundRow {
  const whole = weights.total(asked);
  const inRow = [...asked].filter((term) => all.has(term));
  const evidence = weights.total(inRow);
  let likeness = 0;
  for (const { terms, total } of phrases) {
    const common = weights.total(terms.filter((term) => asked.has(term)));
    if (common === 0) continue;
    const elsewhere = bodyShare * (evidence - common);
    const like = (common + elsewhere) / (askedShare * whole + (1 - askedShare) * (total + elsewhere));
    likeness = Math.max(likeness, like);
  }
  const missing = [...asked].filter(
    (term) => !all.has(term) && weights.frequency(term) > 0 && kindWeight(term) >= 1,
  ).length;
  const cover = whole === 0 ? 0 : evidence / whole;
  return { of, likeness, cover, evidence, missing, terms: all, name: phrases[0]?.terms ?? [] };
}

/** Terms in more texts than this share say little, and are not looked up while rarer ones are there. */
const commonShare = 0.2;
const commonTexts = 60;
/** The most terms that are looked up, and the most texts, which bounds the time a question takes. */
const mostTerms = 12;
const mostLookedUp = 4_000;

/** The rarest terms first, as many as a question may take time for. */
function chooseTerms(terms: readonly string[], { frequency }: TermWeights, rows: number): string[] {
  const byRarity = [...terms].sort((a, b) => frequency(a) - frequency(b));
  const chosen: string[] = [];
  let lookedUp = 0;
  for (const term of byRarity) {
    const inTexts = frequency(term);
    const tooCommon = inTexts > Math.max(commonTexts, rows * commonShare) || lookedUp + inTexts > mostLookedUp;
    if (chosen.length >= mostTerms || (chosen.length > 0 && tooCommon) || inTexts > 3 * mostLookedUp) break;
    chosen.push(term);
    lookedUp += inTexts;
  }
  return chosen;
}

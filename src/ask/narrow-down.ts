import type { Candidate } from './candidates/candidate.ts';
import type { EntryIndex, FoundRow } from './entry-index.ts';
import { longestQuestion } from './fold.ts';
import type { Concept } from './lexicon/english.ts';
import { rankCandidates } from './rank-candidates.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import type { Reading } from './reading.ts';

/** From this on a question is clear as a whole; else its sentences are looked at one by one. */
const clear = 0.78;
const mostSentences = 3;
/** An answer to a part of a question is that much less sure. */
const partShare = 0.95;
/** How many rows are found by their words. */
const mostFound = 12;

/** A text, or a sentence of it, with what may answer it. */
export interface Considered {
  readonly reading: Reading;
  readonly found: readonly FoundRow[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/** Reads a text and finds what may answer it. */
export function consider(text: string, tools: ReadingTools, index: EntryIndex): Considered {
  const reading = readQuestion(text, tools);
  const found = index.search(reading.terms, mostFound);
  return { reading, found, candidates: rankCandidates(reading, found, tools.knowledge) };
}

/** People tell a story around their question: where the whole is not clear, the clearest sentence is taken for it. */
export function narrowDown(text: string, whole: Considered, tools: ReadingTools, index: EntryIndex): Considered {
  const scoreOf = ({ candidates }: Considered) => candidates[0]?.score ?? 0;
  if (scoreOf(whole) >= clear) return whole;
  const sentences = sentencesOf(text);
  if (sentences.length < 2) return whole;
  const parts = likeliest(sentences).map((part) => consider(part, tools, index));
  const best = parts.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
  return scoreOf(best) * partShare > scoreOf(whole) ? best : whole;
}

function sentencesOf(text: string): string[] {
  const cut = text.slice(0, longestQuestion);
  return cut.split(/(?<=[.!?;:])\s+|\n+/).filter((part) => part.trim() !== '');
}

/** Those with a question mark, else the last ones: people come to the point at the end. */
function likeliest(sentences: readonly string[]): string[] {
  const asking = sentences.filter((part) => part.includes('?'));
  return (asking.length > 0 ? asking : sentences).slice(-mostSentences);
}

/** A sentence with what the rest of the text says about whose matters it is. */
export function inContext(part: Reading, whole: Reading): Reading {
  if (part === whole) return whole;
  const products = whole.elsewhere.filter(({ kind }) => kind === 'product');
  const concepts = new Map([...part.concepts, ...[...whole.concepts].filter(([concept]) => contextual.has(concept))]);
  return {
    ...part,
    elsewhere: products,
    concepts,
    words: whole.words,
    has: (...any) => any.some((concept) => concepts.has(concept)),
  };
}

/** What may stand in another sentence than the question. */
const contextual: ReadonlySet<Concept> = new Set(['product', 'migrate', 'secret']);

import type { Concept } from './lexicon.ts';
import { lightConcepts } from './lexicon.ts';

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

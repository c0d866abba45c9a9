import MiniSearch from 'minisearch';
import type { AskOnce } from './ask-line.ts';
import type { KnowledgeEntry } from './entry-answers.ts';

/** A plain search over the entries, to compare with: the best entry's own command, if it scores enough. */
export interface Baseline {
  readonly threshold: number;
  /** The score of the best entry, and the command that shows it; no score where nothing is found. */
  best(question: string): { readonly score: number; readonly line: string | undefined };
}

/**
 * An honest baseline: minisearch with the settings its documentation recommends for typing people (prefix, fuzzy by a
 * fifth of a word's length), names and questions before what an entry says.
 */
export function createBaseline(entries: readonly KnowledgeEntry[], threshold = 0): Baseline {
  const index = new MiniSearch<KnowledgeEntry>({
    fields: ['names', 'questions', 'text'],
    storeFields: ['line'],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { names: 3, questions: 2 } },
  });
  index.addAll(entries);
  return {
    threshold,
    best(question) {
      const [first] = index.search(question);
      return { score: first?.score ?? 0, line: first?.['line'] as string | undefined };
    },
  };
}

/** Asks the baseline. Its confidence is its score, twice the threshold being certain. */
export function askBaseline({ best, threshold }: Baseline, show: AskOnce): AskOnce {
  return async (question) => {
    const { score, line } = best(question);
    const confidence = threshold === 0 ? 1 : Math.min(1, score / threshold / 2);
    if (line !== undefined && score >= threshold) return { ...(await show(line)), question, confidence };
    const text = 'I do not know that.';
    return { question, answered: false, command: null, text, sources: [], confidence: 1 - confidence };
  };
}

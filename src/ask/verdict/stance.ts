import { mannerOf } from '../features.ts';
import { type Learnt, openLearnt } from '../points.ts';
import type { Unjudged } from '../reading.ts';
import stances from './stance.json' with { type: 'json' };

/**
 * How a question is put: it asks openly, or for a yes or a no, and which of them an article gives to it. `unsettled` is a
 * question for a yes or a no that its article does not answer.
 */
type StanceClass = 'open' | 'yes' | 'no' | 'depends' | 'unsettled';

/** A yes, a no or a doubt, and how likely it is. */
interface Heard {
  readonly says: 'yes' | 'no' | 'depends';
  readonly likelihood: number;
}

/** What was learnt of how people put their questions. */
export interface Stance {
  /** How likely a question asks for a yes or a no, from 0 to 1. */
  asksYesNo(reading: Unjudged): number;
  /** The likeliest word of an article for a question; `undefined` for an article that was not there in training. */
  wordOf(reading: Unjudged, article: string): Heard | undefined;
}

/** What is learnt by `npm run ask:train`, from the questions in knowledge/language that tell how they are put. */
export interface StanceModel extends Learnt {
  /** Ids of the articles with questions to learn from. */
  readonly articles: readonly string[];
}

/** Unpacks a model of stances, by default the one that comes with the bot. */
export async function openStance(model: StanceModel = stances): Promise<Stance> {
  const judge = await openLearnt(model);
  const known = new Set(model.articles);
  const at = (of: StanceClass) => model.classes.indexOf(of);
  return {
    asksYesNo: (reading) => 1 - (judge(mannerOf(reading, undefined))[at('open')] ?? 0),
    wordOf(reading, article) {
      if (!known.has(article)) return undefined;
      const likely = judge(mannerOf(reading, article));
      const heard = (['yes', 'no', 'depends'] as const).map((says) => ({ says, likelihood: likely[at(says)] ?? 0 }));
      return heard.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
    },
  };
}

import type { Likelihoods } from './classifier.ts';
import { isDecline, type QuestionClass } from './question-class.ts';

/** A call that may answer a question, as far as a vote needs to know it. */
export interface Voted {
  readonly of: QuestionClass;
  /** How likely the rules think it, from 0 to 1. */
  readonly score: number;
  /** It is about a row that the model has not seen, such as an operator's own. */
  readonly unseen?: boolean;
}

/** The outcome of a vote: which of those voted on, a class that was not among them, or that nothing answers. */
export type Vote =
  | {
      readonly says: 'candidate';
      readonly at: number;
      readonly confidence: number;
      readonly agreed: boolean;
      readonly likelihood?: number;
    }
  | { readonly says: 'class'; readonly of: QuestionClass; readonly confidence: number }
  | { readonly says: 'decline' };

/** How much the rules' word counts beside the classifier's, found on the questions for training. */
export const voteWeights = {
  rules: 0.25,
  /** What the rules say counts that much where they would decline. */
  decline: 0.5,
  /** What the classifier takes to be declined counts that much, since every unlikely class adds to it. */
  declines: 4,
  /** The rules' first counts that much more where it leaves nothing of the question unexplained. */
  complete: 0.15,
  /** A class by itself, without the rules having thought of it, has to be as likely as that. */
  alone: 0.7,
  /** So does a list of ports, which is a wrong answer with many ports where it is wrong. */
  aloneWithPorts: 0.85,
  /** Where the rules would decline, a candidate has to have as many votes as that. */
  unsure: 0.6,
  /** A class that the model has not seen, such as an operator's own article, is taken to be as likely as the rules say. */
  unseen: 0.5,
};

/** An answer that only one of the two gives is that much less likely. */
const surely = 0.9;
/** The score of what explains every word of a question. */
const complete = 0.88;

/**
 * The rules and the classifier vote on what answers a question.
 *
 * @param candidates the rules' own, best first
 * @param answers whether the rules would answer with the first of them
 * @param possible tells whether a class can be called without anything that a question has to name
 */
export function takeVote(
  candidates: readonly Voted[],
  answers: boolean,
  likely: Likelihoods,
  possible: (of: QuestionClass) => boolean,
  weights = voteWeights,
): Vote {
  const classes = likely.best(12);
  const declines = classes.filter(({ of }) => isDecline(of)).reduce((sum, { likelihood }) => sum + likelihood, 0);
  const [first] = candidates;
  // The classifier knows nothing of such a row, so it has no say in it.
  if (answers && first !== undefined && (first.unseen === true || likely.of(first.of) === undefined))
    return { says: 'candidate', at: 0, confidence: first.score, agreed: true };
  const seen = new Set<QuestionClass>();
  let best: { vote: Vote; votes: number } = {
    vote: { says: 'decline' },
    votes: weights.declines * declines + (answers ? 0 : weights.decline * (1 - (first?.score ?? 0))),
  };
  candidates.forEach(({ of, score }, at) => {
    if (seen.has(of)) return;
    seen.add(of);
    const heard = likely.of(of);
    // What the rules have put behind another candidate, although its score is as high, stays behind it.
    const ranked = at === 0 ? score : Math.min(score, first?.score ?? score) * 0.97;
    const whole = at === 0 && answers && score >= complete ? weights.complete : 0;
    const votes = (heard ?? weights.unseen * score) + weights.rules * ranked + whole;
    if (!answers && heard === undefined) return;
    if (votes <= best.votes || (!answers && votes < weights.unsure)) return;
    const agreed = at === 0 && answers && (heard === undefined || of === classes[0]?.of);
    best = {
      vote: {
        says: 'candidate',
        at,
        confidence: agreed ? score : Math.max(votes / (1 + weights.rules), surely * (heard ?? 0)),
        agreed,
        ...(heard === undefined ? {} : { likelihood: heard }),
      },
      votes,
    };
  });
  for (const { of, likelihood } of classes.slice(0, 1)) {
    if (seen.has(of) || isDecline(of) || !possible(of)) continue;
    const least = of.startsWith('ports') ? weights.aloneWithPorts : weights.alone;
    if (likelihood >= least && likelihood > best.votes)
      best = { vote: { says: 'class', of, confidence: surely * likelihood }, votes: likelihood };
  }
  return best.vote;
}

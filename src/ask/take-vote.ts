import { type Likelihoods, saysTheSame } from './classifier.ts';
import { isDecline, type QuestionClass } from './question-class.ts';

/** A call that may answer a question, as far as a vote needs to know it. */
export interface Voted {
  readonly of: QuestionClass;
  /** How likely the rules think it, from 0 to 1. */
  readonly score: number;
  /** It is about a row that the model has not seen, such as an operator's own. */
  readonly unseen?: boolean;
}

/** What speaks for the answer with the most votes, and against it. */
export interface Evidence {
  /** How likely the classifier takes its class; what the model has not seen is as likely as the rules say. */
  readonly likelihood: number;
  /** The same of the likeliest other class that is answered. */
  readonly rival: number;
  /** The same of all classes together that are declined. */
  readonly declines: number;
  /** How likely the rules think it; 0 where they did not think of it. */
  readonly score: number;
  /** The same of the best other call they thought of. */
  readonly next: number;
  /** The rules would answer, and with this. */
  readonly first: boolean;
  /** The rules would answer with something else. */
  readonly outvoted: boolean;
  /** The classifier takes this to be likeliest. */
  readonly likeliest: boolean;
  readonly unseen: boolean;
}

/** Which of those voted on has the most votes, or a class that was not among them. */
export interface Vote {
  readonly winner: { readonly at: number } | { readonly of: QuestionClass };
  readonly evidence: Evidence;
}

/** How much the rules' word counts beside the classifier's, found by cross-validation. */
export const voteWeights = {
  rules: 0.35,
  /** The rules' first counts that much more where it leaves nothing of the question unexplained. */
  complete: 0.3,
  /** A class that the model has not seen, such as an operator's own article, is taken to be as likely as the rules say. */
  unseen: 0.5,
};

/** The score of what explains every word of a question. */
const complete = 0.88;

/**
 * The rules and the classifier vote on what answers a question best. Whether that is good enough is another matter.
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
): Vote | undefined {
  const answered = likely.best(12).filter(({ of }) => !isDecline(of));
  const [first] = candidates;
  // The classifier knows nothing of such a row, so it has no say in it.
  if (answers && first !== undefined && (first.unseen === true || likely.of(first.of) === undefined))
    return { winner: { at: 0 }, evidence: evidenceFor(first.of, candidates, answers, likely) };
  const seen = new Set<QuestionClass>();
  let most = Number.NEGATIVE_INFINITY;
  let best: Vote | undefined;
  candidates.forEach(({ of, score }, at) => {
    const heard = likely.of(of);
    if (seen.has(of) || (!answers && heard === undefined)) return;
    seen.add(of);
    // What the rules have put behind another candidate, although its score is as high, stays behind it.
    const ranked = at === 0 ? score : Math.min(score, first?.score ?? score) * 0.97;
    const whole = at === 0 && answers && score >= complete ? weights.complete : 0;
    const votes = (heard ?? weights.unseen * score) + weights.rules * ranked + whole;
    if (votes <= most) return;
    [most, best] = [votes, { winner: { at }, evidence: evidenceFor(of, candidates, answers, likely) }];
  });
  const alone = answered.find(({ of }) => !seen.has(of) && possible(of));
  return alone !== undefined && alone.likelihood > most
    ? { winner: { of: alone.of }, evidence: evidenceFor(alone.of, candidates, answers, likely) }
    : best;
}

/** What speaks for a class, and against it. */
export function evidenceFor(
  of: QuestionClass,
  candidates: readonly Voted[],
  answers: boolean,
  likely: Likelihoods,
): Evidence {
  const classes = likely.best(12);
  const at = candidates.findIndex((each) => each.of === of);
  const voted = candidates[at];
  const heard = likely.of(of);
  const together = classes
    .filter((each) => saysTheSame(each.of, of))
    .reduce((sum, { likelihood }) => sum + likelihood, 0);
  const isFirst = at === 0 && answers;
  return {
    likelihood: heard === undefined ? voteWeights.unseen * (voted?.score ?? 0) : Math.max(heard, together),
    rival: classes.find((each) => !saysTheSame(each.of, of) && !isDecline(each.of))?.likelihood ?? 0,
    declines: classes.filter((each) => isDecline(each.of)).reduce((sum, { likelihood }) => sum + likelihood, 0),
    score: voted?.score ?? 0,
    next: candidates.find((each) => !saysTheSame(each.of, of))?.score ?? 0,
    first: isFirst,
    outvoted: answers && !isFirst,
    likeliest: saysTheSame(of, classes[0]?.of ?? ''),
    unseen: heard === undefined || voted?.unseen === true,
  };
}

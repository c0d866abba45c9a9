import type { Candidate } from './candidates/candidate.ts';
import type { Reading } from './reading.ts';
import type { Evidence } from './take-vote.ts';
import learned from './trust.json' with { type: 'json' };
import type { AskCall } from './understanding.ts';

/** How much each clue counts, as `npm run ask:validate -- --fit` finds it. */
export type Trust = Pick<typeof learned, 'bias' | 'weights'>;

/** What tells how far an answer can be trusted; 0 and 1 stand for no and yes. */
export type Clues = Readonly<Record<keyof Trust['weights'], number>>;

/** What can be trusted less is not shown, and what can be trusted more is shown without a doubt. */
export const { least, sure } = learned;

/** The score of what explains every word of a question. */
const complete = 0.88;

/** Gathers what tells how far the answer that was chosen can be trusted. */
export function cluesOf({ call }: Candidate, evidence: Evidence, isTyped: boolean, reading: Reading): Clues {
  const { likelihood, rival, declines, score, next, first, outvoted, likeliest } = evidence;
  const is = (fact: boolean) => (fact ? 1 : 0);
  return {
    likelihood: odds(likelihood),
    rival: odds(rival),
    declines: odds(declines),
    next,
    first: is(first),
    complete: is(first && score >= complete),
    outvoted: is(outvoted),
    likeliest: is(likeliest),
    agreed: is(first && likeliest),
    typed: is(isTyped),
    ports: is(showsPorts(call)),
    strange: Math.min(3, reading.strange.length),
    words: Math.min(1, Math.log(1 + reading.words.length) / 3),
    long: Math.min(1, reading.words.length / 40),
    english: is(reading.language === 'english'),
    elsewhere: is(reading.elsewhere.length > 0),
  };
}

/** True for a call that shows ports, of which a wrong one costs most; not for one of numbers alone, which the question names. */
export function showsPorts({ path: [command], values: { what } }: AskCall): boolean {
  if (command === 'firewall') return true;
  const isNumbers = Array.isArray(what) && what.length > 0 && what.every((each) => /^\d/.test(String(each)));
  return command === 'ports' && !isNumbers;
}

/** How likely an answer is to be the right one, from 0 to 1. */
export function trustIn(clues: Clues): number {
  let sum = learned.bias;
  for (const [name, weight] of Object.entries(learned.weights)) sum += weight * clues[name as keyof Clues];
  return 1 / (1 + Math.exp(-sum));
}

const furthest = 6;

function odds(likelihood: number): number {
  return Math.max(-furthest, Math.min(furthest, Math.log(likelihood / (1 - likelihood))));
}

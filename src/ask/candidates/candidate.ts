import type { Row } from '../entries.ts';
import type { Concept } from '../lexicon.ts';
import type { AskCall, Verdict } from '../understanding.ts';

/** One way to answer a question. */
export interface Candidate {
  readonly call: AskCall;
  /** The rows it is about, most important first. */
  readonly about: readonly Row[];
  /** How likely it is what was meant, from 0 to 1, before what it leaves unexplained is weighed. */
  readonly score: number;
  /** The classifier's likelihood of its class, if there was a vote. */
  readonly likelihood?: number;
  /** `structure`: worked out from what is named and asked. `text`: found by its words; then what is left is in the score. */
  readonly by: 'structure' | 'text';
  /** Concepts it answers, beside those that say little by themselves. */
  readonly explains: readonly Concept[];
  /** Words it answers that are no concepts. */
  readonly explainsWords?: ReadonlySet<string>;
  readonly verdict?: Verdict;
  /** The verdict is a fact of the rows, and not advice. */
  readonly settled?: boolean;
  /** It holds whatever is named beside. */
  readonly whatever?: boolean;
  /** Said before the answer, a sentence each. */
  readonly remarks: readonly string[];
}

/** A call of a command by its path, with the line a person could type. */
export function callOf(
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
  words: readonly string[],
): AskCall {
  return { path, values, line: words.join(' ') };
}

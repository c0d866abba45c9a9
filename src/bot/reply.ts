import type { Answer } from './answer.ts';

/**
 * How a request ended.
 *
 * `answered`: with facts. `usage`: the request could not be read; the answer says how to ask.
 * `unknown`: it was understood and nothing is known about it. `failed`: a fault of ours.
 */
export type Outcome = 'answered' | 'usage' | 'unknown' | 'failed';

/** What the router hands back to a platform: always an answer, never an exception. */
export interface Reply {
  /** The command that ran, by its full name such as `deadlines list`; `null` where none was recognised. */
  readonly command: string | null;
  readonly outcome: Outcome;
  readonly answer: Answer;
  /** True where what ran changed something, so that running it again is not harmless. */
  readonly changes?: true;
}

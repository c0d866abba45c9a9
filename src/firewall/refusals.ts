import { harmlessText } from '../text/text.ts';

/** A text that is not read as rules or ports, why, and what to send instead: one sentence each. They may repeat the text. */
export class NotReadError extends Error {
  override readonly name = 'NotReadError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(harmlessText(message));
    this.remedy = harmlessText(remedy);
  }
}

/** Rules are more than can be judged in the time and memory that one answer may take. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

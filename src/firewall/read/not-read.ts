/** A text that is not read as rules or ports, why, and what to send instead: one sentence each. */
export class NotReadError extends Error {
  override readonly name = 'NotReadError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** Rules are more than can be judged in the time and memory that one answer may take. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

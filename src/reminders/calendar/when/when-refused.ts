/** A when that cannot be read with certainty. Never leaves `parseWhen`, which turns it into a problem with examples. */
export class WhenRefused extends Error {
  override readonly name = 'WhenRefused';
  /** Whens near to what was typed, best first; those that do not work with the text are left out later. */
  readonly whens: readonly string[];
  /** The word at which the reminder's text probably begins. */
  readonly textFrom: number;
  /** Whole lines, when and text, that were probably meant; tried before `whens`. */
  readonly lines: readonly string[];

  constructor(message: string, whens: readonly string[], textFrom: number, lines: readonly string[] = []) {
    super(message);
    this.whens = whens;
    this.textFrom = textFrom;
    this.lines = lines;
  }
}

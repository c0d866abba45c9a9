/**
 * A fault of the bot's own, with a stable code for logs. Its message is not for the person who asked;
 * see UserError for that.
 */
export class BotError extends Error {
  override readonly name: string = 'BotError';
  /** Stable, kebab-case, for logs and tests. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

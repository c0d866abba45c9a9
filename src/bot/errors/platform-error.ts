import { BotError } from './bot-error.ts';

/** A chat platform refused or failed. */
export class PlatformError extends BotError {
  override readonly name = 'PlatformError';
  /** How long the platform asks to wait before the next try, in milliseconds; absent where it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(code, message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

import { PlatformError } from '../../bot/bot.ts';

/** Discord gave no answer of its own to a call. */
export class UnansweredError extends PlatformError {
  /** False where the call certainly never left; else what it asked for may have been done. */
  readonly mayHaveArrived: boolean;

  constructor(mayHaveArrived: boolean, message: string, options?: ErrorOptions) {
    super('discord-unanswered', message, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

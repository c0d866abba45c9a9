import type { Action } from '../answer.ts';
import { BotError } from './bot-error.ts';

/** What a UserError is made of. */
export interface UserErrorDetails {
  /** Stable, kebab-case, for logs and tests. */
  readonly code: string;
  /** `usage`: the request could not be read. `unknown`: it was, and nothing is known about it. Default `usage`. */
  readonly outcome?: 'usage' | 'unknown';
  /** One sentence: what is wrong, on what. Safe to show; quote what a person typed with `quote`. */
  readonly message: string;
  /** One or two sentences: what to do next. */
  readonly remedy: string;
  /** Commands that would work, as buttons. */
  readonly actions?: readonly Action[];
}

/** Something a person can put right. Message and remedy are shown to them as they stand. */
export class UserError extends BotError {
  override readonly name = 'UserError';
  readonly outcome: 'usage' | 'unknown';
  readonly remedy: string;
  readonly actions: readonly Action[];

  constructor(details: UserErrorDetails) {
    super(details.code, details.message);
    this.outcome = details.outcome ?? 'usage';
    this.remedy = details.remedy;
    this.actions = details.actions ?? [];
  }
}

import { printableLine } from '../text/text.ts';
import type { Action, Reply } from './answer.ts';
import type { Request } from './request.ts';

/** A fault of the bot's own, with a stable code for logs. Its message is not for the person who asked; see `UserError`. */
export class BotError extends Error {
  override readonly name: string = 'BotError';
  /** Stable, kebab-case, for logs and tests. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A chat platform refused or failed. */
export class PlatformError extends BotError {
  override readonly name = 'PlatformError';
  /** The platform asks to wait this many milliseconds before the next try; absent where it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(code, message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

interface UserErrorDetails {
  /** Stable, kebab-case, for logs and tests. */
  readonly code: string;
  /**
   * `usage`: the request could not be read. `unknown`: it was, and nothing is known about it. `failed`: it was, and cannot
   * be done for now. Default `usage`.
   */
  readonly outcome?: 'usage' | 'unknown' | 'failed';
  /** One sentence: what is wrong, on what. Safe to show; quote what a person typed with `quote`. */
  readonly message: string;
  /** One or two sentences: what to do next. May be empty. */
  readonly remedy: string;
  /** Commands that would work, as buttons. */
  readonly actions?: readonly Action[];
  /** The line was read and means nothing else, so that it is not tried as a question. Default: not said. */
  readonly understood?: true;
}

/** Something a person can put right. Message and remedy are shown to them as they stand. */
export class UserError extends BotError {
  override readonly name = 'UserError';
  readonly outcome: 'usage' | 'unknown' | 'failed';
  readonly remedy: string;
  readonly actions: readonly Action[];
  readonly understood: boolean;

  constructor(details: UserErrorDetails) {
    super(details.code, details.message);
    this.outcome = details.outcome ?? 'usage';
    this.remedy = details.remedy;
    this.actions = details.actions ?? [];
    this.understood = details.understood === true;
  }
}

/**
 * What a person typed, made safe to repeat in an answer: one line, no control or direction characters, no backticks, in
 * typographic quotes.
 *
 * @param maxLength in characters, without the quotes; a longer text ends with an ellipsis
 */
export function quote(text: string, maxLength = 60): string {
  // Cut before it is looked at, so that a text of megabytes costs nothing.
  return `“${printableLine(
    text
      .slice(0, maxLength * 8)
      .replaceAll('`', "'")
      .replace(/[“”]/g, '"'),
    maxLength,
  )}”`;
}

const titles = {
  usage: 'Not understood',
  refused: 'Refused',
  unknown: 'Not known',
  failed: 'Not possible now',
} as const;

/**
 * Turns whatever was thrown into a reply. Only a UserError's own words reach the person; of anything else they get the
 * number of the request, which is in the log.
 *
 * @param command the full name of the command that threw it; `null` where none was recognised
 */
export function errorReply(error: unknown, request: Pick<Request, 'id'>, command: string | null = null): Reply {
  if (error instanceof UserError) {
    const sections = error.remedy === '' ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: error.remedy }];
    const title = titles[error.outcome === 'usage' && error.understood ? 'refused' : error.outcome];
    const answer = { title, lead: error.message, sections, sources: [], actions: error.actions };
    return { command, outcome: error.outcome, answer };
  }
  const lead = `Something went wrong in the bot; this is not your fault. Try again; if it happens again, tell its operator the number ${request.id}.`;
  return { command, outcome: 'failed', answer: { title: 'Internal error', lead, sections: [], sources: [] } };
}

import { RESTJSONErrorCodes } from 'discord.js';
import type { ChatFailure } from '../../../chat/chat.ts';
import { type DiscordFailure, readFailure } from './discord-outcome.ts';
import { inDiscordsWords, passingRefusals, remedyOf } from './post-refusals.ts';

/** A call through the client for posts that failed. */
export class FailedCall extends Error {
  override readonly name = 'FailedCall';
  readonly failure: DiscordFailure;

  constructor(failure: DiscordFailure) {
    super(failure.kind === 'error' ? failure.message : failure.reason);
    this.failure = failure;
  }
}

const retryMs = 5_000;
const newTokenMs = 60_000;

/**
 * What a failed call to Discord means. Discord's refusal says that it is certainly not done; what is not known to pass is
 * told to the reminder's owner instead of being tried for ever, since refusals count towards a ban.
 *
 * Source: developers/topics/opcodes-and-status-codes#json
 */
export function classifyFailure(error: unknown, purpose: 'post' | 'history' | 'respond'): ChatFailure {
  const failure = error instanceof FailedCall ? error.failure : readFailure(error);
  if (failure.kind === 'unknown') return failure;
  if (failure.kind === 'unreached') return { kind: 'try-again', retryAfterMs: retryMs, reason: failure.reason };
  if (failure.kind === 'rate-limited') {
    return { kind: 'try-again', retryAfterMs: failure.retryAfterMs, reason: failure.reason };
  }
  const { code, status } = failure;
  const says = inDiscordsWords(failure);
  // A new token reads the history.
  if (purpose === 'history' && status === 401) {
    return { kind: 'try-again', retryAfterMs: newTokenMs, reason: `Discord says: ${says}` };
  }
  const waitMs = purpose === 'history' ? undefined : passingRefusals.get(code);
  if (waitMs !== undefined) return { kind: 'try-again', retryAfterMs: waitMs, reason: says };
  const remedy = remedyOf(failure);
  if (code === RESTJSONErrorCodes.UnknownChannel || code === RESTJSONErrorCodes.UnknownUser) {
    return { kind: 'place-gone', remedy, says };
  }
  const isContent =
    code === RESTJSONErrorCodes.InvalidFormBodyOrContentType ||
    code === RESTJSONErrorCodes.RequestEntityTooLarge ||
    status === 413;
  return { kind: isContent ? 'content-refused' : 'refused', remedy, says };
}

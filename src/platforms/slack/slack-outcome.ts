import { webApi } from '@slack/bolt';
import { isUnreached } from '../../chat/chat.ts';

/** How a call to Slack ended where it did not succeed. */
export type SlackFailure =
  /** Slack answered and refused, with its own name for the reason. */
  | { readonly kind: 'error'; readonly code: string; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** Slack was certainly not reached. */
  | { readonly kind: 'unreached'; readonly reason: string }
  /** Whatever else: what was asked for may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Errors after which, Slack says, "it's possible some aspect of the operation succeeded", or that say nothing.
 *
 * Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const undecided = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'unknown_error']);
const tooMany = new Set(['ratelimited', 'rate_limited']);
const defaultRetryAfterMs = 30_000;

/** Sorts what Slack's client throws. */
export function readFailure(error: unknown): SlackFailure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: Math.max(1, error.retryAfter) * 1_000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) return ofPlatformError(error);
  if (error instanceof webApi.WebAPIHTTPError) {
    return { kind: 'unknown', reason: `Slack answered with HTTP ${error.statusCode}` };
  }
  const original = error instanceof webApi.WebAPIRequestError ? error.original : error;
  const cause = original instanceof Error ? (original.cause ?? original) : original;
  const code = readCode(cause) ?? readCode(original);
  if (isUnreached(original))
    return { kind: 'unreached', reason: `Slack could not be reached (${code ?? 'no connection'})` };
  return { kind: 'unknown', reason: `the connection to Slack ended without an answer (${code ?? 'no reason given'})` };
}

function ofPlatformError({ data }: webApi.WebAPIPlatformError): SlackFailure {
  const { error: code, response_metadata } = data as { error?: unknown; response_metadata?: { retryAfter?: unknown } };
  const seconds = response_metadata?.retryAfter;
  const retryAfterMs = typeof seconds === 'number' ? Math.max(1, seconds) * 1_000 : undefined;
  // The client takes a body that is no JSON for the error itself; it may come from anything on the way.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,60}$/.test(code))
    return { kind: 'unknown', reason: 'Slack answered in a form that says nothing' };
  if (tooMany.has(code)) return { kind: 'rate-limited', retryAfterMs: retryAfterMs ?? defaultRetryAfterMs };
  if (undecided.has(code)) return { kind: 'unknown', reason: `Slack says ${code}` };
  return { kind: 'error', code, retryAfterMs };
}

function readCode(error: unknown): string | undefined {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' && name !== 'Error' && name !== 'TypeError' ? name : undefined;
}

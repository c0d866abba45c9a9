import { RespondError, webApi } from '@slack/bolt';
import { PlatformError } from '../../bot/bot.ts';
import { type ChatFailure, isUnreached } from '../../chat/chat.ts';

/** How a call to Slack failed. */
export type SlackFailure =
  /** Slack answered and refused, with its own name for the reason; `http_404` where it has none. */
  | { readonly kind: 'error'; readonly code: string; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** Slack was certainly not reached. */
  | { readonly kind: 'unreached'; readonly reason: string }
  /** Whatever else: what was asked for may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Errors that no retry cures.
 *
 * Source: https://docs.slack.dev/reference/methods/auth.test#errors
 */
const refusals = new Set([
  'access_denied',
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'team_disabled',
  'token_expired',
  'token_revoked',
  'user_removed_from_team',
]);

/**
 * Errors after which, Slack says, "it's possible some aspect of the operation succeeded", or that say nothing.
 *
 * Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const undecided = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'unknown_error']);
const tooMany = new Set(['ratelimited', 'rate_limited']);
const defaultRetryAfterMs = 30_000;

/** Slack knows the post's `client_msg_id` from an earlier try, but cannot name the message of that try. */
const seenBefore = new Set(['duplicate_message_not_found', 'duplicate_channel_not_found']);

/** Codes for a message that is too long or malformed. */
const contentRefused = new Set([
  // A response_url answers so.
  'http_400',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);

/** Refusals that pass by themselves, and how long to wait, in milliseconds, where Slack does not say. */
const passingRefusals: ReadonlyMap<string, number> = new Map([
  ['accesslimited', 5 * 60_000],
  ['message_limit_exceeded', 10 * 60_000],
  ['request_timeout', 5_000],
  ['team_added_to_org', 5 * 60_000],
]);

const unreachedRetryMs = 5_000;
const newTokenMs = 60_000;

const invite = 'Invite me there with /invite @mdaemon.';
const newToken =
  'Slack no longer accepts the bot’s token. Install the app again at https://api.slack.com/apps and set SLACK_BOT_TOKEN.';
const blockedByRule =
  'A rule of this workspace keeps me from posting there. Ask its owners, or choose another channel.';
const noPerson = 'That person can no longer be messaged. Choose another person or a channel.';

/** Advice for a refusal that no retry will cure. */
const remedies: Readonly<Record<string, string>> = {
  channel_not_found: `Slack can’t find that channel, or it is private and I am not in it. ${invite}`,
  not_in_channel: `I am not in that channel. ${invite}`,
  is_archived: 'That channel is archived. Unarchive it, or choose another channel.',
  channel_is_limited_access: `Only some people may post in that channel. ${invite}`,
  access_denied: blockedByRule,
  ekm_access_denied: blockedByRule,
  enterprise_is_restricted: blockedByRule,
  no_permission: blockedByRule,
  team_access_not_granted: blockedByRule,
  two_factor_setup_required: blockedByRule,
  user_not_found: noPerson,
  user_disabled: noPerson,
  cannot_dm_bot: noPerson,
  messages_tab_disabled: 'The app’s Messages tab is off, so I cannot write to people. Turn it on: App Home of the app.',
  missing_scope:
    'The app is not allowed to post. Add the scope chat:write (OAuth & Permissions of the app) and install it again.',
  account_inactive: newToken,
  invalid_auth: newToken,
  not_allowed_token_type: newToken,
  not_authed: newToken,
  org_login_required: newToken,
  token_expired: newToken,
  token_revoked: newToken,
};

const historyRemedy =
  'Give the app the scopes channels:history and groups:history (im:write for direct messages), and install it again.';
const secret = /\bx(?:ox[a-z]|app)[a-z.]*-[\w-]+|\b(?:https?|wss?):\/\/\S+/g;

/**
 * Turns what Slack's client threw into an error for the log and for whoever started the bot: `slack-refused` where no
 * retry cures it, otherwise `slack-failed`.
 *
 * @param what failed, such as `Cannot answer a command`
 * @param refusal replaces `what` where Slack refused: which setting is wrong, and what to do
 */
export function slackError(error: unknown, what: string, refusal?: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const { data, retryAfter } = (error ?? {}) as { data?: { error?: unknown }; retryAfter?: unknown };
  const reason = data?.error;
  const refused = typeof reason === 'string' && refusals.has(reason);
  const detail = redact(reason ?? rootCause(error));
  const message = refused && refusal !== undefined ? `${refusal} (Slack says: ${detail})` : `${what}: ${detail}`;
  return new PlatformError(refused ? 'slack-refused' : 'slack-failed', message, {
    cause: error,
    ...(typeof retryAfter === 'number' ? { retryAfterMs: retryAfter * 1_000 } : {}),
  });
}

/** Tells what a failed call means for whoever made it. Where Slack refused with a code, nothing was done. */
export function classifyFailure(error: unknown, purpose: 'post' | 'history' | 'respond'): ChatFailure {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { kind: 'unknown', reason: 'Slack did not answer in time' };
  }
  const failure = readFailure(error);
  if (failure.kind === 'unknown') return failure;
  if (failure.kind === 'unreached')
    return { kind: 'try-again', retryAfterMs: unreachedRetryMs, reason: failure.reason };
  if (failure.kind === 'rate-limited') {
    return { kind: 'try-again', retryAfterMs: failure.retryAfterMs, reason: 'Slack says it is too much at once' };
  }
  const { code } = failure;
  const waitMs = passingRefusals.get(code);
  if (waitMs !== undefined) {
    return { kind: 'try-again', retryAfterMs: failure.retryAfterMs ?? waitMs, reason: `Slack says ${code}` };
  }
  if (purpose === 'history') {
    // A new token reads the history.
    if (remedies[code] === newToken)
      return { kind: 'try-again', retryAfterMs: newTokenMs, reason: `Slack says ${code}` };
    const remedy = code === 'missing_scope' ? historyRemedy : refusalRemedy(code);
    return { kind: 'refused', remedy, says: code };
  }
  if (seenBefore.has(code)) return { kind: 'seen-before' };
  const kind = contentRefused.has(code) ? 'content-refused' : 'refused';
  return { kind, remedy: refusalRemedy(code), says: code };
}

/** Sorts what Slack's client throws. */
export function readFailure(error: unknown): SlackFailure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: Math.max(1, error.retryAfter) * 1_000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) return platformFailure(error);
  if (error instanceof PlatformError && error.retryAfterMs !== undefined) {
    return { kind: 'rate-limited', retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof RespondError && error.statusCode < 500) {
    return { kind: 'error', code: `http_${error.statusCode}`, retryAfterMs: undefined };
  }
  if (error instanceof RespondError) {
    return { kind: 'unknown', reason: `Slack answered with HTTP ${error.statusCode}` };
  }
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

/** Says what is in the way of a post and what to do, in one or two sentences. */
export function refusalRemedy(code: string): string {
  if (code.startsWith('restricted_action')) return blockedByRule;
  const known = Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  return known ?? 'Slack refuses this post. Change the reminder, or choose another channel.';
}

/** Shortens a message or an error to 300 characters, without tokens and addresses (an address can carry a ticket). */
export function redact(message: unknown): string {
  const text = message instanceof Error ? message.message : String(message);
  return text.replace(secret, '[removed]').slice(0, 300);
}

function platformFailure({ data }: webApi.WebAPIPlatformError): SlackFailure {
  const { error: code, response_metadata } = data as { error?: unknown; response_metadata?: { retryAfter?: unknown } };
  const seconds = response_metadata?.retryAfter;
  const retryAfterMs = typeof seconds === 'number' ? Math.max(1, seconds) * 1_000 : undefined;
  // A body that is not JSON, which may come from any proxy on the way, becomes the error's code in Slack's client.
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

/** Slack's client wraps a network error twice, and its own message says nothing. */
function rootCause(error: unknown): unknown {
  const { original, statusCode } = (error ?? {}) as {
    original?: { cause?: { code?: unknown } };
    statusCode?: unknown;
  };
  if (typeof statusCode === 'number') return `HTTP ${statusCode}`;
  return original?.cause?.code ?? original ?? error ?? 'the connection was closed';
}

import { PlatformError } from '../../bot/bot.ts';
import { redact } from './bolt-logger.ts';

/** Refusals that trying again does not cure. Source: https://docs.slack.dev/reference/methods/auth.test#errors */
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
 * What Slack refused or never answered, in our terms. The code `slack-refused` is for what no retry cures.
 *
 * @param what failed, such as `Cannot answer a command`
 * @param refusal what to say instead where Slack refused: which setting is wrong, and what to do
 */
export function slackError(error: unknown, what: string, refusal?: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const { data, retryAfter } = (error ?? {}) as { data?: { error?: unknown }; retryAfter?: unknown };
  const reason = data?.error;
  const refused = typeof reason === 'string' && refusals.has(reason);
  const detail = redact(reason ?? causeOf(error));
  const message = refused && refusal !== undefined ? `${refusal} (Slack says: ${detail})` : `${what}: ${detail}`;
  return new PlatformError(refused ? 'slack-refused' : 'slack-failed', message, {
    cause: error,
    ...(typeof retryAfter === 'number' ? { retryAfterMs: retryAfter * 1_000 } : {}),
  });
}

/** Slack's client wraps the fault of the network twice, and its own words say nothing. */
function causeOf(error: unknown): unknown {
  const { original, statusCode } = (error ?? {}) as {
    original?: { cause?: { code?: unknown } };
    statusCode?: unknown;
  };
  if (typeof statusCode === 'number') return `HTTP ${statusCode}`;
  return original?.cause?.code ?? original ?? error ?? 'the connection was closed';
}

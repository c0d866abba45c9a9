import { PlatformError } from '../../bot/errors/platform-error.ts';
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
 * @param what began or failed, such as `Cannot answer a command`
 * @param remedy what to do about a refusal, in whole sentences
 */
export function slackError(error: unknown, what: string, remedy = ''): PlatformError {
  if (error instanceof PlatformError) return error;
  const { data, retryAfter, statusCode } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const reason = (data as { error?: unknown } | undefined)?.error;
  const detail = reason ?? (typeof statusCode === 'number' ? `HTTP ${statusCode}` : (error ?? 'connection closed'));
  const refused = typeof reason === 'string' && refusals.has(reason);
  const message = `${what}: ${redact(detail)}.${refused && remedy !== '' ? ` ${remedy}` : ''}`;
  return new PlatformError(refused ? 'slack-refused' : 'slack-failed', message, {
    cause: error,
    ...(typeof retryAfter === 'number' ? { retryAfterMs: retryAfter * 1_000 } : {}),
  });
}

import { DiscordAPIError, GatewayCloseCodes, HTTPError } from 'discord.js';
import { PlatformError } from '../../../bot/bot.ts';
import { readFailure } from '../posting/discord-outcome.ts';

/** What no retry cures is looked at again so often: somebody may have put it right meanwhile. */
const refusedRetryMs = 300_000;

const application = 'your application at https://discord.com/developers/applications';
const wrongToken = `Discord refuses DISCORD_TOKEN. Open ${application}, choose Bot, Reset Token, and copy the new one.`;
const wrongIntents =
  `Discord refuses the bot's intents (Guilds, Guild Messages, Direct Messages), though none of them is privileged. Open ` +
  `${application}, look whether it is restricted, and bring the bot up to date.`;

/** Ends of a connection that no retry cures (developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes). */
const refusals: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: wrongToken,
  [GatewayCloseCodes.InvalidIntents]: wrongIntents,
  [GatewayCloseCodes.DisallowedIntents]: wrongIntents,
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord no longer takes the version of its API the bot speaks. Update the bot.',
};

/**
 * Why a connection to Discord failed, in our terms. The code `discord-refused` is for what no retry cures.
 *
 * @param closeCode the code the gateway closed with, where it did
 */
export function connectFault(error: unknown, closeCode?: number): PlatformError {
  if (error instanceof PlatformError) return error;
  const refusal = closeCode === undefined ? undefined : refusals[closeCode];
  if (refusal !== undefined) return refused(`${refusal} (Discord says: ${closeCode})`, error);
  const failure = readFailure(error);
  if (failure.kind === 'rate-limited') {
    const { reason, retryAfterMs } = failure;
    return new PlatformError('discord-failed', `Cannot connect to Discord: ${reason}`, { cause: error, retryAfterMs });
  }
  const status = statusOf(error);
  if (status === 401) return refused(`${wrongToken} (Discord says: 401)`, error);
  const detail = status === undefined ? causeOf(error, closeCode) : `HTTP ${status}`;
  return new PlatformError('discord-failed', `Cannot connect to Discord: ${detail}`, { cause: error });
}

function refused(message: string, cause: unknown): PlatformError {
  return new PlatformError('discord-refused', message, { cause, retryAfterMs: refusedRetryMs });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return error.status;
  return (error as { code?: unknown } | undefined)?.code === 'TokenInvalid' ? 401 : undefined;
}

function causeOf(error: unknown, closeCode: number | undefined): string {
  if (closeCode !== undefined) return `closed with ${closeCode}`;
  const { code, cause, message } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
  return String(cause?.code ?? code ?? message ?? 'the connection was closed').slice(0, 200);
}

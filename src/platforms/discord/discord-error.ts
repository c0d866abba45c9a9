import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError } from '../../bot/errors/platform-error.ts';

/** What the codes that have a name of ours mean. Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
const named: Readonly<Record<string, readonly [code: string, meaning: string]>> = {
  10062: ['unknown-interaction', 'the answer came after Discord had given up on it'],
  40060: ['already-acknowledged', 'it was answered before, by this process or another one with the same token'],
};

/**
 * What Discord refused or never answered, in our terms. The codes: `unknown-interaction` (10062),
 * `already-acknowledged` (40060), `discord-` with another code of Discord's, `discord-http-` with a status,
 * `discord-rate-limited`, `discord-timeout` and `discord-failed`. No address gets into a message: it may hold a token.
 *
 * @param what failed, such as `Cannot answer a command`
 */
export function discordError(thrown: unknown, what: string): PlatformError {
  if (thrown instanceof PlatformError) return thrown;
  const options = { cause: thrown };
  if (thrown instanceof DiscordAPIError) {
    const [code, meaning] = named[thrown.code] ?? [`discord-${thrown.code}`, firstLine(thrown.message)];
    return new PlatformError(code, `${what}: ${meaning} (Discord says ${thrown.code})`, options);
  }
  if (thrown instanceof RateLimitError) {
    const { retryAfter: retryAfterMs } = thrown;
    return new PlatformError('discord-rate-limited', `${what}: Discord asks to wait`, { ...options, retryAfterMs });
  }
  if (thrown instanceof HTTPError) {
    return new PlatformError(`discord-http-${thrown.status}`, `${what}: HTTP ${thrown.status}`, options);
  }
  const { name, code, message } = (thrown ?? {}) as { name?: string; code?: unknown; message?: string };
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new PlatformError('discord-timeout', `${what}: Discord did not answer in time`, options);
  }
  const reason = typeof code === 'string' ? code : (message ?? String(thrown));
  return new PlatformError('discord-failed', `${what}: ${firstLine(reason)}`, options);
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

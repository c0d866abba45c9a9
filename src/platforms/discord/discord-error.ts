import { HTTPError } from 'discord.js';
import { PlatformError } from '../../bot/bot.ts';
import { readFailure } from './posting/discord-outcome.ts';

/**
 * What two refusals mean that every bot meets.
 *
 * Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
const named: Readonly<Record<number, readonly [code: string, meaning: string]>> = {
  10062: ['unknown-interaction', 'the answer came after Discord had given up on it'],
  40060: ['already-acknowledged', 'it was answered before, by this process or another one with the same token'],
};

/**
 * What Discord refused or never answered, in our terms. The codes: `unknown-interaction` (10062),
 * `already-acknowledged` (40060), `discord-` with another number of Discord's, `discord-http-` with a status where it has
 * none or fell over, `discord-rate-limited`, and `discord-failed` for what got no answer. No address gets into a message: it may hold
 * a token.
 *
 * @param what failed, such as `Cannot answer an interaction`
 */
export function discordError(thrown: unknown, what: string): PlatformError {
  if (thrown instanceof PlatformError) return thrown;
  const failure = readFailure(thrown);
  const cause = { cause: thrown };
  if (failure.kind === 'rate-limited') {
    const { retryAfterMs } = failure;
    return new PlatformError('discord-rate-limited', `${what}: ${failure.reason}`, { ...cause, retryAfterMs });
  }
  if (thrown instanceof HTTPError)
    return new PlatformError(`discord-http-${thrown.status}`, `${what}: HTTP ${thrown.status}`, cause);
  if (failure.kind !== 'error') {
    const { code } = (thrown ?? {}) as { code?: unknown };
    return new PlatformError(
      'discord-failed',
      `${what}: ${typeof code === 'string' ? code : brief(failure.reason)}`,
      cause,
    );
  }
  const { code: number, status, message } = failure;
  if (number === 0) return new PlatformError(`discord-http-${status}`, `${what}: ${brief(message)}`, cause);
  const [code, meaning] = named[number] ?? [`discord-${number}`, brief(message)];
  return new PlatformError(code, `${what}: ${meaning} (Discord says ${number})`, cause);
}

/** True where Discord took offence at what was sent, such as its size, so that something shorter may be taken. */
export function isBadMessage(thrown: unknown): boolean {
  const failure = readFailure(thrown);
  return failure.kind === 'error' && (failure.code === 50_035 || failure.code === 40_005 || failure.status === 413);
}

function brief(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

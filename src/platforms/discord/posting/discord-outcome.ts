import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { UnansweredError } from '../request-maker.ts';

/** How a call to Discord ended where it did not succeed. */
export type DiscordFailure =
  /** Discord answered and refused, with its own number for the reason; 0 where it has none. */
  | { readonly kind: 'error'; readonly status: number; readonly code: number; readonly message: string }
  /** Certainly not done: too much at once. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number; readonly reason: string }
  /** Discord was certainly not reached. */
  | { readonly kind: 'unreached'; readonly reason: string }
  /** Whatever else: what was asked for may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The same refusal in the words of a reminder's owner, who may have nothing to do with the bot. */
export const tooMuchAtOnce = 'Discord says it is too much at once';

/** Sorts what discord.js's REST client throws. */
export function readFailure(error: unknown): DiscordFailure {
  if (error instanceof RateLimitError) {
    return { kind: 'rate-limited', retryAfterMs: Math.max(1, Math.ceil(error.retryAfter)), reason: tooMuchAtOnce };
  }
  if (error instanceof DiscordAPIError) {
    const code = typeof error.code === 'number' ? error.code : 0;
    return { kind: 'error', status: error.status, code, message: error.message };
  }
  if (error instanceof HTTPError) return { kind: 'unknown', reason: `Discord answered with HTTP ${error.status}` };
  if (error instanceof UnansweredError && !error.mayHaveArrived) return { kind: 'unreached', reason: error.message };
  return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}

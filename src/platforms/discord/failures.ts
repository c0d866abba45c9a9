import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError } from '../../bot/bot.ts';
import type { ChatFailure } from '../../chat/chat.ts';
import { UnansweredError } from './request-maker.ts';

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
  const remedy = refusalRemedy(failure);
  if (code === Code.UnknownChannel || code === Code.UnknownUser) {
    return { kind: 'place-gone', remedy, says };
  }
  const isContent = code === Code.InvalidFormBodyOrContentType || code === Code.RequestEntityTooLarge || status === 413;
  return { kind: isContent ? 'content-refused' : 'refused', remedy, says };
}

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
const tooMuchAtOnce = 'Discord says it is too much at once';

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

/** Discord answered and refused. */
type DiscordRefusal = Extract<DiscordFailure, { kind: 'error' }>;

const newToken =
  'Discord no longer accepts the bot’s token. Make a new one at https://discord.com/developers/applications (Bot, Reset Token), set DISCORD_TOKEN and restart the bot.';
const noDirectMessages =
  'That person doesn’t accept direct messages from me. They can allow them in the privacy settings of the server, or choose a channel.';
const noPerson = 'Discord can no longer find that person. Choose another person or a channel.';
const wrongKind = 'I cannot post in a channel of that kind. Choose a text channel or a thread.';
const blockedText =
  'A rule of this server (AutoMod) blocks that text. Change the text, or let AutoMod accept what I post.';

/** Advice for a post that won't succeed by trying again. */
const remedies: ReadonlyMap<number, string> = new Map([
  [Code.UnknownChannel, 'That channel is gone. Choose another channel.'],
  [Code.UnknownGuild, 'I am no longer in that server. Invite me again.'],
  [Code.UnknownUser, noPerson],
  [Code.UnknownMember, 'That person is not in this server. Choose another person or a channel.'],
  [
    Code.MissingAccess,
    'I cannot see that channel. Give me View Channel there (Edit Channel, Permissions), or choose another channel.',
  ],
  [
    Code.MissingPermissions,
    'I’m not allowed to post there. Give me Send Messages there (in a thread: Send Messages in Threads), or choose another channel.',
  ],
  [Code.CannotSendMessagesToThisUser, noDirectMessages],
  [Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, noDirectMessages],
  [Code.CannotSendMessagesInNonTextChannel, wrongKind],
  [Code.CannotExecuteActionOnThisChannelType, wrongKind],
  [Code.ThreadLocked, 'That thread is locked. Unlock it, or choose another channel.'],
  [Code.InvalidActionOnArchivedThread, 'That thread is closed. Open it again, or choose another channel.'],
  [Code.MessageWasBlockedByAutomaticModeration, blockedText],
  [Code.TitleWasBlockedByAutomaticModeration, blockedText],
]);

/** Refusals that pass by themselves, and how long to wait, in milliseconds. */
const passingRefusals: ReadonlyMap<string | number, number> = new Map([
  [Code.SendMessagesHasBeenTemporarilyDisabled, 5 * 60_000],
  [Code.ActionCannotBePerformedDueToSlowmodeRateLimit, 60_000],
  [Code.ChannelSendRateLimit, 60_000],
  [Code.ServiceResourceIsBeingRateLimited, 60_000],
]);

/** One or two sentences: what is in the way, and what to do. */
export function refusalRemedy({ status, code }: DiscordRefusal): string {
  if (status === 401) return newToken;
  return remedies.get(code) ?? 'Discord refuses this post. Change the reminder, or choose another channel.';
}

/** Discord's own words, on one line, with the number to look up. */
function inDiscordsWords({ status, code, message }: DiscordRefusal): string {
  const [first = ''] = message.split('\n', 1);
  return `${first.slice(0, 120)}, ${code === 0 ? `HTTP ${status}` : code}`;
}

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

function brief(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

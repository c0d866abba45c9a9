import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { DiscordFailure } from './discord-outcome.ts';

/** Discord answered and refused. */
export type DiscordRefusal = Extract<DiscordFailure, { kind: 'error' }>;

const newToken =
  'Discord does not accept the bot’s token any more. Make a new one at https://discord.com/developers/applications (Bot, Reset Token), set DISCORD_TOKEN and restart the bot.';
const noDirectMessages =
  'That person takes no direct messages from me. They can allow them in the privacy settings of the server, or choose a channel.';
const noPerson = 'Discord knows no such person any more. Choose another person or a channel.';
const wrongKind = 'I cannot post in a channel of that kind. Choose a text channel or a thread.';
const blockedText =
  'A rule of this server (AutoMod) blocks that text. Change the text, or let AutoMod pass what I post.';

/** What to do about a post that will not succeed by trying again. */
const remedies: ReadonlyMap<number, string> = new Map([
  [Code.UnknownChannel, 'That channel is gone. Choose another channel.'],
  [Code.UnknownGuild, 'I am not in that server any more. Invite me again.'],
  [Code.UnknownUser, noPerson],
  [Code.UnknownMember, 'That person is not in this server. Choose another person or a channel.'],
  [
    Code.MissingAccess,
    'I cannot see that channel. Give me View Channel there (Edit Channel, Permissions), or choose another channel.',
  ],
  [
    Code.MissingPermissions,
    'I may not post there. Give me Send Messages there (in a thread: Send Messages in Threads), or choose another channel.',
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
export const passingRefusals: ReadonlyMap<string | number, number> = new Map([
  [Code.SendMessagesHasBeenTemporarilyDisabled, 5 * 60_000],
  [Code.ActionCannotBePerformedDueToSlowmodeRateLimit, 60_000],
  [Code.ChannelSendRateLimit, 60_000],
  [Code.ServiceResourceIsBeingRateLimited, 60_000],
]);

/** One or two sentences: what is in the way, and what to do. */
export function remedyOf({ status, code }: DiscordRefusal): string {
  if (status === 401) return newToken;
  return remedies.get(code) ?? 'Discord refuses this post. Change the reminder, or choose another channel.';
}

/** Discord's own words, on one line, with the number to look up. */
export function inDiscordsWords({ status, code, message }: DiscordRefusal): string {
  const [first = ''] = message.split('\n', 1);
  return `${first.slice(0, 120)}, ${code === 0 ? `HTTP ${status}` : code}`;
}

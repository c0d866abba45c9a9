import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { ChannelInfo } from './channel-access.ts';

/** A permission by the name Discord shows, with its bit. */
type Needed = readonly [name: string, bit: bigint];

const sending: Needed = ['Send Messages', PermissionFlagsBits.SendMessages];
const sendingInThreads: Needed = ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads];
const connecting: Needed = ['Connect', PermissionFlagsBits.Connect];

const mentioning: Needed = ['Mention @everyone, @here, and All Roles', PermissionFlagsBits.MentionEveryone];
const managing: Needed = ['Manage Threads (the thread is locked)', PermissionFlagsBits.ManageThreads];

/** Channels that hold messages, and what posting there takes. */
const sendingIn = new Map<ChannelType, readonly Needed[]>([
  [ChannelType.GuildText, [sending]],
  [ChannelType.GuildAnnouncement, [sending]],
  [ChannelType.AnnouncementThread, [sendingInThreads]],
  [ChannelType.PublicThread, [sendingInThreads]],
  [ChannelType.PrivateThread, [sendingInThreads]],
  // The messages of a voice channel are for those who may enter it.
  [ChannelType.GuildVoice, [sending, connecting]],
  [ChannelType.GuildStageVoice, [sending, connecting]],
]);

/** True for channels of servers that hold messages: no forum, no category. */
export function holdsMessages({ type }: ChannelInfo): boolean {
  return sendingIn.has(type);
}

/** What the bot lacks in a channel to post reminders there and find them again, by the names Discord shows. */
export function missingPermissions(
  { type, thread_metadata: thread }: ChannelInfo,
  granted: bigint,
  { pingsEveryone }: { readonly pingsEveryone: boolean },
): readonly string[] {
  const needed: readonly Needed[] = [
    ['View Channel', PermissionFlagsBits.ViewChannel],
    ...(sendingIn.get(type) ?? []),
    ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
    ...(pingsEveryone ? [mentioning] : []),
    ...(thread?.locked === true ? [managing] : []),
  ];
  return needed.filter(([, bit]) => (granted & bit) === 0n).map(([name]) => name);
}

/** True where the history of a channel shows its messages; without the permission it is empty, and no error says so. */
export function mayReadHistory(granted: bigint): boolean {
  const bits = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;
  return (granted & bits) === bits;
}

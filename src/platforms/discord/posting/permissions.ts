import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIThreadMetadata,
  type APIUser,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { DiscordFailure } from '../failures.ts';
import type { PostClient } from './post-client.ts';

/** A channel as the REST API returns it, as far as it is read. */
export interface ChannelInfo {
  readonly id: string;
  readonly type: ChannelType;
  readonly guild_id?: string;
  /** Of a thread: the channel it is in. */
  readonly parent_id?: string | null;
  readonly permission_overwrites?: readonly APIOverwrite[];
  readonly thread_metadata?: Pick<APIThreadMetadata, 'archived' | 'locked'>;
  /** Of direct messages: the person. */
  readonly recipients?: readonly Pick<APIUser, 'id'>[];
}

/** Asks Discord's REST API about channels and what the bot may do in them. */
export interface ChannelAccess {
  channel(id: string, signal: AbortSignal): Promise<Found<ChannelInfo>>;
  /** A member's permissions in a channel of a server, as a set of bits. @param person left out, the bot */
  permissions(guild: string, channel: ChannelInfo, signal: AbortSignal, person?: string): Promise<Found<bigint>>;
  isInThread(thread: string, person: string, signal: AbortSignal): Promise<Found<true>>;
  isMember(guild: string, person: string, signal: AbortSignal): Promise<Found<true>>;
}

type Found<Value> = { readonly kind: 'done'; readonly value: Value } | DiscordFailure;

/** Asks through a client for posts, each time anew, since permissions change. */
export function createChannelAccess(client: PostClient, now: () => Date): ChannelAccess {
  let ownId: string | undefined;
  const get = async <Body>(path: `/${string}`, signal: AbortSignal): Promise<Found<Body>> => {
    const result = await client.call<Body>({ method: 'get', path, signal });
    return result.kind === 'done' ? { kind: 'done', value: result.body } : result;
  };
  const channel: ChannelAccess['channel'] = (id, signal) => get<ChannelInfo & APIChannel>(Routes.channel(id), signal);
  const findOwnId = async (signal: AbortSignal): Promise<Found<string>> => {
    if (ownId === undefined) {
      const me = await get<APIUser>(Routes.user(), signal);
      if (me.kind !== 'done') return me;
      ownId = me.value.id;
    }
    return { kind: 'done', value: ownId };
  };
  const findMember = async (
    guild: string,
    person: string | undefined,
    signal: AbortSignal,
  ): Promise<Found<APIGuildMember & { id: string }>> => {
    const id = person === undefined ? await findOwnId(signal) : ({ kind: 'done', value: person } as const);
    if (id.kind !== 'done') return id;
    const member = await get<APIGuildMember>(Routes.guildMember(guild, id.value), signal);
    return member.kind === 'done' ? { kind: 'done', value: { ...member.value, id: id.value } } : member;
  };
  /** A thread has no permissions of its own. */
  const overwritesOf = async (
    { thread_metadata: thread, parent_id: parent, ...own }: ChannelInfo,
    signal: AbortSignal,
  ) => {
    const holder =
      thread === undefined || !parent ? { kind: 'done' as const, value: own } : await channel(parent, signal);
    return holder.kind === 'done' ? { kind: 'done' as const, value: holder.value.permission_overwrites ?? [] } : holder;
  };
  return {
    channel,
    async permissions(guildId, info, signal, person) {
      const [guild, member, overwrites] = await Promise.all([
        get<APIGuild>(Routes.guild(guildId), signal),
        findMember(guildId, person, signal),
        overwritesOf(info, signal),
      ]);
      if (guild.kind !== 'done') return guild;
      if (member.kind !== 'done') return member;
      if (overwrites.kind !== 'done') return overwrites;
      const question = { guild: guild.value, member: member.value, overwrites: overwrites.value, now: now() };
      return { kind: 'done', value: channelPermissions(question) };
    },
    async isInThread(thread, person, signal) {
      const member = await get<unknown>(Routes.threadMembers(thread, person), signal);
      return member.kind === 'done' ? { kind: 'done', value: true } : member;
    },
    async isMember(guild, person, signal) {
      const member = await get<APIGuildMember>(Routes.guildMember(guild, person), signal);
      return member.kind === 'done' ? { kind: 'done', value: true } : member;
    },
  };
}

/** Whose permissions, and where. */
export interface PermissionQuestion {
  readonly guild: Pick<APIGuild, 'id' | 'owner_id'> & { readonly roles: readonly GuildRole[] };
  readonly member: { readonly id: string } & Pick<APIGuildMember, 'roles' | 'communication_disabled_until'>;
  /** Those of the channel; of a thread, those of the channel it is in. */
  readonly overwrites: readonly Overwrite[];
  readonly now: Date;
}

interface GuildRole {
  readonly id: string;
  readonly permissions: string;
}

type Overwrite = Pick<APIOverwrite, 'id' | 'type' | 'allow' | 'deny'>;

const everything = ~0n;
/** The permissions of a timed-out member (developers/topics/permissions#permissions-for-timed-out-members). */
const inTimeOut = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/**
 * What a member may do in a channel, as a set of bits. discord.js works this out for what its cache holds; this is for
 * what the REST API returns, so that it needs no gateway.
 *
 * Source: developers/topics/permissions#permission-overwrites
 */
export function channelPermissions({ guild, member, overwrites, now }: PermissionQuestion): bigint {
  if (guild.owner_id === member.id) return everything;
  // The role of everybody has the server's id.
  const roles = new Set([guild.id, ...member.roles]);
  const base = guild.roles
    .filter(({ id }) => roles.has(id))
    .reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const ofRoles = ({ id, type }: Overwrite) => type === OverwriteType.Role && id !== guild.id && roles.has(id);
  const steps = [
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id === guild.id),
    overwrites.filter(ofRoles),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.id),
  ];
  const granted = steps.reduce((bits, step) => (bits & ~union(step, 'deny')) | union(step, 'allow'), base);
  const until = member.communication_disabled_until;
  return until && new Date(until) > now ? granted & inTimeOut : granted;
}

function union(overwrites: readonly Overwrite[], which: 'allow' | 'deny'): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[which]), 0n);
}

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

/** The permissions the bot lacks to post reminders in a channel and find them again, by the names Discord shows. */
export function missingPermissions(
  { type, thread_metadata: thread }: ChannelInfo,
  granted: bigint,
  { pingsEveryone = false }: { readonly pingsEveryone?: boolean },
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

/** The permissions a person lacks to write in a channel. */
export function missingToWrite(
  { type, thread_metadata: thread }: Pick<ChannelInfo, 'type' | 'thread_metadata'>,
  granted: bigint,
): readonly string[] {
  const needed: readonly Needed[] = [
    ['View Channel', PermissionFlagsBits.ViewChannel],
    ...(sendingIn.get(type) ?? []),
    ...(thread?.locked === true ? [managing] : []),
  ];
  return needed.filter(([, bit]) => (granted & bit) === 0n).map(([name]) => name);
}

/** True where a set of permissions lets somebody see a channel. */
export function mayView(granted: bigint): boolean {
  return (granted & PermissionFlagsBits.Administrator) !== 0n || (granted & PermissionFlagsBits.ViewChannel) !== 0n;
}

/** True for whoever sees private threads without being in them. */
export function mayManageThreads(granted: bigint): boolean {
  return (granted & PermissionFlagsBits.ManageThreads) !== 0n;
}

/** True where the history of a channel shows its messages; without the permission it is empty, and no error says so. */
export function mayReadHistory(granted: bigint): boolean {
  const bits = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;
  return (granted & bits) === bits;
}

import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIThreadMetadata,
  type APIUser,
  type ChannelType,
  Routes,
} from 'discord.js';
import { channelPermissions } from './channel-permissions.ts';
import type { DiscordFailure } from './discord-outcome.ts';
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
  /** What the bot may do in a channel of a server, as a set of bits. */
  permissions(guild: string, channel: ChannelInfo, signal: AbortSignal): Promise<Found<bigint>>;
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
  const ownMember = async (guild: string, signal: AbortSignal): Promise<Found<APIGuildMember & { id: string }>> => {
    if (ownId === undefined) {
      const me = await get<APIUser>(Routes.user(), signal);
      if (me.kind !== 'done') return me;
      ownId = me.value.id;
    }
    const member = await get<APIGuildMember>(Routes.guildMember(guild, ownId), signal);
    return member.kind === 'done' ? { kind: 'done', value: { ...member.value, id: ownId } } : member;
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
    async permissions(guildId, info, signal) {
      const [guild, member, overwrites] = await Promise.all([
        get<APIGuild>(Routes.guild(guildId), signal),
        ownMember(guildId, signal),
        overwritesOf(info, signal),
      ]);
      if (guild.kind !== 'done') return guild;
      if (member.kind !== 'done') return member;
      if (overwrites.kind !== 'done') return overwrites;
      const question = { guild: guild.value, member: member.value, overwrites: overwrites.value, now: now() };
      return { kind: 'done', value: channelPermissions(question) };
    },
    async isMember(guild, person, signal) {
      const member = await get<APIGuildMember>(Routes.guildMember(guild, person), signal);
      return member.kind === 'done' ? { kind: 'done', value: true } : member;
    },
  };
}

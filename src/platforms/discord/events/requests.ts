import {
  type APIGuildMember,
  type APIInteraction,
  ApplicationIntegrationType,
  ChannelType,
  GuildMemberFlags,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Actor, Capabilities, Conversation, Input, Reference, Request, TeamKey } from '../../../bot/bot.ts';
import type { RequestSource } from '../../../chat/chat.ts';
import { isGuild, teamKeyOf } from '../ids.ts';
import { decodeText } from './decode-text.ts';
import { managing, type Names } from './names.ts';

const capabilities: Capabilities = {
  prefix: '/mdaemon ',
  adminPrefix: '/mdaemon-admin ',
  optionNames: true,
  buttons: true,
  files: true,
};

/** The person who asks, and the place. */
interface Asker {
  readonly team: TeamKey;
  readonly actor: Actor;
  readonly conversation: Conversation;
}

/** Reads who made an interaction, and where. Discord sends the member's permissions in that channel along. */
export function readAsker(interaction: APIInteraction, source: Pick<RequestSource, 'administrators'>): Asker {
  const { member, guild_id: guild, context } = interaction;
  const id = (member?.user ?? interaction.user)?.id ?? '';
  // A direct message is its person's own place.
  const mayManage = guild === undefined || (member !== undefined && (BigInt(member.permissions) & managing) !== 0n);
  const actor = asGuest(discordActor(id, mayManage, source), member);
  return {
    team: teamKeyOf(guild, id),
    actor: isGuild(guild) && isOnlyTheirs(interaction) ? { ...actor, role: 'outsider', doubt: notAdded } : actor,
    conversation: {
      id: interaction.channel?.id ?? interaction.channel_id ?? '',
      // In a direct message between others, where the bot is a guest, somebody reads along.
      private: !isGuild(guild) && context !== InteractionContextType.PrivateChannel,
      ...(member === undefined || mayWrite(interaction, BigInt(member.permissions)) ? {} : { readOnly: true }),
    },
  };
}

const threads: readonly (ChannelType | undefined)[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

/** Commands can be used where only few may write, such as a channel for announcements. */
function mayWrite({ channel }: APIInteraction, permissions: bigint): boolean {
  const { SendMessages, SendMessagesInThreads, Administrator } = PermissionFlagsBits;
  const writing = threads.includes(channel?.type) ? SendMessagesInThreads : SendMessages;
  return (permissions & (writing | Administrator)) !== 0n;
}

const notAdded =
  'The bot was not added to this server; somebody uses it from their own account. Anyone who can manage the server can add it.';

/**
 * True in a server that did not add the bot, where somebody uses it from their own account.
 *
 * Source: developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object
 */
function isOnlyTheirs({ authorizing_integration_owners: owners }: APIInteraction): boolean {
  const { UserInstall, GuildInstall } = ApplicationIntegrationType;
  return owners?.[UserInstall] !== undefined && owners[GuildInstall] === undefined;
}

/**
 * Somebody who is in a server as a guest, or has not agreed to its rules yet, is no member of it.
 *
 * Source: developers/resources/guild#guild-member-object
 */
export function asGuest(actor: Actor, member: Partial<Pick<APIGuildMember, 'flags' | 'pending'>> | undefined): Actor {
  const isGuest = ((member?.flags ?? 0) & GuildMemberFlags.IsGuest) !== 0 || member?.pending === true;
  return isGuest && actor.role !== 'administrator' ? { ...actor, role: 'outsider', doubt: onlyGuest } : actor;
}

const onlyGuest =
  'Discord says that you are here as a guest, or have not agreed to the rules of this server yet. Members can do it.';

/** A person, with the role that the operator or Discord gives them. */
export function discordActor(
  id: string,
  mayManage: boolean,
  { administrators }: Pick<RequestSource, 'administrators'>,
): Actor {
  return { id, role: mayManage || administrators.has(id) ? 'administrator' : 'member' };
}

export function lineRequest(interaction: APIInteraction, line: string, source: RequestSource): Request {
  return buildRequest(source, readAsker(interaction, source), { kind: 'text', text: line });
}

/** The request in a slash command or a form. People pick channels and members in its texts, which arrive as markup. */
export function callRequest(
  interaction: APIInteraction,
  call: Extract<Input, { kind: 'call' }>,
  { source, names }: { readonly source: RequestSource; readonly names: Names },
  more: readonly Reference[] = [],
): Request {
  const references: Reference[] = [...more];
  const decode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== 'string') return value;
    const decoded = decodeText(value, { names, guild: interaction.guild_id });
    references.push(...decoded.references);
    return decoded.text;
  };
  const values = Object.fromEntries(Object.entries(call.values).map(([name, value]) => [name, decode(value)]));
  return buildRequest(source, readAsker(interaction, source), { ...call, values }, references);
}

export function buildRequest(
  source: RequestSource,
  asker: Asker,
  input: Input,
  references: readonly Reference[] = [],
): Request {
  return {
    id: source.newId(),
    ...asker,
    zone: source.zone,
    receivedAt: source.now(),
    capabilities,
    input,
    ...(references.length === 0 ? {} : { references }),
  };
}

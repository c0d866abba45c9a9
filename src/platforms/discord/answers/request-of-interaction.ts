import type { APIInteraction } from 'discord.js';
import { InteractionContextType } from 'discord.js';
import type { Input, Reference, Request } from '../../../bot/bot.ts';
import { teamKeyOf } from '../team-key.ts';
import { decodeText } from './decode-text.ts';
import { managing } from './names.ts';
import { type Asker, actorOf, makeRequest, type RequestSource } from './request-source.ts';

/** Who made an interaction, and where. Discord says what a member may do in that channel. */
export function askerOf(interaction: APIInteraction, source: Pick<RequestSource, 'administrators'>): Asker {
  const { member, guild_id: guild, context } = interaction;
  const id = (member?.user ?? interaction.user)?.id ?? '';
  const mayManage = member !== undefined && (BigInt(member.permissions) & managing) !== 0n;
  return {
    team: teamKeyOf(guild, id),
    actor: actorOf(id, mayManage, source),
    conversation: {
      id: interaction.channel?.id ?? interaction.channel_id ?? '',
      // In a direct message between others, where the bot is a guest, somebody reads along.
      private: guild === undefined && context !== InteractionContextType.PrivateChannel,
    },
  };
}

/** The request behind a button or a page: a command line. */
export function requestOfLine(interaction: APIInteraction, line: string, source: RequestSource): Request {
  return makeRequest(source, askerOf(interaction, source), { kind: 'text', text: line });
}

/** The request in a slash command or a form. People pick channels and members in its texts, which arrive as markup. */
export function requestOfCall(
  interaction: APIInteraction,
  call: Extract<Input, { kind: 'call' }>,
  source: RequestSource,
  more: readonly Reference[] = [],
): Request {
  const references: Reference[] = [...more];
  const decode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== 'string') return value;
    const decoded = decodeText(value, { names: source.names, guild: interaction.guild_id });
    references.push(...decoded.references);
    return decoded.text;
  };
  const values = Object.fromEntries(Object.entries(call.values).map(([name, value]) => [name, decode(value)]));
  return makeRequest(source, askerOf(interaction, source), { ...call, values }, references);
}

import type { GatewayMessageCreateDispatchData } from 'discord.js';
import { MessageType } from 'discord.js';
import type { Request } from '../../../bot/bot.ts';
import { teamKeyOf } from '../team-key.ts';
import { decodeText } from './decode-text.ts';
import { actorOf, makeRequest, type RequestSource } from './request-source.ts';

/**
 * True for what a person wrote to the bot: a direct message, or one that mentions it by name. What mentions everybody or
 * a role is for others, and so is what bots and webhooks write.
 */
export function isForBot(message: GatewayMessageCreateDispatchData, bot: string | undefined): boolean {
  const { author, webhook_id, type, guild_id, content } = message;
  if (webhook_id !== undefined || author.bot === true || author.system === true || author.id === bot) return false;
  if (type !== MessageType.Default && type !== MessageType.Reply) return false;
  return (
    guild_id === undefined || (bot !== undefined && (content.includes(`<@${bot}>`) || content.includes(`<@!${bot}>`)))
  );
}

/** The request in a mention or a direct message. A thread is a channel of its own in Discord. */
export function requestOfMessage(message: GatewayMessageCreateDispatchData, source: RequestSource): Request {
  const { author, guild_id: guild, channel_id: channel, content, mentions, member } = message;
  const people = new Map(mentions.map(({ id, username }) => [id, username]));
  const { text, references } = decodeText(content, { names: source.names, guild, people, bot: source.names.bot() });
  const mayManage = guild !== undefined && source.names.mayManage(guild, { id: author.id, roles: member?.roles ?? [] });
  const asker = {
    team: teamKeyOf(guild, author.id),
    actor: actorOf(author.id, mayManage, source),
    conversation: { id: channel, private: guild === undefined },
  };
  return makeRequest(source, asker, { kind: 'text', text }, references);
}

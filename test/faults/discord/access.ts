import { channelOf, createsMessage, type DiscordRule, refusal } from './call.ts';

/**
 * What the bot may do in a channel. `gone`: the channel was deleted. `hidden`: without View Channel. `read-only`:
 * without Send Messages. `no-history`: without Read Message History. `closed`: a person who takes no direct messages.
 */
export type ChannelAccess = 'open' | 'gone' | 'hidden' | 'read-only' | 'no-history' | 'closed';

/** A channel's permission overwrite. Source: resources/channel#overwrite-object */
export interface Overwrite {
  readonly id: string;
  /** 0: a role, 1: a member. */
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

/** Only a bot's token opens the API. Source: reference#authentication */
export function authorization(token: string): DiscordRule {
  // The token in the path of these is the key. Source: interactions/receiving-and-responding#endpoints
  const hasOwnKey = /^\/(?:webhooks|interactions)\/\d+\/[^/]+/;
  return async (call, next) =>
    call.authorization === `Bot ${token}` || hasOwnKey.test(call.path)
      ? next(call)
      : refusal(401, 0, '401: Unauthorized');
}

/** What a bot gets that lacks a channel or a permission. Source: topics/opcodes-and-status-codes#json */
export function channelAccess(accessOf: (channel: string) => ChannelAccess): DiscordRule {
  return async (call, next) => {
    const access = accessOf(channelOf(call) ?? '');
    if (access === 'gone') return refusal(404, 10_003, 'Unknown Channel');
    if (access === 'hidden') return refusal(403, 50_001, 'Missing Access');
    if (createsMessage(call)) {
      if (access === 'read-only') return refusal(403, 50_013, 'Missing Permissions');
      if (access === 'closed') return refusal(403, 50_007, 'Cannot send messages to this user');
    }
    // "no messages will be returned". Source: resources/message#get-channel-messages
    if (access === 'no-history' && call.route === 'GET /channels/:id/messages') return { status: 200, body: [] };
    return next(call);
  };
}

/** Adds the overwrites, which the peer does not keep. Source: resources/channel#channel-object */
export function channelOverwrites(overwritesOf: (channel: string) => readonly Overwrite[]): DiscordRule {
  return async (call, next) => {
    const answer = await next(call);
    if (call.route !== 'GET /channels/:id' || answer.status !== 200 || answer.body.type === 1) return answer;
    return { ...answer, body: { ...answer.body, permission_overwrites: overwritesOf(answer.body.id) } };
  };
}

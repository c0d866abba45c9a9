import { channelOf, type DiscordRule, refusal } from './call.ts';

/**
 * Opening a direct message, which gives the same channel each time. The peer has the channels, but no way to open them.
 *
 * Source: resources/user#create-dm
 *
 * @param channels the channels by the ids of the persons they are with
 */
export function directMessages(channels: ReadonlyMap<string, string>): DiscordRule {
  const people = new Map([...channels].map(([person, channel]) => [channel, person]));
  return async (call, next) => {
    if (call.route === 'POST /users/@me/channels') {
      const person = String(call.body?.recipient_id ?? '');
      const channel = channels.get(person);
      const user = await next({ ...call, method: 'GET', path: `/users/${person}`, body: undefined });
      if (user.status !== 200) return user;
      if (channel === undefined)
        return refusal(403, 50_278, 'Cannot send messages to this user due to having no mutual guilds');
      return { status: 200, body: { id: channel, type: 1, flags: 0, last_message_id: null, recipients: [user.body] } };
    }
    const answer = await next(call);
    const person = people.get(channelOf(call) ?? '');
    if (call.route !== 'GET /channels/:id' || answer.status !== 200 || person === undefined) return answer;
    const user = await next({ ...call, method: 'GET', path: `/users/${person}`, query: new URLSearchParams() });
    return { ...answer, body: { ...answer.body, recipients: [user.body] } };
  };
}

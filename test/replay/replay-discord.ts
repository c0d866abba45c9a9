import type { APIInteraction, GatewayMessageCreateDispatchData } from 'discord.js';
import { createChat } from '../../src/chat/create-chat.ts';
import { createDiscordAdapter } from '../../src/platforms/discord/discord-adapter.ts';
import type { Names } from '../../src/platforms/discord/events/names.ts';
import type { RestCalls } from '../../src/platforms/discord/events/responder.ts';
import type { DiscordRecording } from './read-recording.ts';
import type { ReplayBench } from './replay.ts';

/** Hands the event to the chat, as the connection does, and keeps the calls of the REST client. */
export async function replayDiscord(
  { event, known }: DiscordRecording,
  { options, bot: { catalogue, services }, send }: ReplayBench,
): Promise<void> {
  const { logger, now } = options;
  const names: Names = {
    bot: () => known.bot,
    channel: (id) => known.channels[id],
    person: (id) => known.people[id],
    role: (_guild, id) => known.roles[id],
    mayManage: () => known.mayManage,
  };
  const keep =
    (method: string): RestCalls['post'] =>
    async (route, { body, files = [] } = {}) => {
      const sent = files.map(({ name, data }) => ({ name, content: String(data) }));
      send(`${method} ${route}`, sent.length === 0 ? body : { ...(body as object), files: sent });
      return { id: '1' };
    };
  const rest: RestCalls = { post: keep('POST'), patch: keep('PATCH') };
  /** Takes responses to interactions. A reminder's channel, which is looked up before it is made, is not known. */
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input instanceof Request ? input.url : input));
    const route = pathname.replace(/^\/api\/v\d+/, '');
    const method = init?.method ?? 'GET';
    send(`${method} ${route}`, method === 'GET' ? null : await readBody(init?.body));
    if (/^\/(?:interactions|webhooks)\//.test(route)) return Response.json({ id: '1' });
    return Response.json({ code: 10_003, message: 'Unknown Channel' }, { status: 404 });
  };
  const config = { token: 'replay', apiUrl: undefined };
  const outgoing = { fetch };
  const adapter = createDiscordAdapter({ config, logger, now, outgoing, catalogue, services, timeoutMs: 10_000 });
  const chat = createChat(adapter, options);
  if (event.t === 'INTERACTION_CREATE') {
    const interaction = event.d as unknown as APIInteraction;
    await chat.handle({ kind: 'interaction', interaction, names, rest }, 'Cannot answer an interaction');
  } else {
    const message = event.d as unknown as GatewayMessageCreateDispatchData;
    await chat.handle({ kind: 'message', message, names, rest }, 'Cannot answer a message');
  }
  await chat.tracker.drain(10_000);
}

/** A call's body as it was before the library encoded it: JSON, or JSON with files beside it. */
async function readBody(body: RequestInit['body']): Promise<unknown> {
  if (!(body instanceof FormData)) return JSON.parse(String(body));
  const sent: object[] = [];
  for (const value of body.values()) {
    if (value instanceof File) sent.push({ name: value.name, content: await value.text() });
  }
  return { ...(JSON.parse(String(body.get('payload_json'))) as object), files: sent };
}

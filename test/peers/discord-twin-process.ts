import http from 'node:http';
import { type APIMessage, ChannelType, type InteractionType } from 'discord.js';
import { DigitalDiscord } from 'discord-digital-twin';
import type { TwinBroadcast, TwinEvent, TwinInteraction, TwinPerson, TwinSpeech, TwinState } from './discord-twin.ts';

/*
 * The twin in a process of its own, so that it can be killed, costs the bot under test no time, and keeps its database,
 * which all twins of one process would share, to itself. It is driven over the channel of `fork`.
 */

const { port, state } = JSON.parse(process.argv[2] ?? '{}') as { port: number; state: TwinState };

// The twin has no option for where it listens, and takes all interfaces and any port.
const { listen } = http.Server.prototype;
http.Server.prototype.listen = function loopbackOnly(this: http.Server, ...given: unknown[]) {
  const listening = given.findLast((each) => typeof each === 'function') as (() => void) | undefined;
  return listen.call(this, { port, host: '127.0.0.1' }, listening);
} as typeof listen;

const calls: { method: string; path: string }[] = [];
const { createServer } = http;
http.createServer = ((handler: http.RequestListener) =>
  createServer((request: http.IncomingMessage, response: http.ServerResponse) => {
    calls.push({ method: request.method ?? '', path: request.url ?? '' });
    handler(request, response);
  })) as typeof createServer;

const twin = new DigitalDiscord({
  guild: { id: state.guild, name: 'Test Server' },
  channels: Object.entries(state.channels).map(([name, id]) => ({ id, name, type: ChannelType.GuildText })),
  users: Object.entries(state.users).map(([username, id]) => ({ id, username })),
  botUser: { id: state.bot, username: 'mdaemon' },
  botToken: state.token,
});
await twin.start();
// The twin lacks opening a direct message, but a channel of that type works.
for (const id of Object.values(state.direct)) {
  await twin.prisma.channel.create({ data: { id, type: ChannelType.DM } });
}

interface TwinGateway {
  broadcast(event: string, data: unknown): void;
  readonly wss: { on(event: 'connection', act: (socket: TwinSocket) => void): void };
}
interface TwinSocket {
  on(event: 'message', act: (raw: Buffer) => void): void;
  send(text: string): void;
}

const gateway = () => (twin as unknown as { server: { gateway: TwinGateway } }).server.gateway;

// The twin is silent about a session it does not know, where Discord says at once that it is invalid
// (https://docs.discord.com/developers/events/gateway#resuming). A client that had to wait would come back much later.
gateway().wss.on('connection', (socket) => {
  socket.on('message', (raw) => {
    if ((JSON.parse(raw.toString()) as { op: number }).op === 6) socket.send(JSON.stringify({ op: 9, d: false }));
  });
});

/** Sends a person's event as the twin makes it, with some of its fields changed; `null` takes a field away. */
async function withChanges<Result>(changes: TwinEvent | undefined, act: () => Promise<Result>): Promise<Result> {
  if (changes === undefined) return act();
  const target = gateway();
  const { broadcast } = target;
  target.broadcast = (event, data) => {
    const { author } = data as { author?: { id: string } };
    const ofPerson = event === 'INTERACTION_CREATE' || (event === 'MESSAGE_CREATE' && author?.id !== state.bot);
    const changed = Object.entries({ ...(data as TwinEvent), ...changes }).filter(([, value]) => value !== null);
    broadcast.call(target, event, ofPerson ? Object.fromEntries(changed) : data);
  };
  try {
    return await act();
  } finally {
    target.broadcast = broadcast;
  }
}

const methods = {
  interact: ({ type, channel, user, data, message, changes }: TwinInteraction) =>
    withChanges(changes, () =>
      twin.simulateInteraction({
        type: type as InteractionType,
        channelId: channel,
        userId: user,
        data: data as Record<string, unknown>,
        ...(message === undefined ? {} : { messageId: message }),
      }),
    ),
  say: ({ channel, user, content, changes }: TwinSpeech) =>
    withChanges(changes, () => twin.simulateUserMessage({ channelId: channel, userId: user, content })),
  async permit({ user, permissions }: TwinPerson) {
    const where = { guildId_userId: { guildId: state.guild, userId: user } };
    await twin.prisma.guildMember.update({ where, data: { permissions } });
  },
  async broadcast({ event, data }: TwinBroadcast) {
    gateway().broadcast(event, data);
  },
  async messages({ channel }: { channel: string }) {
    const where = { channelId: channel, authorId: state.bot };
    const rows = await twin.prisma.message.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map((row) => ({
      id: row.id,
      channel: row.channelId,
      content: row.content,
      flags: row.flags,
      components: JSON.parse(row.components) as APIMessage['components'],
      reference: row.messageReference === null ? undefined : JSON.parse(row.messageReference),
      edited: row.editedTimestamp !== null,
    }));
  },
  async response({ interaction }: { interaction: string }) {
    const row = await twin.prisma.interactionResponse.findUnique({ where: { interactionId: interaction } });
    if (row === null || !row.acknowledged) return undefined;
    return { type: row.type, message: row.messageId ?? undefined, data: row.data === null ? {} : JSON.parse(row.data) };
  },
  async calls() {
    return calls;
  },
};

/** One request at a time, so that changes to an event reach that event alone. */
let queue: Promise<unknown> = Promise.resolve();
process.on('message', ({ id, method, input }: { id: number; method: keyof typeof methods; input: never }) => {
  queue = queue
    .then((): unknown => methods[method](input))
    .then(
      (result: unknown) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });

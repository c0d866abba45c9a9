import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';

/** What the stub does; may be changed while it runs. */
export interface StubBehaviour {
  /** Another one is answered with 401, and closed with 4004. */
  token: string;
  /** `GET /gateway/bot`. */
  shards: number;
  remaining: number;
  resetAfterMs: number;
  /** Closes with this code instead of sending READY. */
  closeOnIdentify: number | undefined;
  /** Answers a RESUME with an invalid session. */
  refuseResume: boolean;
  /** Answers every HTTP request, an upgrade too, with this status. */
  httpStatus: number | undefined;
  /** Takes connections and says nothing. */
  silent: boolean;
}

/** The part of Discord no peer shows: sessions that are resumed or refused, and limits of how many may be started. */
export interface StubDiscord extends StubBehaviour {
  /** For `rest.api`. */
  readonly restUrl: string;
  /** Instants of the IDENTIFYs so far, by `performance.now`, with their shard. */
  readonly identifies: readonly { readonly at: number; readonly shard: number; readonly intents: number }[];
  readonly resumes: readonly { readonly sequence: number }[];
  /** How often `GET /gateway/bot` was asked. */
  readonly looks: () => number;
  /** How many sockets have a session now. */
  readonly sessions: () => number;
  /** What was sent as the response to an interaction, by the interaction's id. */
  readonly callbacks: ReadonlyMap<string, readonly string[]>;
  /** What was sent after that response, by the interaction's token. */
  readonly followUps: ReadonlyMap<string, readonly string[]>;
  /** Sends an event to every session. */
  dispatch(event: string, data: object): void;
  /** Called at each response to an interaction. */
  onCallback: ((interaction: string) => void) | undefined;
  /** Closes every socket; without a code, as a network that breaks. */
  drop(code?: number): void;
  stop(): Promise<void>;
}

/** The twin's own WebSocket server, as far as it is used here. */
interface SocketServer {
  handleUpgrade(request: IncomingMessage, socket: Socket, head: Buffer, use: (socket: ServerSocket) => void): void;
}
interface ServerSocket {
  send(text: string): void;
  close(code: number): void;
  terminate(): void;
  on(event: 'message', listen: (data: Buffer) => void): void;
  on(event: 'close', listen: () => void): void;
}

const twin = createRequire(createRequire(import.meta.url).resolve('discord-digital-twin'));
const { WebSocketServer } = twin('ws') as { WebSocketServer: new (options: object) => SocketServer };

/** The bot's id there, and the id of its only server. */
export const stubIds = { bot: '700000000000000001', guild: '700000000000000010', channel: '700000000000000100' };

const me = { id: stubIds.bot, username: 'mdaemon', discriminator: '0000', avatar: null, bot: true };
const guild = {
  id: stubIds.guild,
  name: 'Test',
  owner_id: '1',
  roles: [{ id: stubIds.guild, name: '@everyone', permissions: '0', position: 0, color: 0 }],
  emojis: [],
  features: [],
  members: [{ user: me, roles: [], joined_at: '2026-01-01T00:00:00.000Z', flags: 0 }],
  channels: [{ id: stubIds.channel, type: 0, name: 'general', position: 0, permission_overwrites: [] }],
  threads: [],
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  member_count: 1,
};

/** Starts the stub on 127.0.0.1. */
export async function startStubDiscord(port = 0): Promise<StubDiscord> {
  const open = new Set<ServerSocket>();
  const sessions = new Map<ServerSocket, { sequence: number }>();
  const identifies: { at: number; shard: number; intents: number }[] = [];
  const resumes: { sequence: number }[] = [];
  const callbacks = new Map<string, string[]>();
  const followUps = new Map<string, string[]>();
  let looks = 0;
  let gateway = '';

  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => answer(request, response, body));
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const send = (status: number, value?: object) => {
      // A client reads the body wherever a type is named.
      if (value === undefined) response.writeHead(status).end();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (stub.silent) return;
    if (stub.httpStatus !== undefined) return send(stub.httpStatus, { message: 'no', code: 0 });
    const path = request.url?.split('?')[0]?.replace('/api/v10', '') ?? '';
    const callback = /^\/interactions\/(\d+)\/[^/]+\/callback$/.exec(path)?.[1];
    if (callback !== undefined) {
      const seen = callbacks.get(callback);
      if (seen !== undefined) {
        seen.push(body);
        return send(400, { code: 40060, message: 'Interaction has already been acknowledged.' });
      }
      callbacks.set(callback, [body]);
      send(204);
      return stub.onCallback?.(callback);
    }
    const token = /^\/webhooks\/\d+\/([^/]+)/.exec(path)?.[1];
    if (token !== undefined) {
      followUps.set(token, [...(followUps.get(token) ?? []), body]);
      return send(200, { id: '1' });
    }
    if (request.headers.authorization !== `Bot ${stub.token}`)
      return send(401, { message: '401: Unauthorized', code: 0 });
    if (path === '/gateway/bot') {
      looks += 1;
      const limit = { total: 1000, remaining: stub.remaining, reset_after: stub.resetAfterMs, max_concurrency: 16 };
      return send(200, { url: gateway, shards: stub.shards, session_start_limit: limit });
    }
    send(404, { message: '404: Not Found', code: 0 });
  };

  server.on('upgrade', (request, socket: Socket, head) => {
    if (stub.httpStatus !== undefined) return socket.end(`HTTP/1.1 ${stub.httpStatus} No\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      open.add(accepted);
      accepted.on('close', () => {
        open.delete(accepted);
        sessions.delete(accepted);
      });
      accepted.on('message', (data) => hear(accepted, JSON.parse(String(data))));
      if (!stub.silent) accepted.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 } }));
    });
  });

  // biome-ignore lint/suspicious/noExplicitAny: whatever a client of the gateway sends
  const hear = (socket: ServerSocket, { op, d }: { op: number; d: any }) => {
    if (stub.silent) return;
    if (op === 1) socket.send(JSON.stringify({ op: 11 }));
    else if (op === 2) {
      identifies.push({ at: performance.now(), shard: d.shard[0], intents: d.intents });
      if (d.token !== stub.token) return socket.close(4004);
      if (stub.closeOnIdentify !== undefined) return socket.close(stub.closeOnIdentify);
      sessions.set(socket, { sequence: 0 });
      const guilds = d.shard[0] === 0 ? [{ id: guild.id, unavailable: true }] : [];
      const session_id = `session-${identifies.length}`;
      const application = { id: me.id, flags: 0 };
      say(socket, 'READY', { v: 10, user: me, guilds, session_id, resume_gateway_url: gateway, application });
      if (guilds.length > 0) say(socket, 'GUILD_CREATE', guild);
    } else if (op === 6) {
      resumes.push({ sequence: d.seq });
      if (stub.refuseResume) return socket.send(JSON.stringify({ op: 9, d: false }));
      sessions.set(socket, { sequence: d.seq });
      say(socket, 'RESUMED', {});
    }
  };
  const say = (socket: ServerSocket, event: string, data: object) => {
    const session = sessions.get(socket);
    if (session === undefined) return;
    session.sequence += 1;
    socket.send(JSON.stringify({ op: 0, t: event, s: session.sequence, d: data }));
  };

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  gateway = `ws://127.0.0.1:${bound}/`;
  const stub: StubDiscord = {
    token: 'stub.bot.token',
    shards: 1,
    remaining: 1_000,
    resetAfterMs: 60_000,
    closeOnIdentify: undefined,
    refuseResume: false,
    httpStatus: undefined,
    silent: false,
    onCallback: undefined,
    restUrl: `http://127.0.0.1:${bound}/api`,
    identifies,
    resumes,
    callbacks,
    followUps,
    looks: () => looks,
    sessions: () => sessions.size,
    dispatch(event, data) {
      for (const socket of sessions.keys()) say(socket, event, data);
    },
    drop(code) {
      for (const socket of open) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    stop() {
      for (const socket of open) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return stub;
}

/** A slash command as the gateway sends it: `/mdaemon ports activesync`, or another service. */
export function stubInteraction(
  number: number,
  service = 'activesync',
): { readonly id: string; readonly [field: string]: unknown } {
  return {
    id: String(800_000_000_000_000_000n + BigInt(number)),
    application_id: stubIds.bot,
    type: 2,
    token: `interaction-token-${number}`,
    version: 1,
    guild_id: stubIds.guild,
    channel_id: stubIds.channel,
    channel: { id: stubIds.channel, type: 0, name: 'general' },
    guild: { id: stubIds.guild, locale: 'en-US', features: [] },
    locale: 'en-US',
    guild_locale: 'en-US',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 0,
    attachment_size_limit: 10_485_760,
    member: {
      user: { id: '700000000000001000', username: 'alice', discriminator: '0', avatar: null, global_name: 'Alice' },
      roles: [],
      joined_at: '2026-01-01T00:00:00.000Z',
      // View Channel and Send Messages.
      permissions: '3072',
      flags: 0,
      deaf: false,
      mute: false,
    },
    data: {
      id: '1',
      name: 'mdaemon',
      type: 1,
      options: [{ type: 1, name: 'ports', options: [{ type: 3, name: 'what', value: service }] }],
    },
  };
}

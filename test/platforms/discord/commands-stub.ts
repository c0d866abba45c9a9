import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIApplicationCommand } from 'discord.js';
import type { CommandPlace } from '../../../src/platforms/discord/registration/commands-api.ts';
import { asDiscordReturns } from './as-discord-returns.ts';

/** An answer instead of what the stub would say; `reset` ends the connection. */
export type StubAnswer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | 'reset';

/** The part of Discord's API that registering uses, with its documented rules. */
export interface CommandsStub {
  /** For `DISCORD_API_URL`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly application: string;
  /** Every call so far: `GET /applications/@me`. */
  readonly calls: readonly string[];
  /** The bodies that were put, in order. */
  readonly puts: readonly unknown[];
  /** Joins a server; without the scope the bot may not look at its commands. */
  join(guild: string, scope?: 'applications.commands'): void;
  /** Puts commands there as if they had been registered by somebody. */
  hold(place: CommandPlace, commands: readonly object[]): void;
  held(place: CommandPlace): readonly APIApplicationCommand[];
  /** The next calls of this kind get these answers, one each. */
  plan(call: string, ...answers: readonly StubAnswer[]): void;
  stop(): Promise<void>;
}

const token = 'bm90LWEtcmVhbC10b2tlbg.Gstub1.an-example-of-what-is-signed-2';
const application = '800000000000000001';

/** Starts the stub on 127.0.0.1. `withLists: false` makes it a stand-in that can only be written to. */
export async function startCommandsStub({ withLists = true } = {}): Promise<CommandsStub> {
  const calls: string[] = [];
  const puts: unknown[] = [];
  const planned = new Map<string, StubAnswer[]>();
  const lists = new Map<string, readonly APIApplicationCommand[]>();
  const servers = new Map<string, boolean>();
  const keyOf = (place: CommandPlace) => (place.kind === 'global' ? 'global' : place.guild);
  const put = (place: CommandPlace, commands: readonly object[]) => {
    const made = commands.map((command, index) => asDiscordReturns(command, place, `90000000000000000${index}`));
    lists.set(keyOf(place), made);
    return made;
  };
  const answer = (call: string, url: URL, body: unknown): Exclude<StubAnswer, 'reset'> => {
    const [method, path = ''] = call.split(' ');
    if (path === '/applications/@me') return { status: 200, body: { id: application, name: 'mdaemon' } };
    if (!withLists && method === 'GET') return { status: 404, body: {} };
    if (path === '/users/@me/guilds') return { status: 200, body: pageOf([...servers.keys()], url.searchParams) };
    const found = /^\/applications\/800000000000000001(?:\/guilds\/(?<guild>\d+))?\/commands$/.exec(path);
    if (found === null) return { status: 404, body: { message: '404: Not Found', code: 0 } };
    const guild = found.groups?.['guild'];
    const place: CommandPlace = guild === undefined ? { kind: 'global' } : { kind: 'guild', guild };
    if (guild !== undefined && withLists && servers.get(guild) !== true) {
      return { status: 403, body: { message: 'Missing Access', code: 50_001 } };
    }
    if (method === 'GET') return { status: 200, body: lists.get(keyOf(place)) ?? [] };
    puts.push(body);
    return { status: 200, body: put(place, body as object[]) };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    const call = `${request.method} ${url.pathname.replace('/api/v10', '')}`;
    calls.push(call);
    const body = await readJson(request);
    const refused: StubAnswer = { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    const said =
      planned.get(call)?.shift() ??
      (request.headers.authorization === `Bot ${token}` ? answer(call, url, body) : refused);
    if (said === 'reset') return void request.socket.resetAndDestroy();
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
    response.end(said.body === undefined ? undefined : JSON.stringify(said.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    application,
    calls,
    puts,
    join: (guild, scope) => void servers.set(guild, scope !== undefined),
    hold: (place, commands) => void put(place, commands),
    held: (place) => lists.get(keyOf(place)) ?? [],
    plan: (call, ...answers) => void planned.set(call, [...answers]),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Servers come in the order of their ids, after the one that is named. */
function pageOf(ids: readonly string[], query: URLSearchParams): { id: string; name: string }[] {
  const after = BigInt(query.get('after') ?? '0');
  const sorted = ids.filter((id) => BigInt(id) > after).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return sorted.slice(0, Number(query.get('limit') ?? '200')).map((id) => ({ id, name: `Server ${id}` }));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  authorization,
  type ChannelAccess,
  channelAccess,
  channelOverwrites,
  type Overwrite,
} from './discord/access.ts';
import type { DiscordAnswer, DiscordCall, DiscordRule } from './discord/call.ts';
import { directMessages } from './discord/direct-messages.ts';
import { interactions } from './discord/interactions.ts';
import { messageLimits } from './discord/message-limits.ts';
import { attachments, history, nonces } from './discord/messages.ts';
import { type RateLimits, rateLimits } from './discord/rate-limits.ts';
import { readCall } from './discord/read-call.ts';
import { registeredCommands } from './discord/registered-commands.ts';

/**
 * What happens to a call.
 *
 * `pass`: nothing. `drop-reply`: Discord does it, and the connection ends without an answer. `half-reply`: the answer
 * breaks off. `stall`: the answer begins and does not end. `reset`: the connection ends before Discord is asked. `hang`: nothing happens at all, as over a line that
 * is open on one side only. `html`: something on the way answers with a page. `lateMs`: Discord is asked after a while,
 * when nobody waits any more. `delayMs`: the answer takes this long. Else this answer instead of Discord's.
 */
export type DiscordFault =
  | 'pass'
  | 'drop-reply'
  | 'half-reply'
  | 'stall'
  | 'reset'
  | 'hang'
  | 'html'
  | { readonly lateMs: number }
  | { readonly delayMs: number }
  | DiscordAnswer;

/** The peer behind the proxy: its API, the bot's token, and people with their direct messages by name. */
export interface ProxiedTwin {
  readonly restUrl: string;
  readonly token: string;
  readonly users: Readonly<Record<string, string>>;
  readonly direct: Readonly<Record<string, string>>;
}

/** What a proxy may be started with. */
export interface DiscordProxyOptions {
  /** The clock of nonces, interactions and rate limits, in milliseconds. Default: the system's. */
  readonly now?: () => number;
  /** Without them nothing is limited, and no header says so. */
  readonly limits?: RateLimits;
}

/** The twin with the rules of Discord's documentation that it lacks, behind a line that fails as told. */
export interface DiscordProxy {
  /** For `rest.api`; the library adds the version. */
  readonly restUrl: string;
  readonly port: number;
  /** Every call so far, in order. */
  readonly calls: readonly DiscordCall[];
  /**
   * What happens to the next calls of a route (`POST /channels/:id/messages`) or of one path
   * (`POST /channels/123/messages`), one after the other; then all pass again.
   */
  plan(route: string, ...faults: readonly DiscordFault[]): void;
  /** What the bot may do in a channel from now on. */
  setAccess(channel: string, access: ChannelAccess): void;
  setOverwrites(channel: string, overwrites: readonly Overwrite[]): void;
  stop(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 in front of the twin's REST API. The gateway is not in between. */
export async function startDiscordProxy(twin: ProxiedTwin, options: DiscordProxyOptions = {}): Promise<DiscordProxy> {
  const { now = Date.now, limits } = options;
  const calls: DiscordCall[] = [];
  const planned = new Map<string, DiscordFault[]>();
  const access = new Map<string, ChannelAccess>();
  const overwrites = new Map<string, readonly Overwrite[]>();
  const timers = new Set<NodeJS.Timeout>();
  const direct = new Map(Object.entries(twin.direct).map(([name, channel]) => [twin.users[name] ?? '', channel]));
  const rules: readonly DiscordRule[] = [
    authorization(twin.token),
    ...(limits === undefined ? [] : [rateLimits(limits, now)]),
    channelAccess((channel) => access.get(channel) ?? 'open'),
    messageLimits,
    interactions(now),
    registeredCommands(),
    directMessages(direct),
    channelOverwrites((channel) => overwrites.get(channel) ?? []),
    nonces(now),
    history,
    attachments(),
  ];
  const ask = rules.reduceRight<(call: DiscordCall) => Promise<DiscordAnswer>>(
    (next, rule) => (call) => rule(call, next),
    (call) => askTwin(twin.restUrl, call),
  );
  const faultFor = ({ method, path, route }: DiscordCall): DiscordFault =>
    planned.get(`${method} ${path}`)?.shift() ?? planned.get(route)?.shift() ?? 'pass';

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    calls.push(call);
    const fault = faultFor(call);
    if (fault === 'hang') return;
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    if (fault === 'html') return send(response, { status: 200, headers: html, body: '<html>Maintenance</html>' });
    if (typeof fault === 'object' && 'lateMs' in fault) {
      return void timers.add(setTimeout(() => void ask(call).catch(() => {}), fault.lateMs));
    }
    if (typeof fault === 'object' && 'status' in fault) return send(response, fault);
    const answer = await ask(call);
    if (fault === 'drop-reply') return void request.socket.destroy();
    if (fault === 'half-reply' || fault === 'stall') return sendHalf(response, answer, fault);
    if (typeof fault === 'object') return void timers.add(setTimeout(() => send(response, answer), fault.delayMs));
    send(response, answer);
  };
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    restUrl: `http://127.0.0.1:${port}/api`,
    port,
    calls,
    plan: (route, ...faults) => void planned.set(route, [...faults]),
    setAccess: (channel, may) => void access.set(channel, may),
    setOverwrites: (channel, list) => void overwrites.set(channel, list),
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const html = { 'content-type': 'text/html' };

/** The twin takes JSON alone; what is uploaded stays with the proxy. */
async function askTwin(restUrl: string, { method, path, query, authorization: key, body }: DiscordCall) {
  const search = query.size === 0 ? '' : `?${query}`;
  const answer = await fetch(`${restUrl}/v10${path}${search}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: key }) },
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  // A route the twin lacks is answered in words.
  const isJson = text === '' || type.includes('json');
  if (!isJson) return { status: answer.status, headers: { 'content-type': type }, body: text };
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

function send(response: ServerResponse, { status, headers, body }: DiscordAnswer): void {
  response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

function sendHalf(response: ServerResponse, { status, body }: DiscordAnswer, then: 'half-reply' | 'stall'): void {
  const text = JSON.stringify(body ?? {});
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => {
    if (then === 'half-reply') response.socket?.destroy();
  });
}

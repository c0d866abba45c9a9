import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../bot/bot.ts';
import type { McpHttpConfig } from '../../config/config.ts';
import { createMcpServer, type McpServerOptions } from './server.ts';
import { commandTools } from './tools.ts';

interface McpListenerOptions<Services> extends McpServerOptions<Services> {
  readonly config: McpHttpConfig;
  /** How many requests are answered in a minute, of all assistants together: they share one token. Default 300. */
  readonly requestsPerMinute?: number;
  readonly logger: Logger;
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Read by the person who set the assistant up. */
  readonly message: string;
}

/** A call is a tool's name and a few words. */
const maxBodyBytes = 64 * 1_024;
/** Names of this machine. After DNS rebinding, a browser sends the name of the page's own host instead. */
const ownHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Creates a request listener that answers MCP over Streamable HTTP. There are no sessions: each request is complete in
 * itself, so that any replica can answer it, and its answer is one JSON body.
 *
 * Refuses with 401 without the token, with 403 for a host or an origin that is not among `config.hosts` and not this
 * machine, with 405 for anything but POST, with 413 for a body over 64 KiB, and with 429 for more requests than are answered in a
 * minute. What has no token is not counted.
 *
 * @throws {BotError} `bad-tool` where a command that is offered as a tool is missing or does not qualify
 */
export function createMcpListener<Services>({
  config,
  logger,
  requestsPerMinute = defaultRequestsPerMinute,
  ...options
}: McpListenerOptions<Services>): (request: IncomingMessage, response: ServerResponse) => void {
  const guard = createGuard(config);
  const tools = commandTools(options.catalogue);
  const isTooMany = countMinute(requestsPerMinute, options.now);
  return (request, response) => {
    const refusal = guard(request) ?? (isTooMany() ? tooMany(requestsPerMinute) : undefined);
    if (refusal !== undefined) {
      refuse(request, response, refusal);
      return;
    }
    answer(request, response, createMcpServer(options, tools)).catch((err: unknown) => {
      logger.error({ err }, 'Could not answer an assistant');
      if (response.headersSent) response.destroy();
      else refuse(request, response, { status: 500, headers: {}, message: 'Something went wrong in the bot' });
    });
  };
}

const defaultRequestsPerMinute = 300;
const minuteMs = 60_000;

/** Counts within minutes that begin with the first request in them. */
function countMinute(limit: number, now: () => Date): () => boolean {
  let beganMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    const nowMs = now().getTime();
    if (nowMs - beganMs >= minuteMs) {
      beganMs = nowMs;
      count = 0;
    }
    count += 1;
    return count > limit;
  };
}

function tooMany(limit: number): Refusal {
  const headers = { 'retry-after': String(minuteMs / 1_000) };
  return refusal(429, `I answer at most ${limit} requests from assistants a minute. Try again in a minute`, headers);
}

async function answer(request: IncomingMessage, response: ServerResponse, server: Server): Promise<void> {
  // Without a session id generator the transport is stateless.
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true, maxRequestBodySize: maxBodyBytes });
  // The SDK would drop a cancelled request's answer, and the JSON body waits for every answer: the connection would
  // stay open for ever. So cancelling is ignored.
  server.setNotificationHandler(CancelledNotificationSchema, () => {});
  response.once('close', () => void server.close());
  // Under exactOptionalPropertyTypes the SDK's class does not match its own interface.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, headers, message }: Refusal): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
  // The rest of the request is not read.
  response.writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' });
  response.end(body, () => request.destroy());
}

/**
 * Checks the token, and the host and origin against DNS rebinding, by which a web page reaches what only this machine
 * can reach. Returns why a request is refused, before any of its body is read.
 *
 * Source: https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning
 */
function createGuard({
  token,
  hosts,
}: McpHttpConfig): (request: Pick<IncomingMessage, 'method' | 'headers'>) => Refusal | undefined {
  const wanted = digest(token);
  const allowed = new Set([...ownHosts, ...hosts]);
  return ({ method, headers: { host, origin, authorization } }) => {
    if (!isAllowed(allowed, host)) return refusal(403, 'This host name is not among MCP_HOSTS');
    if (origin !== undefined && !isAllowed(allowed, hostOf(origin))) {
      return refusal(403, 'This origin is not among MCP_HOSTS');
    }
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    // Comparing digests takes the same time whatever was given, since they have the same length.
    if (!timingSafeEqual(digest(given), wanted)) {
      return refusal(401, 'Send the MCP_TOKEN as a bearer token', { 'www-authenticate': 'Bearer' });
    }
    // GET and DELETE are for sessions, which there are not.
    return method === 'POST' ? undefined : refusal(405, 'Only POST is answered', { allow: 'POST' });
  };
}

/** Compares a host with its port and without. */
function isAllowed(allowed: ReadonlySet<string>, host: string | undefined): boolean {
  const name = host?.toLowerCase();
  return name !== undefined && (allowed.has(name) || allowed.has(name.replace(/:\d+$/, '')));
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { status, message, headers };
}

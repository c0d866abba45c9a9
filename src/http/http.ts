import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BotError, type Readiness } from '../bot/bot.ts';
import { withinTime } from '../time/time.ts';

/** Answers one HTTP request. */
type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The environment variable the port came from, for the message where it is taken. Default `PORT`. */
  readonly portVariable?: string;
  /** Each part of the program by name, and whether it is ready; asked at every `/readyz`. */
  isReady(): Readonly<Record<string, Readiness>>;
  /** Listeners by exact path, such as `/slack/events`. They answer every method. */
  readonly listeners: Readonly<Record<string, RequestListener>>;
  /** How long a request may take to send its head, and all of it. Default 10 s and 15 s. */
  readonly timeouts?: { readonly headersMs: number; readonly requestMs: number };
  /** Connections held at once; one more is closed unanswered. Default 500. */
  readonly maxConnections?: number;
}

/** The program's only listener. */
export interface RunningHttp {
  readonly port: number;
  /** Stops accepting connections, lets running requests finish for up to two seconds, then closes them. */
  stop(): Promise<void>;
}

/** Generous for a chat platform, short for someone who holds connections open. */
const defaultTimeouts = { headersMs: 10_000, requestMs: 15_000 };
/** Far more than a chat and its probes open, and within the 1,024 open files that a process often may have. */
const defaultMaxConnections = 500;
/** Longer than the idle time of common load balancers, so that they close first. */
const keepAliveTimeoutMs = 65_000;
const stopTimeoutMs = 2_000;

/**
 * Starts the only listener. `/healthz` says that the process is alive, `/readyz` whether it can answer requests (503
 * where any part is not ready), and a platform's path leads to its listener. Everything else is 404.
 *
 * @throws {BotError} `port-in-use`, or `listen-failed` for anything else the system refuses
 */
export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const { host, port, portVariable = 'PORT', isReady, timeouts = defaultTimeouts } = options;
  const listeners = new Map(Object.entries(options.listeners));
  const limits = {
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Node looks for what is over its time every half minute unless it is told otherwise.
    connectionsCheckingInterval: Math.min(1_000, timeouts.headersMs),
  };
  const server = createServer(limits, (request, response) => {
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    const path = query === -1 ? url : url.slice(0, query);
    const listener = listeners.get(path);
    try {
      if (listener !== undefined) listener(request, response);
      else if (path === '/healthz') sendJson(response, 200, { alive: true });
      else if (path === '/readyz') sendReadiness(response, isReady());
      else sendJson(response, 404, { error: 'not found' });
    } catch {
      // A listener throws for a method or a path it does not know.
      if (response.headersSent) response.destroy();
      else sendJson(response, 404, { error: 'not found' });
    }
  });
  server.maxConnections = options.maxConnections ?? defaultMaxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(cause, host, port, portVariable)));
    server.listen({ host, port }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await withinTime(closed, stopTimeoutMs, () => server.closeAllConnections());
      await closed;
      clearInterval(sweep);
    },
  };
}

function sendReadiness(response: ServerResponse, parts: Readonly<Record<string, Readiness>>): void {
  const ready = Object.values(parts).every((part) => part !== false);
  sendJson(response, ready ? 200 : 503, { ready, parts });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

function listenError(cause: Error, host: string, port: number, variable: string): BotError {
  const { code } = cause as NodeJS.ErrnoException;
  const message =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use. Set ${variable} to a free port, or stop the program that uses it.`
      : code === 'EACCES'
        ? `Port ${port} on ${host} needs more rights than this process has. Set ${variable} to a port above 1023.`
        : `Cannot listen on ${host} port ${port} (${code ?? 'unknown error'}). Check ${variable}.`;
  return new BotError(code === 'EADDRINUSE' ? 'port-in-use' : 'listen-failed', message, { cause });
}

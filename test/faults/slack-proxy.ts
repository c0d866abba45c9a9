import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What happens to a call.
 *
 * `pass`: the peer answers. `drop-reply`: the peer does it, and the connection ends without an answer. `half-reply`:
 * the answer breaks off. `reset`: the connection ends before the peer is asked. `hang`: nothing happens at all.
 * `late`: the peer is asked after a while, when nobody waits any more. Else this answer instead of the peer's.
 */
export type Fault =
  | 'pass'
  | 'drop-reply'
  | 'half-reply'
  | 'reset'
  | 'hang'
  | { readonly lateMs: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

/** A stand-in peer behind a line that fails as told. */
export interface SlackProxy {
  readonly apiUrl: string;
  readonly port: number;
  /** The methods called, in order. */
  readonly calls: string[];
  /** What happens to the next calls of a method, one after the other; then all pass again. */
  plan(method: string, ...faults: readonly Fault[]): void;
  stop(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 in front of a Web API. */
export async function startSlackProxy(targetApiUrl: string): Promise<SlackProxy> {
  const calls: string[] = [];
  const planned = new Map<string, Fault[]>();
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    const method = (request.url ?? '').replace(/^\/api\//, '');
    calls.push(method);
    void handle(request, response, method, planned.get(method)?.shift() ?? 'pass').catch(() => response.destroy());
  });
  const handle = async (request: IncomingMessage, response: ServerResponse, method: string, fault: Fault) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const ask = () => askPeer(`${targetApiUrl}${method}`, request, Buffer.concat(chunks));
    if (fault === 'hang') return;
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    if (typeof fault === 'object' && 'lateMs' in fault) {
      timers.add(setTimeout(() => void ask().catch(() => {}), fault.lateMs));
      return;
    }
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      return void response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}));
    }
    const { status, contentType, body } = await ask();
    if (fault === 'drop-reply') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': contentType, 'content-length': body.length });
    if (fault === 'pass') return void response.end(body);
    response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    port,
    calls,
    plan: (method, ...faults) => void planned.set(method, [...faults]),
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function askPeer(url: string, { headers }: IncomingMessage, body: Buffer) {
  const { authorization = '', 'content-type': type = '' } = headers;
  const answer = await fetch(url, { method: 'POST', body, headers: { authorization, 'content-type': type } });
  const contentType = answer.headers.get('content-type') ?? 'application/json';
  return { status: answer.status, contentType, body: Buffer.from(await answer.arrayBuffer()) };
}

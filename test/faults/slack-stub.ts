import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something in Slack's place that answers every Web API call as told, which no peer does. */
export interface SlackStub {
  readonly apiUrl: string;
  readonly port: number;
  /** The methods called, in order. */
  readonly calls: string[];
  stop(): Promise<void>;
}

/** Starts a stub. `answer` gets the method and gives status, headers and body. */
export async function startSlackStub(
  answer: (method: string) => { status?: number; headers?: Record<string, string>; body: unknown },
): Promise<SlackStub> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const method = (request.url ?? '').replace(/^\/api\//, '');
    calls.push(method);
    const { status = 200, headers = {}, body } = answer(method);
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    port,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What stands in front of replicas: each request goes to the next one that takes it. */
export interface LoadBalancer {
  readonly url: string;
  /** Ports of the replicas, in the order they are asked. */
  readonly replicas: number[];
  /** How many requests took longer than the three seconds that Slack waits. */
  late(): number;
  stop(): Promise<void>;
}

/** Source: https://docs.slack.dev/interactivity/implementing-slash-commands */
const slackWaitsMs = 3_000;

/**
 * Starts one on 127.0.0.1. A replica that is not there, or says 503, has not taken the request, and the next one gets it, as
 * `proxy_next_upstream error http_503 non_idempotent` does in nginx.
 */
export async function startLoadBalancer(port: number): Promise<LoadBalancer> {
  const replicas: number[] = [];
  let turn = 0;
  let late = 0;
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const from = performance.now();
    for (let tries = 0; tries < 20; tries += 1) {
      turn += 1;
      const replica = replicas[turn % replicas.length];
      if (replica === undefined) break;
      const answer = await fetch(`http://127.0.0.1:${replica}${request.url}`, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks),
      }).catch(() => undefined);
      if (answer === undefined || answer.status === 503) continue;
      if (performance.now() - from > slackWaitsMs) late += 1;
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    response.writeHead(502).end();
  };
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    replicas,
    late: () => late,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

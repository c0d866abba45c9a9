import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Slack's Web API as far as a bot over HTTP needs it to start: `auth.test`, on 127.0.0.1. */
export async function startStubSlack(): Promise<{ readonly apiUrl: string; stop(): void }> {
  const identity = { ok: true, team_id: 'T01TEST', user_id: 'U0BOT', bot_id: 'B0BOT', url: 'http://127.0.0.1/' };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(identity));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

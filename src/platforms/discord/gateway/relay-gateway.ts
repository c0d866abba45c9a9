import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Outgoing } from '../../../outgoing/outgoing.ts';

/** A way to the gateway through the environment's proxy. */
export interface GatewayRelay {
  /** The address to connect to in place of a gateway's. */
  addressFor(gateway: string): string;
  /** Takes no more connections, and breaks those there are. */
  close(): void;
}

/** The headers that the gateway needs to open a socket; the others belong to this connection. */
const passedOn = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions', 'sec-websocket-protocol'];

/**
 * Listens on 127.0.0.1 and passes sockets on through the proxy, since the library's own sockets take no proxy
 * (@discordjs/ws 1.2.3 passes no agent to `ws`). Only gateways whose address was asked for are reached.
 */
export async function startGatewayRelay({ dispatcher }: Pick<Outgoing, 'dispatcher'>): Promise<GatewayRelay> {
  const origins: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer((_request, response) => void response.writeHead(426).end());
  server.on('upgrade', async (request, client: Duplex) => {
    open.add(client);
    client.on('error', () => client.destroy()).on('close', () => open.delete(client));
    const [, number = '', path = ''] = /^\/(\d+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const origin = origins[Number(number)];
    if (number === '' || origin === undefined) return client.end('HTTP/1.1 404 Not Found\r\n\r\n');
    try {
      const headers = Object.fromEntries(passedOn.flatMap((name) => entryOf(request.headers, name)));
      // The agent needs the origin; undici's types have it for every other kind of request.
      const options = { origin, path, headers, protocol: 'websocket' };
      const { socket, headers: answered } = await dispatcher.upgrade(options);
      socket.on('error', () => socket.destroy()).on('close', () => client.destroy());
      client.on('close', () => socket.destroy());
      const lines = Object.entries(answered).map(([name, value]) => `${name}: ${value}\r\n`);
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.pipe(client).pipe(socket);
    } catch {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // It keeps no process alive by itself.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    addressFor(gateway) {
      const { protocol, host, pathname } = new URL(gateway);
      const origin = `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}`;
      if (!origins.includes(origin)) origins.push(origin);
      return `ws://127.0.0.1:${port}/${origins.indexOf(origin)}${pathname}`;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function entryOf(headers: IncomingHttpHeaders, name: string): [string, string][] {
  const value = headers[name];
  return typeof value === 'string' ? [[name, value]] : [];
}

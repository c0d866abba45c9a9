import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A forward proxy that tunnels (`CONNECT`), as sites have one. */
export interface ConnectProxy {
  readonly port: number;
  /** `host:port` of each tunnel asked for. */
  readonly tunnels: string[];
  /** The credentials each came with. */
  readonly credentials: (string | undefined)[];
  /** Forwards nothing any more and closes nothing: what a firewall that forgot the connection looks like. */
  freeze(): void;
  /** Ends every connection, as a network that breaks; new ones are made. */
  drop(): void;
  stop(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 that forwards tunnels and refuses plain requests. */
export async function startConnectProxy(): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => void response.writeHead(405).end());
  server.on('connect', (request, client: Socket, head) => {
    tunnels.push(request.url ?? '');
    credentials.push(request.headers['proxy-authorization']);
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        target.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    tunnels,
    credentials,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    drop() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

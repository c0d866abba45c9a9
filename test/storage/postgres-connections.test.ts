import { type AddressInfo, createServer, type Socket } from 'node:net';
import { CompiledQuery, Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { createPostgresDialect } from '../../src/storage/postgres.ts';

/** A message of PostgreSQL's protocol: its letter, its length, its body. */
function message(letter: string, body: Buffer | string = ''): Buffer {
  const content = Buffer.from(body);
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(letter), length, content]);
}

const ready = message('Z', 'I');
const done = Buffer.concat([message('C', 'SELECT 0\0'), ready]);
const terminated = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');

/** Ends the first connection in the packet that says it is ready, and answers every statement on the others with no rows. */
async function startServer(): Promise<string> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    connections += 1;
    const isFirst = connections === 1;
    let isStarted = false;
    socket.on('data', (data) => {
      if (!isStarted) {
        isStarted = true;
        const welcome = Buffer.concat([message('R', Buffer.alloc(4)), ready]);
        if (isFirst) socket.end(Buffer.concat([welcome, terminated]));
        else socket.write(welcome);
      } else if (data[0] !== 'X'.charCodeAt(0)) {
        socket.write(Buffer.concat([message('1'), message('2'), message('n'), done]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgresql://bot@127.0.0.1:${(server.address() as AddressInfo).port}/bot`;
}

test('a connection that the server ends as soon as it is ready ends no process', async () => {
  const uncaught: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => void uncaught.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
  });
  const db = new Kysely<object>({ dialect: createPostgresDialect(await startServer(), 1) });
  const ask = () => db.executeQuery(CompiledQuery.raw('select where $1', [1]));

  // Whoever gets it is refused, and whoever asks next gets another one.
  await expect(ask()).rejects.toThrow();
  expect((await ask()).rows).toEqual([]);
  expect(uncaught).toEqual([]);
  await db.destroy();
});

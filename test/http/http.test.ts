import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpOptions, type RunningHttp, startHttp } from '../../src/http/http.ts';

const running: RunningHttp[] = [];
afterEach(async () => {
  for (const http of running.splice(0)) await http.stop();
});

async function start(options: Partial<HttpOptions> = {}): Promise<string> {
  const http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners: {}, ...options });
  running.push(http);
  return `http://127.0.0.1:${http.port}`;
}

describe('health', () => {
  test('/healthz says that the process turns, whatever is ready', async () => {
    const url = await start({ isReady: () => ({ slack: false }) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('/readyz follows the parts', async () => {
    let slack = false;
    const url = await start({ isReady: () => ({ slack, storage: true }) });
    const before = await fetch(`${url}/readyz?verbose`);
    expect([before.status, await before.json()]).toEqual([
      503,
      { ready: false, parts: { slack: false, storage: true } },
    ]);
    slack = true;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test('/readyz counts a part that stands by as ready, and says so', async () => {
    const url = await start({ isReady: () => ({ discord: 'standby' }) });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, parts: { discord: 'standby' } }]);
  });
});

test('a request that does not end is cut off after its time-out, not half a minute later', async () => {
  const url = await start({ timeouts: { headersMs: 50, requestMs: 100 } });
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /healthz HTTP/1.1\r\nhost: x\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
  socket.destroy();
});

test('so many connections are held and no more', async () => {
  const url = await start({ maxConnections: 2 });
  const sockets = [1, 2, 3].map(() => connect(Number(new URL(url).port), '127.0.0.1'));
  const [, , last] = sockets;
  // The one too many is closed unanswered; the others stay.
  await once(last as (typeof sockets)[0], 'close');
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
  for (const socket of sockets) socket.destroy();
});

describe('paths', () => {
  test('go to their listener, with any query', async () => {
    const url = await start({ listeners: { '/slack/events': (_, response) => void response.writeHead(202).end() } });
    expect((await fetch(`${url}/slack/events?a=1`, { method: 'POST' })).status).toBe(202);
  });

  test.each(['/', '/slack/events/', '/healthz/x', '/__proto__', '/constructor', '//'])(
    '%s is not found',
    async (path) => {
      const url = await start({ listeners: { '/slack/events': (_, response) => void response.end() } });
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    },
  );

  test('a listener that throws does not end the process', async () => {
    const url = await start({
      listeners: {
        '/throws': () => {
          throw new Error('no such method');
        },
      },
    });
    expect((await fetch(`${url}/throws`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

test('a port in use names the port and the variable', async () => {
  const port = Number(new URL(await start()).port);
  await expect(start({ port, portVariable: 'HEALTH_PORT' })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} on 127.0.0.1 is in use. Set HEALTH_PORT to a free port, or stop the program that uses it.`,
  });
});

test('a host that is not ours is said so', async () => {
  await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'listen-failed' });
});

test('stops although a client holds a connection open', async () => {
  const http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners: {} });
  const socket = connect(http.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await http.stop();
  await closed;
});

test('lets a running request finish before it stops', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const http = await startHttp({
    host: '127.0.0.1',
    port: 0,
    isReady: () => ({}),
    listeners: {
      '/slow': (_, response) => {
        arrive();
        void released.then(() => response.end('done'));
      },
    },
  });
  const answer = fetch(`http://127.0.0.1:${http.port}/slow`);
  await arrived;
  const stopping = http.stop();
  release();
  expect(await (await answer).text()).toBe('done');
  await stopping;
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOutgoing } from '../../src/outgoing/outgoing.ts';
import { type ConnectProxy, startConnectProxy } from '../faults/connect-proxy.ts';
import { localSlackMissing, startLocalSlack } from '../peers/start-local-slack.ts';
import { until } from '../peers/until.ts';
import { startTestBot } from '../platforms/slack/start-test-bot.ts';

let proxy: ConnectProxy;
let site: Server;
let url: string;
beforeAll(async () => {
  proxy = await startConnectProxy();
  site = createServer((_, response) => void response.end('hello'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await proxy.stop();
  await new Promise((resolve) => {
    site.close(resolve);
    site.closeAllConnections();
  });
});

/** How many tunnels one request through these variables took. */
async function tunnelsFor(env: Record<string, string>): Promise<number> {
  const before = proxy.tunnels.length;
  const outgoing = await createOutgoing(env);
  expect(await (await (outgoing?.fetch ?? fetch)(url)).text()).toBe('hello');
  await outgoing?.close();
  return proxy.tunnels.length - before;
}

describe('which calls go through the proxy', () => {
  const address = () => `http://127.0.0.1:${proxy.port}`;
  test.each([
    ['HTTP_PROXY', () => ({ HTTP_PROXY: address() }), 1],
    ['http_proxy', () => ({ http_proxy: address() }), 1],
    ['lower case wins', () => ({ http_proxy: address(), HTTP_PROXY: 'http://127.0.0.1:1' }), 1],
    ['without a scheme', () => ({ HTTP_PROXY: `127.0.0.1:${proxy.port}` }), 1],
    ['HTTPS_PROXY is not for http', () => ({ HTTPS_PROXY: 'http://127.0.0.1:1' }), 0],
    ['NO_PROXY names the host', () => ({ HTTP_PROXY: address(), NO_PROXY: 'example.com, 127.0.0.1' }), 0],
    ['no_proxy names everything', () => ({ HTTP_PROXY: address(), no_proxy: '*' }), 0],
    ['NO_PROXY names another port', () => ({ HTTP_PROXY: address(), NO_PROXY: '127.0.0.1:1' }), 1],
    ['NO_PROXY is empty', () => ({ HTTP_PROXY: address(), NO_PROXY: '' }), 1],
  ])('%s', async (_what, env, tunnels) => {
    expect(await tunnelsFor(env())).toBe(tunnels);
  });

  test('none is set: nothing changes', async () => {
    expect(await createOutgoing({ HTTP_PROXY: ' ', NO_PROXY: '*' })).toBeUndefined();
  });
});

describe('credentials', () => {
  test('reach the proxy', async () => {
    await tunnelsFor({ HTTP_PROXY: `http://me:pass%20word@127.0.0.1:${proxy.port}` });
    expect(proxy.credentials.at(-1)).toBe(`Basic ${Buffer.from('me:pass word').toString('base64')}`);
  });

  test.each(['http://me:geheim@', 'socks5://me:geheim@127.0.0.1:1', 'http://me:geheim@host:99999'])(
    'are in no message about %s',
    async (value) => {
      const error = await createOutgoing({ HTTPS_PROXY: value }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'bad-proxy', message: expect.stringContaining('HTTPS_PROXY') });
      expect(inspect(error, { depth: 9 })).not.toContain('geheim');
    },
  );

  test('are in no error where the proxy cannot be reached', async () => {
    const outgoing = await createOutgoing({ HTTP_PROXY: 'http://me:geheim@127.0.0.1:1' });
    const error = await outgoing?.fetch(url).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 9 })).not.toContain('geheim');
    await outgoing?.close();
  });
});

describe.skipIf(localSlackMissing !== undefined)(`Slack behind a proxy ${localSlackMissing ?? ''}`, () => {
  test('socket, calls and follow-ups go through it', async () => {
    const peer = await startLocalSlack();
    const outgoing = await createOutgoing({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    const before = proxy.tunnels.length;
    const { botToken, appToken, apiUrl } = peer;
    const bot = await startTestBot({ mode: 'socket', botToken, appToken, apiUrl }, { outgoing });
    expect(bot.slack.isReady()).toBe(true);
    await peer.command('slow');
    await until('the follow-up', async () => (await peer.posts('C01GEN')).length === 1);
    const tunnels = proxy.tunnels.slice(before);
    expect(tunnels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tunnels)).toEqual(new Set([new URL(peer.url).host]));
    await bot.stop();
    await outgoing?.close();
    await peer.stop();
  });
});

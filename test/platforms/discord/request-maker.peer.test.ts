import { REST, Routes } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutgoing, type Outgoing } from '../../../src/outgoing/outgoing.ts';
import { createRequestMaker } from '../../../src/platforms/discord/request-maker.ts';
import { type ConnectProxy, startConnectProxy } from '../../faults/connect-proxy.ts';
import { startTestPoster, type TestPoster } from './start-test-poster.ts';

let at: TestPoster;
let tunnel: ConnectProxy;
let outgoing: Outgoing | undefined;
beforeAll(async () => {
  at = await startTestPoster(2_000);
  tunnel = await startConnectProxy();
  outgoing = await createOutgoing({ HTTP_PROXY: `http://127.0.0.1:${tunnel.port}` });
});
afterAll(async () => {
  await outgoing?.close();
  await tunnel?.stop();
  await at?.stop();
});

const restThrough = (fetch?: typeof globalThis.fetch, timeout = 2_000) => {
  const makeRequest = createRequestMaker({ fetch });
  return new REST({ api: at.proxy.restUrl, retries: 0, timeout, makeRequest }).setToken(at.twin.token);
};

test('goes through the proxy of the environment', async () => {
  const me = (await restThrough(outgoing?.fetch).get(Routes.user())) as { id: string };
  expect(me.id).toBe(at.twin.bot);
  expect(tunnel.tunnels).toEqual([`127.0.0.1:${at.proxy.port}`]);
});

test.each([
  ['Node’s own fetch', () => undefined],
  ['the one that goes through the proxy', () => outgoing?.fetch],
])('uploads files with %s', async (_what, fetch) => {
  const body = { flags: 1 << 15, components: [{ type: 13, file: { url: 'attachment://rules.nft' } }] };
  const files = [{ name: 'rules.nft', data: 'flush ruleset' }];
  const path = Routes.channelMessages(at.twin.channel());
  const made = (await restThrough(fetch()).post(path, { body, files })) as { attachments: unknown };
  expect(made.attachments).toMatchObject([{ filename: 'rules.nft' }]);
  expect(at.proxy.calls.at(-1)?.files[0]?.bytes.toString()).toBe('flush ruleset');
});

test('a proxy that refuses, or is not there, has sent nothing on', async () => {
  const closed = await createOutgoing({ HTTP_PROXY: 'http://127.0.0.1:1' });
  await expect(restThrough(closed?.fetch).get(Routes.user())).rejects.toMatchObject({ mayHaveArrived: false });
  await closed?.close();
});

test('the time-out covers an answer that begins and does not end', async () => {
  at.proxy.plan('GET /users/@me', 'stall');
  await expect(restThrough(undefined, 100).get(Routes.user())).rejects.toMatchObject({ mayHaveArrived: true });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, RateLimitError, Routes } from 'discord.js';
import { afterEach, expect, it } from 'vitest';
import { connectFault, createClient } from '../../../../src/platforms/discord/gateway/connection.ts';

it('waits as long as Discord asks before it connects again', () => {
  const limit = { global: true, method: 'GET', hash: 'x', limit: 1, majorParameter: 'global', route: '/gateway/bot' };
  const times = { retryAfter: 3_600_000, timeToReset: 3_600_000, sublimitTimeout: 0, scope: 'global' as const };
  const fault = connectFault(new RateLimitError({ ...limit, ...times, url: 'http://127.0.0.1/gateway/bot' }));
  expect(fault).toMatchObject({ code: 'discord-failed', retryAfterMs: 3_600_000 });
  expect(fault.message).toBe('Cannot connect to Discord: Discord says it is too much at once');
});

let server: Server | undefined;
let client: Client | undefined;
afterEach(async () => {
  await client?.destroy();
  server?.close();
});

/** A client of a Discord that refuses everything for so long. */
async function clientOfBusyDiscord(retryAfterSeconds: number): Promise<{ client: Client; calls: () => number }> {
  let calls = 0;
  server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': String(retryAfterSeconds) });
    response.end(JSON.stringify({ message: 'too much', retry_after: retryAfterSeconds, global: true }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createClient({
    config: { token: 'a.b.c', apiUrl: `http://127.0.0.1:${port}/api`, register: { kind: 'off' } },
    outgoing: undefined,
    buildStrategy: () => undefined as never,
    buildIdentifyThrottler: () => undefined as never,
  });
  client.rest.setToken('a.b.c');
  return { client, calls: () => calls };
}

it.each([
  ['an answer to an interaction', Routes.interactionCallback('1', 'x'), false],
  ['a later one', Routes.webhook('700000000000000001', 'x'), false],
  ['a message', Routes.channelMessages('700000000000000002'), true],
])(
  '%s that Discord wants to wait for an hour is given up, and not kept for so long',
  async (_what, path, auth) => {
    const { client: busy, calls } = await clientOfBusyDiscord(3_600);
    const sent = busy.rest.post(path, { body: {}, auth });
    await expect(sent).rejects.toMatchObject({ retryAfter: expect.closeTo(3_600_000, -3) });
    expect(calls()).toBe(1);
  },
  5_000,
);

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, Events, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutgoing } from '../../../src/outgoing/outgoing.ts';
import { startGatewayRelay } from '../../../src/platforms/discord/gateway/relay-gateway.ts';
import {
  createElapsedClock,
  type Gateway,
  type RunGatewayOptions,
  runGateway,
} from '../../../src/platforms/discord/gateway/run-gateway.ts';
import { startConnectProxy } from '../../faults/connect-proxy.ts';
import { freePort } from '../../peers/free-port.ts';
import { type StubDiscord, startStubDiscord, stubInteraction } from '../../peers/start-stub-discord.ts';
import { until } from '../../peers/until.ts';
import { createSilentLogger } from '../../reminders/silent-logger.ts';
import { createMemoryCoordination } from './memory-coordination.ts';

let stub: StubDiscord;
const gateways: Gateway[] = [];
beforeEach(async () => {
  stub = await startStubDiscord();
});
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  await stub.stop();
});

function run(options: Partial<RunGatewayOptions> = {}) {
  const logger = createSilentLogger();
  const seen: string[] = [];
  const gateway = runGateway({
    config: { token: stub.token, apiUrl: stub.restUrl, register: { kind: 'off' } },
    outgoing: undefined,
    attach: (client: Client) =>
      void client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ id }) => void seen.push(id)),
    coordination: createMemoryCoordination(),
    replicas: false,
    elapsedMs: createElapsedClock(
      () => performance.now(),
      () => Date.now(),
    ),
    now: () => new Date(),
    newId: randomUUID,
    logger,
    ...options,
  });
  gateway.firstTry.catch(() => {});
  gateways.push(gateway);
  return { gateway, logger, seen };
}
const connected = (gateway: Gateway) => until('the connection', () => gateway.state() === 'connected');
const sees = (seen: readonly string[], id: string) => until('the event', () => seen.includes(id));

describe('the gateway', () => {
  it('connects with the intents that need no permission', async () => {
    const { gateway, seen } = run();
    await gateway.firstTry;
    expect(gateway.state()).toBe('connected');
    const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
    expect(stub.identifies).toMatchObject([{ shard: 0, intents: Guilds | GuildMessages | DirectMessages }]);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await sees(seen, stubInteraction(1).id);
  });

  it('keeps the library from making objects of interactions that nobody looks at', async () => {
    const made: string[] = [];
    const seen: string[] = [];
    const attach = (client: Client) => {
      client.on(Events.InteractionCreate, ({ id }) => void made.push(id));
      client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ id }) => void seen.push(id));
    };
    const { gateway } = run({ attach });
    await gateway.firstTry;
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await sees(seen, stubInteraction(1).id);
    expect(seen).toEqual([stubInteraction(1).id]);
    expect(made).toEqual([]);
  });

  it('opens as many shards as Discord asks for', async () => {
    stub.shards = 3;
    const { gateway } = run();
    await gateway.firstTry;
    expect(stub.identifies.map(({ shard }) => shard).sort()).toEqual([0, 1, 2]);
    expect(stub.sessions()).toBe(3);
  });

  it('resumes where the network broke, and does not identify', async () => {
    const { gateway, seen, logger } = run();
    await gateway.firstTry;
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await sees(seen, stubInteraction(1).id);
    stub.drop();
    await until('the end of the connection', () => gateway.state() === 'connecting');
    await connected(gateway);
    expect(stub.resumes).toEqual([{ sequence: 3 }]);
    expect(stub.identifies).toHaveLength(1);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(2));
    await sees(seen, stubInteraction(2).id);
    expect(logger.lines).toContain('info Connected to Discord again and resumed the session');
  });

  it('identifies where a session cannot be resumed, and looks first how many are left', async () => {
    const { gateway } = run();
    await gateway.firstTry;
    const looks = stub.looks();
    stub.refuseResume = true;
    stub.drop();
    await until('a new session', () => stub.identifies.length === 2);
    expect(stub.looks()).toBeGreaterThan(looks);
    await connected(gateway);
  });

  it('survives an event that cannot be handled', async () => {
    const attach = (client: Client) =>
      void client.ws.on(GatewayDispatchEvents.InteractionCreate, () => {
        throw new Error('a bug');
      });
    const { gateway, logger } = run({ attach });
    await gateway.firstTry;
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await until('the log', () => logger.lines.some((line) => /Cannot handle an event.*a bug/.test(line)));
    expect(gateway.state()).toBe('connected');
  });
});

describe('behind a proxy', () => {
  it('goes through it with calls and sockets, resuming included', async () => {
    const proxy = await startConnectProxy();
    const outgoing = await createOutgoing({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    const relay = outgoing && (await startGatewayRelay(outgoing));
    try {
      const { gateway, seen } = run({ outgoing, relay });
      await gateway.firstTry;
      expect(proxy.tunnels.length).toBeGreaterThanOrEqual(2);
      const before = proxy.tunnels.length;
      stub.drop();
      await until('the resuming', () => stub.resumes.length === 1);
      await connected(gateway);
      expect(proxy.tunnels.length).toBe(before + 1);
      expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(stub.restUrl).host]));
      stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
      await sees(seen, stubInteraction(1).id);
      stub.drop();
      await until('the resuming again', () => stub.resumes.length === 2);
      await gateway.close();
    } finally {
      relay?.close();
      await outgoing?.close();
      await proxy.stop();
    }
  });

  it('is no way to anywhere else, and fails where the proxy does', async () => {
    const outgoing = await createOutgoing({ HTTP_PROXY: 'http://127.0.0.1:1' });
    const relay = outgoing && (await startGatewayRelay(outgoing));
    const address = relay?.addressFor('wss://gateway.discord.gg') ?? '';
    const ask = async (url: string) => {
      const socket = request(url, { headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
      const [response] = await once(socket, 'response');
      return response.statusCode;
    };
    expect(address).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/0\/$/);
    expect(await ask(address.replace('ws:', 'http:'))).toBe(502);
    expect(await ask(address.replace('ws:', 'http:').replace('/0/', '/1/'))).toBe(404);
    relay?.close();
    await outgoing?.close();
  });
});

describe('a refusal', () => {
  it('of the token ends the start', async () => {
    const { gateway } = run({ config: { token: 'wrong.bot.token', apiUrl: stub.restUrl, register: { kind: 'off' } } });
    await expect(gateway.firstTry).rejects.toMatchObject({
      code: 'discord-refused',
      message: expect.stringMatching(/refuses DISCORD_TOKEN.*Reset Token.*\(Discord says: 401\)/),
    });
    expect(stub.identifies).toEqual([]);
  });

  it.each([
    [4004, /DISCORD_TOKEN.*4004/],
    [4014, /intents.*4014/],
  ])('by the gateway with %i ends the start', async (code, message) => {
    stub.closeOnIdentify = code;
    const { gateway } = run();
    await expect(gateway.firstTry).rejects.toMatchObject({
      code: 'discord-refused',
      message: expect.stringMatching(message),
    });
  });

  it('later is told, and does not end anything', async () => {
    const { gateway, logger } = run();
    await gateway.firstTry;
    stub.closeOnIdentify = 4014;
    stub.drop(4014);
    await until('the refusal', () => logger.lines.some((line) => /warn .*intents.*4014/.test(line)));
    expect(gateway.state()).toBe('connecting');
    expect(stub.identifies).toHaveLength(2);
  });
});

describe('the sessions of a day', () => {
  it('are waited for where none is left', async () => {
    stub.remaining = 0;
    stub.resetAfterMs = 1_000;
    const { gateway, logger } = run();
    await until('the log', () => logger.lines.some((line) => /won't allow this token a new session/.test(line)));
    expect(stub.identifies).toEqual([]);
    stub.remaining = 1;
    await connected(gateway);
  });

  it('are spread over the rest of the day where few are left', async () => {
    stub.remaining = 400;
    stub.resetAfterMs = 400 * 1_500;
    const { gateway, logger } = run();
    await until('the log', () => logger.lines.some((line) => /Only 400 of 1000 sessions are left/.test(line)));
    expect(stub.identifies).toEqual([]);
    await connected(gateway);
  });
});

describe('an outage', () => {
  it.each(['silent', 'an error', 'absent'])('at the start (%s) is waited for', async (kind) => {
    const port = await freePort();
    await stub.stop();
    if (kind !== 'absent') stub = await startStubDiscord(port);
    if (kind === 'silent') stub.silent = true;
    if (kind === 'an error') stub.httpStatus = 503;
    const { gateway } = run({
      config: { token: stub.token, apiUrl: `http://127.0.0.1:${port}/api`, register: { kind: 'off' } },
    });
    await delay(500);
    expect(gateway.state()).toBe('connecting');
    if (kind === 'silent') return;
    if (kind === 'absent') stub = await startStubDiscord(port);
    stub.httpStatus = undefined;
    await connected(gateway);
  });

  it('is survived, and what is connected again afterwards is one connection', async () => {
    const { gateway, seen } = run();
    await gateway.firstTry;
    stub.httpStatus = 502;
    stub.drop();
    await delay(1_500);
    expect(gateway.state()).toBe('connecting');
    stub.httpStatus = undefined;
    await connected(gateway);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await sees(seen, stubInteraction(1).id);
    expect(stub.sessions()).toBe(1);
  });

  it('leaves no shard behind that connects after the bot has stopped', async () => {
    const { gateway } = run();
    await gateway.firstTry;
    stub.httpStatus = 502;
    stub.drop();
    await delay(700);
    await gateway.close();
    stub.httpStatus = undefined;
    await delay(1_500);
    expect(stub.resumes).toEqual([]);
    expect(stub.sessions()).toBe(0);
  });
});

describe('two processes', () => {
  it('are one connection: the other stands by, takes over where the first stops, and answers alone', async () => {
    const coordination = createMemoryCoordination();
    const first = run({ coordination, replicas: true });
    await first.gateway.firstTry;
    const second = run({ coordination, replicas: true });
    await second.gateway.firstTry;
    expect([first.gateway.state(), second.gateway.state()]).toEqual(['connected', 'standby']);
    expect(stub.sessions()).toBe(1);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await sees(first.seen, stubInteraction(1).id);
    await first.gateway.close();
    await connected(second.gateway);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(2));
    await sees(second.seen, stubInteraction(2).id);
    expect(first.seen).toEqual([stubInteraction(1).id]);
    expect(second.seen).toEqual([stubInteraction(2).id]);
  });

  it('never both answer: one that was paused drops what it is sent', async () => {
    let paused = 0;
    const { gateway, seen } = run({ elapsedMs: () => performance.now() + paused });
    await gateway.firstTry;
    paused = 13_000;
    stub.dispatch('INTERACTION_CREATE', stubInteraction(1));
    await delay(200);
    expect(seen).toEqual([]);
    await until('a new connection', () => stub.identifies.length === 2);
    await connected(gateway);
    stub.dispatch('INTERACTION_CREATE', stubInteraction(2));
    await sees(seen, stubInteraction(2).id);
  });
});

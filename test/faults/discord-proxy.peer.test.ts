import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiscordTwin } from '../peers/discord-twin.ts';
import { startDiscordTwin } from '../peers/start-discord-twin.ts';
import type { Json } from './discord/call.ts';
import { type DiscordProxy, startDiscordProxy } from './discord-proxy.ts';

describe('the proxy in front of the twin', () => {
  let twin: DiscordTwin;
  let proxy: DiscordProxy;
  let nowMs = Date.now();
  beforeAll(async () => {
    twin = await startDiscordTwin();
    proxy = await startDiscordProxy(twin, { now: () => nowMs });
  });
  afterAll(async () => {
    await proxy?.stop();
    await twin?.stop();
  });

  const call = async (method: string, path: string, body?: Json, at = proxy) => {
    const form = body instanceof FormData;
    const answer = await fetch(`${at.restUrl}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${twin.token}`, ...(form ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Json };
  };
  const messages = () => `/channels/${twin.channel()}/messages`;
  const text = (content: string) => ({ type: 10, content });
  const v2 = 1 << 15;

  test('takes a bot’s token only', async () => {
    const answer = await fetch(`${proxy.restUrl}/v10/users/@me`, { headers: { authorization: 'Bot another' } });
    expect(answer.status).toBe(401);
    expect((await call('GET', '/users/@me')).body.id).toBe(twin.bot);
  });

  test('keeps the list of registered commands for each scope', async () => {
    const scope = `/applications/${twin.bot}/commands`;
    expect((await call('GET', scope)).body).toEqual([]);
    const command = { name: 'mdaemon', description: 'Ask', contexts: [0, 1], options: [] };
    expect((await call('PUT', scope, [command])).status).toBe(200);
    expect((await call('GET', scope)).body).toMatchObject([{ ...command, id: expect.any(String) }]);
    expect((await call('GET', `/applications/${twin.bot}/guilds/${twin.guild}/commands`)).body).toEqual([]);
    const tooLong = { ...command, options: [{ type: 3, name: 'Upper', description: 'x'.repeat(101) }] };
    const { body } = await call('PUT', scope, [tooLong]);
    expect(body).toMatchObject({ code: 50_035, errors: { 0: { options: { 0: { name: {}, description: {} } } } } });
  });

  test('makes one message of one nonce for a few minutes, and shows no nonce in the history', async () => {
    const body = { content: 'once', nonce: 'n1', enforce_nonce: true };
    const [first, second] = await Promise.all([call('POST', messages(), body), call('POST', messages(), body)]);
    expect(second.body).toEqual(first.body);
    expect(first.body.nonce).toBe('n1');
    const shown = (await call('GET', messages())).body;
    expect(shown.filter(({ content }: Json) => content === 'once')).toHaveLength(1);
    expect(shown[0]).not.toHaveProperty('nonce');
    nowMs += 6 * 60_000;
    expect((await call('POST', messages(), body)).body.id).not.toBe(first.body.id);
  });

  test.each<[what: string, body: Json, at: string]>([
    ['content', { content: 'x'.repeat(2_001) }, 'content'],
    ['a nonce', { content: 'x', nonce: 'n'.repeat(26) }, 'nonce'],
    ['components', { flags: v2, components: Array.from({ length: 41 }, () => text('x')) }, 'components'],
    ['text', { flags: v2, components: [text('x'.repeat(2_500)), text('x'.repeat(2_500))] }, 'components'],
    ['content beside components', { flags: v2, content: 'x', components: [text('x')] }, 'content'],
    ['components without the flag', { components: [text('x')] }, 'components'],
    [
      'an id',
      { components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'i'.repeat(101) }] }] },
      'components',
    ],
    [
      'a file that is not there',
      { flags: v2, components: [{ type: 13, file: { url: 'attachment://a' } }] },
      'components',
    ],
  ])('refuses a message for its size or form: %s', async (_what, body, at) => {
    const answer = await call('POST', messages(), body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50_035 } });
    expect(Object.keys(answer.body.errors)).toEqual([at]);
  });

  test('takes files, and returns them with the message', async () => {
    const form = new FormData();
    const components = [{ type: 13, file: { url: 'attachment://rules.nft' } }];
    form.append('payload_json', JSON.stringify({ flags: v2, components }));
    form.append('files[0]', new Blob(['flush ruleset']), 'rules.nft');
    const made = await call('POST', messages(), form);
    expect(made.body.attachments).toMatchObject([{ filename: 'rules.nft', size: 13 }]);
    expect((await call('GET', messages())).body[0].attachments).toHaveLength(1);
    expect(proxy.calls.at(-2)?.files[0]?.bytes.toString()).toBe('flush ruleset');
  });

  test('opens the same direct message each time, for people there are', async () => {
    const open = (person: string) => call('POST', '/users/@me/channels', { recipient_id: person });
    const { body } = await open(twin.user('alice'));
    expect(body).toMatchObject({ id: twin.channel('@alice'), type: 1, recipients: [{ id: twin.user('alice') }] });
    expect((await open(twin.user('alice'))).body.id).toBe(body.id);
    expect((await call('POST', `/channels/${body.id}/messages`, { content: 'hello' })).status).toBe(200);
    expect((await call('GET', `/channels/${body.id}`)).body.recipients).toHaveLength(1);
    expect((await open('700000000000009999')).body.code).toBe(10_013);
  });

  test('takes the first response for 3 seconds, once', async () => {
    nowMs = Date.now();
    const snowflake = (atMs: number) => String((BigInt(atMs) - 1_420_070_400_000n) << 22n);
    const late = `/interactions/${snowflake(nowMs - 3_001)}/token/callback`;
    expect((await call('POST', late, { type: 6 })).body.code).toBe(10_062);
    const message = await call('POST', messages(), { content: 'with a button' });
    const [posted] = await twin.messages();
    expect(posted).toBeDefined();
    const interaction = await twin.press({ ...(posted as Json), id: message.body.id }, 'x');
    const path = `/interactions/${interaction}/test-interaction-token-${interaction}/callback`;
    expect((await call('POST', `${path}?with_response=true`, { type: 4, data: { content: 'hi' } })).body).toMatchObject(
      {
        interaction: { id: interaction },
        resource: { type: 4, message: { content: 'hi' } },
      },
    );
    expect((await call('POST', path, { type: 6 })).body.code).toBe(40_060);
    const followUp = `/webhooks/${twin.bot}/test-interaction-token-${interaction}`;
    expect((await call('POST', followUp, { content: 'more' })).status).toBe(200);
    nowMs += 15 * 60_000 + 1_000;
    expect((await call('POST', followUp, { content: 'more' })).body.code).toBe(50_027);
    nowMs = Date.now();
  });

  test('says what the bot may not', async () => {
    const codes: Record<string, number> = { gone: 10_003, hidden: 50_001, 'read-only': 50_013, closed: 50_007 };
    for (const [access, code] of Object.entries(codes)) {
      proxy.setAccess(twin.channel(), access as 'gone');
      expect((await call('POST', messages(), { content: 'x' })).body.code).toBe(code);
    }
    proxy.setAccess(twin.channel(), 'no-history');
    expect((await call('GET', messages())).body).toEqual([]);
    proxy.setAccess(twin.channel(), 'open');
  });

  test('limits each channel by itself, and all together', async () => {
    const limited = await startDiscordProxy(twin, {
      now: () => nowMs,
      limits: { perBucket: 2, windowMs: 5_000, perSecond: 4 },
    });
    const post = (channel: string) => call('POST', `/channels/${channel}/messages`, { content: 'x' }, limited);
    expect((await post(twin.channel())).headers.get('x-ratelimit-remaining')).toBe('1');
    expect((await post(twin.channel())).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await post(twin.channel());
    expect(refused).toMatchObject({ status: 429, body: { retry_after: 5, global: false } });
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    expect((await post(twin.channel('operations'))).status).toBe(200);
    expect(await post(twin.channel('operations'))).toMatchObject({ status: 429, body: { global: true } });
    nowMs += 5_000;
    expect((await post(twin.channel())).status).toBe(200);
    await limited.stop();
  });

  test('fails as told, for a route or for one path', async () => {
    proxy.plan('POST /channels/:id/messages', 'reset', { status: 500, body: { message: 'oops' } });
    await expect(call('POST', messages(), { content: 'x' })).rejects.toThrow();
    expect((await call('POST', messages(), { content: 'x' })).status).toBe(500);
    proxy.plan(`POST /channels/${twin.channel('operations')}/messages`, 'drop-reply');
    expect((await call('POST', messages(), { content: 'x' })).status).toBe(200);
    const before = (await twin.messages('operations')).length;
    await expect(call('POST', `/channels/${twin.channel('operations')}/messages`, { content: 'x' })).rejects.toThrow();
    expect(await twin.messages('operations')).toHaveLength(before + 1);
  });
});

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SlackStub, startSlackStub } from '../../faults/slack-stub.ts';
import { until } from '../../peers/until.ts';
import { commandBody, eventBody, sendSigned } from './sign.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';

const signingSecret = 'a-signing-secret';

describe('HTTP mode', () => {
  let slack: SlackStub;
  let bot: TestBot;
  beforeAll(async () => {
    slack = await startSlackStub(() => ({ body: { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT' } }));
    bot = await startTestBot({ mode: 'http', signingSecret, botToken: 'xoxb-1', apiUrl: slack.apiUrl });
  });
  afterAll(async () => {
    await bot?.stop();
    await slack?.stop();
  });

  const json = { contentType: 'application/json' };

  test('answers in the acknowledgement', async () => {
    const response = await sendSigned(bot.url, signingSecret, commandBody('ports imap'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ response_type: 'ephemeral', blocks: expect.any(Array) });
  });

  test('answers the same signed command once, and acknowledges it each time', async () => {
    const before = bot.events.length;
    const body = commandBody('ports imap', 'the-same');
    await sendSigned(bot.url, signingSecret, body);
    const again = await sendSigned(bot.url, signingSecret, body);
    expect([again.status, await again.text()]).toEqual([200, '']);
    expect(bot.events.length).toBe(before + 1);
  });

  test.each([
    ['forged', { signature: `v0=${'0'.repeat(64)}` }],
    ['of another version', { signature: 'v1=abc' }],
    ['no signature at all', { signature: '' }],
    ['five minutes old', { timestamp: Math.floor(Date.now() / 1_000) - 301 }],
    ['five minutes ahead', { timestamp: Math.floor(Date.now() / 1_000) + 330 }],
    ['without a time', { timestamp: Number.NaN }],
    ['too short', { signature: 'v0=00' }],
  ])('refuses a signature that is %s', async (_what, options) => {
    const count = bot.events.length;
    const response = await sendSigned(bot.url, signingSecret, commandBody('ports imap'), options);
    expect(response.status).toBe(401);
    expect(bot.events.length).toBe(count);
  });

  test('refuses a request without any headers', async () => {
    expect((await fetch(bot.url, { method: 'POST', body: commandBody('ports imap') })).status).toBe(401);
  });

  test('refuses a body no message of Slack has', async () => {
    expect((await sendSigned(bot.url, signingSecret, 'x'.repeat(600_000))).status).toBe(413);
  });

  test('tells a stranger nothing, whatever the method', async () => {
    expect((await fetch(bot.url)).status).toBe(401);
  });

  test('answers Slack asking whether the address is ours', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await (await sendSigned(bot.url, signingSecret, body, json)).json()).toEqual({ challenge: 'abc' });
  });

  test.each([
    ['its own words', { user: 'U0BOT' }],
    ['another bot', { bot_id: 'B1' }],
    ['an edit', { subtype: 'message_changed' }],
    ['no person', { user: undefined }],
    ['a channel', { channel_type: 'channel' }],
  ])('does not answer %s', async (_what, change) => {
    const count = bot.events.length;
    const event = {
      type: 'message',
      user: 'U01ALICE',
      text: 'ports',
      ts: '1.2',
      channel: 'D01',
      channel_type: 'im',
      ...change,
    };
    const response = await sendSigned(bot.url, signingSecret, eventBody(`Ev-${_what}`, event), json);
    expect(response.status).toBe(200);
    expect(bot.events.length).toBe(count);
  });

  test('takes the team of an organisation where Slack names no workspace', async () => {
    const body = {
      type: 'block_actions',
      team: null,
      enterprise: { id: 'E01' },
      is_enterprise_install: true,
      user: { id: 'U01ALICE' },
      channel: { id: 'C01GEN' },
      container: { type: 'message', thread_ts: '1.1' },
      response_url: `${slack.apiUrl}response`,
      actions: [{ type: 'button', action_id: 'run:0', block_id: 'actions', value: 'ports' }],
    };
    const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString();
    expect((await sendSigned(bot.url, signingSecret, form)).status).toBe(200);
    await until('the follow-up', () => slack.calls.includes('response'));
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: 'slack:E01',
      conversation: { id: 'C01GEN', thread: '1.1' },
    });
  });

  const form = (payload: string) => ({ body: new URLSearchParams({ payload }).toString(), options: {} });
  const event = (body: string) => ({ body, options: json });
  test.each([
    ...['null', '[]', '7', '"text"', '{', '', '[[[[', 'true'].flatMap((text) => [event(text), form(text)]),
    ...['{}', '{"type":null}', '{"type":"event_callback"}', '{"type":"event_callback","event":null}'].map(event),
    ...['{"type":"event_callback","event":[],"authorizations":7}', '{"event":{"type":"message"}}'].map(event),
    event('{"type":"event_callback","team_id":7,"event":{"type":"app_mention","user":{},"text":null,"channel":[]}}'),
    event('{"type":"event_callback","team_id":"T1","event":{"type":"app_home_opened","tab":"home"}}'),
    ...['{}', '{"type":"block_actions"}', '{"type":"block_actions","actions":null}', '{"actions":[null]}'].map(form),
    form('{"type":"block_actions","actions":[{}],"user":null,"team":7}'),
    form('{"type":"view_submission","view":null}'),
    form('{"type":"view_submission","view":{"callback_id":"form:reminder","state":null}}'),
    form('{"type":"shortcut","callback_id":"new_reminder","user":[]}'),
    { body: 'command=/mdaemon', options: {} },
    { body: 'command=/mdaemon&text=ports&text=imap&team_id=1&team_id=2&user_id=', options: {} },
    { body: 'command[]=/mdaemon&payload[x]=1', options: {} },
  ])('outlives signed nonsense: $body', async ({ body, options }) => {
    // What goes wrong outside the request would fail the whole run as an unhandled error.
    const response = await sendSigned(bot.url, signingSecret, body, options);
    expect(await response.text()).not.toMatch(/Error|\bat /);
    expect((await fetch(bot.url.replace('slack/events', 'healthz'))).status).toBe(200);
  });

  test('refuses a body that is announced as too long before it is sent', async () => {
    const answer = await sendHead(bot.url, { 'content-length': '900000' });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('refuses what cannot be signed before its body is sent', async () => {
    const stale = { 'content-length': '200000', 'x-slack-request-timestamp': '1', 'x-slack-signature': 'v0=00' };
    expect(await sendHead(bot.url, stale)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await sendHead(bot.url, { 'content-length': '200000' })).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('logs strangers once a minute, and how many they were', async () => {
    const refused = () => bot.log.filter(({ message }) => message.includes('did not sign'));
    const before = refused().length;
    for (let count = 0; count < 20; count += 1) await fetch(bot.url, { method: 'POST', body: 'x' });
    expect(refused().length - before).toBeLessThanOrEqual(1);
  });

  test('counts an answer that could not be delivered', async () => {
    const before = bot.failures();
    await sendSigned(bot.url, signingSecret, commandBody('slow'));
    await until('the failure', () => bot.failures() > before);
    expect(bot.log.at(-1)).toMatchObject({ level: 'error', fields: { code: 'slack-failed' } });
  });
});

test('an empty signing secret is refused', async () => {
  await expect(
    startTestBot({ mode: 'http', signingSecret: '', botToken: 'xoxb-1', apiUrl: undefined }),
  ).rejects.toThrow(/SLACK_SIGNING_SECRET/);
});

test('takes nothing once it stops, and lets running answers finish', async () => {
  const slack = await startSlackStub(() => ({ body: { ok: true, user_id: 'U0BOT' } }));
  const bot = await startTestBot({ mode: 'http', signingSecret, botToken: 'xoxb-1', apiUrl: slack.apiUrl });
  const running = sendSigned(bot.url, signingSecret, commandBody('slow'));
  await until('the request to arrive', async () => (await fetch(bot.url.replace('slack/events', 'healthz'))).ok);
  await running;
  const stopping = bot.slack.stop();
  expect((await sendSigned(bot.url, signingSecret, commandBody('ports'))).status).toBe(503);
  await stopping;
  expect(bot.events.map(({ reply }) => reply.command)).toEqual(['slow']);
  expect(bot.slack.isReady()).toBe(false);
  await bot.stop();
  await slack.stop();
});

/** Sends the head of a request alone, and returns the first that is answered to it. */
function sendHead(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(Number(port), hostname);
  socket.write([`POST ${pathname} HTTP/1.1`, `host: ${hostname}`, ...lines, '', ''].join('\r\n'));
  return new Promise((resolve, reject) => {
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data));
    });
    socket.once('error', reject);
  });
}

import { afterEach, describe, expect, test } from 'vitest';
import { createOutgoing } from '../../../src/outgoing/outgoing.ts';
import { startConnectProxy } from '../../faults/connect-proxy.ts';
import { startSlackStub } from '../../faults/slack-stub.ts';
import { freePort } from '../../peers/free-port.ts';
import { localSlackMissing, startLocalSlack } from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { startTestBot } from './start-test-bot.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

const tokens = { botToken: 'xoxb-1', appToken: 'xapp-1' };
const me = { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT' };

describe('a token Slack refuses', () => {
  test.each([
    [
      'the bot token',
      (): object => ({ ok: false, error: 'invalid_auth' }),
      /SLACK_BOT_TOKEN\. Copy .* \(Slack says: invalid_auth\)/,
    ],
    [
      'the app token',
      (method: string) => (method === 'auth.test' ? me : { ok: false, error: 'not_allowed_token_type' }),
      /SLACK_APP_TOKEN/,
    ],
  ])('%s ends the start and says what to do', async (_what, answer, message) => {
    const slack = await startSlackStub((method) => ({ body: answer(method) }));
    undo.push(slack.stop);
    await expect(startTestBot({ mode: 'socket', ...tokens, apiUrl: slack.apiUrl })).rejects.toMatchObject({
      code: 'slack-refused',
      message: expect.stringMatching(message),
    });
  });
});

describe('an outage at the start', () => {
  test.each([
    ['nobody listens', undefined],
    ['an error of the server', { status: 503, body: 'unavailable' }],
    ['too many calls', { status: 429, headers: { 'retry-after': '1' }, body: '' }],
    ['something that is not Slack', { body: '<html>' }],
  ])('%s: starts, is not ready, and tries again', async (_what, answer) => {
    const slack = answer === undefined ? undefined : await startSlackStub(() => answer);
    if (slack !== undefined) undo.push(slack.stop);
    const apiUrl = slack?.apiUrl ?? `http://127.0.0.1:${await freePort()}/api/`;
    const bot = await startTestBot({ mode: 'socket', ...tokens, apiUrl });
    undo.push(bot.stop);
    expect(bot.slack.isReady()).toBe(false);
    expect(bot.log.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { code: 'slack-failed', delayMs: 1_000 } },
    ]);
    if (slack !== undefined) await until('another try', () => slack.calls.length > 1);
  });
});

describe.skipIf(localSlackMissing !== undefined)(`Slack going away and coming back ${localSlackMissing ?? ''}`, () => {
  test('readiness follows the socket', async () => {
    const peer = await startLocalSlack();
    undo.push(peer.stop);
    const bot = await startTestBot({ mode: 'socket', ...tokens, apiUrl: peer.apiUrl });
    undo.push(bot.stop);
    expect(bot.slack.isReady()).toBe(true);
    await peer.kill();
    await until('the bot to notice', () => !bot.slack.isReady());
    await peer.restart();
    await until('the bot to come back', () => bot.slack.isReady());
    await peer.command('ports again');
    await until('an answer', async () => (await peer.posts('C01GEN')).length === 1);
    await bot.slack.stop();
    expect(bot.slack.isReady()).toBe(false);
  });

  test('a connection that went silent is found out and opened anew', async () => {
    const peer = await startLocalSlack();
    undo.push(peer.stop);
    const proxy = await startConnectProxy();
    undo.push(proxy.stop);
    const outgoing = await createOutgoing({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    const bot = await startTestBot({ mode: 'socket', ...tokens, apiUrl: peer.apiUrl }, { outgoing });
    undo.push(bot.stop);
    proxy.freeze();
    await until('the bot to notice', () => !bot.slack.isReady());
    await until('the bot to come back', () => bot.slack.isReady());
    await peer.command('ports again');
    await until('an answer', async () => (await peer.posts('C01GEN')).length > 0);
  });

  test('stops within moments and leaves no timer behind, connected or not', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const peer = await startLocalSlack();
    undo.push(peer.stop);
    const connected = await startTestBot({ mode: 'socket', ...tokens, apiUrl: peer.apiUrl });
    await peer.kill();
    await until('the bot to notice', () => !connected.slack.isReady());
    const startedAt = performance.now();
    await connected.stop();
    await peer.restart();
    const again = await startTestBot({ mode: 'socket', ...tokens, apiUrl: peer.apiUrl });
    await again.stop();
    // Slack's own client would wait 30 s for the other side.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    await until('the timers to end', () => timers() <= before);
  });
});

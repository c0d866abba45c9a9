import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type EmulatedSlack, startEmulate } from '../../peers/start-emulate.ts';
import { until } from '../../peers/until.ts';
import { eventBody, sendSigned } from './sign.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';

const signingSecret = 'a-signing-secret';
const manifest = parse(await readFile(new URL('../../../slack-manifest.yaml', import.meta.url), 'utf8'));

let slack: EmulatedSlack;
let bot: TestBot;
beforeAll(async () => {
  slack = await startEmulate(manifest.oauth_config.scopes.bot);
  bot = await startTestBot({ mode: 'http', signingSecret, botToken: slack.botToken, apiUrl: slack.apiUrl });
});
afterAll(async () => {
  await bot?.stop();
  await slack?.stop();
});

test('posts the answer to a mention in its thread, with no scope but the manifest’s', async () => {
  expect(bot.slack.isReady()).toBe(true);
  const channel = await slack.channelId('general');
  const text = '<@U0BOT> ports imap';
  const { ts } = (await slack.call('chat.postMessage', { channel, text })) as { ts: string };
  const event = { type: 'app_mention', user: 'U01ALICE', text, ts, channel };
  await sendSigned(bot.url, signingSecret, eventBody('Ev1', event), { contentType: 'application/json' });
  const posted = await until('the answer', async () => {
    const { messages = [] } = (await slack.call('conversations.replies', { channel, ts })) as {
      messages?: Record<string, unknown>[];
    };
    return messages.find((message) => String(message['text']).startsWith('Ports of imap.'));
  });
  expect(posted).toMatchObject({ thread_ts: ts, blocks: expect.any(Array) });
  expect(bot.slack.failedDeliveries()).toBe(0);
});

test('counts and logs a post Slack refuses', async () => {
  const event = { type: 'app_mention', user: 'U01ALICE', text: '<@U0BOT> ports', ts: '1.1', channel: 'C0NOWHERE' };
  await sendSigned(bot.url, signingSecret, eventBody('Ev2', event), { contentType: 'application/json' });
  await until('the refusal', () => bot.slack.failedDeliveries() === 1);
  expect(bot.log.at(-1)).toMatchObject({ level: 'error', message: 'Cannot answer a message: channel_not_found' });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type EmulatedSlack, startEmulate } from '../../peers/start-emulate.ts';
import { until } from '../../peers/until.ts';
import { commandBody, eventBody, sendSigned } from './sign.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';
import { withScopes } from './with-scopes.ts';

const signingSecret = 'a-signing-secret';
const manifest = parse(await readFile(new URL('../../../slack-manifest.yaml', import.meta.url), 'utf8'));

let slack: EmulatedSlack;
let bot: TestBot;
/** While this is pending, no upload begins. */
let held: Promise<undefined> | undefined;
beforeAll(async () => {
  slack = await startEmulate(manifest.oauth_config.scopes.bot);
  const config = { mode: 'http', signingSecret, botToken: slack.botToken, apiUrl: slack.apiUrl } as const;
  bot = await startTestBot(config, {
    outgoing: withScopes(manifest.oauth_config.scopes.bot, (method) =>
      method === 'files.getUploadURLExternal' ? held : undefined,
    ),
  });
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
  expect(bot.failures()).toBe(0);
});

/** A mention of the bot in the channel, and the replies in its thread once this is true of one. */
async function mention(eventId: string, line: string, isIt: (reply: Record<string, unknown>) => boolean) {
  const channel = await slack.channelId('general');
  const text = `<@U0BOT> ${line}`;
  const { ts } = (await slack.call('chat.postMessage', { channel, text })) as { ts: string };
  const event = { type: 'app_mention', user: 'U01ALICE', text, ts, channel };
  await sendSigned(bot.url, signingSecret, eventBody(eventId, event), { contentType: 'application/json' });
  return until('a reply', async () => {
    const { messages = [] } = (await slack.call('conversations.replies', { channel, ts })) as {
      messages?: Record<string, unknown>[];
    };
    return messages.some(isIt) ? messages.slice(1) : undefined;
  });
}

test('uploads a file below the answer, with no scope but the manifest’s', async () => {
  const [answer, file] = await mention('Ev3', 'calendar', ({ files }) => files !== undefined);
  expect(answer?.['text']).toBe('40 dates in dates.ics.');
  expect(file).toMatchObject({ files: [{ name: 'dates.ics', title: 'dates.ics', size: expect.any(Number) }] });
  expect(bot.failures()).toBe(0);
});

test('answers, and acknowledges, while an upload hangs', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  held = promise;
  const began = performance.now();
  const response = await sendSigned(bot.url, signingSecret, commandBody('script imap'));
  // Slack waits no longer.
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(JSON.stringify(await response.json())).toContain('I’ll send you the file in a direct message.');
  expect(await mention('Ev4', 'calendar', ({ text }) => text === '40 dates in dates.ics.')).toHaveLength(1);
  held = undefined;
  resolve(undefined);
});

test('counts and logs a post Slack refuses', async () => {
  const event = { type: 'app_mention', user: 'U01ALICE', text: '<@U0BOT> ports', ts: '1.1', channel: 'C0NOWHERE' };
  await sendSigned(bot.url, signingSecret, eventBody('Ev2', event), { contentType: 'application/json' });
  const line = { level: 'error', message: 'Cannot answer a message: channel_not_found' };
  await until('the refusal', () => bot.log.some(({ message }) => message === line.message));
  expect(bot.log).toContainEqual(expect.objectContaining(line));
});

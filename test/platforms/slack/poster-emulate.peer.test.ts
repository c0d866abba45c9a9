import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { type Fault, startSlackProxy } from '../../faults/slack-proxy.ts';
import { startEmulate } from '../../peers/start-emulate.ts';
import { delivery } from '../../reminders/deliveries.ts';
import { silentLogger } from './silent-logger.ts';

const manifest = parse(await readFile(new URL('../../../slack-manifest.yaml', import.meta.url), 'utf8'));
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** A poster with these scopes over a line that fails as planned, and a delivery to a channel. */
async function start(granted: readonly string[], ...faults: readonly Fault[]) {
  const slack = await startEmulate(granted);
  undo.push(slack.stop);
  const proxy = await startSlackProxy(slack.apiUrl);
  undo.push(proxy.stop);
  proxy.plan('chat.postMessage', ...faults);
  const config = { botToken: slack.botToken, apiUrl: proxy.apiUrl };
  const poster = createSlackPoster({
    config,
    logger: silentLogger,
    view: viewDelivery,
    now: () => new Date(),
    timeoutMs: 2_000,
  });
  const target = { kind: 'channel', id: await slack.channelId('general') } as const;
  const due = delivery(undefined, { target, attemptStartedAt: new Date() });
  const history = async () => {
    const { messages } = (await slack.call('conversations.history', { channel: target.id })) as {
      messages: { ts: string; metadata?: unknown }[];
    };
    return messages;
  };
  return { slack, poster, target, due, history };
}

test('a post carries the delivery in its metadata', async () => {
  const { poster, due, history } = await start(scopes);
  expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
  expect((await history())[0]?.metadata).toEqual({
    event_type: 'mdaemon_reminder',
    event_payload: { delivery: due.id },
  });
});

test('a post whose reply was dropped is found by its metadata, and no other is', async () => {
  const { poster, due, history } = await start([...scopes, 'channels:history'], 'drop-reply');
  expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'unknown' });
  const [post] = await history();
  expect(await poster.find(due)).toEqual({ kind: 'found', messageId: post?.ts });
  expect(await poster.find({ ...due, id: delivery().id })).toEqual({ kind: 'absent' });
});

test('metadata alone is enough', async () => {
  const { slack, poster, due } = await start([...scopes, 'channels:history']);
  const metadata = JSON.stringify({ event_type: 'mdaemon_reminder', event_payload: { delivery: due.id } });
  await slack.call('chat.postMessage', { channel: due.target.id, text: 'no blocks', metadata });
  expect(await poster.find(due)).toMatchObject({ kind: 'found' });
});

test('without the optional scopes a lost reply stays open, and says which scope is missing', async () => {
  const { poster, due } = await start(scopes, 'drop-reply');
  expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'unknown' });
  expect(await poster.find(due)).toEqual({ kind: 'cannot-tell', reason: expect.stringContaining('channels:history') });
});

test('tells at creation what it can with the manifest’s scopes', async () => {
  const { poster, target } = await start(scopes);
  const message = expect.stringContaining('/invite @mdaemon');
  expect(await poster.check('slack:T1', { kind: 'channel', id: 'C0NOWHERE' })).toEqual({ ok: false, message });
  expect(await poster.check('slack:T1', target)).toMatchObject({ ok: expect.any(Boolean) });
});

test('refuses a token that may not post', async () => {
  const { poster, due } = await start(['commands']);
  expect(await poster.post(due, { late: false })).toMatchObject({
    kind: 'impossible',
    reason: expect.stringContaining('chat:write'),
  });
});

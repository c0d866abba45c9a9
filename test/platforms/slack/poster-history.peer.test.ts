import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { Poster, Target } from '../../../src/reminders/ledger.ts';
import { type Fault, type SlackProxy, startSlackProxy } from '../../faults/slack-proxy.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from '../../peers/start-local-slack.ts';
import { delivery } from '../../reminders/deliveries.ts';
import { silentLogger } from './silent-logger.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;
const slackSays = (error: string): Fault => ({ status: 200, body: { ok: false, error } });

describe.skipIf(skipped !== '')(`looking and asking over a line that fails${skipped}`, () => {
  let peer: LocalSlack;
  let proxy: SlackProxy;
  let poster: Poster;
  beforeAll(async () => {
    peer = await startLocalSlack();
    proxy = await startSlackProxy(peer.apiUrl);
    const config = { botToken: peer.botToken, apiUrl: proxy.apiUrl };
    const now = () => new Date();
    poster = createSlackPoster({ config, logger: silentLogger, now, view: viewDelivery, timeoutMs: 2_000 });
  });
  afterAll(async () => {
    await proxy?.stop();
    await peer?.stop();
  });

  test.each<[what: string, fault: Fault, expected: object]>([
    [
      'may not be read',
      slackSays('missing_scope'),
      { kind: 'cannot-tell', reason: expect.stringContaining('groups:history') },
    ],
    [
      'the bot is not in',
      slackSays('not_in_channel'),
      { kind: 'cannot-tell', reason: expect.stringContaining('/invite') },
    ],
    ['does not answer', 'hang', { kind: 'refused' }],
    ['fails', { status: 500 }, { kind: 'refused' }],
    ['never ends', { status: 200, body: { ok: true, messages: [], has_more: true } }, { kind: 'cannot-tell' }],
  ])('a history that %s', async (_what, fault, expected) => {
    proxy.plan('conversations.history', fault);
    expect(await poster.find(delivery())).toMatchObject(expected);
  });

  test.each<[what: string, fault: Fault]>([
    ['a refusal that passes by itself', slackSays('request_timeout')],
    ['an answer without a list', { status: 200, body: { ok: true } }],
  ])('looks again after %s, and takes the post neither for absent nor for lost', async (_what, fault) => {
    const due = delivery();
    await poster.post(due, { late: false });
    proxy.plan('conversations.history', fault);
    expect(await poster.find(due)).toMatchObject({ kind: 'refused' });
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
  });

  test('reads a long history page by page, but not for ever', async () => {
    const page = (next: string): Fault => ({
      status: 200,
      body: { ok: true, messages: [], has_more: true, response_metadata: { next_cursor: next } },
    });
    const due = delivery();
    await poster.post(due, { late: false });
    proxy.plan('conversations.history', page('a'), page('b'));
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
    proxy.plan('conversations.history', ...Array.from({ length: 50 }, () => page('c')));
    const before = proxy.calls.length;
    expect(await poster.find(due)).toMatchObject({ kind: 'cannot-tell' });
    expect(proxy.calls.length - before).toBe(10);
    proxy.plan('conversations.history');
  });

  test.each<[what: string, faults: readonly [Fault, Fault?], expected: object]>([
    ['an archived channel', [{ status: 200, body: { ok: true, channel: { is_archived: true } } }], { ok: false }],
    ['a channel without the bot', [{ status: 200, body: { ok: true, channel: { is_member: false } } }], { ok: false }],
    ['a channel nobody knows', [slackSays('channel_not_found')], { ok: false }],
    ['no scope to ask, but to read', [slackSays('missing_scope')], { ok: true }],
    ['no scope to ask, and not in it', [slackSays('missing_scope'), slackSays('not_in_channel')], { ok: false }],
    [
      'no scope at all',
      [slackSays('missing_scope'), slackSays('missing_scope')],
      { ok: true, unchecked: expect.stringContaining('channels:read') },
    ],
    ['Slack away', ['reset'], { ok: true, unchecked: expect.stringContaining('did not tell me') }],
  ])('checks a channel: %s', async (_what, [info, history], expected) => {
    proxy.plan('conversations.info', info);
    if (history !== undefined) proxy.plan('conversations.history', history);
    expect(await poster.check('slack:T01TEST', { kind: 'channel', id: 'C01GEN' })).toMatchObject(expected);
  });

  test.each<[what: string, target: Target, history: Fault, expected: object]>([
    ['a direct message of two others', { kind: 'channel', id: 'D01' }, slackSays('channel_not_found'), { ok: false }],
    ['its own', { kind: 'channel', id: 'D01' }, { status: 200, body: { ok: true, messages: [] } }, { ok: true }],
    ['a person', { kind: 'person', id: 'U01ALICE' }, 'pass', { ok: true }],
    ['the terminal', { kind: 'terminal', id: 'terminal' }, 'pass', { ok: false }],
  ])('checks %s', async (_what, target, history, expected) => {
    proxy.plan('conversations.history', history);
    expect(await poster.check('slack:T01TEST', target)).toMatchObject(expected);
  });
});

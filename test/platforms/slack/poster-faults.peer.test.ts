import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { Poster } from '../../../src/reminders/ledger.ts';
import { type Fault, type SlackProxy, startSlackProxy } from '../../faults/slack-proxy.ts';
import { freePort } from '../../peers/free-port.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { delivery, item } from '../../reminders/deliveries.ts';
import { silentLogger } from './silent-logger.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;
/** The time-out where a line hangs on purpose. All else gets a time no slow machine reaches. */
const briefMs = 400;
const ampleMs = 30_000;
const slackSays = (error: string): Fault => ({ status: 200, body: { ok: false, error } });
const unknown = { kind: 'unknown', reason: expect.any(String) };

describe.skipIf(skipped !== '')(`posting over a line that fails${skipped}`, () => {
  let peer: LocalSlack;
  let proxy: SlackProxy;
  let poster: Poster;
  let briefPoster: Poster;
  beforeAll(async () => {
    peer = await startLocalSlack();
    proxy = await startSlackProxy(peer.apiUrl);
    poster = posterAt(proxy.apiUrl);
    briefPoster = posterAt(proxy.apiUrl, briefMs);
  });
  afterAll(async () => {
    await proxy?.stop();
    await peer?.stop();
  });

  const posterAt = (apiUrl: string, timeoutMs = ampleMs) =>
    createSlackPoster({
      config: { botToken: peer.botToken, apiUrl },
      logger: silentLogger,
      view: viewDelivery,
      now: () => new Date(),
      timeoutMs,
    });
  const arrived = async (id: string) =>
    (await peer.posts('C01GEN')).filter(({ blocks }) => JSON.stringify(blocks).includes(id)).length;

  test.each<[what: string, fault: Fault, expected: unknown, arrives: number]>([
    ['a reply that breaks off', 'half-reply', unknown, 1],
    ['no answer at all', 'hang', unknown, 0],
    ['an error of the server', { status: 500, body: 'oops' }, unknown, 0],
    ['a gateway that gave up', { status: 504 }, unknown, 0],
    ['something that is not Slack', { status: 200, body: '<html>' }, unknown, 0],
    [
      'one word that is not Slack’s',
      { status: 200, headers: { 'content-type': 'text/plain' }, body: 'maintenance' },
      unknown,
      0,
    ],
    ['an answer that says nothing', { status: 200, body: { ok: false } }, unknown, 0],
    ['an internal error', slackSays('internal_error'), unknown, 0],
    ['a fatal error', slackSays('fatal_error'), unknown, 0],
    [
      'too much at once, without saying how long to wait',
      { status: 429 },
      { kind: 'refused', retryAfterMs: 30_000, reason: expect.any(String) },
      0,
    ],
    ['too much at once, in words', slackSays('ratelimited'), { kind: 'refused', retryAfterMs: 30_000 }, 0],
    ['a workspace that moves', slackSays('team_added_to_org'), { kind: 'refused' }, 0],
    ['a channel that is gone', slackSays('channel_not_found'), { kind: 'impossible', reason: /invite @mdaemon/ }, 0],
    ['a channel without the bot', slackSays('not_in_channel'), { kind: 'impossible', reason: /invite @mdaemon/ }, 0],
    ['an archived channel', slackSays('is_archived'), { kind: 'impossible', reason: /Unarchive it/ }, 0],
    ['a revoked token', slackSays('token_revoked'), { kind: 'impossible', reason: /Install the app again/ }, 0],
    ['a wrong token', slackSays('invalid_auth'), { kind: 'impossible', reason: /SLACK_BOT_TOKEN/ }, 0],
    ['a removed bot', slackSays('account_inactive'), { kind: 'impossible', reason: /Install the app again/ }, 0],
    ['a missing scope', slackSays('missing_scope'), { kind: 'impossible', reason: /chat:write/ }, 0],
    [
      'a rule of the workspace',
      slackSays('restricted_action_read_only_channel'),
      { kind: 'impossible', reason: /rule of this workspace/ },
      0,
    ],
    ['a person who left', slackSays('user_disabled'), { kind: 'impossible', reason: /another person/ }, 0],
    ['what Slack may think of tomorrow', slackSays('constructor'), { kind: 'impossible', reason: /constructor/ }, 0],
  ])('%s', async (_what, fault, expected, arrives) => {
    const due = delivery();
    proxy.plan('chat.postMessage', fault);
    const before = proxy.calls.length;
    const result = await (fault === 'hang' ? briefPoster : poster).post(due, { late: false });
    const { reason, ...rest } = expected as { reason?: unknown };
    expect(result).toMatchObject(rest);
    if (reason instanceof RegExp) expect((result as { reason: string }).reason).toMatch(reason);
    expect(proxy.calls.slice(before)).toEqual(['chat.postMessage']);
    expect(await arrived(due.id)).toBe(arrives);
    expect(await poster.find(due)).toMatchObject({ kind: arrives === 1 ? 'found' : 'absent' });
  });

  test('a post that arrives when nobody waits any more is found', async () => {
    const due = delivery();
    proxy.plan('chat.postMessage', { lateMs: briefMs + 100 });
    expect(await briefPoster.post(due, { late: false })).toEqual({ kind: 'unknown', reason: expect.any(String) });
    await until('the post', async () => (await arrived(due.id)) === 1);
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
  });

  test('nobody there, or no such name: certainly not posted', async () => {
    for (const host of [`127.0.0.1:${await freePort()}`, 'slack.invalid']) {
      const result = await posterAt(`http://${host}/api/`).post(delivery(), { late: false });
      expect(result).toMatchObject({ kind: 'refused', retryAfterMs: 5_000 });
    }
  });

  test('posts that fail hold up no other', async () => {
    const before = proxy.calls.length;
    const patient = posterAt(proxy.apiUrl, 5_000);
    proxy.plan('chat.postMessage', ...Array.from({ length: 150 }, () => 'hang' as const));
    const lost = Array.from({ length: 150 }, () => patient.post(delivery(), { late: false }));
    const due = delivery();
    await until('the others to be under way', () => proxy.calls.length === before + 150);
    expect(await patient.post(due, { late: false })).toMatchObject({ kind: 'posted' });
    expect(await arrived(due.id)).toBe(1);
    expect((await Promise.all(lost)).every(({ kind }) => kind === 'unknown')).toBe(true);
  });

  describe('a copy Slack has seen', () => {
    const copy = slackSays('duplicate_message_not_found');

    test('is the post itself, where that is in the history', async () => {
      const due = delivery();
      proxy.plan('chat.postMessage', 'drop-reply', copy);
      await poster.post(due, { late: false });
      expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted', messageId: expect.any(String) });
      expect(await arrived(due.id)).toBe(1);
    });

    test('is posted under another key, where the history shows that it was never made', async () => {
      const due = delivery([item()], { attempts: 2 });
      proxy.plan('chat.postMessage', copy);
      expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
      expect(await arrived(due.id)).toBe(1);
    });

    test('stays unknown where the history cannot be read', async () => {
      proxy.plan('chat.postMessage', copy);
      proxy.plan('conversations.history', slackSays('missing_scope'));
      expect(await poster.post(delivery(), { late: false })).toMatchObject({ kind: 'unknown' });
    });
  });
});

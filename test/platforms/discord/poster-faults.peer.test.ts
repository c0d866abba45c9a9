import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DiscordAnswer, refusal } from '../../faults/discord/call.ts';
import { tooMany } from '../../faults/discord/rate-limits.ts';
import type { DiscordFault } from '../../faults/discord-proxy.ts';
import { freePort } from '../../peers/free-port.ts';
import { until } from '../../peers/until.ts';
import { startTestPoster, type TestPoster } from './start-test-poster.ts';

/** The time-out where a line hangs on purpose. */
const briefMs = 400;
const create = 'POST /channels/:id/messages';
const openDirect = 'POST /users/@me/channels';
const html = { 'content-type': 'text/html' };
const unknown = { kind: 'unknown', reason: expect.any(String) };
const impossible = (says: RegExp) => ({ kind: 'impossible', reason: expect.stringMatching(says) });
const says = (status: number, code: number): DiscordAnswer => refusal(status, code, 'As Discord says it');

describe('posting over a line that fails', () => {
  let at: TestPoster;
  beforeAll(async () => {
    at = await startTestPoster();
  });
  afterAll(() => at?.stop());
  const posterWithin = (timeoutMs: number) => at.posterAt(at.proxy.restUrl, at.twin.token, timeoutMs);

  test.each<[what: string, fault: DiscordFault, expected: unknown, arrives: number]>([
    ['a reply that breaks off', 'half-reply', unknown, 1],
    ['a reply that begins and does not end', 'stall', unknown, 1],
    ['no answer at all', 'hang', unknown, 0],
    ['an error of the server', { status: 500, body: { message: 'oops' } }, unknown, 0],
    ['a gateway that gave up', { status: 504, headers: html, body: '<html>' }, unknown, 0],
    ['a page of something on the way', 'html', unknown, 0],
    ['a refusal by something on the way', { status: 403, headers: html, body: '<html>' }, unknown, 0],
    ['a word that is no object', { status: 200, body: '"fine"' }, unknown, 0],
    ['an answer without a message', { status: 200, body: {} }, unknown, 0],
    ['nothing in the answer', { status: 204, body: undefined }, unknown, 0],
    [
      'a limit of something on the way',
      { status: 429, body: 'slow down' },
      { kind: 'refused', retryAfterMs: 30_050 },
      0,
    ],
    [
      'a limit whose time is in the body alone',
      { status: 429, body: { message: 'too many', retry_after: 1.5, global: false } },
      { kind: 'refused', retryAfterMs: 1_550 },
      0,
    ],
    ['a shared limit', tooMany(2_000, false, {}, 'shared'), { kind: 'refused', retryAfterMs: 2_050 }, 0],
    ['posting is switched off for now', says(403, 40_004), { kind: 'refused', retryAfterMs: 300_000 }, 0],
    ['a channel that is gone', says(404, 10_003), impossible(/channel is gone.*10003/), 0],
    ['a channel it cannot see', says(403, 50_001), impossible(/View Channel.*50001/), 0],
    ['a channel it may not post in', says(403, 50_013), impossible(/Send Messages.*50013/), 0],
    ['a locked thread', says(403, 160_005), impossible(/Unlock it/), 0],
    ['a forum', says(400, 50_008), impossible(/text channel/), 0],
    ['AutoMod', says(400, 200_000), impossible(/AutoMod/), 0],
    ['a message that is too long', says(400, 50_035), impossible(/Change the reminder/), 0],
    ['what Discord may think of tomorrow', says(418, 999_999), impossible(/999999/), 0],
    ['a refusal without a number', { status: 404, body: { message: 'Not Found' } }, impossible(/HTTP 404/), 0],
  ])('%s', async (_what, fault, expected, arrives) => {
    const due = at.due();
    at.proxy.plan(create, fault);
    at.newCalls();
    const poster = fault === 'hang' || fault === 'stall' ? posterWithin(briefMs) : at.poster;
    const result = await poster.post(due, { late: false });
    expect(result).toMatchObject(expected as object);
    // A single try, whatever came of it.
    expect(at.newCalls()).toEqual([create]);
    expect(await at.posts(due)).toHaveLength(arrives);
    expect(await at.poster.find(due)).toMatchObject({ kind: arrives === 1 ? 'found' : 'absent' });
  });

  test('a post that arrives when nobody waits any more is found', async () => {
    const due = at.due();
    at.proxy.plan(create, { lateMs: briefMs + 100 });
    expect(await posterWithin(briefMs).post(due, { late: false })).toEqual(unknown);
    await until('the post', async () => (await at.posts(due)).length === 1);
    expect(await at.poster.find(due)).toMatchObject({ kind: 'found' });
  });

  test('where the history does not show a post yet, the nonce still keeps it from coming twice', async () => {
    const due = at.due();
    at.proxy.plan(create, 'drop-reply');
    at.proxy.plan('GET /channels/:id/messages', { status: 200, body: [{ id: at.twin.channel(), components: [] }] });
    expect(await at.poster.post(due, { late: false })).toEqual(unknown);
    expect(await at.poster.find(due)).toEqual({ kind: 'absent' });
    const [post] = await at.posts(due);
    expect(await at.poster.post(due, { late: false })).toEqual({ kind: 'posted', messageId: post?.id });
    expect(await at.posts(due)).toHaveLength(1);
  });

  test('nobody there, or no such name: certainly not posted', async () => {
    for (const host of [`127.0.0.1:${await freePort()}`, 'discord.invalid']) {
      const result = await at.posterAt(`http://${host}/api`).post(at.due(), { late: false });
      expect(result).toMatchObject({ kind: 'refused', retryAfterMs: 5_000 });
    }
  });

  describe('a direct message', () => {
    test.each<[what: string, fault: DiscordFault, expected: object]>([
      ['that cannot be opened', 'reset', { kind: 'refused' }],
      ['that opens without an answer', 'drop-reply', { kind: 'refused' }],
      ['to somebody without a common server', says(403, 50_278), impossible(/doesn’t accept direct messages/)],
      ['to nobody', says(404, 10_013), impossible(/can no longer find that person/)],
    ])('%s', async (_what, fault, expected) => {
      const poster = at.posterAt(at.proxy.restUrl);
      at.proxy.plan(openDirect, fault);
      at.newCalls();
      expect(await poster.post(at.duePerson('bob'), { late: false })).toMatchObject(expected);
      expect(at.newCalls()).toEqual([openDirect]);
    });

    test('that the person does not take', async () => {
      at.proxy.setAccess(at.twin.channel('@bob'), 'closed');
      expect(await at.poster.post(at.duePerson('bob'), { late: false })).toMatchObject(
        impossible(/doesn’t accept direct messages.*50007/),
      );
    });
  });

  test('a token that is refused is tried once, and not again at once', async () => {
    const poster = at.posterAt(at.proxy.restUrl, 'revoked');
    at.newCalls();
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await poster.post(at.due(), { late: false })).toMatchObject(impossible(/DISCORD_TOKEN/));
    }
    expect(await poster.find(at.due())).toMatchObject({ kind: 'refused', retryAfterMs: 60_000 });
    expect(at.newCalls()).toEqual([create]);
  });

  test('what had to wait until its time was over was certainly not posted', async () => {
    const poster = posterWithin(briefMs);
    const channels = Array.from({ length: 80 }, (_, index) => `8000000000000${String(index).padStart(5, '0')}`);
    const first = at.proxy.calls.length;
    const startedAt = performance.now();
    const ends = await Promise.all(channels.map((channel) => poster.post(at.due(channel), { late: false })));
    const refused = channels.filter((_, index) => ends[index]?.kind === 'refused');
    expect(refused).not.toEqual([]);
    expect(ends).toContainEqual(expect.objectContaining({ reason: expect.stringContaining('no time left') }));
    // Nor is it posted later, when the next second would let it through.
    await until('the next second', () => performance.now() > startedAt + 1_200);
    const called = new Set(at.proxy.calls.slice(first).map(({ path }) => path));
    expect(refused.filter((channel) => called.has(`/channels/${channel}/messages`))).toEqual([]);
  });

  test('posts that fail hold up no other channel', async () => {
    const path = `POST /channels/${at.twin.channel('operations')}/messages`;
    at.proxy.plan(path, ...Array.from({ length: 20 }, () => 'hang' as const));
    const poster = posterWithin(5_000);
    const lost = Array.from({ length: 20 }, () => poster.post(at.due('operations'), { late: false }));
    expect(await poster.post(at.due(), { late: false })).toMatchObject({ kind: 'posted' });
    const ends = await Promise.all(lost);
    expect(ends.every(({ kind }) => kind !== 'posted')).toBe(true);
    at.proxy.plan(path);
  });
});

describe('limits', () => {
  const windowMs = 60_000;
  let at: TestPoster;
  beforeAll(async () => {
    at = await startTestPoster(30_000, { limits: { perBucket: 2, windowMs, perSecond: 1_000 } });
  });
  afterAll(() => at?.stop());

  test('that a header tells are kept in that channel, without a call; others go on', async () => {
    const post = (channel: string) => at.poster.post(at.due(channel), { late: false });
    expect(await post('general')).toMatchObject({ kind: 'posted' });
    expect(await post('general')).toMatchObject({ kind: 'posted' });
    at.newCalls();
    const refused = (await post('general')) as { kind: string; retryAfterMs: number };
    expect(refused.kind).toBe('refused');
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(windowMs + 100);
    expect(at.newCalls()).toEqual([]);
    expect(await post('operations')).toMatchObject({ kind: 'posted' });
  });

  test('over all channels are kept in every channel', async () => {
    const poster = at.posterAt(at.proxy.restUrl);
    at.proxy.plan(`POST /channels/${at.twin.channel()}/messages`, tooMany(30_000, true, {}));
    expect(await poster.post(at.due(), { late: false })).toMatchObject({ kind: 'refused', retryAfterMs: 30_050 });
    at.newCalls();
    expect(await poster.post(at.due('operations'), { late: false })).toMatchObject({ kind: 'refused' });
    expect(at.newCalls()).toEqual([]);
  });

  test('a short limit over all channels is no reason to post again either', async () => {
    const poster = at.posterAt(at.proxy.restUrl);
    at.proxy.plan(create, tooMany(500, true, {}));
    at.newCalls();
    expect(await poster.post(at.due('operations'), { late: false })).toMatchObject({ kind: 'refused' });
    expect(at.newCalls()).toEqual([create]);
  });

  test('a burst waits for the next second instead of being refused', async () => {
    const poster = at.posterAt(at.proxy.restUrl);
    // Each in a direct message of its own: the channels are limited by themselves.
    const people = Array.from({ length: 70 }, (_, index) => `80000000000000${String(index).padStart(4, '0')}`);
    const ask = (id: string) => poster.check(`discord:${at.twin.guild}`, { kind: 'person', id });
    expect(new Set((await Promise.all(people.map(ask))).map(({ ok }) => ok))).toEqual(new Set([false]));
  });
});

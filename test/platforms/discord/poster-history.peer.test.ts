import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Poster, Target } from '../../../src/reminders/ledger.ts';
import { refusal } from '../../faults/discord/call.ts';
import type { DiscordFault } from '../../faults/discord-proxy.ts';
import { startTestPoster, type TestPoster } from './start-test-poster.ts';

const history = 'GET /channels/:id/messages';
const cannotTell = (says: string) => ({ kind: 'cannot-tell', reason: expect.stringContaining(says) });

describe('looking and asking over a line that fails', () => {
  let at: TestPoster;
  let poster: Poster;
  /** Gives up soon, where a line hangs on purpose. */
  let briefPoster: Poster;
  beforeAll(async () => {
    at = await startTestPoster();
  });
  afterAll(() => at?.stop());
  // Each test has one of its own, since the library remembers the limits it was told, and counts calls a second.
  beforeEach(() => {
    poster = at.posterAt(at.proxy.restUrl);
    briefPoster = at.posterAt(at.proxy.restUrl, at.twin.token, 400);
  });
  afterEach(() => {
    for (const channel of Object.values(at.twin.channels)) {
      at.proxy.setAccess(channel, 'open');
      at.proxy.setOverwrites(channel, []);
    }
  });
  const deny = (bit: bigint, channel = at.twin.channel(), id = at.twin.guild, type: 0 | 1 = 0) =>
    at.proxy.setOverwrites(channel, [{ id, type, allow: '0', deny: String(bit) }]);

  test.each<[what: string, fault: DiscordFault, expected: object]>([
    ['the bot cannot see', refusal(403, 50_001, 'Missing Access'), cannotTell('View Channel')],
    ['does not answer', 'hang', { kind: 'refused' }],
    ['fails', { status: 500, body: {} }, { kind: 'refused' }],
    ['is a page of something on the way', 'html', { kind: 'refused' }],
    ['is gone, and with it whatever was posted', refusal(404, 10_003, 'Unknown Channel'), { kind: 'absent' }],
  ])('a history that %s', async (_what, fault, expected) => {
    const due = at.due();
    await poster.post(due, { late: false });
    at.proxy.plan(history, fault);
    expect(await (fault === 'hang' ? briefPoster : poster).find(due)).toMatchObject(expected);
  });

  test('an empty history says nothing where the bot may not read it', async () => {
    const due = at.due('operations');
    await poster.post(due, { late: false });
    at.proxy.setAccess(due.target.id, 'no-history');
    deny(PermissionFlagsBits.ReadMessageHistory, due.target.id);
    expect(await poster.find(due)).toEqual(cannotTell('Read Message History'));
    at.proxy.setAccess(due.target.id, 'open');
    at.proxy.setOverwrites(due.target.id, []);
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
  });

  test('an empty history is looked at again where nobody says whether the bot may read it', async () => {
    at.proxy.setAccess(at.twin.channel('operations'), 'no-history');
    at.proxy.plan('GET /guilds/:id', 'reset');
    expect(await poster.find(at.due('operations'))).toMatchObject({ kind: 'refused' });
  });

  test('reads a long history page by page, from the time of the attempt on, but not for ever', async () => {
    const due = at.due();
    await poster.post(due, { late: false });
    const own = async () => (await at.posts(due))[0]?.id ?? '';
    const posted = BigInt(await own());
    /** A page of other messages that ends this many ids before the post. */
    const page = (before: bigint): DiscordFault => ({
      status: 200,
      body: Array.from({ length: 100 }, (_, index) => ({
        id: String(posted - before - BigInt(index)),
        components: [],
      })),
    });
    const first = at.proxy.calls.length;
    at.proxy.plan(history, page(2_000n), page(1_000n));
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
    const asked = at.proxy.calls.slice(first).map(({ query }) => query.get('after'));
    expect(asked.slice(1)).toEqual([String(posted - 2_000n), String(posted - 1_000n)]);
    const beganAt = BigInt((due.attemptStartedAt?.getTime() ?? 0) - 120_000 - 1_420_070_400_000) << 22n;
    expect(asked[0]).toBe(String(beganAt));
    at.proxy.plan(history, ...Array.from({ length: 50 }, () => page(3_000n)));
    at.newCalls();
    expect(await poster.find(due)).toMatchObject({ kind: 'cannot-tell' });
    expect(at.newCalls()).toHaveLength(20);
    at.proxy.plan(history);
  });

  describe('when a reminder is made', () => {
    const check = (target: Target, pingsEveryone = false, by = poster) =>
      by.check(`discord:${at.twin.guild}`, target, { pingsEveryone });
    const channel = (id = at.twin.channel()): Target => ({ kind: 'channel', id });
    const refused = (says: string) => ({ ok: false, message: expect.stringContaining(says) });
    const info = (more: object): DiscordFault => ({
      status: 200,
      body: { id: at.twin.channel(), type: 0, guild_id: at.twin.guild, ...more },
    });
    const planInfo = (more: object) => at.proxy.plan('GET /channels/:id', info(more));

    test('a channel where everybody may write is fine, and pinging takes a permission', async () => {
      expect(await check(channel())).toEqual({ ok: true });
      expect(await check(channel(), true)).toEqual({ ok: true });
      deny(PermissionFlagsBits.MentionEveryone);
      expect(await check(channel())).toEqual({ ok: true });
      expect(await check(channel(), true)).toEqual(refused('Mention @everyone'));
    });

    test.each([
      ['View Channel', PermissionFlagsBits.ViewChannel],
      ['Send Messages', PermissionFlagsBits.SendMessages],
      ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
    ])('names what is lacking: %s', async (name, bit) => {
      deny(bit);
      expect(await check(channel())).toEqual(refused(name));
      at.proxy.setOverwrites(at.twin.channel(), [
        { id: at.twin.guild, type: 0, allow: '0', deny: String(bit) },
        { id: at.twin.bot, type: 1, allow: String(bit), deny: '0' },
      ]);
      expect(await check(channel())).toEqual({ ok: true });
    });

    describe('for somebody in another channel', () => {
      const ask = (asker: string) => poster.check(`discord:${at.twin.guild}`, channel(), { asker });
      const denyTo = (person: string, bit: bigint) =>
        at.proxy.setOverwrites(at.twin.channel(), [{ id: person, type: 1, allow: '0', deny: String(bit) }]);

      test('it takes that they may see it and write there', async () => {
        const alice = at.twin.user('alice');
        expect(await ask(alice)).toEqual({ ok: true });
        denyTo(alice, PermissionFlagsBits.SendMessages);
        expect(await ask(alice)).toEqual(refused('You lack these permissions there: Send Messages'));
        denyTo(alice, PermissionFlagsBits.ViewChannel);
        expect(await ask(alice)).toEqual(refused('View Channel'));
        expect(await check(channel())).toEqual({ ok: true });
      });

      test('a private thread is for those in it', async () => {
        const thread = { type: 12, parent_id: at.twin.channel('operations'), thread_metadata: { archived: false } };
        planInfo(thread);
        at.proxy.plan('GET /channels/:id/thread-members/:id', {
          status: 404,
          body: { code: 10_007, message: 'Unknown' },
        });
        expect(await ask(at.twin.user('alice'))).toEqual(refused('private thread'));
        planInfo(thread);
        at.proxy.plan('GET /channels/:id/thread-members/:id', {
          status: 200,
          body: { user_id: at.twin.user('alice') },
        });
        expect(await ask(at.twin.user('alice'))).toEqual({ ok: true });
      });

      test('it is refused where Discord does not say', async () => {
        expect(await ask('99999999999999999')).toEqual(refused('does not tell me'));
      });
    });

    test('a thread has the permissions of its channel', async () => {
      const parent = at.twin.channel('operations');
      const thread = { type: 11, parent_id: parent, thread_metadata: { archived: true, locked: false } };
      planInfo(thread);
      expect(await check(channel())).toEqual({ ok: true });
      deny(PermissionFlagsBits.SendMessagesInThreads, parent);
      planInfo(thread);
      expect(await check(channel())).toEqual(refused('Send Messages in Threads'));
      at.proxy.setOverwrites(parent, []);
      planInfo({ ...thread, thread_metadata: { archived: true, locked: true } });
      expect(await check(channel())).toEqual(refused('Manage Threads'));
    });

    test('channels of other servers and of other kinds are refused', async () => {
      planInfo({ guild_id: '700000000000000099' });
      expect(await check(channel())).toEqual(refused('not in this server'));
      planInfo({ guild_id: undefined, type: 1 });
      expect(await check(channel())).toEqual(refused('not in this server'));
      planInfo({ type: 15 });
      expect(await check(channel())).toEqual(refused('text channel or a thread'));
      expect(await check(channel('700000000000009999'))).toEqual(refused('gone'));
      at.proxy.setAccess(at.twin.channel(), 'hidden');
      expect(await check(channel())).toEqual(refused('View Channel'));
    });

    test('a channel nobody can tell the server of is refused; unknown permissions are not', async () => {
      at.proxy.plan('GET /channels/:id', 'reset');
      expect(await check(channel())).toEqual(refused('Try again'));
      at.proxy.plan('GET /guilds/:id', 'hang');
      expect(await check(channel(), false, briefPoster)).toEqual({ ok: true });
    });

    test('people are fine where they are of the server', async () => {
      expect(await check({ kind: 'person', id: at.twin.user('bob') })).toEqual({ ok: true });
      expect(await check({ kind: 'person', id: '700000000000009999' })).toEqual(refused('not in this server'));
      at.proxy.plan('GET /guilds/:id/members/:id', 'reset');
      expect(await check({ kind: 'person', id: '700000000000009999' })).toEqual({ ok: true });
      expect(await check({ kind: 'terminal', id: 'terminal' })).toEqual(refused('Name a channel'));
    });

    test('a direct message reaches the one who asks, and nobody else', async () => {
      const direct = (target: Target, by = poster) => by.check(`discord:dm-${at.twin.user('alice')}`, target);
      expect(await direct(channel(at.twin.channel('@alice')))).toEqual({ ok: true });
      expect(await direct({ kind: 'person', id: at.twin.user('alice') })).toEqual({ ok: true });
      const alone = refused('only you');
      expect(await direct(channel(at.twin.channel('@bob')))).toEqual(alone);
      expect(await direct({ kind: 'person', id: at.twin.user('bob') })).toEqual(alone);
      expect(await direct(channel())).toEqual(alone);
      at.proxy.plan('GET /channels/:id', 'hang');
      expect(await direct(channel(at.twin.channel('@alice')), briefPoster)).toEqual(refused('Try again'));
    });
  });
});

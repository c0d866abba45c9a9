import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDiscordPoster } from '../../../src/platforms/discord/discord-poster.ts';
import { createDeliveryDesk } from '../../../src/reminders/create-delivery-desk.ts';
import type { DeliveryDesk } from '../../../src/reminders/delivery-desk.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { ClaimedDelivery, DeliveryItem, Target } from '../../../src/reminders/ledger.ts';
import { refusal } from '../../faults/discord/call.ts';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';
import { createMemoryOccurrenceBook } from '../../reminders/memory-occurrence-book.ts';
import { resolveForTest } from '../../reminders/resolve-for-test.ts';
import { silentLogger } from '../slack/silent-logger.ts';
import { textOf } from './shown.ts';
import { startTestDiscord, type TestDiscord } from './start-test-discord.ts';

const pressedAt = new Date(dueAt.getTime() + 3 * 60_000);
const callback = 'POST /interactions/:id/:token/callback';
const ephemeral = 64;

describe('the buttons of reminders', () => {
  const book = createMemoryOccurrenceBook(() => pressedAt);
  const real = createDeliveryDesk({
    book,
    now: async () => pressedAt,
    zoneOf: async () => 'Europe/Berlin',
    resolveWallClock: resolveForTest,
    wake() {},
  });
  let deliveries: DeliveryDesk = real;
  let twin: DiscordTwin;
  let proxy: DiscordProxy;
  let bot: TestDiscord;
  let aheadMs = 0;
  beforeAll(async () => {
    twin = await startDiscordTwin();
    proxy = await startDiscordProxy(twin, { now: () => Date.now() + aheadMs });
    await startBot();
  });
  afterAll(async () => {
    await bot?.stop();
    await proxy?.stop();
    await twin?.stop();
  });
  const startBot = async () => {
    // What the tests put in place of the desk is asked at each press.
    const asked: DeliveryDesk = {
      press: (press) => deliveries.press(press),
      view: (team, id) => deliveries.view(team, id),
      teamOf: (id, person) => deliveries.teamOf(id, person),
    };
    const administrators = new Set([twin.user('bob')]);
    bot = await startTestDiscord(twin, { restUrl: proxy.restUrl, deliveries: asked, administrators });
  };
  let failuresBefore: ReadonlyMap<string, number>;
  beforeEach(() => {
    deliveries = real;
    aheadMs = 0;
    failuresBefore = new Map(bot.failures());
  });
  const newFailures = () =>
    [...bot.failures()].filter(([code, count]) => count > (failuresBefore.get(code) ?? 0)).map(([code]) => code);

  const posted = async (items = [item()], target: Target = { kind: 'channel', id: twin.channel() }, where?: string) => {
    const team = `discord:${twin.guild}` as const;
    const owned = items.map((each): DeliveryItem => ({ ...each, reminder: { ...each.reminder, team } }));
    const due = delivery(owned, { team, target });
    book.put(due);
    const config = { token: twin.token, apiUrl: proxy.restUrl };
    const poster = createDiscordPoster({ config, logger: silentLogger, view: viewDelivery, now: () => dueAt });
    expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
    return { due, post: await shown(due, '', where) };
  };
  const shown = (due: ClaimedDelivery, says: string, where?: string): Promise<TwinMessage> =>
    until(`the post to say ${says}`, async () =>
      (await twin.messages(where)).find(
        (message) => JSON.stringify(message.components).includes(due.id) && textOf(message).includes(says),
      ),
    );
  const done = (due: ClaimedDelivery, reminder = 'r7k2') => `reminder:done:${due.id}:${reminder}`;
  const menu = (due: ClaimedDelivery, reminder = 'r7k2') => `reminder::${due.id}:${reminder}`;
  /** The newest message of the bot's that only its presser sees. */
  const note = (says: string) =>
    until(`a note that says ${says}`, async () =>
      (await twin.messages()).find((message) => (message.flags & ephemeral) !== 0 && textOf(message).includes(says)),
    );
  const newest = (route: string) => proxy.calls.findLast((call) => call.route === route)?.body;

  describe('that succeed', () => {
    afterEach(async () => {
      await bot.idle();
      expect(newFailures()).toEqual([]);
    });

    test('Done is recorded with who and when, and the post is edited in place for all', async () => {
      const { due, post } = await posted();
      const id = await twin.press(post, done(due));
      const edited = await shown(due, '✅ Done');
      expect(edited).toMatchObject({ id: post.id, flags: 1 << 15 });
      expect(textOf(edited)).toContain(`<@${twin.user('alice')}>, 09:03`);
      expect(JSON.stringify(edited.components)).not.toContain('reminder:done');
      expect(await twin.response(id)).toMatchObject({ type: 7, data: { allowed_mentions: { parse: [] } } });
      expect(await book.acknowledgements(due.team, due.id)).toMatchObject([{ how: 'done', by: twin.user('alice') }]);
    });

    test.each([
      ['snooze-hour', '2026-11-24T09:03:00.000Z', 'Tue 24 Nov 10:03'],
      ['snooze-tomorrow', '2026-11-25T08:00:00.000Z', 'Wed 25 Nov 09:00'],
      ['snooze-week', '2026-11-30T08:00:00.000Z', 'Mon 30 Nov 09:00'],
    ])('%s comes back at %s', async (pick, at, says) => {
      const { due, post } = await posted();
      await twin.select(post, menu(due), [pick]);
      expect(textOf(await shown(due, 'Snoozed'))).toContain(`Snoozed until ${says} (Europe/Berlin)`);
      expect((await book.acknowledgements(due.team, due.id))[0]?.until?.toISOString()).toBe(at);
    });

    test('who comes second is told who was first, and changes nothing', async () => {
      const { due, post } = await posted();
      await twin.press(post, done(due));
      await shown(due, 'Done');
      await twin.select(post, menu(due), ['snooze-hour'], { user: 'bob' });
      await note(`<@${twin.user('alice')}> was first: done, 09:03 (<t:`);
      expect(newest('POST /webhooks/:id/:token')).toMatchObject({ flags: ephemeral | (1 << 15) });
      await twin.press(post, done(due));
      await note('You have answered this already: done, 09:03 (<t:');
      expect(await book.acknowledgements(due.team, due.id)).toHaveLength(1);
    });

    test('two at once are both in the post in the end', async () => {
      const { due, post } = await posted([item(), item({ id: 'm3x9' }), item({ id: 'k8p4' })]);
      await Promise.all(['r7k2', 'm3x9', 'k8p4'].map((id) => twin.press(post, done(due, id))));
      await until('all three', async () => (textOf(await shown(due, 'Done')).match(/Done/g) ?? []).length === 3);
      await bot.idle();
      expect((textOf(await shown(due, 'Done')).match(/Done/g) ?? []).length).toBe(3);
    });

    test('Show runs `remind show` for whoever presses it, as who they are, and for them alone', async () => {
      const { due, post } = await posted();
      const id = await twin.select(post, menu(due), ['show'], { user: 'bob' });
      expect(await twin.response(id)).toMatchObject({ type: 4, data: { flags: ephemeral | (1 << 15) } });
      expect(bot.events.at(-1)?.request).toMatchObject({
        team: due.team,
        actor: { id: twin.user('bob'), role: 'administrator' },
        input: { text: 'remind show r7k2' },
      });
    });

    test('works after a restart, since ids are all it needs', async () => {
      const { due, post } = await posted();
      await bot.stop();
      await startBot();
      failuresBefore = new Map();
      await twin.press(post, done(due));
      await shown(due, 'Done');
    });

    test('on a delivery that is gone says so', async () => {
      const { post } = await posted();
      const id = await twin.press(post, 'reminder:done:none:r7k2');
      expect(await twin.response(id)).toMatchObject({ type: 4, data: { flags: ephemeral | (1 << 15) } });
      await note('not there any more');
    });

    test('a direct message is of the team its reminder is of', async () => {
      const target: Target = { kind: 'person', id: twin.user('alice') };
      const { due, post } = await posted([item()], target, '@alice');
      await twin.press(post, done(due), { channel: '@alice' });
      await shown(due, 'Done', '@alice');
      expect(await book.acknowledgements(due.team, due.id)).toMatchObject([{ by: twin.user('alice') }]);
      const show = await twin.press(post, `reminder:show:${due.id}:r7k2`, { channel: '@alice' });
      const answer = await twin.answer(show);
      expect(bot.events.at(-1)?.request).toMatchObject({ team: due.team, input: { text: 'remind show r7k2' } });
      // Its buttons would ask for reminders of the direct message.
      expect(bot.events.at(-1)?.reply.answer.actions).toHaveLength(1);
      expect(JSON.stringify(answer.components)).not.toContain('custom_id');
    });

    test('in a direct message nobody reaches a reminder that went elsewhere', async () => {
      const { due, post } = await posted();
      const id = await twin.press(post, done(due), { channel: '@bob', user: 'bob' });
      expect(JSON.stringify((await twin.response(id)).data)).toContain('not there any more');
      expect(await book.acknowledgements(due.team, due.id)).toEqual([]);
    });

    test('a store that takes its time is waited for, and the press is acknowledged first', async () => {
      const { due, post } = await posted();
      const gate = Promise.withResolvers<void>();
      deliveries = { ...real, press: (press) => gate.promise.then(() => real.press(press)) };
      const id = await twin.press(post, done(due));
      const timer = await until('the timer', () => bot.timers.values().next().value);
      timer();
      expect(await twin.response(id)).toMatchObject({ type: 6 });
      gate.resolve();
      await shown(due, '✅ Done');
      expect(newest('PATCH /webhooks/:id/:token/messages/@original').allowed_mentions.parse).toEqual([]);
    });
  });

  test.each([
    [
      'came too late',
      'unknown-interaction',
      () => {
        aheadMs = 4_000;
      },
    ],
    [
      'was answered before',
      'already-acknowledged',
      () => proxy.plan(callback, refusal(400, 40_060, 'Interaction has already been acknowledged.')),
    ],
  ])('a press that %s is recorded, shown in the post, and counted', async (_what, code, prepare) => {
    const { due, post } = await posted();
    prepare();
    await twin.press(post, done(due));
    expect((await shown(due, '✅ Done')).id).toBe(post.id);
    await bot.idle();
    expect(newest('PATCH /channels/:id/messages/:id').allowed_mentions.parse).toEqual([]);
    expect(await book.acknowledgements(due.team, due.id)).toHaveLength(1);
    expect(newFailures()).toEqual([code]);
  });

  test('a slow press that Discord did not hear of is shown in the post all the same', async () => {
    const { due, post } = await posted();
    const gate = Promise.withResolvers<void>();
    deliveries = { ...real, press: (press) => gate.promise.then(() => real.press(press)) };
    aheadMs = 4_000;
    await twin.press(post, done(due));
    const timer = await until('the timer', () => bot.timers.values().next().value);
    timer();
    gate.resolve();
    await shown(due, '✅ Done');
    await bot.idle();
    expect(newFailures()).toEqual(['unknown-interaction']);
  });

  test('what could not be recorded is said, and nothing is shown as done', async () => {
    const { due, post } = await posted();
    deliveries = { ...real, press: () => Promise.reject(new Error('the disk is full')) };
    await twin.press(post, done(due));
    await note('could not be recorded');
    await bot.idle();
    expect(newFailures()).toEqual(['discord-failed']);
    expect(textOf(await shown(due, ''))).not.toContain('Done ·');
  });
});

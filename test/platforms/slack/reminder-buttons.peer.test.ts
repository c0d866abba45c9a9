import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { createDeliveryService } from '../../../src/reminders/delivery-service.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { ClaimedDelivery, DeliveryItem } from '../../../src/reminders/ledger.ts';
import { freePort } from '../../peers/free-port.ts';
import {
  type LocalSlack,
  localSlackMissing,
  type PeerMessage,
  startLocalSlack,
} from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';
import { createMemoryOccurrences } from '../../reminders/memory-occurrences.ts';
import { resolveForTest } from '../../reminders/resolve-for-test.ts';
import { silentLogger } from './silent-logger.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;
const pressedAt = new Date(dueAt.getTime() + 3 * 60_000);

describe.skipIf(skipped !== '').each(['socket', 'http'] as const)(`reminder buttons, %s mode${skipped}`, (mode) => {
  const book = createMemoryOccurrences(() => pressedAt);
  const deliveries = createDeliveryService({
    repository: book,
    now: async () => pressedAt,
    zoneOf: async () => 'Europe/Berlin',
    resolveWallClock: resolveForTest,
    wake() {},
  });
  let peer: LocalSlack;
  let bot: TestBot;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    peer = await startLocalSlack(mode === 'http' ? `http://127.0.0.1:${port}/slack/events` : undefined);
  });
  afterAll(() => peer?.stop());
  beforeEach(async () => {
    const { botToken, apiUrl, appToken, signingSecret } = peer;
    const access = mode === 'http' ? { mode, signingSecret } : { mode, appToken };
    const administrators = new Set(['U02BOB']);
    bot = await startTestBot({ botToken, apiUrl, ...access }, { port, deliveries, administrators });
  });
  afterEach(async () => {
    expect(bot.failures()).toBe(0);
    await bot.stop();
  });

  const posted = async (items: readonly DeliveryItem[] = [item()]) => {
    const due = delivery(items);
    book.put(due);
    const poster = createSlackPoster({ config: peer, logger: silentLogger, view: viewDelivery, now: () => dueAt });
    expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
    return { due, post: await shown(due, '') };
  };
  /** The post of a delivery, once it says this. */
  const shown = (due: ClaimedDelivery, says: string): Promise<PeerMessage> =>
    until(`the post to say ${says}`, async () =>
      (await peer.posts('C01GEN')).find(({ blocks }) => {
        const text = JSON.stringify(blocks);
        return text.includes(due.id) && text.includes(says);
      }),
    );
  const private_ = (user: string) =>
    until('a private answer', async () => (await peer.posts('C01GEN')).findLast(({ ephemeral_to: to }) => to === user));
  const rows = ({ blocks = [] }: PeerMessage) => blocks.filter(({ type }) => type === 'actions').length;
  const row = (reminder: string) => `:${reminder}`;

  test('Done is recorded with who and when, and the post is edited in place for all', async () => {
    const { due, post } = await posted();
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:done' });
    const edited = await shown(due, '✅ Done · <@U01ALICE>, 09:03');
    expect(edited.ts).toBe(post.ts);
    expect(edited.ephemeral_to).toBeUndefined();
    expect(rows(edited)).toBe(0);
    expect(await book.acknowledgements(due.team, due.id)).toMatchObject([{ how: 'done', by: 'U01ALICE' }]);
  });

  test.each([
    ['snooze-hour', '2026-11-24T09:03:00.000Z', 'Tue 24 Nov 10:03'],
    ['snooze-tomorrow', '2026-11-25T08:00:00.000Z', 'Wed 25 Nov 09:00'],
    ['snooze-week', '2026-11-30T08:00:00.000Z', 'Mon 30 Nov 09:00'],
  ])('%s comes back at %s', async (pick, at, says) => {
    const { due, post } = await posted();
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:snooze', pick });
    await shown(due, `Snoozed until ${says} (Europe/Berlin) · <@U01ALICE>, 09:03`);
    expect((await book.acknowledgements(due.team, due.id))[0]?.until?.toISOString()).toBe(at);
  });

  test('who comes second is told who was first, and changes nothing', async () => {
    const { due, post } = await posted();
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:done' });
    await shown(due, 'Done');
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:snooze', pick: 'snooze-hour' }, 'U02BOB');
    expect((await private_('U02BOB')).text).toBe('<@U01ALICE> was first: done, 09:03.');
    expect(await book.acknowledgements(due.team, due.id)).toHaveLength(1);
  });

  test('two at once are both in the post in the end', async () => {
    const { due, post } = await posted([item(), item({ id: 'm3x9' }), item({ id: 'k8p4' })]);
    await Promise.all(
      ['r7k2', 'm3x9', 'k8p4'].map((id) => peer.use('C01GEN', post, { row: row(id), actionId: 'remind:done' })),
    );
    await until('all three', async () => rows(await shown(due, 'Done')) === 0);
  });

  test('Show runs `remind show` for whoever presses it, as who they are', async () => {
    const { post } = await posted();
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:show' }, 'U02BOB');
    await until('the answer', async () =>
      (await peer.posts('C01GEN')).some(({ text }) => text.startsWith('Of reminders: show r7k2.')),
    );
    expect(bot.events.at(-1)?.request).toMatchObject({
      actor: { id: 'U02BOB', role: 'administrator' },
      input: { text: 'remind show r7k2' },
    });
  });

  test('works after a restart, since ids are all it needs', async () => {
    const { due, post } = await posted();
    await bot.stop();
    const { botToken, apiUrl, appToken, signingSecret } = peer;
    const access = mode === 'http' ? { mode, signingSecret } : { mode, appToken };
    bot = await startTestBot({ botToken, apiUrl, ...access }, { port, deliveries });
    await peer.use('C01GEN', post, { row: row('r7k2'), actionId: 'remind:done' });
    await shown(due, 'Done');
  });

  test('on a delivery that is gone says so', async () => {
    const { post } = await posted();
    const blocks = JSON.parse(JSON.stringify(post.blocks).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'none'));
    await peer.use('C01GEN', { ...post, blocks }, { row: row('r7k2'), actionId: 'remind:done' });
    expect((await private_('U01ALICE')).text).toContain('not there any more');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidV5 } from '../../../src/platforms/slack/reminder-ids.ts';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { Poster } from '../../../src/reminders/ledger.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from '../../peers/start-local-slack.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';
import { silentLogger } from './silent-logger.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;

describe.skipIf(skipped !== '')(`posting to local-slack${skipped}`, () => {
  let peer: LocalSlack;
  let poster: Poster;
  beforeAll(async () => {
    peer = await startLocalSlack();
    poster = createSlackPoster({ config: peer, logger: silentLogger, view: viewDelivery, now: () => new Date() });
  });
  afterAll(() => peer?.stop());

  const mine = async (id: string, channel = 'C01GEN') =>
    (await peer.posts(channel)).filter((post) => JSON.stringify(post.blocks).includes(id));

  test('posts with the delivery’s id in key, metadata and blocks, and nothing looked up', async () => {
    const due = delivery();
    const result = await poster.post(due, { late: false });
    const [post, ...others] = await mine(due.id);
    expect(others).toEqual([]);
    expect(result).toEqual({ kind: 'posted', messageId: post?.ts });
    expect(post?.text).toBe('Reminder: Look at the bad queue');
    expect(await peer.lastCall('chat.postMessage')).toMatchObject({
      client_msg_id: uuidV5(due.id),
      metadata: { event_type: 'mdaemon_reminder', event_payload: { delivery: due.id } },
      link_names: 'false',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
  });

  test('finds its post again, and no other', async () => {
    const due = delivery();
    const { messageId } = (await poster.post(due, { late: false })) as { messageId: string };
    expect(await poster.find(due)).toEqual({ kind: 'found', messageId });
    expect(await poster.find(delivery())).toEqual({ kind: 'absent' });
    // No peer heeds these; Slack does.
    const begunAt = dueAt.getTime() / 1_000;
    expect(await peer.lastCall('conversations.history')).toMatchObject({
      oldest: (begunAt - 120).toFixed(6),
      latest: (begunAt + 130).toFixed(6),
      inclusive: 'true',
      include_all_metadata: 'true',
    });
  });

  test('writes to a person', async () => {
    const target = { kind: 'person', id: 'U01ALICE' } as const;
    const due = delivery([item({ target })], { target });
    expect(await poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
    expect(await poster.find(due)).toMatchObject({ kind: 'found' });
  });

  test('says at creation what could not be delivered', async () => {
    const check = (id: string) => poster.check('slack:T01TEST', { kind: 'channel', id });
    expect(await check('C01GEN')).toEqual({ ok: true });
    expect(await check('C0NOWHERE')).toEqual({
      ok: false,
      message: expect.stringContaining('/invite @mdaemon'),
    });
  });
});

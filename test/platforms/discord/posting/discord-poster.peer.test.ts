import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryNonce } from '../../../../src/platforms/discord/posting/posting.ts';
import { item } from '../../../reminders/deliveries.ts';
import { startTestPoster, type TestPoster } from '../start-test-poster.ts';

const components = 1 << 15;

describe('posting to the twin', () => {
  let test_: TestPoster;
  beforeAll(async () => {
    test_ = await startTestPoster(2_000);
  });
  afterAll(() => test_?.stop());

  const created = () => test_.proxy.calls.findLast(({ route }) => route === 'POST /channels/:id/messages')?.body;

  test('posts components with an enforced nonce of the delivery, and no live mention', async () => {
    const due = test_.due();
    test_.newCalls();
    const result = await test_.poster.post(due, { late: false });
    const [post, ...others] = await test_.posts(due);
    expect(others).toEqual([]);
    expect(result).toEqual({ kind: 'posted', messageId: post?.id });
    expect(post?.flags).toBe(components);
    expect(created()).toMatchObject({
      nonce: deliveryNonce(due.id),
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    });
    expect(test_.newCalls()).toEqual(['POST /channels/:id/messages']);
  });

  test('lets a digest ping everyone where one of its reminders may, and else never', async () => {
    const quiet = item({ id: 'm3x9', text: '@everyone look' });
    await test_.poster.post(test_.due('general', [quiet]), { late: false });
    expect(created().allowed_mentions).toEqual({ parse: [] });
    await test_.poster.post(test_.due('general', [quiet, item({ pingsEveryone: true })]), { late: false });
    expect(created().allowed_mentions).toEqual({ parse: ['everyone'] });
  });

  test('writes to a person, opening the direct message once', async () => {
    const due = test_.duePerson('alice');
    test_.newCalls();
    expect(await test_.poster.post(due, { late: false })).toMatchObject({ kind: 'posted' });
    expect(await test_.posts(due, '@alice')).toHaveLength(1);
    expect(await test_.poster.find(due)).toMatchObject({ kind: 'found' });
    expect(await test_.poster.find(test_.duePerson('alice'))).toEqual({ kind: 'absent' });
    expect(test_.newCalls()).toEqual([
      'POST /users/@me/channels',
      'POST /channels/:id/messages',
      'GET /channels/:id/messages',
      'GET /channels/:id/messages',
    ]);
  });

  test('a second post of a delivery within minutes is the first one', async () => {
    const due = test_.due();
    const first = await test_.poster.post(due, { late: false });
    const second = await test_.poster.post({ ...due, attempts: 2, attemptStartedAt: new Date() }, { late: true });
    expect(second).toEqual(first);
    expect(await test_.posts(due)).toHaveLength(1);
  });
});

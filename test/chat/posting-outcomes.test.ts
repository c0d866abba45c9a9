import { expect, test } from 'vitest';
import { createPoster, type PostingAdapter } from '../../src/chat/chat.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { createToyAdapter } from '../contract/toy-chat.ts';
import { createToyServer, type ToyMessage } from '../contract/toy-server.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import { delivery, dueAt, item } from '../reminders/deliveries.ts';

const begun = delivery([item({})], { attemptStartedAt: dueAt });
const broken = () => {
  throw new Error('broken');
};

function posterOf(parts: Partial<PostingAdapter<ToyMessage>>) {
  const adapter = { ...createToyAdapter(createToyServer()), ...parts };
  return createPoster(adapter, { view: viewDelivery, now: () => dueAt, logger: silentLogger, timeoutMs: 50 });
}

test('an error that the platform cannot classify leaves it open whether the post arrived', async () => {
  const poster = posterOf({ post: async () => broken(), readHistory: async () => broken(), classify: broken });
  expect(await poster.post(begun, { late: false })).toEqual({ kind: 'unknown', reason: 'broken' });
  expect(await poster.find(begun)).toMatchObject({ kind: 'refused' });
});

test('a place that cannot be found at once is tried again, since no post began', async () => {
  const poster = posterOf({ findPlace: broken });
  expect(await poster.post(begun, { late: false })).toMatchObject({ kind: 'refused' });
  expect(await poster.find(begun)).toMatchObject({ kind: 'refused' });
});

test('only a reminder that cannot be rendered is impossible', async () => {
  const { render } = createToyAdapter(createToyServer());
  const poster = posterOf({ render: { ...render, reminder: broken } });
  expect(await poster.post(begun, { late: false })).toMatchObject({ kind: 'impossible' });
});

test('a history that is never read to its end is looked into again later', async () => {
  const poster = posterOf({ readHistory: () => new Promise(() => {}) });
  expect(await poster.find(begun)).toMatchObject({ kind: 'refused' });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../../src/reminders/ledger.ts';
import { until } from '../../peers/until.ts';
import { item } from '../../reminders/deliveries.ts';
import { doneId, type ReminderBench, startReminderBench } from './reminder-bench.ts';
import { textOf } from './shown.ts';

describe('the buttons of reminders', () => {
  let at: ReminderBench;
  beforeAll(async () => {
    at = await startReminderBench();
  });
  afterAll(() => at?.stop());
  beforeEach(() => at.reset());
  afterEach(async () => {
    await at.bot().idle();
    expect(at.newFailures()).toEqual([]);
  });

  test('Done edits the post in the response itself, and pings nobody', async () => {
    const { due, post } = await at.posted();
    const id = await at.twin.press(post, doneId(due));
    expect(await at.shown(due, '✅ Done')).toMatchObject({ id: post.id, flags: 1 << 15 });
    expect(await at.twin.response(id)).toMatchObject({ type: 7, data: { allowed_mentions: { parse: [] } } });
  });

  test('a direct message is of the team its reminder is of', async () => {
    const target: Target = { kind: 'person', id: at.twin.user('alice') };
    const { due, post } = await at.posted([item()], target, '@alice');
    await at.twin.press(post, doneId(due), { channel: '@alice' });
    await at.shown(due, 'Done', '@alice');
    expect(await at.book.acknowledgements(due.team, due.id)).toMatchObject([{ by: at.twin.user('alice') }]);
    const show = await at.twin.press(post, `reminder:show:${due.id}:r7k2`, { channel: '@alice' });
    const answer = await at.twin.answer(show);
    expect(at.bot().events.at(-1)?.request).toMatchObject({ team: due.team, input: { text: 'remind show r7k2' } });
    // Its buttons would ask for reminders of the direct message.
    expect(at.bot().events.at(-1)?.reply.answer.actions).toHaveLength(1);
    expect(JSON.stringify(answer.components)).not.toContain('custom_id');
  });

  test('in a direct message nobody reaches a reminder that went elsewhere', async () => {
    const { due, post } = await at.posted();
    const id = await at.twin.press(post, doneId(due), { channel: '@bob', user: 'bob' });
    expect(JSON.stringify((await at.twin.response(id)).data)).toContain('no longer exists');
    expect(await at.book.acknowledgements(due.team, due.id)).toEqual([]);
  });

  test('an edit after the press was acknowledged pings nobody either', async () => {
    const { due, post } = await at.posted();
    const gate = Promise.withResolvers<void>();
    at.deliveries = { ...at.real, press: (press) => gate.promise.then(() => at.real.press(press)) };
    const id = await at.twin.press(post, doneId(due));
    const timer = await until('the timer', () => at.bot().timers.values().next().value);
    timer();
    expect(await at.twin.response(id)).toMatchObject({ type: 6 });
    gate.resolve();
    await at.shown(due, '✅ Done');
    expect(at.newest('PATCH /webhooks/:id/:token/messages/@original').allowed_mentions.parse).toEqual([]);
  });

  test('a press that came too late is recorded, shown in the post, and counted', async () => {
    const { due, post } = await at.posted();
    at.aheadMs = 4_000;
    await at.twin.press(post, doneId(due));
    expect((await at.shown(due, '✅ Done')).id).toBe(post.id);
    await at.bot().idle();
    expect(at.newest('PATCH /channels/:id/messages/:id').allowed_mentions.parse).toEqual([]);
    expect(await at.book.acknowledgements(due.team, due.id)).toHaveLength(1);
    expect(at.newFailures()).toEqual(['unknown-interaction']);
  });

  test('a slow press that Discord did not hear of is shown in the post all the same', async () => {
    const { due, post } = await at.posted();
    const gate = Promise.withResolvers<void>();
    at.deliveries = { ...at.real, press: (press) => gate.promise.then(() => at.real.press(press)) };
    at.aheadMs = 4_000;
    await at.twin.press(post, doneId(due));
    const timer = await until('the timer', () => at.bot().timers.values().next().value);
    timer();
    gate.resolve();
    await at.shown(due, '✅ Done');
    await at.bot().idle();
    expect(at.newFailures()).toEqual(['unknown-interaction']);
  });

  test('Show in a direct message is answered where the store is away, and announced where it is slow', async () => {
    const { due, post } = await at.posted([item()], { kind: 'person', id: at.twin.user('alice') }, '@alice');
    const showId = `reminder:show:${due.id}:r7k2`;
    at.deliveries = { ...at.real, teamOf: () => Promise.reject(new Error('the store is away')) };
    const failed = await at.twin.press(post, showId, { channel: '@alice' });
    expect(textOf(await at.twin.answer(failed))).toContain('Something went wrong in the bot');
    await at.bot().idle();
    expect(at.newFailures()).toEqual(['discord-failed']);
    const gate = Promise.withResolvers<void>();
    at.deliveries = { ...at.real, teamOf: (...asked) => gate.promise.then(() => at.real.teamOf(...asked)) };
    const slow = await at.twin.press(post, showId, { channel: '@alice' });
    const timer = await until('the timer', () => at.bot().timers.values().next().value);
    timer();
    expect(await at.twin.response(slow)).toMatchObject({ type: 5 });
    gate.resolve();
    await at.bot().idle();
    expect(at.bot().events.at(-1)?.request).toMatchObject({ team: due.team, input: { text: 'remind show r7k2' } });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../../src/reminders/ledger.ts';
import { until } from '../../peers/until.ts';
import { item } from '../../reminders/deliveries.ts';
import { doneId, ephemeral, menuId, type ReminderBench, startReminderBench } from './reminder-bench.ts';
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

  test('Done is recorded with who and when, and the post is edited in place for all', async () => {
    const { due, post } = await at.posted();
    const id = await at.twin.press(post, doneId(due));
    const edited = await at.shown(due, '✅ Done');
    expect(edited).toMatchObject({ id: post.id, flags: 1 << 15 });
    expect(textOf(edited)).toContain(`<@${at.twin.user('alice')}>, 09:03`);
    expect(JSON.stringify(edited.components)).not.toContain('reminder:done');
    expect(await at.twin.response(id)).toMatchObject({ type: 7, data: { allowed_mentions: { parse: [] } } });
    expect(await at.book.acknowledgements(due.team, due.id)).toMatchObject([
      { how: 'done', by: at.twin.user('alice') },
    ]);
  });

  test.each([
    ['snooze-hour', '2026-11-24T09:03:00.000Z', 'Tue 24 Nov 10:03'],
    ['snooze-tomorrow', '2026-11-25T08:00:00.000Z', 'Wed 25 Nov 09:00'],
    ['snooze-week', '2026-11-30T08:00:00.000Z', 'Mon 30 Nov 09:00'],
  ])('%s comes back at %s', async (pick, back, says) => {
    const { due, post } = await at.posted();
    await at.twin.select(post, menuId(due), [pick]);
    expect(textOf(await at.shown(due, 'Snoozed'))).toContain(`Snoozed until ${says} (Europe/Berlin)`);
    expect((await at.book.acknowledgements(due.team, due.id))[0]?.until?.toISOString()).toBe(back);
  });

  test('who comes second is told who was first, and changes nothing', async () => {
    const { due, post } = await at.posted();
    await at.twin.press(post, doneId(due));
    await at.shown(due, 'Done');
    await at.twin.select(post, menuId(due), ['snooze-hour'], { user: 'bob' });
    await at.note(`<@${at.twin.user('alice')}> was first: done, 09:03 (<t:`);
    expect(at.newest('POST /webhooks/:id/:token')).toMatchObject({ flags: ephemeral | (1 << 15) });
    await at.twin.press(post, doneId(due));
    await at.note('You have answered this already: done, 09:03 (<t:');
    expect(await at.book.acknowledgements(due.team, due.id)).toHaveLength(1);
  });

  test('two at once are both in the post in the end', async () => {
    const { due, post } = await at.posted([item(), item({ id: 'm3x9' }), item({ id: 'k8p4' })]);
    await Promise.all(['r7k2', 'm3x9', 'k8p4'].map((id) => at.twin.press(post, doneId(due, id))));
    await until('all three', async () => (textOf(await at.shown(due, 'Done')).match(/Done/g) ?? []).length === 3);
    await at.bot().idle();
    expect((textOf(await at.shown(due, 'Done')).match(/Done/g) ?? []).length).toBe(3);
  });

  test('Show runs `remind show` for whoever presses it, as who they are, and for them alone', async () => {
    const { due, post } = await at.posted();
    const id = await at.twin.select(post, menuId(due), ['show'], { user: 'bob' });
    expect(await at.twin.response(id)).toMatchObject({ type: 4, data: { flags: ephemeral | (1 << 15) } });
    expect(at.bot().events.at(-1)?.request).toMatchObject({
      team: due.team,
      actor: { id: at.twin.user('bob'), role: 'administrator' },
      input: { text: 'remind show r7k2' },
    });
  });

  test('works after a restart, since ids are all it needs', async () => {
    const { due, post } = await at.posted();
    await at.restartBot();
    await at.twin.press(post, doneId(due));
    await at.shown(due, 'Done');
  });

  test('on a delivery that is gone says so', async () => {
    const { post } = await at.posted();
    const id = await at.twin.press(post, 'reminder:done:none:r7k2');
    expect(await at.twin.response(id)).toMatchObject({ type: 4, data: { flags: ephemeral | (1 << 15) } });
    await at.note('not there any more');
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
    expect(JSON.stringify((await at.twin.response(id)).data)).toContain('not there any more');
    expect(await at.book.acknowledgements(due.team, due.id)).toEqual([]);
  });

  test('a store that takes its time is waited for, and the press is acknowledged first', async () => {
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
});

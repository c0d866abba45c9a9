import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../faults/discord/call.ts';
import { until } from '../../peers/until.ts';
import { item } from '../../reminders/deliveries.ts';
import { doneId, type ReminderBench, startReminderBench } from './reminder-bench.ts';
import { textOf } from './shown.ts';

const callback = 'POST /interactions/:id/:token/callback';

describe('the buttons of reminders, where something fails', () => {
  let at: ReminderBench;
  beforeAll(async () => {
    at = await startReminderBench();
  });
  afterAll(() => at?.stop());
  beforeEach(() => at.reset());

  test.each([
    [
      'came too late',
      'unknown-interaction',
      () => {
        at.aheadMs = 4_000;
      },
    ],
    [
      'was answered before',
      'already-acknowledged',
      () => at.proxy.plan(callback, refusal(400, 40_060, 'Interaction has already been acknowledged.')),
    ],
  ])('a press that %s is recorded, shown in the post, and counted', async (_what, code, prepare) => {
    const { due, post } = await at.posted();
    prepare();
    await at.twin.press(post, doneId(due));
    expect((await at.shown(due, '✅ Done')).id).toBe(post.id);
    await at.bot().idle();
    expect(at.newest('PATCH /channels/:id/messages/:id').allowed_mentions.parse).toEqual([]);
    expect(await at.book.acknowledgements(due.team, due.id)).toHaveLength(1);
    expect(at.newFailures()).toEqual([code]);
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

  test('what could not be recorded is said, and nothing is shown as done', async () => {
    const { due, post } = await at.posted();
    at.deliveries = { ...at.real, press: () => Promise.reject(new Error('the disk is full')) };
    await at.twin.press(post, doneId(due));
    await at.note('could not be recorded');
    await at.bot().idle();
    expect(at.newFailures()).toEqual(['discord-failed']);
    expect(textOf(await at.shown(due, ''))).not.toContain('Done ·');
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

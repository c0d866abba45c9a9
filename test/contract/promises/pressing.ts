import { describe, expect, test } from 'vitest';
import { until } from '../../peers/until.ts';
import type { Bench } from '../chat-bench.ts';
import type { SeenPost } from '../chat-platform.ts';

/** Whoever answers a reminder is recorded once, everybody sees it, and whoever pressed is told. */
export function promisePresses(at: () => Bench): void {
  const says = (post: SeenPost, text: string | RegExp) =>
    until(`the post to say ${text}`, async () => {
      const now = await at().now(post);
      return (typeof text === 'string' ? now.text.includes(text) : text.test(now.text)) && now;
    });

  describe('the controls of reminders', () => {
    test('Done is recorded with who and when, and the post is edited in place for all', async () => {
      const { due, post } = await at().remind();
      expect(await at().newPosts(() => at().pressReminder(post, 'done').done)).toEqual([]);
      expect(await says(post, 'Done · @alice, 09:03')).toMatchObject({ seenBy: 'everyone', buttons: [] });
      expect(await at().acknowledged(due)).toMatchObject([{ how: 'done', by: at().user('alice') }]);
    });

    test.each([
      ['snooze-hour', '2026-11-24T09:03:00.000Z', 'Tue 24 Nov 10:03'],
      ['snooze-tomorrow', '2026-11-25T08:00:00.000Z', 'Wed 25 Nov 09:00'],
      ['snooze-week', '2026-11-30T08:00:00.000Z', 'Mon 30 Nov 09:00'],
    ] as const)('%s comes back at %s', async (how, back, shown) => {
      const { due, post } = await at().remind();
      await at().pressReminder(post, how).done;
      await says(post, `Snoozed until ${shown} (Europe/Berlin)`);
      expect((await at().acknowledged(due))[0]?.until?.toISOString()).toBe(back);
    });

    test('the second presser is told who was first, and changes nothing', async () => {
      const { due, post } = await at().remind();
      await at().pressReminder(post, 'done').done;
      const told = await at().said(() => at().pressReminder(post, 'snooze-hour', 'bob'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('@alice was first: done, 09:03');
      const again = await at().said(() => at().pressReminder(post, 'done'));
      expect(again.text).toContain('You have answered this already: done, 09:03');
      expect(await at().acknowledged(due)).toHaveLength(1);
    });

    test('two at once are both in the post at the end', async () => {
      const reminders = ['r7k2', 'm3x9', 'k8p4'];
      const { post } = await at().remind(reminders);
      await Promise.all(reminders.map((id) => at().pressReminder(post, 'done', 'alice', id).done));
      await says(post, /(?:Done · @alice[\s\S]*){3}/);
    });

    test('an edit that comes late takes nothing back', async () => {
      const { due, post } = await at().remind(['r7k2', 'm3x9']);
      const late = at().holdUpdate();
      const first = at().pressReminder(post, 'done', 'alice', 'r7k2');
      await late.isHeld;
      await at().pressReminder(post, 'done', 'bob', 'm3x9').done;
      late.release();
      await first.done;
      const { text } = await says(post, 'Done · @alice');
      expect(text).toContain('Done · @bob');
      expect(await at().acknowledged(due)).toHaveLength(2);
    });

    test('a reminder that is gone says so', async () => {
      const { post } = await at().remind([], false);
      const told = await at().said(() => at().pressReminder(post, 'done'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('no longer exists');
    });

    test('while the store is away the presser is told, and may press again', async () => {
      const { due, post } = await at().remind();
      at().store.isAway = true;
      const told = await at().said(() => at().pressReminder(post, 'done'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('could not record that');
      expect(at().takeFailures()).toBe(1);
      expect(await at().now(post)).toEqual(post);
      at().store.isAway = false;
      await at().pressReminder(post, 'done').done;
      await says(post, 'Done · @alice');
      expect(await at().acknowledged(due)).toHaveLength(1);
    });

    test('a slow store is waited for, and the press is acknowledged first', async () => {
      const { post } = await at().remind();
      const store = Promise.withResolvers<void>();
      at().store.wait = store.promise;
      const pressed = at().pressReminder(post, 'done');
      await at().passTime();
      await pressed.heard;
      expect(await at().now(post)).toEqual(post);
      store.resolve();
      await pressed.done;
      await says(post, 'Done · @alice');
    });

    test('an update the platform refuses is made as the bot’s own edit', async () => {
      const { due, post } = await at().remind();
      at().fail('update', 'refused');
      await at().pressReminder(post, 'done').done;
      await says(post, 'Done · @alice');
      expect(await at().acknowledged(due)).toHaveLength(1);
      expect(at().takeFailures()).toBe(1);
    });

    test('the presser is told that it counts where the post cannot be edited at all', async () => {
      const { due, post } = await at().remind();
      at().fail('update', 'refused');
      at().fail('edit', 'refused');
      const told = await at().said(() => at().pressReminder(post, 'done'));
      expect(told).toMatchObject({ seenBy: 'asker', text: expect.stringContaining('Your answer is recorded') });
      expect(await at().acknowledged(due)).toHaveLength(1);
      expect(at().takeFailures()).toBe(1);
    });

    test('the presser is told that it counts where the post cannot be rendered', async () => {
      const { due, post } = await at().remind();
      at().broken.add('reminder');
      const told = await at().said(() => at().pressReminder(post, 'done'));
      expect(told).toMatchObject({ seenBy: 'asker', text: expect.stringContaining('Your answer is recorded') });
      expect(await at().acknowledged(due)).toHaveLength(1);
      expect(at().takeFailures()).toBe(1);
    });

    test('the second presser is told who was first, whatever became of the update', async () => {
      const { post } = await at().remind();
      await at().pressReminder(post, 'done').done;
      at().fail('update', 'refused');
      const told = await at().said(() => at().pressReminder(post, 'done', 'bob'));
      expect(told.text).toContain('@alice was first: done');
      expect(at().takeFailures()).toBe(1);
    });

    test('a press that was recorded counts, where the store cannot be read after it', async () => {
      const { due, post } = await at().remind();
      at().store.failsToRead = true;
      await at().pressReminder(post, 'done').done;
      await says(post, 'Done · @alice');
      const told = await at().said(() => at().pressReminder(post, 'done', 'bob'));
      expect(told.text).toContain('@alice was first: done');
      expect(await at().acknowledged(due)).toHaveLength(1);
      expect(at().takeFailures()).toBe(2);
    });

    test('Show answers the presser alone', async () => {
      const { post } = await at().remind();
      const shown = await at().said(() => at().pressReminder(post, 'show', 'bob'));
      expect(shown.seenBy).toBe('asker');
      expect(shown.text).toContain('Of reminders: show r7k2.');
      expect(at().commands.requests.at(-1)?.actor).toEqual({ id: at().user('bob'), role: 'administrator' });
      expect(await at().now(post)).toEqual(post);
    });

    test('all of them work after a restart', async () => {
      const { post } = await at().remind(['r7k2', 'm3x9']);
      await at().restart();
      const shown = await at().said(() => at().pressReminder(post, 'show'));
      expect(shown.text).toContain('Of reminders: show r7k2.');
      await at().pressReminder(post, 'done').done;
      const half = await says(post, 'Done · @alice');
      await at().pressReminder(half, 'snooze-hour', 'bob', 'm3x9').done;
      await says(post, /Snoozed until[\s\S]*@bob/);
    });

    test('a control of another version says that it is too old', async () => {
      const { post } = await at().remind();
      const told = await at().said(() => at().pressUnknown(post));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('Too old');
      expect(await at().now(post)).toEqual(post);
    });
  });
}

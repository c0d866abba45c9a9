import { describe, expect, test } from 'vitest';
import type { Bench } from '../chat-bench.ts';

/** A long answer has pages that are turned in place, where the platform has pages. */
export function promisePages(at: () => Bench): void {
  describe('pages', () => {
    test('are turned in place, and back', async () => {
      const answer = await at().ask('big');
      expect(answer.text).toContain('Page 1 of');
      await at().press(answer, 'Next').done;
      const second = await at().now(answer);
      expect(second.text).toContain('Page 2 of');
      expect(second.buttons).toContain('Share');
      await at().press(second, 'Previous').done;
      expect((await at().now(answer)).text).toBe(answer.text);
    });

    test.each([
      ['made from its line', 'big again'],
      ['that changed something', 'set pages'],
    ])('of an answer %s are turned after a restart, and nothing runs twice', async (_what, line) => {
      const answer = await at().ask(line);
      const { length: changes } = at().commands.changed;
      await at().restart();
      await at().press(answer, 'Next').done;
      expect((await at().now(answer)).text).toContain('Page 2 of');
      expect(at().commands.changed).toHaveLength(changes);
    });

    test('of a reminder of another team are turned without asking this one', async () => {
      const { post } = await at().remind(['l0ng']);
      at().pressesElsewhere = true;
      const shown = await at().said(() => at().pressReminder(post, 'show', 'alice', 'l0ng'));
      expect(at().commands.requests.at(-1)?.team).toBe('terminal:elsewhere');
      const { length } = at().commands.requests;
      await at().press(shown, 'Next').done;
      expect((await at().now(shown)).text).toContain('Page 2 of');
      expect(at().commands.requests).toHaveLength(length);
    });

    test('of a shared answer are turned by anybody, and still say who shared it', async () => {
      const answer = await at().ask('big shared');
      const shared = await at().said(() => at().press(answer, 'Share'));
      await at().press(shared, 'Next', 'bob').done;
      const turned = await at().now(shared);
      expect(turned.text).toContain('Page 2 of');
      expect(turned.text).toContain('Shared by @alice');
      expect(turned.buttons).not.toContain('Share');
    });

    test('that cannot be had are told to the presser', async () => {
      const answer = await at().ask('set gone');
      await at().restart();
      at().store.isAway = true;
      const told = await at().said(() => at().press(answer, 'Next'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('cannot turn the page right now');
      expect(at().takeFailures()).toBe(1);
      expect(await at().now(answer)).toEqual(answer);
      at().store.isAway = false;
      await at().press(answer, 'Next').done;
      expect((await at().now(answer)).text).toContain('Page 2 of');
    });

    test('that nobody knows any more say so, and nothing runs twice', async () => {
      const answer = await at().ask('set forgotten');
      await at().restart();
      at().store.forgets = true;
      const told = await at().said(() => at().press(answer, 'Next'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('no longer have');
      expect(at().commands.changed).toEqual(['forgotten']);
    });

    test('that the platform refuses are told to the presser', async () => {
      const answer = await at().ask('big refused');
      at().fail('update', 'refused');
      const told = await at().said(() => at().press(answer, 'Next'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('cannot turn the page right now');
      expect(at().takeFailures()).toBe(1);
    });

    test('that cannot be rendered are told to the presser', async () => {
      const answer = await at().ask('big and odd');
      at().broken.add('answer');
      const told = await at().said(() => at().press(answer, 'Next'));
      expect(told).toMatchObject({ seenBy: 'asker', text: expect.stringContaining('cannot turn the page right now') });
      expect(at().takeFailures()).toBe(1);
    });

    test('on a slow store are announced and follow', async () => {
      const answer = await at().ask('set slowly');
      await at().restart();
      const store = Promise.withResolvers<void>();
      at().store.wait = store.promise;
      const pressed = at().press(answer, 'Next');
      await at().passTime();
      await pressed.heard;
      store.resolve();
      await pressed.done;
      expect((await at().now(answer)).text).toContain('Page 2 of');
    });

    test('are not shown to all by somebody who may not see them', async () => {
      const answer = await at().said(() => at().mention('private sums', 'bob'));
      const told = await at().said(() => at().press(answer, 'Next', 'alice'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('Only an administrator');
      expect(await at().now(answer)).toEqual(answer);
    });
  });
}

import { describe, expect, test } from 'vitest';
import type { Act, Bench } from '../chat-bench.ts';
import type { ChatPlatform, SeenPost } from '../chat-platform.ts';

/** Whoever waits for a slow command sees how far it is, and can stop it. */
export function promiseProgress(at: () => Bench, { keepsProgress }: Pick<ChatPlatform, 'keepsProgress'>): void {
  /** Begins an act, and gives what the bot says about how far it is. */
  const slow = async (does: () => Act) => {
    let asked: Act | undefined;
    const said = await at().said(() => {
      asked = does();
      return { ...asked, done: at().passTime() };
    });
    if (asked === undefined) throw new Error('Nothing was asked');
    return { asked, said };
  };
  const posts = async (...words: readonly string[]) =>
    (await at().posts()).filter(({ text }) => words.some((word) => text.includes(word)));
  const finish = async ({ done }: Act) => {
    at().commands.gate.resolve();
    await done;
  };

  describe('progress', () => {
    test('is shown to whoever asked, with a way to stop, until the answer comes', async () => {
      const { asked, said } = await slow(() => at().command('look one'));
      expect(said).toMatchObject({ seenBy: 'asker', buttons: ['Stop'] });
      expect(said.text).toContain('Looking at one: 3 of 14.');
      await finish(asked);
      const [answer, ...others] = await posts('All of one.');
      expect(answer?.seenBy).toBe('asker');
      expect(others).toEqual([]);
      expect((await posts('Looking at one')).length).toBe(keepsProgress ? 1 : 0);
      expect(at().timers()).toBe(0);
    });

    test('of a mention goes on in one message, which the answer takes the place of', async () => {
      const { asked, said } = await slow(() => at().mention('look two'));
      expect(said).toMatchObject({ seenBy: 'everyone', buttons: ['Stop'] });
      at().commands.tell(9);
      await at().passTime();
      await expect.poll(async () => (await at().now(said)).text).toContain('Looking at two: 9 of 14.');
      await finish(asked);
      const after = await at().now(said);
      expect(after.text).toContain('All of two.');
      expect(after.buttons).toEqual([]);
      expect((await posts('of two.', 'at two')).map(({ id }) => id)).toEqual([said.id]);
    });

    test('says nothing new where nothing is new', async () => {
      const { asked, said } = await slow(() => at().mention('look still'));
      await at().passTime();
      expect(await at().now(said)).toEqual(said);
      await finish(asked);
    });

    test.each(['command', 'mention'] as const)('of a %s can be stopped by whoever asked', async (how) => {
      const { asked, said } = await slow(() => at()[how](`look ${how} stopped`));
      await at().press(said, 'Stop').done;
      await asked.done;
      expect((await posts(`A part of ${how} stopped.`)).length).toBe(1);
      expect((await posts(`All of ${how} stopped.`)).length).toBe(0);
      const left = (await at().posts()).filter(({ id, buttons }) => id === said.id && buttons.includes('Stop'));
      expect(left).toEqual([]);
    });

    test('cannot be stopped by anybody else', async () => {
      const { asked, said } = await slow(() => at().mention('look mine'));
      const told = await at().said(() => at().press(said, 'Stop', 'bob'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('Only the person who asked for it can stop it.');
      await finish(asked);
      expect((await posts('All of mine.')).length).toBe(1);
    });

    test('that has ended cannot be stopped, and whoever presses is told', async () => {
      const { asked, said } = await slow(() => at().mention('look over'));
      await finish(asked);
      const told = await at().said(() => at().press(said, 'Stop'));
      expect(told.text).toContain('That has ended');
    });

    test('that cannot be shown keeps no answer back', async () => {
      at().broken.add('progress');
      const asked = at().mention('look blind');
      await at().passTime();
      const answer: SeenPost = await at().said(() => {
        at().commands.gate.resolve();
        return asked;
      });
      expect(answer.text).toContain('All of blind.');
    });
  });
}

import { describe, expect, test } from 'vitest';
import type { Bench } from '../chat-bench.ts';
import type { ChatPlatform } from '../chat-platform.ts';

/** A question gets its answer, in time, once, where it belongs. */
export function promiseAnswers(
  at: () => Bench,
  { repeatsCommands, announcesOverTheLine }: Pick<ChatPlatform, 'repeatsCommands' | 'announcesOverTheLine'>,
): void {
  describe('answering', () => {
    test('a fast answer to a command is seen by the asker alone', async () => {
      const answer = await at().ask('echo fast');
      expect(answer).toMatchObject({ seenBy: 'asker', buttons: ['Say more', 'Share'] });
      expect(answer.text).toContain('You said “fast”.');
      expect(at().timers()).toBe(0);
    });

    test('a mention is answered for all to see', async () => {
      const answer = await at().said(() => at().mention('echo all'));
      expect(answer).toMatchObject({ seenBy: 'everyone', buttons: ['Say more'] });
    });

    test('a button runs its command for whoever presses it, and for them alone', async () => {
      const post = await at().said(() => at().mention('echo once'));
      const answer = await at().said(() => at().press(post, 'Say more', 'bob'));
      expect(answer.seenBy).toBe('asker');
      expect(answer.text).toContain('You said “more once”.');
      expect(await at().now(post)).toEqual(post);
    });

    test('a slow answer is announced first and follows', async () => {
      const asked = at().command('slow question');
      const later = at().newPosts(async () => {
        await at().passTime();
        await asked.heard;
      });
      expect(await later).toEqual([]);
      const answer = await at().said(() => {
        at().commands.gate.resolve();
        return asked;
      });
      expect(answer.seenBy).toBe('asker');
      expect(answer.text).toContain('That took a while: “question”.');
    });

    if (announcesOverTheLine) {
      test.each([
        ['of which the reply was lost', ['reply-lost']],
        ['that never arrived', ['never-arrives']],
        ['that never arrived twice', ['never-arrives', 'never-arrives']],
        ['of which the reply was lost, and that then never arrived', ['reply-lost', 'never-arrives']],
      ] as const)('a slow answer follows an announcement %s', async (_what, faults) => {
        at().fail('announce', ...faults);
        const asked = at().command('slow to hear');
        await at().passTime();
        const answer = await at().said(() => {
          at().commands.gate.resolve();
          return asked;
        });
        expect(answer).toMatchObject({ seenBy: 'asker' });
        expect(answer.text).toContain('That took a while: “to hear”.');
      });
    }

    test('an announcement that throws ends nothing', async () => {
      at().broken.add('announce');
      const asked = at().command('slow and broken');
      await at().passTime();
      const answer = await at().said(() => {
        at().commands.gate.resolve();
        return asked;
      });
      expect(answer.text).toContain('That took a while: “and broken”.');
    });

    test.each([
      ['question', 'echo odd', false],
      ['change', 'set odd', true],
    ])('an answer to a %s that cannot be rendered leaves word of what was done', async (_what, line, isDone) => {
      at().broken.add('answer');
      // Slack makes its notes of answers.
      const { text } = await at().said(() => at().mention(line));
      expect(text).toContain('I cannot show my answer');
      expect(text.includes('It is done')).toBe(isDone);
      expect(at().takeFailures()).toBe(1);
    });

    test('a failure that the platform can put into no words is counted all the same', async () => {
      for (const part of ['answer', 'toError', 'classify'] as const) at().broken.add(part);
      await at().mention('echo nothing').done;
      expect(at().takeFailures()).toBe(1);
    });

    test('a mention delivered twice is answered once, also by a new process', async () => {
      await at().said(() => at().mention('set one'));
      expect(await at().newPosts(at().deliverAgain)).toEqual([]);
      await at().restart();
      expect(await at().newPosts(at().deliverAgain)).toEqual([]);
      expect(at().commands.changed).toEqual(['one']);
    });

    if (repeatsCommands) {
      test('a question delivered twice is answered once', async () => {
        await at().ask('echo repeated');
        expect(await at().newPosts(at().deliverAgain)).toEqual([]);
      });

      test('a command delivered twice runs once, also on a new process', async () => {
        await at().ask('set one');
        expect(await at().newPosts(at().deliverAgain)).toEqual([]);
        await at().restart();
        expect(await at().newPosts(at().deliverAgain)).toEqual([]);
        expect(at().commands.changed).toEqual(['one']);
      });
    }

    test('a command that throws says so, without saying how', async () => {
      const { text, buttons } = await at().ask('broken');
      expect(text).toContain('Something went wrong in the bot');
      expect(text).not.toContain('secret');
      expect(buttons).toEqual([]);
    });

    test.each([
      ['question', 'echo too long', false],
      ['change', 'set too long', true],
    ])(
      'an answer to a %s that the platform finds too long is said in short, with what came of it',
      async (_what, line, isDone) => {
        at().refuseContent();
        const { text } = await at().said(() => at().mention(line));
        expect(text).toContain('did not accept my answer');
        expect(text.includes('It is done')).toBe(isDone);
        expect(at().takeFailures()).toBe(1);
      },
    );

    test('while the store is away questions are answered', async () => {
      at().store.isAway = true;
      expect((await at().ask('echo away')).text).toContain('You said “away”.');
      expect((await at().said(() => at().mention('echo far away'))).text).toContain('You said “far away”.');
      // That it isn't known who was first is in the log.
      expect(at().takeFailures()).toBe(1);
    });

    test('while the store is away nothing is changed, and the asker is told', async () => {
      at().store.isAway = true;
      const { text } = await at().said(() => at().mention('set away'));
      expect(text).toContain('Something went wrong in the bot');
      expect(at().commands.changed).toEqual([]);
      expect(at().takeFailures()).toBe(1);
    });
  });
}

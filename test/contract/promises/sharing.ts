import { describe, expect, test } from 'vitest';
import { until } from '../../peers/until.ts';
import type { Bench } from '../chat-bench.ts';
import type { ChatPlatform, SeenPost } from '../chat-platform.ts';

/** An answer that only its asker sees is posted once for everybody, whatever has happened meanwhile. */
export function promiseSharing(
  at: () => Bench,
  { sendsPressed, waitsOutLimits }: Pick<ChatPlatform, 'sendsPressed' | 'waitsOutLimits'>,
): void {
  const share = (post: SeenPost) => at().press(post, 'Share');
  const isShareable = async (post: SeenPost) => (await at().now(post)).buttons.includes('Share');

  describe('sharing', () => {
    test('everybody sees the answer and who shared it, and the button goes', async () => {
      const answer = await at().ask('echo share');
      const shared = await at().said(() => share(answer));
      expect(shared).toMatchObject({ seenBy: 'everyone', buttons: ['Say more'] });
      expect(shared.text).toContain('You said “share”.');
      expect(shared.text).toContain('Shared by @alice');
      const original = await at().now(answer);
      expect(original).toMatchObject({ text: answer.text, seenBy: 'asker', buttons: ['Say more'] });
    });

    test('a second press shares nothing, and says so', async () => {
      const answer = await at().ask('echo twice');
      const posts = await at().newPosts(() => Promise.all([share(answer).done, share(answer).done]));
      expect(posts.filter(({ seenBy }) => seenBy === 'everyone')).toHaveLength(1);
      expect(posts.filter(({ seenBy }) => seenBy === 'asker')).toHaveLength(1);
      const again = await at().newPosts(() => share(answer).done);
      expect(again).toMatchObject([{ seenBy: 'asker', text: expect.stringContaining('has been shared already') }]);
      await at().restart();
      const later = await at().newPosts(() => share(answer).done);
      expect(later).toMatchObject([{ seenBy: 'asker', text: expect.stringContaining('has been shared already') }]);
    });

    test('two replicas that are told of one press share once', async () => {
      const answer = await at().ask('echo of two');
      at().replicas = 2;
      const posts = await at().newPosts(() => share(answer).done);
      expect(posts.filter(({ seenBy }) => seenBy === 'everyone')).toHaveLength(1);
    });

    test('where nobody knows whether it arrived, the button does not come back, and the presser is told', async () => {
      const answer = await at().ask('echo perhaps');
      at().fail('share', 'reply-lost');
      const posts = await at().newPosts(() => share(answer).done);
      expect(posts.filter(({ seenBy }) => seenBy === 'everyone')).toHaveLength(1);
      const [told] = posts.filter(({ seenBy }) => seenBy === 'asker');
      expect(told?.text).toContain('did not say whether the answer arrived');
      expect(at().takeFailures()).toBe(1);
      expect(await isShareable(answer)).toBe(false);
      // The button may still show in a window that was not drawn anew.
      expect(await at().newPosts(() => share(answer).done)).toMatchObject([{ seenBy: 'asker' }]);
    });

    if (!waitsOutLimits) {
      test('where the platform wants the post later, the presser is told, and the button comes back', async () => {
        const answer = await at().ask('echo later');
        at().fail('share', 'too-many');
        const told = await at().said(() => share(answer));
        expect(told.seenBy).toBe('asker');
        expect(at().takeFailures()).toBe(1);
        await until('the button', () => isShareable(answer));
        expect((await at().said(() => share(answer))).text).toContain('Shared by @alice');
      });
    }

    test.each([
      ['is lost', ['reply-lost']],
      ['never comes', ['never-arrives', 'never-arrives']],
    ] as const)('where the reply to taking the button off %s, the answer is shared', async (_what, faults) => {
      const answer = await at().ask('echo all the same');
      at().fail('update', ...faults);
      const shared = await at().said(() => share(answer));
      expect(shared.text).toContain('Shared by @alice');
    });

    test('what cannot be rendered is not shared, and the presser is told', async () => {
      const answer = await at().ask('echo odd');
      at().broken.add('answer');
      const told = await at().said(() => share(answer));
      expect(told).toMatchObject({ seenBy: 'asker', text: expect.stringContaining('press Share again') });
      expect(at().takeFailures()).toBe(1);
      at().broken.delete('answer');
      expect((await at().said(() => share(answer))).text).toContain('Shared by @alice');
    });

    test('a press on a slow store is announced and follows', async () => {
      const answer = await at().ask('set slowly');
      await at().restart();
      const store = Promise.withResolvers<void>();
      at().store.wait = store.promise;
      const pressed = share(answer);
      await at().passTime();
      await pressed.heard;
      const shared = await at().said(() => {
        store.resolve();
        return pressed;
      });
      expect(shared.text).toContain('Shared by @alice');
    });

    test.each([
      ['made from its line', 'echo again'],
      ['that changed something', 'set again'],
      ['whose line is too long for a button', `echo ${'long '.repeat(90)}`],
    ])('an answer %s is shared after a restart, and nothing runs twice', async (_what, line) => {
      const answer = await at().ask(line);
      const { length: changes } = at().commands.changed;
      await at().restart();
      const shared = await at().said(() => share(answer));
      expect(shared.seenBy).toBe('everyone');
      expect(shared.text).toContain('Shared by @alice');
      expect(shared.text).toMatch(/It is set: “again”|You said “(?:again|long long)/);
      expect(await isShareable(answer)).toBe(false);
      expect(at().commands.changed).toHaveLength(changes);
    });

    test('what nobody knows any more is copied where the message came along, else the presser is told', async () => {
      const answer = await at().ask('set forgotten');
      await at().restart();
      at().store.forgets = true;
      const said = await at().said(() => share(answer));
      expect(said.seenBy).toBe(sendsPressed ? 'everyone' : 'asker');
      expect(said.text).toContain(sendsPressed ? 'Shared by @alice' : 'Too late to share');
      expect(said.buttons).not.toContain('Share');
      expect(await isShareable(answer)).toBe(!sendsPressed);
      expect(at().commands.changed).toEqual(['forgotten']);
    });

    test('while the store is away the presser is told, and may press again', async () => {
      const answer = await at().ask('set away');
      await at().restart();
      at().store.isAway = true;
      const told = await at().said(() => share(answer));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('press Share again');
      expect(at().takeFailures()).toBe(1);
      at().store.isAway = false;
      expect((await at().said(() => share(answer))).text).toContain('Shared by @alice');
    });

    test('where the platform refuses the post the presser is told, and the button comes back', async () => {
      const answer = await at().ask('echo refused');
      at().fail('share', 'refused');
      const told = await at().said(() => share(answer));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('did not let me post this in the channel');
      expect(at().takeFailures()).toBe(1);
      await until('the button', () => isShareable(answer));
      expect((await at().said(() => share(answer))).text).toContain('Shared by @alice');
    });

    test('where the button cannot be taken off, nothing is shared and the presser is told', async () => {
      const answer = await at().ask('echo kept');
      at().fail('update', 'refused');
      const told = await at().said(() => share(answer));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('press Share again');
      expect(at().takeFailures()).toBe(1);
      expect((await at().said(() => share(answer))).text).toContain('Shared by @alice');
    });

    test('what the presser may not see any more is not posted, and the button stays', async () => {
      const answer = await at().said(() => at().command('private sums', 'bob'));
      const told = await at().said(() => at().press(answer, 'Share', 'alice'));
      expect(told.seenBy).toBe('asker');
      expect(told.text).toContain('Only an administrator');
      expect(await isShareable(answer)).toBe(true);
    });
  });
}

import { describe, expect, test } from 'vitest';
import { until } from '../../peers/until.ts';
import type { Bench } from '../chat-bench.ts';

const onTime = { late: false };

/** A reminder is posted once, and what is not known is never taken for a yes or a no. */
export function promiseDelivery(at: () => Bench, label: string): void {
  describe('delivering', () => {
    test('posts once, and says which message it is', async () => {
      const due = at().due();
      const posts = await at().newPosts(async () => {
        expect(await at().poster().post(due, onTime)).toEqual({ kind: 'posted', messageId: expect.any(String) });
      });
      expect(posts).toMatchObject([{ seenBy: 'everyone' }]);
      expect(await at().poster().find(due)).toEqual({ kind: 'found', messageId: posts[0]?.id });
    });

    test('finds no post but its own, also after it was answered', async () => {
      expect(await at().poster().find(at().due())).toEqual({ kind: 'absent' });
      const { due, post } = await at().remind();
      await at().pressReminder(post, 'done').done;
      await until('the post to be edited', async () => (await at().now(post)).text.includes('Done'));
      const found = await at()
        .poster()
        .find({ ...due, attemptStartedAt: new Date() });
      expect(found).toEqual({ kind: 'found', messageId: post.id });
    });

    test('a reply lost after the post was accepted leaves it open, and it is found', async () => {
      const due = at().due();
      at().fail('post', 'reply-lost');
      const posts = await at().newPosts(async () => {
        expect(await at().poster().post(due, onTime)).toMatchObject({ kind: 'unknown' });
      });
      expect(posts).toHaveLength(1);
      expect(await at().poster().find(due)).toEqual({ kind: 'found', messageId: posts[0]?.id });
    });

    test('a post that never arrived is absent', async () => {
      const due = at().due();
      at().fail('post', 'never-arrives');
      expect(await at().poster().post(due, onTime)).toMatchObject({ kind: 'unknown' });
      expect(await at().poster().find(due)).toEqual({ kind: 'absent' });
    });

    test('a delivery that was never begun is absent', async () => {
      const { attemptStartedAt: _, ...never } = at().due();
      expect(await at().poster().find(never)).toEqual({ kind: 'absent' });
    });

    test('too many calls wait as long as the platform says', async () => {
      for (const call of ['post', 'history'] as const) {
        at().fail(call, 'too-many');
        const due = at().due();
        const poster = at().poster();
        const result = call === 'post' ? await poster.post(due, onTime) : await poster.find(due);
        const { kind, retryAfterMs = 0 } = result as { kind: string; retryAfterMs?: number };
        expect(kind).toBe('refused');
        expect(retryAfterMs).toBeGreaterThanOrEqual(7_000);
        expect(retryAfterMs).toBeLessThan(8_000);
      }
    });

    test('a refusal says what to do, and what the platform said', async () => {
      at().fail('post', 'refused');
      const posts = await at().newPosts(async () => {
        const result = await at().poster().post(at().due(), onTime);
        const reason = expect.stringMatching(new RegExp(`^.+\\. \\(${label} says: .+\\)$`));
        expect(result).toEqual({ kind: 'impossible', reason });
      });
      expect(posts).toEqual([]);
    });

    test('a history that may not be read is no proof of anything', async () => {
      at().fail('history', 'refused');
      const reason = expect.stringMatching(/^I’m not allowed to read the history there\. .+/);
      expect(await at().poster().find(at().due())).toEqual({ kind: 'cannot-tell', reason });
    });

    test('a history that cannot be read just now is read again later', async () => {
      at().fail('history', 'never-arrives');
      expect(await at().poster().find(at().due())).toMatchObject({ kind: 'refused' });
    });
  });
}

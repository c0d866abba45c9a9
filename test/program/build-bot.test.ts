import { expect, it } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { createAskerSource } from '../../src/program/build-bot.ts';

it('builds an asker once for each knowledge base, and again where building failed', async () => {
  const [first, second] = [(await openKnowledge()).current(), (await openKnowledge()).current()];
  let current = first;
  let built = 0;
  let failing = true;
  const source = createAskerSource({ current: () => current }, async (base) => {
    built += 1;
    if (failing) throw new Error('no memory');
    return openAsker(base);
  });
  await expect(source.current()).rejects.toThrow('no memory');
  failing = false;
  const [one, same] = await Promise.all([source.current(), source.current()]);
  expect([one === same, built]).toEqual([true, 2]);
  current = second;
  expect(await source.current()).not.toBe(one);
  expect(built).toBe(3);
});

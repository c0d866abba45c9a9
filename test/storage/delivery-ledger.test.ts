import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroup } from '../../src/storage/delivery-ledger.ts';
import { StorageError } from '../../src/storage/store-health.ts';
import { propertyRuns } from '../property-runs.ts';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('work that is asked for at the same time', () => {
  it('shares a transaction, and is answered after its commit and never before', async () => {
    const commits: (() => void)[] = [];
    const batches: number[][] = [];
    const run = createGroup({
      lanes: 1,
      async together(items: readonly number[]) {
        batches.push([...items]);
        await new Promise<void>((resolve) => commits.push(resolve));
        return items.map((item) => `done ${item}`);
      },
      alone: () => Promise.reject(new Error('nothing is done alone')),
    });
    const answers: string[] = [];
    const asked = [1, 2, 3].map((item) => run(item).then((answer) => answers.push(answer)));
    await soon();
    const late = run(4);
    await soon();
    expect([batches, answers]).toEqual([[[1, 2, 3]], []]);
    commits[0]?.();
    await Promise.all(asked);
    expect(answers).toEqual(['done 1', 'done 2', 'done 3']);
    while (commits.length < 2) await soon();
    commits[1]?.();
    expect(await late).toBe('done 4');
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('is not held up by one transaction that hangs, where there is another lane', async () => {
    let hanging = true;
    const run = createGroup({
      lanes: 2,
      async together(items: readonly number[]) {
        if (!hanging) return items;
        hanging = false;
        return new Promise<never>(() => {});
      },
      alone: async (item) => item,
    });
    void run(1);
    await soon();
    expect(await run(2)).toBe(2);
  });

  it('fails by itself where the transaction fails, and all at once where the store does', async () => {
    const tried: string[] = [];
    const run = (error: Error) =>
      createGroup({
        lanes: 1,
        together: () => Promise.reject(error),
        async alone(item: string) {
          tried.push(item);
          if (item === 'bad') throw new Error('this row is refused');
          return item;
        },
      });
    const refused = run(new Error('one of them is refused'));
    const results = await Promise.allSettled(['good', 'bad', 'fine'].map(refused));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(tried).toEqual(['good', 'bad', 'fine']);
    const away = run(new StorageError('unreachable', 'it is away'));
    const lost = await Promise.allSettled(['good', 'fine'].map(away));
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tried).toHaveLength(3);
  });

  it('is each done once and gets its own answer, however it comes', async () => {
    const how = fc.constantFrom('together', 'alone', 'fails');
    const work = fc.array(fc.record({ how, waits: fc.nat(3) }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(work, fc.integer({ min: 1, max: 3 }), async (all, lanes) => {
        const done = all.map(() => 0);
        const count = (index: number) => {
          done[index] = (done[index] ?? 0) + 1;
          return `answer ${index}`;
        };
        const run = createGroup({
          lanes,
          async together(items: readonly number[]) {
            await soon();
            if (items.some((index) => all[index]?.how === 'fails')) throw new Error('one fails');
            return items.map((index) => (all[index]?.how === 'alone' ? 'alone' : count(index)));
          },
          async alone(index) {
            if (all[index]?.how === 'fails') throw new Error(`failed ${index}`);
            return count(index);
          },
        });
        const results = await Promise.allSettled(
          all.map(async ({ waits }, index) => {
            for (let wait = 0; wait < waits; wait += 1) await soon();
            return run(index);
          }),
        );
        for (const [index, { how }] of all.entries()) {
          const result = results[index];
          if (how === 'fails')
            expect(result).toMatchObject({
              reason: { message: expect.stringMatching(`^failed ${index}$|^one fails$`) },
            });
          else expect(result).toMatchObject({ value: `answer ${index}` });
          expect(done[index]).toBe(how === 'fails' ? 0 : 1);
        }
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});

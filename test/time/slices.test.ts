import { expect, it } from 'vitest';
import { inSlices } from '../../src/time/slices.ts';

function* work(steps: number, each: () => void): Generator<void, string> {
  for (let step = 0; step < steps; step += 1) {
    each();
    yield;
  }
  return 'done';
}

it('does all steps, and gives what they return', async () => {
  let steps = 0;
  const count = () => {
    steps += 1;
  };
  expect(await inSlices(work(100, count))).toBe('done');
  expect(steps).toBe(100);
});

it('lets others have a turn before long work is done', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('another'));
  const untilAnotherWasThere = function* (): Generator<void, void> {
    while (!order.includes('another')) yield;
    order.push('done');
  };
  await inSlices(untilAnotherWasThere());
  expect(order).toEqual(['another', 'done']);
});

it('throws what a step throws', async () => {
  const fail = () => {
    throw new Error('no');
  };
  await expect(inSlices(work(1, fail))).rejects.toThrow('no');
});

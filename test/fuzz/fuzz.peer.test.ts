import { expect, it } from 'vitest';
import { runFuzz } from './fuzz.ts';

it('hostile input of every way breaks nothing, pings nobody and holds nobody up', async () => {
  // `npm run fuzz` has the bound of the promise; a busy machine takes more processor time for the same work.
  const result = await runFuzz({ seed: 2008, acts: 40, boundMs: 400, files: false });
  expect(result.complaints).toEqual([]);
  expect(result.looks).toBeGreaterThan(10);
});

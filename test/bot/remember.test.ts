import { expect, test, vi } from 'vitest';
import { remember } from '../../src/bot/remember.ts';

test('makes each result once, as long as there is room', () => {
  const make = vi.fn((text: string) => text.toUpperCase());
  const upper = remember(make, { keyOf: (text) => (text.length > 3 ? undefined : text), most: 2 });
  expect(['a', 'a', 'b', 'a', 'b'].map(upper)).toEqual(['A', 'A', 'B', 'A', 'B']);
  expect(make).toHaveBeenCalledTimes(2);
  expect([upper('long'), upper('long')]).toEqual(['LONG', 'LONG']);
  expect(make).toHaveBeenCalledTimes(4);
  upper('c');
  upper('a');
  expect(make).toHaveBeenCalledTimes(6);
});

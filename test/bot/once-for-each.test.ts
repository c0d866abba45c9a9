import { expect, test, vi } from 'vitest';
import { onceForEach } from '../../src/bot/once-for-each.ts';

test('makes each result once for each object, and another for one that looks the same', () => {
  const make = vi.fn(({ name }: { name: string }) => [name]);
  const named = onceForEach(make);
  const first = { name: 'a' };
  expect(named(first)).toBe(named(first));
  expect(make).toHaveBeenCalledTimes(1);
  expect(named({ name: 'a' })).not.toBe(named(first));
  expect(make).toHaveBeenCalledTimes(2);
});

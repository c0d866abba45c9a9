import { expect, test } from 'vitest';
import { createExpiringMap, createSeenEvents } from '../../src/chat/expiring-map.ts';

test('takes an event once in ten minutes', () => {
  let nowMs = 0;
  const seen = createSeenEvents(() => new Date(nowMs));
  expect(seen.take('Ev1')).toBe(true);
  nowMs += 599_999;
  expect(seen.take('Ev1')).toBe(false);
  expect(seen.take('Ev2')).toBe(true);
  nowMs += 1;
  expect(seen.take('Ev1')).toBe(true);
});

test('takes what has no id', () => {
  const seen = createSeenEvents(() => new Date(0));
  expect([seen.take(undefined), seen.take(undefined)]).toEqual([true, true]);
});

test('holds so many entries and drops the oldest', () => {
  const map = createExpiringMap<number>({ maxAgeMs: 1_000, maxEntries: 3, now: () => new Date(0) });
  for (const [index, key] of ['a', 'b', 'c', 'a', 'd'].entries()) map.set(key, index);
  expect(['a', 'b', 'c', 'd'].filter((key) => map.has(key))).toEqual(['a', 'c', 'd']);
  expect(map.get('a')).toBe(3);
  map.delete('a');
  expect(map.get('a')).toBeUndefined();
});

test('holds no more than it may, and forgets what is too old, however much comes', () => {
  let nowMs = 0;
  const map = createExpiringMap<number>({ maxAgeMs: 1_000, maxEntries: 100, now: () => new Date(nowMs) });
  const heldOf = (count: number) =>
    Array.from({ length: count }, (_, index) => index).filter((key) => map.has(`${key}`));
  for (let key = 0; key < 1_000; key += 1) map.set(`${key}`, key);
  const held = heldOf(1_000);
  expect(held.length).toBeGreaterThanOrEqual(90);
  expect(held.length).toBeLessThanOrEqual(100);
  expect(held).toEqual(Array.from({ length: held.length }, (_, index) => 1_000 - held.length + index));
  nowMs = 1_000;
  map.set('new', 0);
  expect(heldOf(1_000)).toEqual([]);
  expect(map.has('new')).toBe(true);
});

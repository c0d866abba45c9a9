import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, misspellingChanges, nearestNames, nearNames } from '../../src/text/text.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '2'), maxLength: 9 });

describe('changesBetween', () => {
  test.each([
    ['imap', 'imap', 0],
    ['imap', 'imaps', 1],
    ['smtp', 'sftp', 1],
    ['prots', 'ports', 1],
    ['', 'pop', 3],
  ])('%s and %s: %d', (one, other, changes) => {
    expect(changesBetween(one, other)).toBe(changes);
  });

  test('is none only for equals, the same both ways, and within what the lengths allow', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const changes = changesBetween(one, other);
        expect(changes === 0).toBe(one === other);
        expect(changesBetween(other, one)).toBe(changes);
        expect(changes).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
        expect(changes).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });

  test('one change more is one at most away', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('a', 'z'), (text, place, letter) => {
        const at = place % (text.length + 1);
        expect(changesBetween(text, text.slice(0, at) + letter + text.slice(at))).toBe(1);
        expect(changesBetween(text, text.slice(0, at) + text.slice(at + 1))).toBe(at < text.length ? 1 : 0);
      }),
    );
  });
});

describe('near names', () => {
  const known = ['ports', 'port', 'pop3', 'process', 'profile', 'reports'];

  test('are within a third of the letters, the nearest first', () => {
    expect(nearNames('prots', known)).toEqual([{ name: 'ports', changes: 1 }]);
    expect(nearNames('ports', known)).toEqual([
      { name: 'ports', changes: 0 },
      { name: 'port', changes: 1 },
    ]);
  });

  test('are further away where the caller says so', () => {
    expect(nearNames('prots', known, { maxChanges: 2 }).map(({ name }) => name)).toEqual(['ports', 'port']);
  });

  test('have the same digits where the caller says so', () => {
    expect(nearNames('pop2', known).map(({ name }) => name)).toEqual(['pop3']);
    expect(nearNames('pop2', known, { sameDigits: true })).toEqual([]);
  });

  test('of nothing, and of what is too long for a slip, are none', () => {
    expect(nearNames('', ['a'])).toEqual([]);
    expect(nearNames('a'.repeat(41), ['a'.repeat(41)])).toEqual([]);
  });

  test('are offered by the alphabet, after what the word begins', () => {
    expect(nearestNames('pro', ['propel', 'process', 'pre', 'prd', 'x'], 4)).toEqual([
      'process',
      'propel',
      'prd',
      'pre',
    ]);
    expect(nearestNames('pro', known, 1)).toEqual(['process']);
    expect(nearestNames('p', ['port'])).toEqual([]);
  });

  test('are all the near ones, and no others', () => {
    fc.assert(
      fc.property(word, fc.array(word), fc.integer({ min: 0, max: 4 }), (typed, names, maxChanges) => {
        const near = nearNames(typed, names, { maxChanges });
        const expected = typed === '' ? [] : names.filter((name) => changesBetween(typed, name) <= maxChanges);
        expect(near.map(({ name }) => name).sort()).toEqual(expected.sort());
        const changes = near.map((each) => each.changes);
        expect(changes).toEqual(changes.toSorted((a, b) => a - b));
      }),
    );
  });
});

test.each([
  [4, 0],
  [5, 1],
  [8, 1],
  [9, 2],
])('a name of %d letters may have %d changes', (length, changes) => {
  expect(misspellingChanges(length)).toBe(changes);
});

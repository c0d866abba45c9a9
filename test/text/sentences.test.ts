import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWords } from '../../src/text/text.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is "%s"', (words, sentence) => {
  expect(joinWords(words)).toBe(sentence);
  expect(joinWords(words, 'or')).toBe(sentence.replace(' and ', ' or '));
});

test('each word stands in the sentence once, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[b-m]{1,5}$/)), fc.constantFrom('and', 'or'), (words, conjunction) => {
      const sentence = joinWords(words, conjunction);
      expect(sentence.split(/, | and | or /).filter((word) => word !== '')).toEqual(words);
      expect(sentence.split(` ${conjunction} `)).toHaveLength(words.length > 1 ? 2 : 1);
    }),
  );
});

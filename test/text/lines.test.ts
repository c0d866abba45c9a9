import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinWords, oneLine, printableLine, shorten } from '../../src/text/text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('joinWords', () => {
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
});

describe('oneLine', () => {
  test.each([
    ['a b', 'a b'],
    [' a\n\tb ', 'a b'],
    ['a  b', 'a b'],
    ['a\u00a0b', 'a b'],
    ['', ''],
  ])('%j is %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  test('has no break, no double blank and no blank at its ends, and nothing else is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\u2003', '\u2028', '😀') }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
        expect(line.replaceAll(' ', '')).toBe(text.replace(/\s+/g, ''));
        expect(oneLine(line)).toBe(line);
      }),
    );
  });
});

describe('printableLine', () => {
  test.each([
    ['a\u0000b', 60, 'a b'],
    ['red \u001b[31m', 60, 'red [31m'],
    ['\u202eabc', 60, 'abc'],
    ['a\u200bb', 60, 'a b'],
    ['abcdef', 5, 'abcd…'],
    ['abcde', 5, 'abcde'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀', 2, '😀…'],
  ])('%j within %d is %j', (text, maxLength, line) => {
    expect(printableLine(text, maxLength)).toBe(line);
  });

  test('nothing in it steers a terminal or turns text, and it keeps its length', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        const line = printableLine(text, maxLength);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(Array.from(line).length).toBeLessThanOrEqual(maxLength);
        expect(printableLine(line, maxLength)).toBe(line);
      }),
    );
  });
});

describe('shorten', () => {
  const markup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const bytes = (text: string) => Math.max(text.length, Buffer.byteLength(text));

  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀', 3, '😀…'],
    ['😀😀', 2, '…'],
    ['', 1, ''],
  ])('%j within %d is %j', (text, maxSize, shown) => {
    expect(shorten(text, maxSize)).toBe(shown);
  });

  test('cuts before it renders', () => {
    expect(shorten('a<<<', 9, markup)).toBe('a&lt;…');
    expect(shorten('a<<<', 5, markup)).toBe('a…');
  });

  test('fits by any measure, is the whole where that fits, and else begins like it', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 3, max: 30 }),
        fc.constantFrom(undefined, bytes),
        (text, maxSize, sizeOf) => {
          const shown = shorten(text, maxSize, markup, sizeOf);
          const size = sizeOf ?? ((shown: string) => shown.length);
          expect(size(shown)).toBeLessThanOrEqual(maxSize);
          if (size(markup(text)) <= maxSize) expect(shown).toBe(markup(text));
          else {
            expect(shown.endsWith('…')).toBe(true);
            expect(markup(text).toWellFormed().startsWith(shown.slice(0, -1))).toBe(true);
          }
          if (text.isWellFormed()) expect(shown.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

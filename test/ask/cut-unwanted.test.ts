import { expect, test } from 'vitest';
import { cutUnwanted } from '../../src/ask/question-words.ts';

test.each([
  ['instead of port 25 which port should clients use', 'which port should clients use'],
  ['which port do clients use instead of 25?', 'which port do clients use ?'],
  ['welchen Port statt 25/tcp zum Senden', 'welchen Port zum Senden'],
  ['que puerto en vez de 110 para pop', 'que puerto para pop'],
  // A name is what is asked about, and a number with more behind it is no port.
  ['what do we use instead of WorldClient', 'what do we use instead of WorldClient'],
  ['instead of 24.5.1 what', 'instead of 24.5.1 what'],
  ['instead of 25', 'instead of 25'],
  ['587 instead of 25?', '587 instead of 25?'],
])('%s', (text, rest) => {
  expect(cutUnwanted(text).replace(/\s+/g, ' ').trim()).toBe(rest);
});

test('leaves a long text that only begins like one', () => {
  const text = 'instead of the '.repeat(40_000);
  expect(cutUnwanted(text)).toBe(text);
});

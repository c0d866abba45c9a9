import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/bot/tokenize.ts';

const words = (line: string) => tokenize(line).map((token) => token.text);

describe('tokenize', () => {
  it.each([
    ['ports imap smtp', ['ports', 'imap', 'smtp']],
    ['  ports\timap\n587  ', ['ports', 'imap', '587']],
    ['ports "remote administration" x', ['ports', 'remote administration', 'x']],
    ['say “two words” ‘x', ['say', 'two words', '‘x']],
    ["users can't send", ['users', "can't", 'send']],
    ['ports i\u200bmap \u202e587', ['ports', 'imap', '587']],
    ['ports \u0000\u0007imap', ['ports', 'imap']],
    ['', []],
    ['   ', []],
  ])('%j', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('marks what is quoted and what is not closed', () => {
    expect(tokenize('a "b c')).toEqual([
      { text: 'a', quoted: false, closed: true, start: 0 },
      { text: 'b c', quoted: true, closed: false, start: 2 },
    ]);
  });

  it('never throws, and every word without quotation marks is found where it begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        for (const { text, start, quoted } of tokenize(line)) {
          if (!quoted && /^[!-&(-~]+$/.test(text)) expect(line.slice(start)).toContain(text[0]);
          expect(text).not.toMatch(/\p{Zl}|\u200b/u);
        }
      }),
    );
  });
});

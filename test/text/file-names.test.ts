import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeFileName } from '../../src/text/text.ts';

describe('the name of a file', () => {
  test.each([
    ['mdaemon-imap-in.ps1', 'mdaemon-imap-in.ps1', 'mdaemon-imap-in.ps1'],
    ['<!channel>.ps1', 'channel.ps1', 'channel.ps1'],
    ['../../etc/passwd', 'etc-passwd', 'etc-passwd'],
    ['C:\\rules\\a.txt', 'C-rules-a.txt', 'C-rules-a.txt'],
    ['.bashrc', 'file.bashrc', 'file.bashrc'],
    ['Übersicht für Jörg.csv', 'Übersicht-für-Jörg.csv', 'Ubersicht-fur-Jorg.csv'],
    ['ポート.json', 'ポート.json', 'file.json'],
    ['???.nft', 'file.nft', 'file.nft'],
    ['', 'file.txt', 'file.txt'],
    [`${'ä'.repeat(200)}.nft`, `${'ä'.repeat(26)}.nft`, `${'a'.repeat(26)}.nft`],
  ])('%j is %j, and %j in ASCII', (name, any, ascii) => {
    expect(safeFileName(name, { letters: 'any', maxLength: 30 })).toBe(any);
    expect(safeFileName(name, { letters: 'ascii', maxLength: 30 })).toBe(ascii);
  });

  test('gets a number where it is taken, whatever the case', () => {
    const taken = new Set<string>();
    const names = ['a.txt', 'A.txt', 'a.txt', 'a.csv'].map((name) =>
      safeFileName(name, { letters: 'any', maxLength: 80, taken }),
    );
    expect(names).toEqual(['a.txt', 'A-2.txt', 'a-3.txt', 'a.csv']);
  });

  test('is only a name, whatever it is made of', () => {
    const unit = fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('.', '/', '-', '<', '😀', 'a'));
    const hostile = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 4 }), fc.constantFrom('any', 'ascii'), (originals, letters) => {
        const taken = new Set<string>();
        const names = originals.map((name) => safeFileName(name, { letters, maxLength: 32, taken }));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(originals.length);
        for (const name of names) {
          expect(name).toMatch(letters === 'ascii' ? /^\w[\w.-]{0,31}$/ : /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,31}$/u);
          expect(name).not.toContain('..');
          expect(name.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

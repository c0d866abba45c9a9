import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepableText, mayHoldSecret } from '../../src/ask/unmet/keepable-text.ts';

describe('the text of a question', () => {
  it.each([
    ['which port for imap?', 'which port for imap?'],
    ['  which\n port\u202e\u0000 ', 'which port'],
    ['wieso startet MDaemon neu', 'wieso startet MDaemon neu'],
    ['is CFEngine.exe ok on 10.1.2.3', 'is CFEngine.exe ok on 10.1.2.3'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(keepableText(typed)).toBe(kept);
  });

  it.each([
    '',
    '\u200b',
    'my password is hunter2',
    'Das Passwort lautet so',
    'contraseña olvidada',
    'the api key abc',
    'my key ABCDEFG-HIJKLMN-OPQRSTU does not work',
    'Lizenzschlüssel ABCDEFG-HIJKLMN ungültig',
    'postmaster pass hunter2',
    'login admin pin 4711',
    'contrasen\u0303a olvidada',
    'my pass\u200bword hunter2',
    'ｐａｓｓｗｏｒｄ hunter2',
    'xoxb-1234567890-abcdefghijklm',
    'login Tr0ub4dor&3 fails',
    'auth deadbeefdeadbeef',
    `-----BEGIN CERTIFICATE-----`,
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0',
  ])('%j is not', (typed) => {
    expect(keepableText(typed)).toBeUndefined();
  });

  it('is cut at 200 characters, and never within one', () => {
    const kept = keepableText('😀 wort '.repeat(100)) ?? '';
    expect(Array.from(kept)).toHaveLength(200);
    expect(kept).toBe(kept.toWellFormed());
  });

  it('is one short line or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (typed) => {
        const kept = keepableText(typed);
        expect(Array.from(kept ?? 'x').length).toBeLessThanOrEqual(200);
        expect(kept ?? 'x').not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });

  it('may hold a secret in any language people ask in', () => {
    expect(mayHoldSecret('wo finde ich das Kennwort')).toBe(true);
    expect(mayHoldSecret('qué puertos usa activesync')).toBe(false);
    expect(mayHoldSecret('welche Verschlüsselung hat Port 465, und was heißt Passthrough')).toBe(false);
  });
});

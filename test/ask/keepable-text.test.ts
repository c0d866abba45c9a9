import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { keepableText, mayHoldSecret } from '../../src/ask/unmet/keepable-text.ts';

const asker = await openAsker((await openKnowledge()).current());
const kept = (typed: string) => keepableText(typed, asker.isKnownWord);
const everything = () => true;

describe('the text of a question', () => {
  it.each([
    ['which port for imap?', 'which port for imap'],
    ['  which\n port\u202e\u0000 ', 'which port'],
    ['wieso startet MDaemon neu', 'wieso startet MDaemon neu'],
    ['which port is 4069, or 4711?', 'which port is 4069 or …'],
    ['does frobnicator work with mdaemon', 'does … work with mdaemon'],
    // No filter that looks for secrets finds these.
    ['login to the server with hunter2 fails', 'login to the server with … fails'],
    ['the server takes sunshine dragon for mail', 'the server takes … for mail'],
    ['is mail.example.org the server of Bob Miller', 'is … the server of …'],
  ])('%j is kept as %j', (typed, expected) => {
    expect(kept(typed)).toBe(expected);
  });

  it.each([
    '',
    'postmaster hunter2',
    'hunter2',
    'hunter2 sunshine 4711',
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
    expect(kept(typed)).toBeUndefined();
  });

  it('is cut at 200 characters, and never within one', () => {
    const cut = keepableText('wort😀wort '.repeat(100), everything) ?? '';
    expect(Array.from(cut)).toHaveLength(200);
    expect(cut).toBe(cut.toWellFormed());
  });

  it('is one short line or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (typed) => {
        const line = keepableText(typed, everything);
        expect(Array.from(line ?? 'x').length).toBeLessThanOrEqual(200);
        expect(line ?? 'x').not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });

  it('has no word that is not in our documents and word lists, whatever is typed', () => {
    const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('which', 'port', 'imap', 'server', 'hunter2'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        for (const each of (kept(words.join(' ')) ?? '').split(/[ '/-]+/)) {
          expect(each === '' || each === '…' || asker.isKnownWord(each), each).toBe(true);
        }
      }),
    );
  });

  it('may hold a secret in any language people ask in', () => {
    expect(mayHoldSecret('wo finde ich das Kennwort')).toBe(true);
    expect(mayHoldSecret('qué puertos usa activesync')).toBe(false);
    expect(mayHoldSecret('welche Verschlüsselung hat Port 465, und was heißt Passthrough')).toBe(false);
  });
});

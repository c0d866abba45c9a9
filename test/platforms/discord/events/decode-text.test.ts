import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../../src/bot/tokenize.ts';
import { type DecodeContext, decodeText } from '../../../../src/platforms/discord/events/decode-text.ts';
import { propertyRuns } from '../../../property-runs.ts';

const names: DecodeContext['names'] = {
  channel: (id) => ({ '100': 'operations', '101': 'Mail, "urgent" – now', '102': 'operations' })[id],
  person: (id) => ({ '200': 'alice' })[id],
  role: (guild, id) => (guild === '1' && id === '300' ? 'Mail Admins' : undefined),
};
const context: DecodeContext = { names, guild: '1', bot: '999', people: new Map([['201', 'bob']]) };

describe('plain lines', () => {
  test.each([
    ['ports imap', 'ports imap'],
    ['<@999> ports imap', 'ports imap'],
    ['<@!999>, ports imap', 'ports imap'],
    ['  <@999>  ', ''],
    ['ports imap <@999>', 'ports imap'],
    ['`ports imap`', 'ports imap'],
    ['<@999> `ports imap`', 'ports imap'],
    ['```\nports imap\n```', 'ports imap'],
    ['```text\nports imap```', 'ports imap'],
    ['remind add in 2h run `df -h` and `ls`', 'remind add in 2h run `df -h` and `ls`'],
    ['`a` and `b`', '`a` and `b`'],
    ['remind add to <#100> in 2h look', 'remind add to #operations in 2h look'],
    ['tell <@200>, <@!201> and <@202>', 'tell @alice, @bob and @202'],
    ['ask <@&300> or <@&301>', 'ask @Mail-Admins or @301'],
    ['look <:fire:123> <a:wave:456> 🔥', 'look :fire: :wave: 🔥'],
    ['remind add <t:1796133600> look', 'remind add 2026-12-01T14:00Z look'],
    ['remind add <t:1796133600:R> look', 'remind add 2026-12-01T14:00Z look'],
    ['</ports:123456789012345678> imap', '/ports imap'],
    ['</remind add:123456789012345678> in 2h look', '/remind add in 2h look'],
    ['see <https://example.com/a?b=c>', 'see https://example.com/a?b=c'],
    ['sources “Port numbers” – it’s', 'sources "Port numbers" – it\'s'],
    ['ports imap —json', 'ports imap --json'],
    ['ports\u00a0imap', 'ports imap'],
    ['a < b && c > d <x> <#> <@>', 'a < b && c > d <x> <#> <@>'],
    ['@everyone @here', '@everyone @here'],
  ])('%j', (text, plain) => {
    expect(decodeText(text, context).text).toBe(plain);
  });
});

test('names channels and people by their ids, each once', () => {
  expect(decodeText('<@999> <#100> <#100> <@200> <@202> <@&300>', context).references).toEqual([
    { shown: '#operations', kind: 'channel', id: '100' },
    { shown: '@alice', kind: 'person', id: '200' },
    { shown: '@202', kind: 'person', id: '202' },
  ]);
});

test('keeps apart what has the same name, and makes any name one word', () => {
  expect(decodeText('<#100> <#102> <#101>', context)).toEqual({
    text: '#operations #102 #Mail-urgent-now',
    references: [
      { shown: '#operations', kind: 'channel', id: '100' },
      { shown: '#102', kind: 'channel', id: '102' },
      { shown: '#Mail-urgent-now', kind: 'channel', id: '101' },
    ],
  });
});

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '<@999>',
    '<@200>',
    '<@!5>',
    '<#100>',
    '<#7>',
    '<@&300>',
    '<:a:1>',
    '<t:1>',
    '<t:99999999999999:R>',
    '`',
    '```',
    '<',
    '>',
    '“',
    '–a',
  ),
);
const anything = fc
  .tuple(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', ' '))
  .map(([pieces, between]) => pieces.join(between));

describe('any text', () => {
  test('loses all markup that names somebody, and each reference is a word of the line', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { text: line, references } = decodeText(text, context);
        for (const { shown } of references) {
          expect(line).toContain(shown);
          expect(tokenize(shown).map((token) => token.text)).toEqual([shown]);
        }
        expect(line).not.toContain('<@200>');
        expect(line).not.toContain('<#100>');
        expect(line).toBe(line.trim());
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test('without markup stays as it is but for blanks around it', () => {
    const ascii = fc.string({ unit: fc.constantFrom(...'abc XYZ 019 .,:/#@+-_='), maxLength: 60 });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(decodeText(text, context)).toEqual({ text: text.trim(), references: [] });
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weighText } from '../../../../src/platforms/discord/rendering/limits.ts';
import {
  codeText,
  inline,
  inlineWith,
  isPlain,
  lineWithin,
  link,
  literal,
} from '../../../../src/platforms/discord/rendering/markdown.ts';
import { oneLine, shorten } from '../../../../src/text/text.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { hostileText } from '../hostile-text.ts';
import { liveSyntax } from '../live-syntax.ts';

/** Shows the invisible gap, so that the expectations can be read. */
const visible = (text: string) => text.replaceAll('\u200b', '¦');

describe('literal', () => {
  test.each([
    ['443/tcp inbound', '443/tcp inbound'],
    ['@everyone and @Here', '@¦everyone and @¦Here'],
    [
      '<@1> <@&2> <#3> </a b:4> <t:5:R> <:e:6> <id:guide>',
      '<¦@1> <¦@&2> <¦#3> <¦/a b:4> <¦t:5:R> <¦:¦e:6> <¦id:guide>',
    ],
    ['a < b and a <= b', 'a < b and a <¦= b'],
    ['*bold* _it_ ~~no~~ ||h||', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|h\\|\\|'],
    ['[click](https://x.example)', '\\[click\\](<https://x.example>)'],
    ['C:\\MDaemon\\App', 'C:\\\\MDaemon\\\\App'],
    [':fire: 12:30:45', ':¦fire: 12:30:45'],
    ['# one\n-# two\n- three\n> four\n1. five', '\\# one\n\\-# two\n\\- three\n\\> four\n1\\. five'],
    ['Setup > Ports - now', 'Setup > Ports - now'],
    ['-5 and #3', '-5 and #3'],
    ['see https://x.example/a_b?c=1&d=2.', 'see <https://x.example/a_b?c=1&d=2>.'],
    ['https://x.example/@everyone', 'https://x.example/@¦everyone'],
    ['a `b` c', "a 'b' c"],
    ['bell\u0007 \u202eback', 'bell   back'],
  ])('%j becomes %j', (text, markdown) => {
    expect(visible(literal(text))).toBe(markdown);
  });
});

describe('inline', () => {
  test.each([
    ['ask `help ports` first', 'ask `help ports` first'],
    ['`C:\\a_b` and *c*', '`C:\\a_b` and \\*c\\*'],
    ['`<@1> @here`', '`<¦@1> @¦here`'],
    ['`two\nlines`', '`two lines`'],
    ['`a``b`', '`a`¦`b`'],
    ['@``everyone', '@¦everyone'],
    ['odd ` one', "odd ' one"],
    ['`pair` and ` odd', "`pair` and ' odd"],
  ])('%j becomes %j', (text, markdown) => {
    expect(visible(inline(text))).toBe(markdown);
  });
});

describe('link', () => {
  test('shows a title that leads to an address', () => {
    expect(link('https://example.com/a(b)?c=1', 'A', 500)).toBe('[A](https://example.com/a%28b%29?c=1)');
  });

  test.each([
    'javascript:alert(1)',
    'not an address',
    'https://user@example.com/',
    'https://\\everyone(',
    'https://example.com\\@evil.example',
    'https://',
    'https://example.com/ "title"',
    '',
    undefined,
  ])('shows the title only for %s', (url) => {
    expect(link(url, 'A', 500)).toBe('A');
  });

  test('leads to the host of the address, or nowhere', () => {
    const address = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), hostileText);
    fc.assert(
      fc.property(fc.constantFrom('', 'https://', 'http://', 'https://x'), address, (scheme, rest) => {
        const shown = link(`${scheme}${rest}`, 'A', 500);
        const target = /^\[A\]\((.*)\)$/s.exec(shown)?.[1];
        if (target === undefined) expect(shown).toBe('A');
        else expect(URL.parse(target)?.host).toBe(new URL(`${scheme}${rest}`).host);
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('leads only to what a browser takes for an address', () => {
    const address = fc.stringMatching(/^https?:\/\/(xn--)?[a-z\d.-]{1,12}(:\d{1,5})?(\/[\w./?#&=~%+-]{0,9})?$/);
    fc.assert(
      fc.property(address, (url) => {
        expect(link(url, 'A', 500)).toBe(URL.canParse(url) ? `[A](${url})` : 'A');
      }),
      { numRuns: propertyRuns(5_000) },
    );
  });

  test('shows the title only where Discord would not mask the address', () => {
    expect(link('https://evil.example/', '<https://good.example>', 500)).toBe('<https://good.example>');
    expect(link(`https://example.com/${'x'.repeat(600)}`, 'A', 500)).toBe('A');
  });
});

test('code cannot be ended by its content', () => {
  expect(visible(codeText('a ``` b @everyone\t`x`\n`````'))).toBe('a `¦`` b @¦everyone\t`x`\n`¦`¦`¦``');
});

describe('plain text', () => {
  test.each(['443/tcp', 'What for', 'MDaemon 24.0, or later (2024); "yes" & no', '465, 993 and 995'])(
    'is %s',
    (text) => {
      expect(isPlain(text)).toBe(true);
    },
  );

  test.each(['', ' a', 'a ', 'a  b', 'a\nb', '- a', '#', '1. a', '2)', 'a_b', 'a:b', 'a@b', '(a)', 'é', '> a', '+ a'])(
    'may not be %j',
    (text) => {
      expect(isPlain(text)).toBe(false);
    },
  );

  test('is shown as it is, and a line is the same with and without the short way', () => {
    const pieces = fc.constantFrom(...'a1#-+.)>:@_ (;%é\n', '  ', 'everyone', '1.');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 12 }), hostileText), (text) => {
        if (isPlain(text)) expect([literal(text), inline(text), oneLine(text)]).toEqual([text, text, text]);
        for (const render of [literal, inline]) {
          expect(lineWithin(text, 20, render)).toBe(shorten(oneLine(text), 20, render, weighText).trim());
        }
      }),
      { numRuns: propertyRuns(5_000) },
    );
  });
});

describe('any text', () => {
  const nothing = { mentions: [], timestamps: [], masked: [], others: [], lines: [], marks: [] };
  const settings = { numRuns: propertyRuns(3_000), endOnFailure: true };

  test('means nothing once it is literal, wherever it stands', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = literal(text);
        expect(liveSyntax(shown)).toEqual(nothing);
        expect(liveSyntax(`x ${shown} · y`)).toEqual(nothing);
        expect(liveSyntax(`- ${shown} · y`).lines).toEqual(['-']);
        expect(liveSyntax(`**x${shown}**`).marks).toEqual(['**', '**']);
      }),
      settings,
    );
  });

  test('has only code of its own once it is inline', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(liveSyntax(inline(text))).toEqual(nothing);
      }),
      settings,
    );
  });

  test('stays in its block of code', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const block = `\`\`\`text\n${codeText(text)}\n\`\`\``;
        expect(block.slice(3).indexOf('```')).toBe(block.length - 6);
        expect(liveSyntax(block).mentions).toEqual([]);
      }),
      settings,
    );
  });

  test('can be read as it was typed', () => {
    const readable = fc.stringMatching(/^[\w .,:;!?*~|<>@#()[\]\\+-]{0,60}$/);
    fc.assert(
      fc.property(readable, (text) => {
        const shown = literal(text)
          .replace(/<(https?:\/\/[^ >]+)>/g, '$1')
          .replaceAll('\u200b', '')
          .replace(/\\([^0-9A-Za-z\s])/g, '$1');
        expect(shown).toBe(text);
      }),
      settings,
    );
  });
});

const at = new Date('2026-12-07T08:00:00.500Z');
const zoned = 'Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)';

describe('instants', () => {
  test.each([
    [zoned, `next ${zoned}: x`, `next ${zoned}, <t:1796630400:R>: x`],
    ['due 09:00', 'due 09:00, sent 10:12', 'due 09:00 (<t:1796630400:R>), sent 10:12'],
    ['due 09:00', 'overdue 09:00 and due 09:001', 'overdue 09:00 and due 09:001'],
    ['due 09:00', '`due 09:00` and due 09:00', '`due 09:00` and due 09:00 (<t:1796630400:R>)'],
    ['here', '@here', '@\u200bhere (<t:1796630400:R>)'],
    ['09:00', '*09:00* <t:1:R> \ue000', '\\*09:00 (<t:1796630400:R>)\\* <\u200bt:1:R> '],
    ['', 'x', 'x'],
    ['x'.repeat(101), 'x'.repeat(101), 'x'.repeat(101)],
  ])('%j in %j', (shown, text, markdown) => {
    expect(inlineWith([{ shown, at }])(text)).toBe(markdown);
  });

  test('the longer words are taken where several begin alike', () => {
    const both = inlineWith([
      { shown: 'Mon 7 Dec', at: new Date(0) },
      { shown: zoned, at },
    ]);
    expect(both(`${zoned} and Mon 7 Dec`)).toBe(`${zoned}, <t:1796630400:R> and Mon 7 Dec (<t:0:R>)`);
  });

  test('a date that is none stays words', () => {
    expect(inlineWith([{ shown: '09:00', at: new Date(Number.NaN) }])('09:00')).toBe('09:00');
  });
});

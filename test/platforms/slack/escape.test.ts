import { describe, expect, test } from 'vitest';
import { codeText, inline, link, literal } from '../../../src/platforms/slack/escape.ts';

/** Shows the invisible joiner, so that the expectations can be read. */
const visible = (text: string) => text.replaceAll('\u2060', '|');

describe('literal', () => {
  test.each([
    ['443/tcp inbound', '443/tcp inbound'],
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['*bold* _it_ ~no~', '|*|bold|*| |_|it|_| |~|no|~|'],
    ['snake_case_name 3*4', 'snake_case_name 3*4'],
    [':fire: 12:30', ':|fire: 12:30'],
    ['> quoted', '|&gt; quoted'],
    ['Setup > Server Settings > Ports', 'Setup › Server Settings › Ports'],
    ['if size > 3', 'if size &gt; 3'],
    ['a `b` c', "a 'b' c"],
    ['bell\u0007', 'bell '],
  ])('%j becomes %j', (text, markup) => {
    expect(visible(literal(text))).toBe(markup);
  });
});

describe('inline', () => {
  test.each([
    ['ask `help ports` first', 'ask `help ports` first'],
    ['`a_b` and *c*', '`a_b` and |*|c|*|'],
    ['`<!here>`', '`&lt;!here&gt;`'],
    ['`two\nlines`', '`two lines`'],
    ['odd ` one', "odd ' one"],
    ['`pair` and ` odd', "`pair` and ' odd"],
    ['empty `` span', 'empty  span'],
    ['```', "'"],
  ])('%j becomes %j', (text, markup) => {
    expect(visible(inline(text))).toBe(markup);
  });
});

describe('link', () => {
  test('shows a title that leads to an address', () => {
    expect(link('https://example.com/a?b=1&c=2', 'A &lt;b&gt; | c', 500)).toBe(
      '<https://example.com/a?b=1&amp;c=2|A &lt;b&gt; | c>',
    );
  });

  test('cannot be ended by its address', () => {
    expect(link('https://example.com/a|b>c<d', 'A', 500)).toBe('<https://example.com/a%7Cb%3Ec%3Cd|A>');
  });

  test.each(['javascript:alert(1)', 'not an address', 'https://|', '', undefined])(
    'shows the title only for %s',
    (url) => {
      expect(link(url, 'A', 500)).toBe('A');
    },
  );

  test('shows the title only for an address that is too long', () => {
    expect(link(`https://example.com/${'x'.repeat(600)}`, 'A', 500)).toBe('A');
  });
});

test('code cannot be ended by its content', () => {
  expect(visible(codeText('a ``` <b>\n`````'))).toBe('a `|`` &lt;b&gt;\n`|`|`|``');
});

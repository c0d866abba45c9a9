import { describe, expect, test } from 'vitest';
import { codeText, decodeText, inline, link, literal, referencesIn } from '../../../src/platforms/slack/mrkdwn.ts';
import { processorMs } from '../../processor-time.ts';

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

const cases: readonly (readonly [encoded: string, plain: string, what: string])[] = [
  ['ports imap', 'ports imap', 'plain text'],
  ['  ports  imap ', 'ports  imap', 'blanks at the ends'],
  ['', '', 'nothing'],
  ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d', 'the three entities'],
  ['&amp;lt;', '&lt;', 'an entity somebody typed'],
  ['&quot;', '&quot;', 'an entity Slack does not use'],
  ['&lt;@U01ALICE&gt;', '<@U01ALICE>', 'a mention somebody typed as text'],
  ['check <http://mail.example.com|mail.example.com>', 'check mail.example.com', 'a host Slack made a link of'],
  ['check <https://mail.example.com/x?a=1&amp;b=2>', 'check https://mail.example.com/x?a=1&b=2', 'an address'],
  ['<http://mail.example.com:3000|mail.example.com:3000>', 'mail.example.com:3000', 'a host with a port'],
  ['<mailto:postmaster@example.com|postmaster@example.com>', 'postmaster@example.com', 'a mail address'],
  ['<mailto:postmaster@example.com>', 'postmaster@example.com', 'a mail address without a label'],
  ['<tel:+49301234|+49301234>', '+49301234', 'a telephone number'],
  ['remind <@U01ALICE|alice>', 'remind @alice', 'a person'],
  ['remind <@W01ALICE>', 'remind @W01ALICE', 'a person without a name'],
  ['in <#C01GEN|general>', 'in #general', 'a channel'],
  ['in <#C01GEN|>', 'in #C01GEN', 'a channel whose name is hidden'],
  ['<!here> <!channel|channel> <!everyone|@everyone>', '@here @channel @everyone', 'broadcasts'],
  ['<!subteam^S012|@admins> <!subteam^S012>', '@admins @S012', 'a group'],
  ['<!date^1700000000^{date}|14 Nov 2023>', '14 Nov 2023', 'a date'],
  ['<!date^1700000000^{date}^https://example.com|14 Nov>', '14 Nov', 'a date with a link'],
  ['“can’t” ‘stop’ „now“', '"can\'t" \'stop\' "now"', 'curly quotation marks'],
  ['ports —json –all', 'ports --json --all', 'dashes a Mac made of two hyphens'],
  ['—json', '--json', 'such a dash at the beginning'],
  ['2008–2010 and now — or not', '2008–2010 and now — or not', 'dashes that are dashes'],
  ['ports\u00a0imap\u202f587', 'ports imap 587', 'blanks that do not break'],
  ['<@U0BOT> ports imap', 'ports imap', 'the mention of the bot'],
  ['hey <@U0BOT|mdaemon> ports', 'hey   ports', 'the mention of the bot in the middle'],
  ['<@U0BOT>', '', 'the mention of the bot alone'],
  ['a < b', 'a < b', 'a bare angle bracket'],
  ['<not a link>', '<not a link>', 'brackets around something else'],
  ['<javascript:alert(1)|x>', '<javascript:alert(1)|x>', 'a scheme Slack does not link'],
  ['__proto__', '__proto__', 'a name with a meaning elsewhere'],
  ['\u202eمنفذ 443 🔥', '\u202eمنفذ 443 🔥', 'right to left text and emoji'],
];

test.each(cases)('%j becomes %j: %s', (encoded, plain) => {
  expect(decodeText(encoded, 'U0BOT')).toBe(plain);
});

test('decodes hostile text quickly', () => {
  const takenMs = processorMs(() => {
    decodeText('<'.repeat(50_000), 'U0BOT');
    decodeText('<@'.repeat(50_000), 'U0BOT');
    decodeText(`<http://${'|'.repeat(50_000)}`, 'U0BOT');
  });
  expect(takenMs).toBeLessThan(1_000);
});

const channel = (shown: string, id: string) => ({ shown, kind: 'channel', id });
const person = (shown: string, id: string) => ({ shown, kind: 'person', id });

const namedCases: readonly (readonly [encoded: string, references: readonly unknown[], what: string])[] = [
  ['ports imap', [], 'plain text'],
  ['to <#C01GEN|general> check', [channel('#general', 'C01GEN')], 'a channel'],
  ['to <#C01GEN>', [channel('#C01GEN', 'C01GEN')], 'a channel without a name'],
  ['to <#C01GEN|>', [channel('#C01GEN', 'C01GEN')], 'a channel whose name is hidden'],
  ['to <@U01ALICE|alice>', [person('@alice', 'U01ALICE')], 'a person'],
  ['to <@W01ALICE>', [person('@W01ALICE', 'W01ALICE')], 'a person without a name'],
  ['to <#C01|r&amp;d>', [channel('#r&d', 'C01')], 'an entity in a name'],
  [
    '<@U01ALICE|alice> in <#C01GEN|general> and <@U02BOB|bob>',
    [person('@alice', 'U01ALICE'), channel('#general', 'C01GEN'), person('@bob', 'U02BOB')],
    'several',
  ],
  ['<#C01GEN|general> <#C01GEN|general>', [channel('#general', 'C01GEN')], 'one named twice'],
  ['<@U0BOT|mdaemon> to <@U01ALICE|alice>', [person('@alice', 'U01ALICE')], 'the bot, who is asked'],
  ['&lt;#C01GEN|general&gt; &lt;@U01ALICE&gt;', [], 'what somebody typed as text'],
  ['<!channel> <!subteam^S012|@admins> <https://example.com|#general>', [], 'broadcasts, groups and links'],
  ['<#c01gen|general> <@U01 ALICE> <@> <#>', [], 'what is no id'],
];

test.each(namedCases)('%j names %j: %s', (encoded, references) => {
  expect(referencesIn(encoded, 'U0BOT')).toEqual(references);
  const line = decodeText(encoded, 'U0BOT');
  for (const { shown } of referencesIn(encoded, 'U0BOT')) expect(line).toContain(shown);
});

test('finds references in hostile text quickly', () => {
  const takenMs = processorMs(() => {
    referencesIn('<@'.repeat(50_000));
    referencesIn(`<@U1|${'|'.repeat(50_000)}`);
    referencesIn('<#C1|'.repeat(50_000));
  });
  expect(takenMs).toBeLessThan(1_000);
});

import { expect, test } from 'vitest';
import { decodeText } from '../../../src/platforms/slack/decode-text.ts';

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

test('is quick on hostile text', () => {
  const startedAt = performance.now();
  decodeText('<'.repeat(50_000), 'U0BOT');
  decodeText('<@'.repeat(50_000), 'U0BOT');
  decodeText(`<http://${'|'.repeat(50_000)}`, 'U0BOT');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

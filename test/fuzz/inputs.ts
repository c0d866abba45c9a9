import type { Random } from '../crash/random.ts';

/** The longest line the bot reads. */
const longest = 4_000;

/** Texts that have broken one program or another, by what they are. None needs more than `longest` unless it says so. */
export const hostileInputs: Readonly<Record<string, string>> = {
  'nothing but blanks': ' \t \u00a0\u3000 ',
  'one long word': 'a'.repeat(longest - 200),
  'a long question': 'which port does the imap server need when worldclient is behind a proxy and '.repeat(50),
  'longer than a line may be': 'x'.repeat(longest + 1),
  'much longer than a line may be': 'port 25 '.repeat(20_000),
  'control bytes': 'look\u0000\u0001\u0007\u0008\u000b\u000c\u001f\u007f\u0085\u009b31m at it',
  'null bytes': '\u0000'.repeat(500),
  'escape sequences':
    '\u001b[2J\u001b[31mred\u001b]0;title\u0007\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  'direction marks': 'pay \u202egnp.exe\u202c \u2066isolated\u2069 \u200f\u061c now',
  'lone surrogates': '\ud800 \udfff \ud83d',
  'marks on marks': `e${'\u0301'.repeat(1_500)}`,
  'characters that grow': '\ufdfa'.repeat(1_000),
  'emoji joined': '👩‍👩‍👧‍👦'.repeat(200),
  'a huge number': '9'.repeat(2_000),
  numbers: '-1 0 1e309 NaN Infinity -0 0x7fffffff 2147483648 9007199254740993 1.7976931348623157e309',
  'huge spans of time': 'in 99999999999999 years every 0.0000001 seconds for 1e99 days',
  'dates that are none': '2026-02-30 25:61 0000-00-00 9999-99-99 275760-09-14',
  'open brackets': '('.repeat(1_800),
  'nested brackets': `${'[{('.repeat(600)}${')}]'.repeat(600)}`,
  'nested JSON': `${'{"a":['.repeat(500)}1${']}'.repeat(500)}`,
  JSON: '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"x":1}},"text":"\\u001b[31m"}',
  'prototype words': '__proto__ constructor toString hasOwnProperty valueOf',
  'bait for backtracking': `${'a'.repeat(1_000)}${'!'.repeat(20)} ${'(a+)+'.repeat(100)}$`,
  'repeated separators': `${', '.repeat(900)}${'- '.repeat(400)}x`,
  'repeated commas': ','.repeat(3_500),
  'repeated dots': '1.'.repeat(1_750),
  'repeated slashes': '10.0.0.0/8/'.repeat(300),
  'repeated equals': 'a=b='.repeat(900),
  'repeated dashes': `--x ${'-'.repeat(3_000)}`,
  'many options': '--format --from --to '.repeat(150),
  'open quotation marks': `"${'\\"'.repeat(1_500)}`,
  'many quotation marks': `"' `.repeat(1_100),
  'many and': 'and '.repeat(900),
  'every every': 'every '.repeat(600),
  'days in a row': 'every mon, tue, wed, thu, fri, sat and sun at 9, 10, 11 and 12 except '.repeat(40),
  'whens in a row': 'every weekday at 9 and every saturday at 10 from 1 jan until 2 feb '.repeat(45),
  'spans in a row': 'in 2h and 3 days and '.repeat(140),
  mentions:
    '@everyone @here <!channel> <!here|here> <!everyone> <!subteam^S1> <@U01ALICE> <@&700000000000000010> <#C01GEN>',
  'mentions in code': '`<!channel>` ``` @everyone ``` \\<!here> &lt;!channel&gt;',
  markup: '*b* _i_ ~s~ [x](https://evil.example) <https://evil.example|click> # h\n> q\n- l :fire: ||h||',
  'HTML and scripts': '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{7*7}} %00 %0d%0a',
  'shell and SQL': `'; DROP TABLE reminders; -- $(reboot) \`id\` | rm -rf / && echo`,
  paths: '../../../../etc/passwd C:\\..\\..\\ \\\\server\\share\\x con nul',
  base64: Buffer.from('iptables -F '.repeat(200)).toString('base64'),
  backticks: '`'.repeat(2_000),
  'line feeds': 'x\r\n'.repeat(1_200),
  'firewall rules': '-A INPUT -p tcp -m multiport --dports 25,80,110,143,443,465,587,993,995 -j ACCEPT\n'.repeat(45),
  'chains that call each other': Array.from({ length: 60 }, (_, chain) => `-A C${chain} -p tcp -j C${chain + 1}`).join(
    '\n',
  ),
  networks: Array.from({ length: 250 }, (_, at) => `10.${at}.0.0/16`).join(','),
};

/** Text with everything in it that surfaces and parsers give a meaning. */
export function randomInput(random: Random): string {
  const pieces = [
    ...[
      '<',
      '>',
      '&',
      '`',
      '*',
      '_',
      '|',
      '@',
      '!',
      ':',
      '"',
      "'",
      ',',
      '.',
      '-',
      '--',
      '=',
      '/',
      '\\',
      '(',
      ')',
      '\n',
    ],
    ...['imap', 'port', '25', 'every', 'at', '9am', 'tomorrow', 'in', 'and', 'from', 'to', 'here', 'everyone', 'have'],
    ...['10.0.0.0/8', '\u001b[31m', '\u0000', '\u202e', '\u2028', '👍', 'ß', '2026-12-24', '99999', 'r7k2'],
  ];
  const length = random.between(1, 60);
  const words = Array.from({ length }, () => pieces[random.between(0, pieces.length - 1)] ?? '');
  const glue = random.next() < 0.5 ? ' ' : '';
  return words.join(glue).repeat(random.next() < 0.2 ? random.between(2, 30) : 1);
}

/** What is piped into `firewall diff` as a file: far longer than a line may be. */
export const hostileFiles: Readonly<Record<string, string>> = {
  '10,000 rules of different ports': [
    '*filter',
    ':INPUT DROP [0:0]',
    ...Array.from(
      { length: 10_000 },
      (_, at) => `-A INPUT -p tcp --dport ${at + 1} -s 10.${at % 250}.0.0/16 -j ACCEPT`,
    ),
    'COMMIT',
  ].join('\n'),
  '10,000 lines that are no rules': 'the quick brown fox \u001b[31m jumps <!channel>\n'.repeat(10_000),
  'deep JSON': `${'{"nftables":['.repeat(20_000)}${']}'.repeat(20_000)}`,
};

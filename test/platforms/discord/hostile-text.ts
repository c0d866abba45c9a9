import fc from 'fast-check';

/** Text with everything Discord gives a meaning, and long runs of what escaping makes longer. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '@everyone',
    '@HERE',
    '\\@everyone',
    '@``everyone',
    '`@here`',
    '<@123456789012345678>',
    '\\<@!123456789012345678>',
    '<``@123456789012345678>',
    '<@&123456789012345678> <#123456789012345678> <@$123456789012345678>',
    '</remind add:123456789012345678> <id:guide> <id:linked-roles:123456789012345678>',
    '<:fire:123456789012345678> <a:fire:123456789012345678> :fire: :+1:',
    '<t:1796022000:R> <t:1796022000>',
    '[click](https://evil.example) [x]( <https://evil.example> "t")',
    '<https://evil.example> https://evil.example/a_b_c*d*(e) http://x/@everyone',
    '**b** *i* _i_ __u__ ~~s~~ ||h|| ***bi***',
    '# h\n## h\n### h\n-# small\n- item\n* item\n+ item\n1. one\n2) two\n> quote\n>>> quotes',
    '```\ncode\n``` ` `` ``` ````',
    '\u202eright to left\u202c \u2066isolated\u2069 \u200b \u2060',
    '#',
    '-',
    '>',
    '1.',
    '\\',
    '`',
    '``',
    '\ue000\ue001',
    '` `',
    '__proto__',
    '\u0000\u001b[31m',
    '',
    ' ',
  ),
  fc
    .array(
      fc.constantFrom(...'<>@#&!/:`*_~|[]()\\-+.1 t\n', 'everyone', 'here', '123456789012345678', 'https://', 'x.y'),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('<', '`', '*', '😀', '港', 'x', '*x* ', '\n', 'a`b', '# '),
      fc.integer({ min: 1, max: 9_000 }),
    )
    .map(([unit, times]) => unit.repeat(times)),
);

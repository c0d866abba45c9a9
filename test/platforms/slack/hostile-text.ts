import fc from 'fast-check';

/** Text with everything Slack gives a meaning, and long runs of what escaping makes longer. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '<!channel>',
    '<!here|here>',
    '<@U01ALICE>',
    '<#C01GEN|general>',
    '<!subteam^S1>',
    '<https://evil.example|click>',
    '&lt;!here&gt;',
    '@here',
    '`<!channel>`',
    '` <@U1> ``` <!here>',
    '*b* _i_ ~s~ :fire:',
    '> quote\n> quote',
    '` `',
    '__proto__',
    '\u0000\u202e',
    '',
  ),
  fc
    .array(fc.constantFrom('<', '>', '&', '`', '*', '|', '@', '!', 'U01', ' ', '\n'), { maxLength: 60 })
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('&', '<', '`', '😀', 'x', '*x* ', '\n', 'a`b'), fc.integer({ min: 1, max: 9_000 }))
    .map(([unit, times]) => unit.repeat(times)),
);

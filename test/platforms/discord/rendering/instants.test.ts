import { describe, expect, test } from 'vitest';
import { inlineWith } from '../../../../src/platforms/discord/rendering/instants.ts';

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

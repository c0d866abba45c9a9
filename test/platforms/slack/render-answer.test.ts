import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Section } from '../../../src/bot/answer.ts';
import type { Block, RenderedMessage } from '../../../src/platforms/slack/blocks.ts';
import { slackLimits } from '../../../src/platforms/slack/limits.ts';
import { renderAnswer } from '../../../src/platforms/slack/render-answer.ts';
import { activeSync, notUnderstood, replyWith, steps } from './answers.ts';

describe('golden files', () => {
  test.each([
    ['active-sync', renderAnswer(activeSync, { share: 'r1 ports activesync' })],
    ['shared', renderAnswer(replyWith({}), { sharedBy: 'U01ALICE' })],
    ['steps', renderAnswer(steps)],
    ['not-understood', renderAnswer(notUnderstood)],
  ])('%s', async (name, message) => {
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(`../../golden/slack/${name}.json`);
  });
});

/** Text with everything Slack gives a meaning, and long runs of what escaping makes longer. */
const text = fc.oneof(
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
const section: fc.Arbitrary<Section> = fc.oneof(
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(fc.record({ header: text }), { minLength: 1, maxLength: 4 }),
    rows: fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 60 }),
  }),
  fc.record({
    kind: fc.constantFrom('list' as const, 'steps' as const),
    title: text,
    items: fc.array(text, { maxLength: 60 }),
  }),
  fc.record({ kind: fc.constant('code' as const), title: text, text }),
  fc.record({ kind: fc.constant('note' as const), tone: fc.constantFrom('info' as const, 'warning' as const), text }),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  title: text,
  lead: text,
  sections: fc.array(section, { maxLength: 60, size: '+1' }),
  sources: fc.array(
    fc.record({
      id: text,
      title: text,
      publisher: text,
      date: text,
      url: fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text),
    }),
    { maxLength: 12 },
  ),
  actions: fc.array(fc.record({ label: text, command: text }), { maxLength: 40 }),
});

describe('any answer', () => {
  test('yields no mention, and no link but to a source', () => {
    fc.assert(
      fc.property(answer, (any) => {
        const message = renderAnswer({ command: null, outcome: 'answered', answer: any });
        const known = new Set(any.sources.map(({ url = '' }) => (URL.canParse(url) ? new URL(url).host : '')));
        for (const each of [message.text, ...markupOf(message)]) {
          for (const [, inner = ''] of each.matchAll(/<([^>]*)>?/g)) {
            expect(inner).toMatch(/^https?:\/\//);
            expect(known).toContain(new URL(inner.slice(0, inner.indexOf('|')).replaceAll('&amp;', '&')).host);
          }
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test('stays within the limits', () => {
    fc.assert(
      fc.property(answer, text, (any, share) => {
        expectWithinLimits(
          renderAnswer({ command: null, outcome: 'answered', answer: any }, { share, sharedBy: 'U1' }),
        );
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test('only a Slack id is ever named as whoever shared it', () => {
    const blocks = renderAnswer(replyWith({}), { sharedBy: 'U1> <!channel' }).blocks;
    expect(JSON.stringify(blocks)).not.toContain('Shared');
  });
});

test('says what it left out', () => {
  const rows = Array.from({ length: 42 }, (_, index) => [`${index}`, 'x']);
  const table = renderAnswer(
    replyWith({ sections: [{ kind: 'table', columns: [{ header: 'A' }, { header: 'B' }], rows }] }),
  );
  expect(markupOf(table).join('\n')).toContain('… 12 more rows');
  const endless = Array.from({ length: 80 }, () => ({ kind: 'list' as const, items: ['x'.repeat(900)] }));
  expect(markupOf(renderAnswer(replyWith({ sections: endless }))).at(-1)).toContain('does not fit');
});

function markupOf({ blocks }: RenderedMessage): string[] {
  return blocks.flatMap((block) =>
    block.type === 'section'
      ? [block.text.text]
      : block.type === 'context'
        ? block.elements.map((each) => each.text)
        : [],
  );
}

function expectWithinLimits({ text: fallback, blocks }: RenderedMessage): void {
  expect(fallback.trim()).not.toBe('');
  expect(fallback.length).toBeLessThanOrEqual(slackLimits.text);
  expect(blocks.length).toBeLessThanOrEqual(slackLimits.blocksPerMessage);
  expect(new Set(blocks.map((block) => block.block_id)).size).toBe(blocks.length);
  for (const block of blocks) expectBlockWithinLimits(block);
  expect(markupOf({ text: '', blocks }).join('').length).toBeLessThanOrEqual(slackLimits.messageText);
  expect(JSON.stringify(blocks).isWellFormed()).toBe(true);
}

function expectBlockWithinLimits(block: Block): void {
  expect(block.block_id.length).toBeLessThanOrEqual(slackLimits.blockId);
  if (block.type === 'section') {
    expect(block.text.text.trim()).not.toBe('');
    expect(block.text.text.length).toBeLessThanOrEqual(slackLimits.sectionText);
    return;
  }
  if (block.type === 'context') {
    expect(block.elements.length).toBeLessThanOrEqual(slackLimits.contextElements);
    for (const each of block.elements) expect(each.text.length).toBeLessThanOrEqual(slackLimits.contextText);
    return;
  }
  expect(block.elements.length).toBeLessThanOrEqual(slackLimits.actionElements);
  expect(new Set(block.elements.map((each) => each.action_id)).size).toBe(block.elements.length);
  for (const each of block.elements) {
    expect(each.action_id.length).toBeLessThanOrEqual(slackLimits.actionId);
    expect(each.text.text.trim()).not.toBe('');
    expect(each.text.text.length).toBeLessThanOrEqual(slackLimits.buttonText);
    expect(each.value.length).toBeLessThanOrEqual(slackLimits.buttonValue);
  }
}

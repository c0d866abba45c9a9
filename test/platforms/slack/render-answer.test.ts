import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Section } from '../../../src/bot/answer.ts';
import { renderAnswer } from '../../../src/platforms/slack/render-answer.ts';
import { propertyRuns } from '../../property-runs.ts';
import { activeSync, notUnderstood, replyWith, steps } from './answers.ts';
import { hostileText as text } from './hostile-text.ts';
import { expectWithinLimits, markupOf } from './within-limits.ts';

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
      { numRuns: propertyRuns(300), endOnFailure: true },
    );
  });

  test('stays within the limits', () => {
    fc.assert(
      fc.property(answer, text, (any, share) => {
        expectWithinLimits(
          renderAnswer({ command: null, outcome: 'answered', answer: any }, { share, sharedBy: 'U1' }),
        );
      }),
      { numRuns: propertyRuns(300), endOnFailure: true },
    );
  });

  test('only a Slack id is ever named as whoever shared it', () => {
    const blocks = renderAnswer(replyWith({}), { sharedBy: 'U1> <!channel' }).blocks;
    expect(JSON.stringify(blocks)).not.toContain('Shared');
  });
});

test('a lead of which nothing is left is three dots, since Slack refuses a text of blanks', () => {
  const { text, blocks } = renderAnswer(replyWith({ title: 'a', lead: '` `' }));
  expectWithinLimits({ text, blocks });
  expect(text).toBe('…');
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

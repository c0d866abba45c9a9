import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderReminder } from '../../../src/platforms/slack/render-reminder.ts';
import type { DeliveryView, ViewItem } from '../../../src/reminders/delivery-view.ts';
import { propertyRuns } from '../../property-runs.ts';
import { hostileText } from './hostile-text.ts';
import { acknowledged, digest, everyone, late, parked, single } from './reminder-views.ts';
import { expectWithinLimits, markupOf } from './within-limits.ts';

describe('golden files', () => {
  test.each([
    ['single', renderReminder(single, { mayPing: true })],
    ['digest', renderReminder(digest, { mayPing: true })],
    ['late', renderReminder(late, { mayPing: true })],
    ['acknowledged', renderReminder(acknowledged)],
    ['everyone', renderReminder(everyone, { mayPing: true })],
    ['parked', renderReminder(parked, { mayPing: true })],
  ])('%s', async (name, message) => {
    const file = `../../golden/slack/reminder-${name}.json`;
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(file);
  });
});

const answer = fc.record(
  { how: fc.constantFrom('done' as const, 'snooze' as const), by: hostileText, at: hostileText, until: hostileText },
  { requiredKeys: ['how', 'by', 'at'] },
);
const viewItem: fc.Arbitrary<ViewItem> = fc.record(
  {
    reminder: fc.string({ unit: fc.constantFrom(...'abcdefgh23456789'), minLength: 4, maxLength: 12 }),
    text: hostileText,
    notes: fc.array(hostileText, { maxLength: 4 }),
    pingsEveryone: fc.constant(false),
    answerable: fc.boolean(),
    answer,
  },
  { requiredKeys: ['reminder', 'text', 'notes', 'pingsEveryone', 'answerable'] },
);
const view: fc.Arbitrary<DeliveryView> = fc.record({
  delivery: fc.uuid(),
  title: hostileText,
  items: fc.uniqueArray(viewItem, { selector: ({ reminder }) => reminder, maxLength: 120, size: '+1' }),
});

describe('any delivery', () => {
  test('yields no mention but of who answered, and no link', () => {
    fc.assert(
      fc.property(view, fc.boolean(), (any, mayPing) => {
        const message = renderReminder(any, { mayPing });
        const known = new Set(any.items.map(({ answer: given }) => `@${given?.by ?? ''}`));
        for (const each of [message.text, ...markupOf(message)]) {
          for (const [, inner = ''] of each.matchAll(/<([^>]*)>?/g)) expect(known).toContain(inner);
        }
      }),
      { numRuns: propertyRuns(200), endOnFailure: true },
    );
  });

  test('stays within the limits', () => {
    fc.assert(
      fc.property(view, fc.boolean(), (any, mayPing) => {
        const items = any.items.map((each, index) => ({ ...each, pingsEveryone: index === 0 }));
        expectWithinLimits(renderReminder({ ...any, items }, { mayPing }));
      }),
      { numRuns: propertyRuns(200), endOnFailure: true },
    );
  });
});

const many = (count: number, more: Partial<ViewItem> = {}): DeliveryView => ({
  delivery: single.delivery,
  title: `${count} reminders`,
  items: Array.from({ length: count }, (_, index) => ({
    reminder: `r${index}`,
    text: `Number ${index}`,
    notes: [],
    pingsEveryone: false,
    answerable: true,
    ...more,
  })),
});

test('pings everyone only in the post itself, and only for who may', () => {
  const pings = (message: unknown) => JSON.stringify(message).split('<!').length - 1;
  expect(pings(renderReminder(everyone, { mayPing: true }))).toBe(2);
  expect(pings(renderReminder(everyone))).toBe(0);
  expect(pings(renderReminder(many(3, { text: '<!channel> <!here> @everyone' }), { mayPing: true }))).toBe(0);
});

test('names what does not fit by its id, and what is open comes first', () => {
  const view500 = many(500);
  const items = view500.items.map((each, index) =>
    index < 10 ? { ...each, answer: { how: 'done' as const, by: 'U01ALICE', at: '09:01' } } : each,
  );
  const message = renderReminder({ ...view500, items });
  expectWithinLimits(message);
  const shown = markupOf(message).join('\n');
  expect(shown).toContain('Number 10');
  expect(shown).toContain('And 480 more: r0, r1');
  expect(shown).not.toContain('Number 0');
});

test('every block names the delivery', () => {
  for (const each of renderReminder(digest).blocks) expect(each.block_id).toContain(digest.delivery);
});

test('a text of which nothing is left is three dots, since Slack refuses a section of blanks', () => {
  const { items, ...view } = single;
  const blank = renderReminder({ ...view, items: items.map((item) => ({ ...item, text: '`\n`', answerable: false })) });
  expectWithinLimits(blank);
});

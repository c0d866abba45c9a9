import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCustomId } from '../../../../src/platforms/discord/rendering/custom-id.ts';
import { renderReminder } from '../../../../src/platforms/discord/rendering/render-reminder.ts';
import type { DeliveryView, ViewItem } from '../../../../src/reminders/delivery-view.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { hostileText } from '../hostile-text.ts';
import { liveSyntax } from '../live-syntax.ts';
import { acknowledged, digest, everyone, late, parked, single } from '../reminder-views.ts';
import { expectWithinLimits, idsOf, nodesOf, textsOf } from '../within-limits.ts';

describe('golden files', () => {
  test.each(Object.entries({ single, digest, late, acknowledged, everyone, parked }))('%s', async (name, view) => {
    const file = `../../../golden/discord/reminder-${name}.json`;
    await expect(`${JSON.stringify(renderReminder(view), undefined, 2)}\n`).toMatchFileSnapshot(file);
  });
});

const at = new Date(1_796_022_000_000);
const instants = fc.array(fc.record({ shown: hostileText, at: fc.constant(at) }), { maxLength: 2 });
const answer = fc.record(
  {
    how: fc.constantFrom('done' as const, 'snooze' as const),
    by: fc.oneof(hostileText, fc.constant('80351110224678912')),
    at: hostileText,
    until: hostileText,
    instants,
  },
  { requiredKeys: ['how', 'by', 'at'] },
);
const viewItem: fc.Arbitrary<ViewItem> = fc.record(
  {
    reminder: fc.string({ unit: fc.constantFrom(...'abcdefgh23456789'), minLength: 4, maxLength: 12 }),
    text: hostileText,
    notes: fc.array(hostileText, { maxLength: 4 }),
    instants,
    pingsEveryone: fc.constant(false),
    answerable: fc.boolean(),
    answer,
  },
  { requiredKeys: ['reminder', 'text', 'notes', 'pingsEveryone', 'answerable'] },
);
const view: fc.Arbitrary<DeliveryView> = fc.record({
  delivery: fc.uuid(),
  title: hostileText,
  items: fc.uniqueArray(viewItem, { selector: ({ reminder }) => reminder, maxLength: 60 }),
});
const settings = { numRuns: propertyRuns(200), endOnFailure: true };

describe('any delivery', () => {
  test('yields no mention but of who answered, no link, and no timestamp but of an instant', () => {
    fc.assert(
      fc.property(view, (any) => {
        const known = new Set(any.items.map(({ answer: given }) => `<@${given?.by ?? ''}>`));
        for (const each of textsOf(renderReminder(any))) {
          const { mentions, timestamps, masked, others } = liveSyntax(each);
          expect({ masked, others }).toEqual({ masked: [], others: [] });
          for (const mention of mentions) expect(known).toContain(mention);
          for (const timestamp of timestamps) expect(timestamp).toBe('1796022000:R');
        }
      }),
      settings,
    );
  });

  test('stays within the limits', () => {
    fc.assert(
      fc.property(view, fc.boolean(), (any, pingsEveryone) => {
        expectWithinLimits(renderReminder({ ...any, items: any.items.map((item) => ({ ...item, pingsEveryone })) }));
      }),
      settings,
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

/** Every way to press anything of a message. */
function pressesOf(message: DeliveryView) {
  return nodesOf(renderReminder(message).components).flatMap(({ type, custom_id: id, options }) =>
    type === 3
      ? (options as { value: string }[]).map(({ value }) => parseCustomId(String(id), value))
      : id === undefined
        ? []
        : [parseCustomId(String(id))],
  );
}

test.each([1, 5, 12])('every one of %i reminders can be pressed in every way', (count) => {
  const all = ['done', 'snooze-hour', 'snooze-tomorrow', 'snooze-week', 'typed', 'show'];
  expect(pressesOf(many(count))).toEqual(
    many(count).items.flatMap(({ reminder }) =>
      all.map((how) =>
        how === 'typed'
          ? { kind: 'open-snooze', delivery: single.delivery, reminder }
          : { kind: 'reminder', how, delivery: single.delivery, reminder },
      ),
    ),
  );
});

test('what has been answered can only be shown, once a post, and so can a notice', () => {
  const answered = many(3, { answer: { how: 'done', by: '80351110224678912', at: '09:01' } });
  expect(pressesOf(answered)).toEqual([expect.objectContaining({ how: 'show', reminder: 'r0' })]);
  const [first, ...others] = answered.items;
  const open = many(1, { reminder: 'open' }).items;
  if (first === undefined) throw new Error('nothing is answered');
  expect(idsOf(renderReminder({ ...answered, items: [first, ...others, ...open] })).join()).not.toContain('r0');
  expect(pressesOf(parked)).toEqual([expect.objectContaining({ how: 'show' })]);
});

test('mentions everyone only where that is allowed, and no more once it is answered', () => {
  const mentions = (message: DeliveryView) =>
    textsOf(renderReminder(message)).flatMap((text) => liveSyntax(text).mentions);
  expect(mentions(everyone)).toEqual(['@everyone']);
  expect(mentions(many(3, { text: '@everyone @here' }))).toEqual([]);
  const answered = { how: 'done', by: '80351110224678912', at: '09:01' } as const;
  expect(mentions({ ...everyone, items: everyone.items.map((item) => ({ ...item, answer: answered })) })).toEqual([
    '<@80351110224678912>',
  ]);
});

test('names what does not fit by its id, and what is open comes first', () => {
  const view500 = many(500);
  const items = view500.items.map((each, index) =>
    index < 10 ? { ...each, answer: { how: 'done' as const, by: '80351110224678912', at: '09:01' } } : each,
  );
  const message = renderReminder({ ...view500, items });
  expectWithinLimits(message);
  const shown = textsOf(message).join('\n');
  expect(shown).toContain('Number 10');
  expect(shown).toContain('And 488 more: r0, r1');
  expect(shown).not.toContain('Number 0');
});

test('the edge tells what waits from what is done', () => {
  const edgeOf = (message: DeliveryView) => nodesOf(renderReminder(message).components)[0]?.['accent_color'];
  const edges = [single, many(2, { answer: { how: 'done', by: 'x', at: '09:01' } }), parked].map(edgeOf);
  expect(new Set(edges).size).toBe(3);
  expect(edgeOf(acknowledged)).toBe(edgeOf(single));
});

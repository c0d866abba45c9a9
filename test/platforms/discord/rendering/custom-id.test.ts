import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CustomId,
  carriedDelivery,
  formatCustomId,
  formatReminderMenuId,
  parseCustomId,
} from '../../../../src/platforms/discord/rendering/custom-id.ts';
import { renderReminder } from '../../../../src/platforms/discord/rendering/render-reminder.ts';

const line = fc.string({ minLength: 1, maxLength: 80 });
const id = fc.string({ minLength: 1, maxLength: 36 }).filter((text) => !text.includes(':'));
const key = fc.oneof(
  fc.record({ by: fc.constant('line' as const), line }),
  fc.record({ by: fc.constant('request' as const), id }),
);
const customIds: fc.Arbitrary<CustomId> = fc.oneof(
  fc.record({ kind: fc.constant('run' as const), index: fc.nat(20), line }),
  fc.record({ kind: fc.constant('page' as const), page: fc.nat(99), key }),
  fc.record({ kind: fc.constant('share' as const), key }),
  fc.record({
    kind: fc.constant('reminder' as const),
    how: fc.constantFrom('done' as const, 'snooze-hour' as const, 'snooze-week' as const, 'show' as const),
    delivery: id,
    reminder: id,
  }),
  fc.constant({ kind: 'new-reminder' as const }),
  fc.constant({ kind: 'reminder-form' as const }),
);

test('what is written is read again, or is not written since it is too long', () => {
  fc.assert(
    fc.property(customIds, (customId) => {
      const text = formatCustomId(customId);
      if (text === undefined) return;
      expect(text.length).toBeLessThanOrEqual(100);
      expect(parseCustomId(text)).toEqual(customId);
    }),
  );
});

test('what is picked from a reminder’s menu says how it is pressed', () => {
  const menu = formatReminderMenuId('d1', 'r7k2') ?? '';
  const press = { kind: 'reminder', how: 'snooze-week', delivery: 'd1', reminder: 'r7k2' } as const;
  expect(parseCustomId(menu, 'snooze-week')).toEqual(press);
  expect(parseCustomId(menu, 'explode')).toBeUndefined();
  expect(parseCustomId(menu)).toBeUndefined();
  expect(parseCustomId(formatCustomId({ ...press, how: 'done' }) ?? '', 'snooze-week')).toMatchObject({ how: 'done' });
  expect(formatReminderMenuId('d'.repeat(100), 'r7k2')).toBeUndefined();
});

test.each([
  '',
  'run',
  'run:x:ports',
  'run:1:',
  'page:1:',
  'share:',
  'reminder:explode:a:b',
  'reminder:done:a',
  'other',
])('%j is none of ours', (text) => expect(parseCustomId(text)).toBeUndefined());

const answer = fc.option(fc.record({ how: fc.constantFrom('done', 'snooze'), by: fc.constant('1'), at: fc.string() }), {
  nil: undefined,
});
const items = fc.array(
  fc.record({ text: fc.string({ maxLength: 3_000 }), answerable: fc.boolean(), pingsEveryone: fc.boolean(), answer }),
  { minLength: 1, maxLength: 20 },
);

test('every post can be found again by its delivery, whatever has been answered', () => {
  fc.assert(
    fc.property(items, (all) => {
      const delivery = randomUUID();
      const view = all.map(({ answer: said, ...item }, index) => ({
        ...item,
        reminder: `r${index}`,
        notes: [],
        ...(said === undefined ? {} : { answer: said as { how: 'done'; by: string; at: string } }),
      }));
      const { components } = renderReminder({ delivery, title: 'Reminder', items: view });
      expect(carriedDelivery(components)).toBe(delivery);
    }),
  );
});

test('other messages carry none', () => {
  const button = (custom_id: string) => [{ type: 1, components: [{ type: 2, custom_id }] }];
  expect(carriedDelivery(undefined)).toBeUndefined();
  expect(carriedDelivery(button('run:1:ports'))).toBeUndefined();
  expect(carriedDelivery(button('somebody else’s'))).toBeUndefined();
});

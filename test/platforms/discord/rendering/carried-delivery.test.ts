import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedDelivery } from '../../../../src/platforms/discord/rendering/carried-delivery.ts';
import { renderReminder } from '../../../../src/platforms/discord/rendering/render-reminder.ts';

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

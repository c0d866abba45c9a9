import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CustomId, formatCustomId, parseCustomId } from '../../../src/platforms/discord/custom-id.ts';

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

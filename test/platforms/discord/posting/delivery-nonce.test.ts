import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryNonce } from '../../../../src/platforms/discord/posting/posting.ts';

test('is the same for a delivery, another for each, and as short as Discord wants it', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      expect(deliveryNonce(one)).toBe(deliveryNonce(one));
      expect(deliveryNonce(one)).toMatch(/^[\w-]{25}$/);
      if (one !== other) expect(deliveryNonce(one)).not.toBe(deliveryNonce(other));
    }),
  );
});

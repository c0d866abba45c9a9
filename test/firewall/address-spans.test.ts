import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressSpans,
  commonSpans,
  countAddresses,
  sortSpans,
  withoutSpans,
} from '../../src/firewall/judge/address-spans.ts';

const spans = fc
  .array(fc.tuple(fc.nat(40), fc.nat(6)), { maxLength: 8 })
  .map((pairs) => sortSpans(pairs.map(([from, size]) => ({ from: BigInt(from), to: BigInt(from + size) }))));

const has = (all: AddressSpans, address: bigint) => all.some(({ from, to }) => from <= address && address <= to);

describe('addresses as spans', () => {
  it('are joined, cut and counted as sets are', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const both = commonSpans(a, b);
        const left = withoutSpans(a, b);
        let count = 0;
        for (let address = 0n; address < 50n; address += 1n) {
          expect(has(both, address)).toBe(has(a, address) && has(b, address));
          expect(has(left, address)).toBe(has(a, address) && !has(b, address));
          if (has(a, address)) count += 1;
        }
        expect(countAddresses(a)).toBe(count);
        expect(sortSpans([...both, ...left])).toEqual(a);
      }),
    );
  });
});

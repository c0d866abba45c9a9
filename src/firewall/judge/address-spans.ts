import type { Span } from '../read/read.ts';

/** Addresses as spans of numbers, sorted and apart from each other. */
export type AddressSpans = readonly Span<bigint>[];

/** Spans in order, joined where they meet. */
export function sortSpans(spans: AddressSpans): AddressSpans {
  const joined: { from: bigint; to: bigint }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = joined.at(-1);
    if (last === undefined || from > last.to + 1n) joined.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return joined;
}

/** What is in both. */
export function commonSpans(a: AddressSpans, b: AddressSpans): AddressSpans {
  const found: Span<bigint>[] = [];
  let start = 0;
  for (const { from, to } of a) {
    while (start < b.length && (b[start]?.to ?? 0n) < from) start += 1;
    for (let at = start; at < b.length; at += 1) {
      const other = b[at];
      if (other === undefined || other.from > to) break;
      found.push({ from: from > other.from ? from : other.from, to: to < other.to ? to : other.to });
    }
  }
  return found;
}

/** What is in `a` and not in `b`. */
export function withoutSpans(a: AddressSpans, b: AddressSpans): AddressSpans {
  const left: Span<bigint>[] = [];
  let start = 0;
  for (const { from, to } of a) {
    let next = from;
    while (start < b.length && (b[start]?.to ?? 0n) < from) start += 1;
    for (let at = start; at < b.length && next <= to; at += 1) {
      const other = b[at];
      if (other === undefined || other.from > to) break;
      if (other.from > next) left.push({ from: next, to: other.from - 1n });
      if (other.to >= next) next = other.to + 1n;
    }
    if (next <= to) left.push({ from: next, to });
  }
  return left;
}

/** How many addresses spans hold, in about. */
export function countAddresses(spans: AddressSpans): number {
  let count = 0;
  for (const { from, to } of spans) count += Number(to - from + 1n);
  return count;
}

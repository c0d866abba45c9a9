/** Numbers that come again with the same seed: mulberry32. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  /** From 0 up to, not including, 1. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    /** A whole number of the range, both ends included. */
    between: (low: number, high: number): number => low + Math.floor(next() * (high - low + 1)),
  };
}

/** A source of such numbers. */
export type Random = ReturnType<typeof createRandom>;

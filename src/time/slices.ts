import { setImmediate } from 'node:timers/promises';

/** The longest that long work may keep the process from anything else. */
const sliceMs = 20;

/**
 * Does long work in steps, and lets others have a turn after each slice of at most 20 ms. A single step is not cut.
 *
 * @param steps each `yield` ends a step
 * @returns what the steps return
 * @throws what a step throws
 */
export async function inSlices<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  let sliceEnd = performance.now() + sliceMs;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + sliceMs;
  }
}

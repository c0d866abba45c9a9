import { expect, it } from 'vitest';
import { createElapsedClock } from '../../../../src/platforms/discord/gateway/elapsed-clock.ts';

it('goes with the faster clock, and never back', () => {
  const clocks = { monotonic: 5, wall: 1_000 };
  const elapsed = createElapsedClock(
    () => clocks.monotonic,
    () => clocks.wall,
  );
  const after = (monotonic: number, wall: number) => {
    clocks.monotonic += monotonic;
    clocks.wall += wall;
    return elapsed();
  };
  expect(after(10, 10)).toBe(10);
  // The machine slept.
  expect(after(1, 60_000)).toBe(60_010);
  // Somebody set the clock back.
  expect(after(5, -3_600_000)).toBe(60_015);
  expect(after(5, 5)).toBe(60_020);
});

/**
 * A clock that only goes forward, in milliseconds, for what must not be believed for too long.
 *
 * It goes as fast as the faster of two clocks: a monotonic one stands still while the machine sleeps, and the wall clock
 * may be set back. Where the wall clock is set forward it runs ahead, which ends a lease too early and never too late.
 *
 * @param monotonicMs such as `performance.now`
 * @param wallMs such as `Date.now`
 */
export function createElapsedClock(monotonicMs: () => number, wallMs: () => number): () => number {
  let monotonic = monotonicMs();
  let wall = wallMs();
  let elapsed = 0;
  return () => {
    const nextMonotonic = monotonicMs();
    const nextWall = wallMs();
    elapsed += Math.max(nextMonotonic - monotonic, nextWall - wall, 0);
    monotonic = nextMonotonic;
    wall = nextWall;
    return elapsed;
  };
}

/** 1 where TEST_RUNS is `full`, as it is in CI, and 5 elsewhere: long tests try every case, or every fifth. */
export const caseStride: number = process.env['TEST_RUNS'] === 'full' ? 1 : 5;

/** How many cases a property is tried with, of as many as it is worth when there is time. */
export function propertyRuns(full: number): number {
  return Math.ceil(full / caseStride);
}

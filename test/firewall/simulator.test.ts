import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../property-runs.ts';
import { compareGenerated, simulatedKinds } from './compare-simulated.ts';

describe('certainly let through ⊆ simulated ⊆ possibly let through, and all equal where nothing is unknown', () => {
  it.each(Object.entries(simulatedKinds))('%s', (_, generate) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (seed) => {
        expect(compareGenerated(generate(seed), seed)).toBeGreaterThan(0);
      }),
      { numRuns: propertyRuns(600) },
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseStride } from '../property-runs.ts';
import { compare, emptyComparison } from './kernel/compare.ts';
import { Place, whyNotHere } from './kernel/place.ts';
import { setsToCompare } from './kernel/sets.ts';

const why = whyNotHere();
const isRequired = process.env['FIREWALL_TOOLS'] === 'required';

/** All of them fit into 45 seconds, and a short run takes every other one; `npm run firewall:kernel` compares as many as it is told. */
const sets = setsToCompare(24, 2_026).filter((_, index) => index % Math.min(caseStride, 2) === 0);

// Two clients, outside and inside, call every port of a server over both IP versions.
describe.skipIf(why !== undefined && !isRequired)(
  why === undefined || isRequired ? 'what the kernel does' : `what the kernel does (skipped: ${why})`,
  () => {
    const place = new Place(String(process.pid));
    beforeAll(() => place.open());
    afterAll(() => place.close());

    it('is what is judged, for every printed text of every set', async () => {
      const result = emptyComparison();
      let loaded = 0;
      for (const set of sets) if (await compare(place, set, result)) loaded += 1;
      expect(loaded).toBeGreaterThan(sets.length / 2);
      expect(result).toMatchObject({ wrongOpen: [], wrongClosed: [] });
      // Most of it has to be told.
      expect(result.unknown).toBeLessThan(result.tried / 4);
    });
  },
);

import type { Coordination } from '../../../reminders/reminders.ts';

/** Counts connections of one token that were begun a short while ago, over restarts and replicas. */
export interface RecentStarts {
  /** Notes one more and says how many came before it. */
  note(): Promise<number>;
  /** The last one noted does not count: it lived long enough, or used no session. */
  settle(): Promise<void>;
}

/** How long a start counts, unless its connection proves sound. */
const countedForMs = 3_600_000;

/**
 * Each start takes the first free one of a few leases, and nobody renews them: how many were taken is how many starts
 * there were. So the store's own clock counts, two replicas never count one start for another, and no table is needed.
 *
 * @param name of the token, without the token in it
 * @param most beyond this many all are alike
 */
export function createRecentStarts(
  coordination: Pick<Coordination, 'holdLease' | 'dropLease'>,
  { name, most, newId }: { name: string; most: number; newId: () => string },
): RecentStarts {
  let last: { slot: string; owner: string } | undefined;
  return {
    async note() {
      const owner = newId();
      last = undefined;
      for (let count = 0; count < most; count += 1) {
        const slot = `${name}:start-${count}`;
        if ((await coordination.holdLease(slot, owner, countedForMs)) === undefined) continue;
        last = { slot, owner };
        return count;
      }
      return most;
    },
    async settle() {
      if (last !== undefined) await coordination.dropLease(last.slot, last.owner);
      last = undefined;
    },
  };
}

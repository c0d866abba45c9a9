import type { Delivery } from '../../src/reminders/ledger.ts';
import type { Acknowledgement, OccurrenceRepository } from '../../src/reminders/ledger-store.ts';

/** The part of an OccurrenceRepository that buttons need, in memory: the first Done counts, and the first Snooze. */
export type MemoryOccurrences = Pick<
  OccurrenceRepository,
  'acknowledge' | 'delivery' | 'acknowledgements' | 'teamOf'
> & {
  put(delivery: Delivery): void;
};

/** Builds an empty one. */
export function createMemoryOccurrences(now: () => Date): MemoryOccurrences {
  const deliveries = new Map<string, Delivery>();
  const acknowledgements = new Map<string, Acknowledgement[]>();
  const of = (id: string) => acknowledgements.get(id) ?? [];
  const find = (team: string, id: string) => {
    const delivery = deliveries.get(id);
    return delivery?.team === team ? delivery : undefined;
  };
  return {
    put: (delivery) => void deliveries.set(delivery.id, delivery),
    delivery: async (team, id) => find(team, id),
    async teamOf(id, person) {
      const { team, target } = deliveries.get(id) ?? {};
      return target?.kind === 'person' && target.id === person ? team : undefined;
    },
    acknowledgements: async (team, id) => (find(team, id) === undefined ? [] : of(id)),
    async acknowledge({ team, reminder, delivery: id = '', how, by, until }) {
      const item = find(team, id)?.items.find((each) => each.reminder.id === reminder);
      if (item === undefined) return undefined;
      const earlier = of(id).find((each) => each.reminder === reminder && each.how === how);
      if (earlier !== undefined) return { first: false, acknowledgement: earlier };
      const until_ = until === undefined ? {} : { until };
      const acknowledgement = { how, by, at: now(), ...until_, occurrence: item.occurrence.id, reminder };
      acknowledgements.set(id, [...of(id), acknowledgement]);
      return { first: true, acknowledgement };
    },
  };
}

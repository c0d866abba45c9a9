import type { Coordination } from '../../../src/reminders/ledger-store.ts';

/** The leases of a store, in memory, for tests of what is done with them. */
export function createMemoryCoordination(): Pick<Coordination, 'holdLease' | 'dropLease'> {
  const leases = new Map<string, { owner: string; until: number; token: number }>();
  return {
    async holdLease(name, owner, leaseMs) {
      const lease = leases.get(name);
      if (lease !== undefined && lease.owner !== owner && lease.until > Date.now()) return undefined;
      const token = (lease?.token ?? 0) + (lease?.owner === owner ? 0 : 1);
      leases.set(name, { owner, until: Date.now() + leaseMs, token });
      return token;
    },
    async dropLease(name, owner) {
      const lease = leases.get(name);
      if (lease?.owner === owner) leases.set(name, { owner: '', until: 0, token: lease.token });
    },
  };
}

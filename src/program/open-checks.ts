import { randomUUID } from 'node:crypto';
import type { Services } from '../../commands/commands.ts';
import type { LedgerStore } from '../reminders/reminders.ts';

/** Claims names and addresses for a while, all or none: false where somebody has one of them. */
export type ClaimHosts = (hosts: readonly string[]) => Promise<boolean>;

/** As long as `src/checks` waits by itself. */
const hostPauseMs = 30_000;

/** Claims hosts in the store, so that all replicas and single commands together are polite. */
export function claimInStore(ledger: () => Promise<Pick<LedgerStore, 'holdLease' | 'dropLease'>>): ClaimHosts {
  return async (hosts) => {
    const store = await ledger();
    const owner = randomUUID();
    const held: string[] = [];
    for (const name of hosts.map((host) => `check:${host}`)) {
      if ((await store.holdLease(name, owner, hostPauseMs)) === undefined) {
        for (const each of held) await store.dropLease(each, owner);
        return false;
      }
      held.push(name);
    }
    return true;
  };
}

/**
 * Looks at servers. The sockets, TLS and DNS behind it are loaded with the first check: most runs need none of it, and
 * node:http must not be there before the chat platforms (see `serve`).
 *
 * @param allow the words of CHECK_ALLOW; unusable ones allow nothing, which the configuration has told by then
 */
export function openChecks(allow: readonly string[], claimHosts?: ClaimHosts): Services['checks'] {
  const load = async () => {
    const { createCheckService, parseAllowed } = await import('../checks/checks.ts');
    return createCheckService({
      allowed: parseAllowed(allow) ?? [],
      ...(claimHosts === undefined ? {} : { claimHosts }),
    });
  };
  let loaded: ReturnType<typeof load> | undefined;
  const service = () => {
    loaded ??= load();
    return loaded;
  };
  return {
    check: async (request) => (await service()).check(request),
    guard: async (host) => (await service()).guard(host),
  };
}

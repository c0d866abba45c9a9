import { randomUUID } from 'node:crypto';
import type { Services } from '../../commands/commands.ts';
import type { LedgerStore } from '../reminders/reminders.ts';

/** Claims a host for a while: false where somebody has. */
export type ClaimHost = (host: string) => Promise<boolean>;

/** As long as `src/checks` waits by itself. */
const hostPauseMs = 30_000;

/** Claims hosts in the store, so that all replicas and single commands together are polite. */
export function claimInStore(ledger: () => Promise<Pick<LedgerStore, 'holdLease'>>): ClaimHost {
  return async (host) => (await (await ledger()).holdLease(`check:${host}`, randomUUID(), hostPauseMs)) !== undefined;
}

/**
 * Looks at servers. The sockets, TLS and DNS behind it are loaded with the first check: most runs need none of it, and
 * node:http must not be there before the chat platforms (see `serve`).
 *
 * @param allow the words of CHECK_ALLOW; unusable ones allow nothing, which the configuration has told by then
 */
export function openChecks(allow: readonly string[], claimHost?: ClaimHost): Services['checks'] {
  const load = async () => {
    const { createCheckService, parseAllowed } = await import('../checks/checks.ts');
    return createCheckService({
      allowed: parseAllowed(allow) ?? [],
      ...(claimHost === undefined ? {} : { claimHost }),
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

/** Counts refusals, so that they never come near the number that ends in a ban. */
export interface InvalidRequests {
  /** Takes down one answer of Discord's. */
  note(status: number, headers: Headers): void;
  /** How long to make no call at all, in milliseconds; 0 for not at all. */
  waitMs(): number;
}

/**
 * Discord shuts out an address for a while after 10,000 invalid requests within ten minutes. All bots of a machine share
 * its address, so ours stops far below that (developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
const windowMs = 10 * 60_000;
const defaultMost = 1_000;

/** Builds a counter that has seen nothing. */
export function createInvalidRequests(now: () => Date, most = defaultMost): InvalidRequests {
  const instants: number[] = [];
  return {
    note(status, headers) {
      const isInvalid = status === 401 || status === 403 || status === 429;
      // What a resource's own limit refuses does not count.
      if (!isInvalid || headers.get('x-ratelimit-scope') === 'shared') return;
      instants.push(now().getTime());
      if (instants.length > most) instants.shift();
    },
    waitMs() {
      const [oldest] = instants;
      if (oldest === undefined || instants.length < most) return 0;
      return Math.max(0, oldest + windowMs - now().getTime());
    },
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { REST, type RouteLike } from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import { type DiscordFailure, readFailure } from '../failures.ts';
import { createRequestMaker, UnansweredError } from '../request-maker.ts';

interface PostClientOptions {
  readonly config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly outgoing: Pick<Outgoing, 'fetch'> | undefined;
  /** The longest a call may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** One call of Discord's REST API. */
interface DiscordCall {
  readonly method: 'get' | 'post';
  readonly path: RouteLike;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Ends the call, however far it got. */
  readonly signal: AbortSignal;
}

/** Discord's answer, or how the call failed. */
type DiscordResult<Body> = { readonly kind: 'done'; readonly body: Body } | DiscordFailure;

/** Discord's REST API for reminders. */
export interface PostClient {
  /** Makes one call, once. Never throws, and ends when its signal does. */
  call<Body>(call: DiscordCall): Promise<DiscordResult<Body>>;
}

/** The library counts calls itself, fifty a second over all, as Discord does; a burst waits for the next second. */
const longestPauseMs = 1_100;
/** After Discord refused the token it is not asked again for this long. */
const tokenPauseMs = 60_000;
const refusedToken: DiscordFailure = { kind: 'error', status: 401, code: 0, message: '401: Unauthorized' };

/**
 * A REST client with everything off that could post twice or late: `retries: 0` repeats neither a broken connection nor
 * an answer of 500 and above, `rejectOnRateLimit` waits for no limit, known from a header or told by a 429. The limits
 * themselves are kept by the library, for each bucket and over all, so that a call they forbid is not made. Only where more
 * calls come at once than a second may hold, those that are too many wait for the next one before they are made.
 */
export function createPostClient({ config, logger, now, outgoing, timeoutMs }: PostClientOptions): PostClient {
  const invalid = createInvalidRequests(now);
  const underWay = new AsyncLocalStorage<{ isSent: boolean }>();
  const rest = new REST({
    retries: 0,
    timeout: timeoutMs,
    // Of a 429, unlike of a call that has not been made, the library tells two different times.
    rejectOnRateLimit: ({ global, timeToReset, retryAfter }) =>
      !global || timeToReset !== retryAfter || timeToReset > longestPauseMs,
    makeRequest: createRequestMaker({
      fetch: outgoing?.fetch,
      onSend() {
        const call = underWay.getStore();
        if (call !== undefined) call.isSent = true;
      },
      observe: invalid.note,
    }),
    ...(config.apiUrl === undefined ? {} : { api: config.apiUrl }),
  });
  let tokenRefusedAtMs = Number.NEGATIVE_INFINITY;
  let isPaused = false;

  const pauseMs = () => {
    const waitMs = invalid.waitMs();
    const wasPaused = isPaused;
    isPaused = waitMs > 0;
    if (isPaused && !wasPaused) {
      logger.error({ platform: 'discord', waitMs }, 'Discord refused so many calls that I make no calls for a while');
    }
    return waitMs;
  };

  return {
    async call<Body>({ method, path, query, body, signal }: DiscordCall): Promise<DiscordResult<Body>> {
      const waitMs = pauseMs();
      if (waitMs > 0) {
        return { kind: 'rate-limited', retryAfterMs: waitMs, reason: 'Discord has refused too many calls lately' };
      }
      if (now().getTime() - tokenRefusedAtMs < tokenPauseMs) return refusedToken;
      // The library forgets the token at a 401.
      rest.setToken(config.token);
      const state = { isSent: false };
      const search = query === undefined ? {} : { query: new URLSearchParams(query) };
      const make = () => rest[method](path, { body, signal, ...search });
      try {
        const answer = await Promise.race([underWay.run(state, make), untilAborted(signal)]);
        return { kind: 'done', body: answer as Body };
      } catch (error) {
        // A call may wait behind others of its channel, which the library tells nobody. One that is over is not made later.
        if (!state.isSent && signal.aborted)
          return { kind: 'unreached', reason: 'there was no time left for the call' };
        const failure = readFailure(error);
        if (failure.kind === 'error' && failure.status === 401) tokenRefusedAtMs = now().getTime();
        return failure;
      }
    },
  };
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(new UnansweredError(true, 'Discord did not answer in time'));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return promise;
}

/** Counts refusals, so that they never come near the number that ends in a ban. */
interface InvalidRequests {
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
      // A refusal by a resource's own limit doesn't count.
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

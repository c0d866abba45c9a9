import { REST, type RouteLike } from 'discord.js';
import type { Logger } from '../../bot/logger.ts';
import type { DiscordConfig } from '../../config/config.ts';
import type { Outgoing } from '../../outgoing/create-outgoing.ts';
import { type DiscordFailure, readFailure } from './discord-outcome.ts';
import { createInvalidRequests } from './invalid-requests.ts';
import { createRequestMaker } from './request-maker.ts';

/** What the client is built from. */
export interface PostClientOptions {
  readonly config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly outgoing: Pick<Outgoing, 'fetch'> | undefined;
  /** The longest a call may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** One call of Discord's REST API. */
export interface DiscordCall {
  readonly method: 'get' | 'post';
  readonly path: RouteLike;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Ends the call, however far it got. */
  readonly signal: AbortSignal;
}

/** What Discord answered, or how the call failed. */
export type DiscordResult<Body> = { readonly kind: 'done'; readonly body: Body } | DiscordFailure;

/** Discord's REST API for reminders. */
export interface PostClient {
  /** Makes one call, once. Never throws. */
  call<Body>(call: DiscordCall): Promise<DiscordResult<Body>>;
}

/** After Discord refused the token it is not asked again for this long. */
const tokenPauseMs = 60_000;
const refusedToken: DiscordFailure = { kind: 'error', status: 401, code: 0, message: '401: Unauthorized' };

/**
 * A REST client with everything off that could post twice or late: `retries: 0` repeats neither a broken connection nor
 * an answer of 500 and above, `rejectOnRateLimit` waits for no limit, known from a header or told by a 429. The limits
 * themselves are kept by the library, for each bucket and over all, so that a call they forbid is not made.
 */
export function createPostClient({ config, logger, now, outgoing, timeoutMs }: PostClientOptions): PostClient {
  const invalid = createInvalidRequests(now);
  const rest = new REST({
    retries: 0,
    timeout: timeoutMs,
    rejectOnRateLimit: () => true,
    makeRequest: createRequestMaker({ fetch: outgoing?.fetch, observe: invalid.note }),
    ...(config.apiUrl === undefined ? {} : { api: config.apiUrl }),
  });
  let tokenRefusedAtMs = Number.NEGATIVE_INFINITY;
  let isPaused = false;

  const pauseMs = () => {
    const waitMs = invalid.waitMs();
    const wasPaused = isPaused;
    isPaused = waitMs > 0;
    if (isPaused && !wasPaused) {
      logger.error({ platform: 'discord', waitMs }, 'Discord refused so many calls that none is made for a while');
    }
    return waitMs;
  };

  return {
    async call<Body>({ method, path, query, body, signal }: DiscordCall): Promise<DiscordResult<Body>> {
      const waitMs = pauseMs();
      if (waitMs > 0) {
        return { kind: 'rate-limited', retryAfterMs: waitMs, reason: 'Discord has refused too many calls of late' };
      }
      if (now().getTime() - tokenRefusedAtMs < tokenPauseMs) return refusedToken;
      // The library forgets the token at a 401.
      rest.setToken(config.token);
      try {
        const search = query === undefined ? {} : { query: new URLSearchParams(query) };
        const answer = await rest[method](path, { body, signal, ...search });
        return { kind: 'done', body: answer as Body };
      } catch (error) {
        const failure = readFailure(error);
        if (failure.kind === 'error' && failure.status === 401) tokenRefusedAtMs = now().getTime();
        return failure;
      }
    },
  };
}

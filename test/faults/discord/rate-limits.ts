import { channelOf, type DiscordAnswer, type DiscordRule } from './call.ts';

/** How much is allowed. Discord's own numbers per route are in its headers alone and may change at any time. */
export interface RateLimits {
  /** Calls of one route in one channel within the window. */
  readonly perBucket: number;
  readonly windowMs: number;
  /** Calls of all routes within a second. Interactions do not count. */
  readonly perSecond: number;
}

/** Limits per route and channel, and over all. Source: topics/rate-limits */
export function rateLimits(limits: RateLimits, now: () => number): DiscordRule {
  const windows = new Map<string, { startedAt: number; count: number }>();
  const take = (key: string, windowMs: number, most: number) => {
    const current = windows.get(key);
    const window =
      current !== undefined && now() - current.startedAt < windowMs ? current : { startedAt: now(), count: 0 };
    window.count += 1;
    windows.set(key, window);
    return { left: most - window.count, resetMs: window.startedAt + windowMs - now() };
  };
  return async (call, next) => {
    if (/^\/(?:interactions|webhooks)\//.test(call.path)) return next(call);
    const all = take('global', 1_000, limits.perSecond);
    if (all.left < 0) return tooMany(all.resetMs, true, {});
    const channel = channelOf(call);
    if (channel === undefined) return next(call);
    const bucket = Buffer.from(call.route).toString('hex').slice(-16);
    const { left, resetMs } = take(`${bucket}:${channel}`, limits.windowMs, limits.perBucket);
    const headers = {
      'x-ratelimit-limit': String(limits.perBucket),
      'x-ratelimit-remaining': String(Math.max(0, left)),
      'x-ratelimit-reset': ((now() + resetMs) / 1_000).toFixed(3),
      'x-ratelimit-reset-after': (resetMs / 1_000).toFixed(3),
      'x-ratelimit-bucket': bucket,
    };
    if (left < 0) return tooMany(resetMs, false, headers);
    const answer = await next(call);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
}

/** A 429 as Discord's documentation shows it. */
export function tooMany(
  waitMs: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
  scope = global ? 'global' : 'user',
): DiscordAnswer {
  return {
    status: 429,
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(waitMs / 1_000)),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
    body: { message: 'You are being rate limited.', retry_after: waitMs / 1_000, global },
  };
}

import { type Request, UserError } from '../bot/bot.ts';
import { createExpiringMap } from './expiring-map.ts';

/** How many requests and presses are answered in a minute. */
export interface RequestLimits {
  /** Of one person. Default 30. */
  readonly person: number;
  /** Of one team. Default 300. */
  readonly team: number;
}

export const defaultRequestLimits: RequestLimits = { person: 30, team: 300 };

const minuteMs = 60_000;
/** People and teams that asked within the last minute, a few bytes each. */
const mostCounted = 20_000;

/** Counts requests, and refuses those that are too many for everybody else's sake. */
interface RequestCounter {
  /** The refusal, where this request is one too many of its person or of its team. */
  take(request: Pick<Request, 'team' | 'actor'>): UserError | undefined;
}

/** Starts to count. A minute begins with the first request in it. */
export function createRequestCounter(limits: RequestLimits, now: () => Date): RequestCounter {
  const counts = createExpiringMap<{ asked: number }>({ maxAgeMs: minuteMs, maxEntries: mostCounted, now });
  const isTooMany = (key: string, limit: number): boolean => {
    const count = counts.get(key) ?? { asked: 0 };
    if (count.asked === 0) counts.set(key, count);
    count.asked += 1;
    return count.asked > limit;
  };
  return {
    take({ team, actor }) {
      // What is refused to one person does not count for their team, so that nobody uses it up for others.
      if (isTooMany(`${team} ${actor.id}`, limits.person)) return tooMany('you', limits.person);
      // Nor do strangers together, in a channel that organisations share.
      const whole = actor.role === 'outsider' ? `${team} outsiders` : team;
      return isTooMany(whole, limits.team) ? tooMany('this team', limits.team) : undefined;
    },
  };
}

function tooMany(who: string, limit: number): UserError {
  return new UserError({
    code: 'too-many-requests',
    message: `I answer at most ${limit} requests and button presses a minute from ${who}, and this is one more, so nothing was done.`,
    remedy: 'Try again in a minute.',
  });
}

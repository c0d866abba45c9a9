import { type APIGatewayBotInfo, type IIdentifyThrottler, SimpleIdentifyThrottler } from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import { sleep } from '../../../time/time.ts';

/**
 * Before the first connection, the second, and so on within an hour. A token has 1,000 new sessions a day, and Discord
 * takes the token away when they are used up (developers/events/gateway#session-start-limit); the longest pause alone
 * would take three days for them.
 */
export const startPausesMs = [0, 0, 0, 5_000, 15_000, 60_000, 300_000] as const;
const longestPauseMs = 300_000;
const hourMs = 3_600_000;
/** Discord may have given more sessions in the meantime, or somebody may have stopped what uses them. */
const longestWaitForSessionsMs = 900_000;

/** What the pace is made with. */
export interface PaceOptions {
  /** Asks Discord how many sessions are left: `GET /gateway/bot`, which costs none. */
  look(signal: AbortSignal): Promise<APIGatewayBotInfo>;
  readonly elapsedMs: () => number;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Makes sure that neither a crash loop nor a session that is refused again and again uses up a token's sessions. */
export interface Pace {
  /**
   * Waits until this process may connect.
   *
   * @param before how many connections were begun a short while ago
   * @throws what `look` throws, or the signal's reason
   */
  beforeConnecting(before: number, signal: AbortSignal): Promise<void>;
  /** What each shard asks before it identifies. */
  throttler(maxConcurrency: number): IIdentifyThrottler;
  /** True once a shard was let through to identify. */
  hasBegun(): boolean;
}

/** Builds a pace. */
export function createPace({ look, elapsedMs, now, logger }: PaceOptions): Pace {
  const log = { platform: 'discord' };
  let hasBegun = false;
  const waitForSessions = async (signal: AbortSignal) => {
    for (;;) {
      const { shards, session_start_limit: limit } = await look(signal);
      if (limit.remaining >= shards) return;
      const until = new Date(now().getTime() + limit.reset_after).toISOString();
      logger.error(
        { ...log, remaining: limit.remaining, total: limit.total },
        `Discord allows this token no new session before ${until}; something starts sessions again and again. Waiting`,
      );
      await sleep(Math.min(Math.max(limit.reset_after, 1_000), longestWaitForSessionsMs), signal);
    }
  };
  return {
    async beforeConnecting(before, signal) {
      const delayMs = startPausesMs[before] ?? longestPauseMs;
      if (delayMs > 0) {
        const message = `Connection ${before + 1} to Discord within an hour: waiting ${delayMs / 1_000} s, so that restarts do not use up the sessions of a day`;
        logger.warn({ ...log, delayMs }, message);
      }
      await sleep(delayMs, signal);
      await waitForSessions(signal);
    },
    throttler(maxConcurrency) {
      const spaced = new SimpleIdentifyThrottler(maxConcurrency);
      const begun = new Map<number, readonly number[]>();
      return {
        async waitForIdentify(shard, signal) {
          const recent = (begun.get(shard) ?? []).filter((at) => elapsedMs() - at < hourMs);
          // The first one was looked at before connecting.
          if (recent.length > 0) {
            const wanted = (recent.at(-1) ?? 0) + (startPausesMs[recent.length] ?? longestPauseMs);
            const delayMs = Math.max(0, wanted - elapsedMs());
            logger.warn({ ...log, shard, delayMs }, 'Discord wants a new session; resuming did not work');
            await sleep(delayMs, signal);
            await waitForSessions(signal).catch((error: unknown) => {
              // A throw would make the shard connect anew without a pause. What cannot be looked up is no reason to stay away.
              if (signal.aborted) throw error;
              logger.warn({ ...log, err: error }, 'Cannot ask Discord how many sessions are left');
            });
          }
          await spaced.waitForIdentify(shard, signal);
          begun.set(shard, [...recent, elapsedMs()]);
          hasBegun = true;
        },
      };
    },
    hasBegun: () => hasBegun,
  };
}

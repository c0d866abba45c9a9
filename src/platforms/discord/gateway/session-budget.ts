import { type APIGatewayBotInfo, type IIdentifyThrottler, SimpleIdentifyThrottler } from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import { sleep } from '../../../time/time.ts';

interface SessionBudgetOptions {
  /** Asks Discord how many sessions are left: `GET /gateway/bot`, which costs none. */
  look(): Promise<APIGatewayBotInfo>;
  /** Aborted once the connection is over, which ends every wait. */
  readonly over: AbortSignal;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Waits, in milliseconds; rejects once the signal is aborted. Default: by a timer. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Sees to it that a token's sessions last until Discord gives new ones. */
interface SessionBudget {
  /** Waits until a connection may be opened. Rejects where Discord cannot be asked, or once the connection is over. */
  beforeConnecting(): Promise<void>;
  /** Makes the throttler that each shard asks before it identifies (`ws.buildIdentifyThrottler` of a client). */
  throttler(maxConcurrency: number): IIdentifyThrottler;
}

/** Discord may have given more sessions in the meantime, or somebody may have stopped what uses them. */
const lookAgainMs = 900_000;
/** Where Discord says that it will give sessions now, and has not. */
const shortestWaitMs = 1_000;

/**
 * Discord gives a token 1,000 sessions a day; when they are used up it ends every connection and resets the token
 * (developers/events/gateway#session-start-limit). Neither the library nor a supervisor keeps a bot from that:
 *
 * - Docker's restart policy, and ours is `unless-stopped`, forgets its growing pause once a container has run for ten
 *   seconds (`restartmanager` of moby). systemd's limit is five starts in ten seconds, with 0.1 s between two. So a bot
 *   that falls over eleven seconds after its start is started 7,800 times a day, and out of sessions after three hours.
 * - A session that is refused again and again within one process is begun anew every 5 to 6.5 s (`SimpleIdentifyThrottler`
 *   of @discordjs/ws 1.2.3): 1,000 in 96 minutes. The library looks how many are left only when a client logs in.
 *
 * Half of the sessions are free. When fewer are left, they are spread over the time until Discord gives new ones. The count
 * is Discord's own, so it holds over restarts and replicas, and nothing is stored here.
 */
export function createSessionBudget({ look, over, now, logger, pause = sleep }: SessionBudgetOptions): SessionBudget {
  const log = { platform: 'discord' };
  /** When a shard may go on, in milliseconds of `now`: kept where its socket is lost meanwhile, so that the wait ends. */
  const dueAt = new Map<number | 'all', number>();
  const waitForShare = async (who: number | 'all', signal: AbortSignal) => {
    for (;;) {
      const { shards, session_start_limit: limit } = await look();
      const { remaining, total } = limit;
      const isOut = remaining < shards;
      const nowMs = now().getTime();
      const nextMs = nowMs + (isOut ? Math.max(limit.reset_after, shortestWaitMs) : shareMs(limit, shards));
      const due = isOut ? nextMs : Math.min(nextMs, dueAt.get(who) ?? nextMs);
      dueAt.set(who, due);
      if (due <= nowMs) return;
      const until = new Date(due).toISOString();
      const why = 'something keeps starting sessions. Waiting';
      if (isOut) {
        logger.error(
          { ...log, remaining, total },
          `Discord won't allow this token a new session before ${until}; ${why}`,
        );
      } else {
        const left = `Only ${remaining} of ${total} sessions are left for this token`;
        logger.warn({ ...log, remaining, total }, `${left}; ${why} until ${until}`);
      }
      await pause(Math.min(due - nowMs, lookAgainMs), signal);
    }
  };
  return {
    beforeConnecting: () => waitForShare('all', over),
    throttler(maxConcurrency) {
      const spaced = new SimpleIdentifyThrottler(maxConcurrency);
      const begun = new Set<number>();
      return {
        async waitForIdentify(shard, closed) {
          const signal = AbortSignal.any([closed, over]);
          // The first one was looked at before connecting.
          if (begun.has(shard)) {
            logger.warn({ ...log, shard }, 'Discord wants a new session; resuming did not work');
            await waitForShare(shard, signal).catch((error: unknown) => {
              // A throw would make the shard connect anew at once. What cannot be looked up is no reason to stay away.
              if (signal.aborted) throw error;
              logger.warn({ ...log, err: error }, 'Cannot ask Discord how many sessions are left');
            });
          }
          await spaced.waitForIdentify(shard, signal);
          begun.add(shard);
          dueAt.delete(shard);
        },
      };
    },
  };
}

/** How long one start of all shards has to wait, so that the sessions that are left last until there are new ones. */
function shareMs({ total, remaining, reset_after }: APIGatewayBotInfo['session_start_limit'], shards: number): number {
  return remaining > total / 2 ? 0 : Math.ceil((reset_after * shards) / remaining);
}

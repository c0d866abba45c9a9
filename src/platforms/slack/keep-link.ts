import type { PlatformError } from '../../bot/errors/platform-error.ts';
import type { Logger } from '../../bot/logger.ts';
import { slackError } from './slack-error.ts';

/** A connection that has been opened. */
export interface OpenLink {
  /** Resolves once the connection is lost or was closed. */
  readonly closed: Promise<void>;
}

/** What keepLink works with. */
export interface KeepLinkOptions {
  /** Opens the connection; rejects where it cannot. */
  open(): Promise<OpenLink>;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** A connection that is opened again whenever it is lost, until it is stopped. */
export interface Link {
  isUp(): boolean;
  /** Settles with the first try: rejects only where Slack refused, which no retry cures. */
  readonly firstTry: Promise<void>;
  stop(): void;
}

/** Seconds between tries, by how many have failed in a row. */
const backOffMs = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const;
const longestBackOffMs = 60_000;
/** A connection that lived so long was sound: Slack renews sockets every few hours, and then waiting only costs. */
const soundAfterMs = 30_000;

/**
 * Opens a connection and keeps it open with back-off, whatever happens: the process never ends because Slack is away.
 */
export function keepLink({ open, logger, now }: KeepLinkOptions): Link {
  let up = false;
  let stopped = false;
  let wake = () => {};
  const { promise: firstTry, resolve, reject } = Promise.withResolvers<void>();

  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const keep = async () => {
    let failures = 0;
    while (!stopped) {
      let error: PlatformError | undefined;
      try {
        const { closed } = await open();
        up = !stopped;
        resolve();
        const openedAt = now().getTime();
        logger.info({ platform: 'slack' }, 'Connected to Slack');
        await closed;
        up = false;
        if (stopped) return;
        failures = now().getTime() - openedAt >= soundAfterMs ? 0 : failures + 1;
        logger.info({ platform: 'slack' }, 'Connection to Slack closed; opening it again');
      } catch (thrown) {
        if (stopped) return;
        error = slackError(thrown, 'Cannot connect to Slack');
        failures += 1;
        if (error.code === 'slack-refused') reject(error);
        else resolve();
      }
      if (failures === 0) continue;
      const delayMs = Math.max(backOffMs[failures - 1] ?? longestBackOffMs, error?.retryAfterMs ?? 0);
      if (error !== undefined) logger.warn({ platform: 'slack', code: error.code, delayMs }, error.message);
      await pause(delayMs);
    }
  };
  void keep();
  return {
    isUp: () => up,
    firstTry,
    stop() {
      stopped = true;
      up = false;
      wake();
    },
  };
}

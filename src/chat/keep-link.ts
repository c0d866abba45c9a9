import type { Logger, PlatformError, PlatformName } from '../bot/bot.ts';
import { guardToError } from './failures.ts';

/** A connection that has been opened. */
export interface OpenLink {
  /** Resolves once the connection is lost or was closed. */
  readonly closed: Promise<void>;
}

interface KeepLinkOptions {
  readonly platform: PlatformName;
  /** The platform's name in the log, such as `Slack`. */
  readonly label: string;
  /** Opens the connection; rejects where it cannot. */
  open(): Promise<OpenLink>;
  /** Explains a failed try. A code that ends in `-refused` means that no retry will help. */
  toError(thrown: unknown): PlatformError;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** A connection that is opened again whenever it is lost, until it is stopped. */
interface Link {
  isUp(): boolean;
  /** Settles with the first try: rejects only where the platform refused, which no retry cures. */
  readonly firstTry: Promise<void>;
  stop(): void;
}

/** Milliseconds between tries, by how many have failed in a row. */
const backOffMs = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const;
const longestBackOffMs = 60_000;
/** A connection that lived so long was sound: platforms renew theirs every few hours, and then waiting only costs. */
const soundAfterMs = 30_000;

/**
 * Opens a connection and keeps it open with back-off, whatever happens: the process never ends because a platform is away.
 */
export function keepLink({ platform, label, open, toError, logger, now }: KeepLinkOptions): Link {
  const describe = guardToError(platform, toError);
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
    /** The refusal that has been told: no retry cures it, so each further one says nothing new. */
    let told: string | undefined;
    while (!stopped) {
      let error: PlatformError | undefined;
      try {
        const { closed } = await open();
        up = !stopped;
        told = undefined;
        resolve();
        const openedAt = now().getTime();
        logger.info({ platform }, `Connected to ${label}`);
        await closed;
        up = false;
        if (stopped) return;
        failures = now().getTime() - openedAt >= soundAfterMs ? 0 : failures + 1;
        logger.info({ platform }, `Connection to ${label} closed; opening it again`);
      } catch (thrown) {
        if (stopped) return;
        error = describe(thrown);
        failures += 1;
        if (error.code.endsWith('-refused')) reject(error);
        else resolve();
      }
      if (failures === 0) continue;
      const delayMs = Math.max(backOffMs[failures - 1] ?? longestBackOffMs, error?.retryAfterMs ?? 0);
      if (error !== undefined) {
        const isToldAlready = error.message === told;
        told = error.code.endsWith('-refused') ? error.message : undefined;
        logger[isToldAlready ? 'debug' : 'warn']({ platform, code: error.code, delayMs }, error.message);
      }
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

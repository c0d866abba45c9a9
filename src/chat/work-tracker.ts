import type { Logger, PlatformError, PlatformName } from '../bot/bot.ts';
import { withinTime } from '../time/time.ts';
import { guardToError } from './failures.ts';

/** Runs the work each event of a chat brings, so that none of it is lost from sight. */
export interface WorkTracker {
  /**
   * Runs one piece of work. What it throws is logged and counted, and never reaches the caller.
   *
   * @param what cannot be done where it throws: `Cannot answer a command`
   * @param fields go into the log, such as the event's id
   */
  run(what: string, work: () => Promise<void>, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /** How many pieces of work failed: answers that did not arrive. */
  failures(): number;
  /** The same by the code of the error. */
  failuresByCode(): ReadonlyMap<string, number>;
  /** Resolves when nothing runs any more, or after a while. */
  drain(timeoutMs: number): Promise<void>;
}

interface WorkTrackerOptions {
  readonly platform: PlatformName;
  readonly logger: Logger;
  /** Puts what a piece of work threw into our terms; its code is counted, so there must be few of them. */
  toError(thrown: unknown, what: string): PlatformError;
}

/** Builds a WorkTracker with nothing running. */
export function createWorkTracker({ platform, logger, toError }: WorkTrackerOptions): WorkTracker {
  const failures = new Map<string, number>();
  let running = 0;
  let idle = () => {};
  const describe = guardToError(platform, toError);
  return {
    async run(what, work, fields) {
      running += 1;
      try {
        await work();
      } catch (thrown) {
        const { code, message, retryAfterMs } = describe(thrown, what);
        failures.set(code, (failures.get(code) ?? 0) + 1);
        logger.error({ platform, ...fields, code, retryAfterMs }, message);
      } finally {
        running -= 1;
        if (running === 0) idle();
      }
    },
    failures: () => [...failures.values()].reduce((sum, count) => sum + count, 0),
    failuresByCode: () => failures,
    async drain(timeoutMs) {
      if (running === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      idle = resolve;
      await withinTime(promise, timeoutMs, () => {});
    },
  };
}

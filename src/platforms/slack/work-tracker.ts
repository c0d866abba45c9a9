import type { Logger } from '../../bot/logger.ts';
import { slackError } from './slack-error.ts';

/** Runs the work each event from Slack brings, so that none of it is lost from sight. */
export interface WorkTracker {
  /** Runs one piece of work. What it throws is logged and counted, and never reaches the caller. */
  run(what: string, work: () => Promise<void>): Promise<void>;
  /** How many pieces of work failed: answers that did not arrive. */
  failures(): number;
  /** Resolves when nothing runs any more, or after a while. */
  drain(timeoutMs: number): Promise<void>;
}

/** Builds a WorkTracker with nothing running. */
export function createWorkTracker(logger: Logger): WorkTracker {
  let running = 0;
  let failures = 0;
  let idle = () => {};
  return {
    async run(what, work) {
      running += 1;
      try {
        await work();
      } catch (thrown) {
        failures += 1;
        const { code, message, retryAfterMs } = slackError(thrown, what);
        logger.error({ platform: 'slack', code, retryAfterMs }, message);
      } finally {
        running -= 1;
        if (running === 0) idle();
      }
    },
    failures: () => failures,
    async drain(timeoutMs) {
      if (running === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      idle = resolve;
      const timer = setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(timer);
    },
  };
}

import type { Logger } from '../bot/bot.ts';

/** A stop that takes longer is cut off. */
const stopTimeoutMs = 10_000;

/**
 * Runs `stop` at the first SIGTERM or SIGINT and ends the process: with 0 when it is done, with 1 when it fails, takes
 * over ten seconds, or a second signal comes.
 */
export function stopOnSignal(logger: Logger & { flush(): void }, stop: () => Promise<void>): void {
  let stopping = false;
  const end = (status: number) => {
    logger.flush();
    process.exit(status);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) end(1);
      stopping = true;
      logger.info({ signal }, 'Stopping');
      setTimeout(() => end(1), stopTimeoutMs).unref();
      stop().then(
        () => end(0),
        (error: unknown) => {
          logger.error({ err: error }, 'Stopping failed');
          end(1);
        },
      );
    });
  }
}

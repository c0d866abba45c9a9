import type { Logger } from '../../bot/bot.ts';
import type { WakeUpEngine } from '../delivery-loop.ts';

/** Where the store is: pg-boss wakes the replicas of a PostgreSQL store; one process on SQLite wakes itself. */
interface EngineOptions {
  /** Left out for the embedded SQLite. */
  readonly databaseUrl?: string;
  /** The most connections to it. Default 4. */
  readonly connections?: number;
  readonly logger: Logger;
}

/** Builds what wakes the delivery loop. pg-boss is loaded only where there is a PostgreSQL. */
export async function createEngine({ databaseUrl, logger, ...bounds }: EngineOptions): Promise<WakeUpEngine> {
  if (databaseUrl !== undefined) {
    const { createPgBossEngine } = await import('./pg-boss.ts');
    return createPgBossEngine({ databaseUrl, logger, ...bounds });
  }
  return createInProcessEngine();
}

/** Wakes the loop of this process: all there is to wake on the embedded SQLite. */
export function createInProcessEngine(): WakeUpEngine {
  let wake = () => {};
  return {
    // The transaction has not ended yet. The loop's own look waits for it, since SQLite has one connection.
    announce: async () => void setImmediate(() => wake()),
    async start(wakeLoop) {
      wake = wakeLoop;
    },
    async stop() {
      wake = () => {};
    },
  };
}

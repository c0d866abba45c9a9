import { fromKysely, type KyselyTransactionLike, PgBoss } from 'pg-boss';
import type { Logger } from '../../bot/bot.ts';
import { startTimer } from '../../time/time.ts';
import { longestSleepMs, type WakeUpEngine } from '../delivery-loop.ts';

/** The one queue. Its jobs carry nothing: the ledger says what there is to do. */
const queue = 'reminders-due';

export interface PgBossOptions {
  readonly databaseUrl: string;
  /** The most connections it opens. Default 4. */
  readonly connections?: number;
  readonly logger: Logger;
}

/** After a start that failed; doubled each time. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Wakes one of the replicas through pg-boss. A job is sent in the transaction that makes something due, and goes with it
 * when that is rolled back. It is only a wake-up: twice does no harm, and the loop's own looks make up for one that never
 * comes. So nobody waits where it cannot start, for want of a connection say: it tries again by itself.
 */
export function createPgBossEngine({ databaseUrl, connections = 4, logger }: PgBossOptions): WakeUpEngine {
  let boss: PgBoss | undefined;
  let isStopped = false;
  let cancelRetry = () => {};
  const build = () => {
    const made = new PgBoss({
      connectionString: databaseUrl,
      max: connections,
      application_name: 'mdaemon-bot-jobs',
      schedule: false,
      monitorIntervalSeconds: 5,
      superviseIntervalSeconds: 5,
    });
    made.on('error', (error) =>
      logger.error({ reason: error.message }, 'Something failed in the job engine; it goes on'),
    );
    return made;
  };
  const tryStart = async (wake: () => void, pauseMs: number): Promise<void> => {
    // One that failed to start does not start again.
    const made = build();
    try {
      await made.start();
      await made.createQueue(queue, {
        heartbeatSeconds: 10,
        retryLimit: 2,
        retentionSeconds: 3_600,
        deleteAfterSeconds: 600,
      });
      await made.work(queue, { pollingIntervalSeconds: 0.5, batchSize: 100 }, async () => wake());
    } catch (error) {
      await stopBoss(made);
      if (isStopped) return;
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason, pauseMs }, 'The job engine cannot start yet. Reminders go on, up to five seconds later');
      cancelRetry = startTimer(pauseMs, () => void tryStart(wake, Math.min(pauseMs * 2, longestPauseMs)));
      return;
    }
    if (isStopped) await stopBoss(made);
    else boss = made;
  };
  return {
    async announce(transaction, instants, now) {
      const at = new Date(Math.min(...instants.map((each) => each.getTime())));
      if (boss === undefined || at.getTime() - now.getTime() > longestSleepMs) return;
      // One wake-up serves all instants of a transaction: after it the loop knows when to look next.
      await boss.send(queue, {}, { startAfter: at, db: fromKysely(transaction as KyselyTransactionLike) });
    },
    start: (wake) => tryStart(wake, firstPauseMs),
    async stop() {
      isStopped = true;
      cancelRetry();
      const running = boss;
      boss = undefined;
      if (running !== undefined) await running.stop({ graceful: true, timeout: 2_000 });
    },
  };
}

async function stopBoss(boss: PgBoss): Promise<void> {
  await boss.stop({ graceful: false }).catch(() => {});
}

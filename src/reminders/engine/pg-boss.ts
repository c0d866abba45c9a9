import { fromKysely, type KyselyTransactionLike, PgBoss } from 'pg-boss';
import type { Logger } from '../../bot/bot.ts';
import { longestSleepMs, type WakeUpEngine } from '../delivery-loop.ts';

/** The one queue. Its jobs carry nothing: the ledger says what there is to do. */
const queue = 'reminders-due';

export interface PgBossOptions {
  readonly databaseUrl: string;
  readonly logger: Logger;
}

/**
 * Wakes one of the replicas through pg-boss. A job is sent in the transaction that makes something due, and goes with it
 * when that is rolled back. It is only a wake-up: twice does no harm, and the loop's own looks make up for one that never
 * comes.
 */
export function createPgBossEngine({ databaseUrl, logger }: PgBossOptions): WakeUpEngine {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 4,
    application_name: 'mdaemon-bot-jobs',
    schedule: false,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'The job engine met a fault and goes on'));
  let ready = false;
  return {
    async announce(transaction, instants, now) {
      const at = new Date(Math.min(...instants.map((each) => each.getTime())));
      if (!ready || at.getTime() - now.getTime() > longestSleepMs) return;
      // One wake-up serves all instants of a transaction: after it the loop knows when to look next.
      await boss.send(queue, {}, { startAfter: at, db: fromKysely(transaction as KyselyTransactionLike) });
    },
    async start(wake) {
      await boss.start();
      await boss.createQueue(queue, {
        heartbeatSeconds: 10,
        retryLimit: 2,
        retentionSeconds: 3_600,
        deleteAfterSeconds: 600,
      });
      await boss.work(queue, { pollingIntervalSeconds: 0.5, batchSize: 100 }, async () => wake());
      ready = true;
    },
    async stop() {
      ready = false;
      await boss.stop({ graceful: true, timeout: 2_000 });
    },
  };
}

import { PgBoss } from 'pg-boss';

/** pg-boss used as a scheduler by itself: a reminder is a job that starts later. */
export interface PgBossAlone {
  /** Adds jobs in one statement. */
  add(texts: readonly string[], startAfter: Date): Promise<void>;
  /** Begins to take jobs, as often and as many at a time as it can be told to. */
  work(handle: (count: number) => void): Promise<void>;
  stop(): Promise<void>;
}

const queue = 'reminders';

/** Starts pg-boss on a database of its own. */
export async function startPgBoss(databaseUrl: string): Promise<PgBossAlone> {
  const boss = new PgBoss({ connectionString: databaseUrl, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(queue);
  return {
    async add(texts, startAfter) {
      await boss.insert(
        queue,
        texts.map((text) => ({ data: { text }, startAfter })),
      );
    },
    async work(handle) {
      await boss.work(queue, { pollingIntervalSeconds: 0.5, batchSize: 1_000 }, async (jobs) => handle(jobs.length));
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

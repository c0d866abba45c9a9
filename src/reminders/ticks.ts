import { schedule } from 'node-cron';
import type { DeliveryEvent, DeliveryLoopOptions } from './delivery-loop-options.ts';

const dayMs = 86_400_000;

/**
 * Starts the loop's ticks: `sweep` looks for what a lost wake-up left, `watch` counts what needs a person's eye,
 * `retention` forgets old rows. A tick that is dropped is logged and counted. Returns what stops them.
 */
export function startTicks(
  options: DeliveryLoopOptions & { readonly observe: (event: DeliveryEvent) => void },
  sweep: () => void,
): () => Promise<void> {
  const { store, logger, observe, keepDays = 90 } = options;
  const tick = (name: string, pattern: string, run: () => Promise<void> | void) => {
    const task = schedule(
      pattern,
      async () => {
        try {
          await run();
        } catch (error) {
          logger.error({ err: error, where: name }, 'The reminders met a fault and go on');
          observe({ kind: 'fault', where: name });
        }
      },
      { name: `reminders-${name}`, timezone: 'UTC', noOverlap: true, suppressMissedWarning: true },
    );
    const dropped = () => {
      logger.warn({ tick: name }, 'A tick was dropped');
      observe({ kind: 'tick-dropped', tick: name });
    };
    task.on('execution:missed', dropped);
    task.on('execution:overlap', dropped);
    return task;
  };
  const watch = async () => {
    const status = await store.status();
    observe({ kind: 'status', status });
    const counts = Object.fromEntries(Object.entries(status).map(([name, { count }]) => [name, count]));
    if (status.ambiguous.count + status.dead.count + status.parked.count > 0) {
      logger.warn({ ...counts, ambiguousIds: status.ambiguous.ids, deadIds: status.dead.ids }, 'Reminders need a look');
    }
  };
  const forget = async () => {
    const before = new Date((await store.now()).getTime() - keepDays * dayMs);
    while ((await store.purge(before)) > 0);
  };
  const tasks = [
    tick('sweep', '*/5 * * * * *', sweep),
    tick('watch', '*/1 * * * *', watch),
    tick('retention', '17 * * * *', forget),
  ];
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}

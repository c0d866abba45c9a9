import { schedule } from 'node-cron';
import type { Logger, PlatformName } from '../bot/bot.ts';
import type { Delivered } from './deliver.ts';
import type { ClaimedDelivery } from './ledger.ts';
import type { LedgerStatus, LedgerStore } from './ledger-store.ts';

/** Something that happened in the loop, for metrics. */
export type DeliveryEvent =
  | {
      readonly kind: 'delivered';
      readonly delivery: ClaimedDelivery;
      readonly result: Delivered;
      /** From the instant it was due to its end. */
      readonly lateMs: number;
    }
  /** Occurrences left out by policy. */
  | { readonly kind: 'skipped'; readonly count: number }
  /** The store or a poster failed where it must not; the loop goes on. */
  | { readonly kind: 'fault'; readonly where: string }
  | { readonly kind: 'tick-dropped'; readonly tick: string }
  | { readonly kind: 'status'; readonly status: LedgerStatus };

/** A fault that lasts is logged again after this time. */
const logAgainMs = 600_000;
/** How long a process counts as delivering after it last said so, every ten seconds. */
const deliveringForMs = 30_000;
const dayMs = 86_400_000;

/** Logs what holds the reminders up: once when it begins, again while it lasts, and when it is over. */
export function createFaultLog({
  logger,
  observe,
  monotonicMs,
}: {
  readonly logger: Logger;
  readonly observe: (event: DeliveryEvent) => void;
  readonly monotonicMs: () => number;
}) {
  let lasting: { readonly reason: string; readonly sinceMs: number; loggedMs: number; times: number } | undefined;
  return {
    report(where: string, error: unknown) {
      observe({ kind: 'fault', where });
      const reason = error instanceof Error ? error.message : String(error);
      const nowMs = monotonicMs();
      const isKnown = lasting?.reason === reason;
      if (isKnown && lasting !== undefined) {
        lasting.times += 1;
        if (nowMs - lasting.loggedMs < logAgainMs) return;
        lasting.loggedMs = nowMs;
      } else lasting = { reason, sinceMs: lasting?.sinceMs ?? nowMs, loggedMs: nowMs, times: 1 };
      const fields = { where, times: lasting?.times };
      // What is wrong with the whole store is said in a sentence; anything else may be ours, and needs its stack.
      if (error instanceof Error && error.name === 'StorageError') {
        logger.error(fields, `The reminders wait: ${reason}`);
      } else logger.error({ ...fields, err: error }, 'Something failed in the reminders; they go on');
    },
    end() {
      if (lasting === undefined) return;
      const { reason, sinceMs, times } = lasting;
      lasting = undefined;
      const seconds = Math.round((monotonicMs() - sinceMs) / 1_000);
      logger.info({ reason, seconds, times }, 'The fault is over, and the reminders go on');
    },
  };
}

/** What the ticks are made of. */
interface TickParts {
  readonly store: LedgerStore;
  readonly logger: Logger;
  readonly owner: string;
  readonly observe: (event: DeliveryEvent) => void;
  /** How long settled rows are kept. */
  readonly keepDays: number;
  readonly sweep: () => void;
  /** Has ambiguous deliveries looked for again. */
  readonly recheck: () => Promise<void>;
  readonly platforms: readonly PlatformName[];
  readonly report: (where: string, error: unknown) => void;
}

/**
 * Starts the loop's ticks: `sweep` looks for what a lost wake-up left, `mark` says that this process delivers, `watch`
 * counts what needs a person's eye, `recheck` has ambiguous deliveries looked for again, `retention` forgets old rows, `erase` erases what people asked to have erased. A tick that is dropped is logged and counted. Returns
 * what stops them.
 */
export function startTicks(parts: TickParts): () => Promise<void> {
  const { store, logger, observe, owner, keepDays, sweep, recheck, platforms, report } = parts;
  const tick = (name: string, pattern: string, run: () => Promise<void> | void) => {
    const task = schedule(
      pattern,
      async () => {
        try {
          await run();
        } catch (error) {
          report(name, error);
        }
      },
      { name: `reminders-${name}`, timezone: 'UTC', noOverlap: true, suppressMissedWarning: true },
    );
    const dropped = () => {
      logger.warn(
        { tick: name },
        'Left out a regular task of the reminders, because the last run took too long or its time had passed',
      );
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
  const erase = async () => {
    for (const { team, person, why } of await store.eraseDue()) {
      logger.info({ team, why }, person === undefined ? 'A team is erased' : 'A person is erased from a team');
    }
  };
  const mark = () => store.markDelivering(owner, platforms, deliveringForMs);
  mark().catch((error: unknown) => report('mark', error));
  const tasks = [
    tick('sweep', '*/5 * * * * *', sweep),
    tick('mark', '*/10 * * * * *', mark),
    tick('watch', '*/1 * * * *', watch),
    tick('recheck', '47 * * * *', recheck),
    tick('retention', '17 * * * *', forget),
    tick('erase', '30 * * * * *', erase),
  ];
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
    // Where the store is away, the note runs out by itself.
    await store.unmarkDelivering(owner).catch(() => {});
  };
}

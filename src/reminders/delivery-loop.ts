import { type Logger, type PlatformName, traced, untraced } from '../bot/bot.ts';
import { type StartTimer, sleep, startTimer, withinTime } from '../time/time.ts';
import { type Delivered, type DeliverParts, deliver } from './deliver.ts';
import type { ClaimedDelivery, Poster } from './ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import { createFaultLog, type DeliveryEvent, startTicks } from './loop-watch.ts';

export type { DeliveryEvent } from './loop-watch.ts';

/** The longest time a loop sleeps, in milliseconds. A timer past 24.8 days would fire at once. */
export const longestSleepMs = 60_000;

/**
 * Told, inside the transaction that makes something due, when it is due. `transaction` is the storage's own handle,
 * with which an engine may enqueue a job that is rolled back with it. What is due later than `longestSleepMs` from
 * `now` needs no wake-up, since every loop looks that often by itself.
 */
export type AnnounceDue = (transaction: unknown, instants: readonly Date[], now: Date) => Promise<void>;

/** Wakes the delivery loop between its own looks. A wake-up may come twice or never: the ledger decides. */
export interface WakeUpEngine {
  readonly announce: AnnounceDue;
  /** Begins to call `wake`. */
  start(wake: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** How the delivery loop is built. */
interface DeliveryLoopOptions {
  readonly store: LedgerStore;
  /** One poster for each platform this process delivers to; the others' reminders are left alone. */
  readonly posters: Partial<Record<PlatformName, Poster>>;
  readonly logger: Logger;
  /** Names this process in leases; unique among replicas. */
  readonly owner: string;
  /** Told of everything that happens, for metrics. */
  readonly observe?: (event: DeliveryEvent) => void;
  /** How long a claim holds, in milliseconds: it covers the way from the claim to its post. Default 15,000. */
  readonly leaseMs?: number;
  /** Deliveries in flight at once. Default 50. */
  readonly concurrency?: number;
  /** How long settled rows are kept. Default 90 days. */
  readonly keepDays?: number;
  /** Default: the process's own timers. */
  readonly time?: LoopTime;
}

/** Timers, and a clock that only goes forward, in milliseconds. */
interface LoopTime extends Pick<DeliverParts, 'monotonicMs' | 'sleep' | 'startTimeout'> {
  /** Wakes the loop. */
  readonly after: StartTimer;
}

/** Turns what is due into posts, for as long as the process lives. */
export interface DeliveryLoop {
  /** Starts the ticks and looks at once. */
  start(): void;
  /** Looks now, or once more after the look that is under way. Never throws. */
  wake(): void;
  /** One look that ends when everything it began has ended. For tests and one-shot programs, which call `stop` after. */
  turn(): Promise<void>;
  /** Stops claiming, lets posts finish for up to ten seconds, and gives back what had not begun. */
  stop(): Promise<void>;
}

const stopTimeoutMs = 10_000;
/** Batches written down before the first posts go out. */
const mostBatches = 20;
/** After a fault of the store, so that it is not asked in a busy loop: doubled each time, until it is well again. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Builds a DeliveryLoop that has not started. It catches and reports whatever the store throws. */
export function createDeliveryLoop(options: DeliveryLoopOptions): DeliveryLoop {
  const { store, posters, logger, owner, observe = () => {}, time = processTime } = options;
  const { leaseMs = 15_000, concurrency = 50, keepDays = 90 } = options;
  const platforms = Object.keys(posters) as PlatformName[];
  const running = new Map<string, Promise<void>>();
  let state: 'idle' | 'looking' | 'looking-again' | 'stopped' = 'idle';
  let current: Promise<void> = Promise.resolve();
  let cancelTimer = () => {};
  let stopTicks = async () => {};
  let rechecking: Promise<void> = Promise.resolve();
  let pauseMs = 0;
  let isPaused = false;
  const isStopping = () => state === 'stopped';
  const faults = createFaultLog({ logger, observe, monotonicMs: time.monotonicMs });

  /** Whatever wakes the loop during the pause is made up for by the look after it. */
  const pauseAfterFault = (where: string, error: unknown) => {
    faults.report(where, error);
    if (isPaused) return;
    pauseMs = Math.min(Math.max(pauseMs * 2, firstPauseMs), longestPauseMs);
    setTimer(pauseMs);
    isPaused = true;
  };

  const endPause = () => {
    isPaused = false;
    wake();
  };

  const writeDownDue = async () => {
    for (let batch = 0; batch < mostBatches; batch += 1) {
      const { skipped, parked, more } = await store.materialiseDue(platforms);
      if (skipped > 0) observe({ kind: 'skipped', count: skipped });
      if (parked > 0) logger.error({ parked }, 'Parked reminders whose schedules cannot be worked out');
      if (!more) return;
    }
    if (state === 'looking') state = 'looking-again';
  };

  const begin = (claim: ClaimedDelivery) => {
    const poster = posters[claim.team.slice(0, claim.team.indexOf(':')) as PlatformName];
    if (poster === undefined) return;
    // After a leap of the store's clock this process can claim what it is still posting. Looking for that post before it
    // has ended would find nothing.
    const earlier = running.get(claim.id) ?? Promise.resolve();
    const work: Promise<void> = earlier
      .then(() =>
        traced({ delivery: claim.id }, () => deliver(claim, { ledger: store, poster, logger, isStopping, ...time })),
      )
      .then(async (result) => tellDelivered(claim, result, await store.now(), { logger, observe }))
      .catch((error: unknown) => pauseAfterFault('deliver', error))
      .finally(() => {
        if (running.get(claim.id) === work) running.delete(claim.id);
        wake();
      });
    running.set(claim.id, work);
  };

  const look = async () => {
    await writeDownDue();
    while (!isStopping() && !isPaused && running.size < concurrency) {
      const claims = await store.claim({ limit: concurrency - running.size, owner, leaseMs, platforms });
      for (const claim of claims) begin(claim);
      if (claims.length === 0) break;
    }
  };

  /** One timer, for whatever is due next. With every place taken, the end of a delivery wakes the loop instead. */
  const sleepUntilDue = async () => {
    const next = running.size < concurrency ? await store.nextInstant(platforms) : undefined;
    const dueInMs = next === undefined ? longestSleepMs : next.getTime() - (await store.now()).getTime();
    setTimer(Math.min(Math.max(dueInMs, 1), longestSleepMs));
  };

  const setTimer = (ms: number) => {
    if (isPaused) return;
    cancelTimer();
    if (!isStopping()) cancelTimer = time.after(ms, endPause);
  };

  const lookAndSleep = async () => {
    try {
      do {
        state = 'looking';
        await look();
      } while ((state as string) === 'looking-again');
      await sleepUntilDue();
      if (store.isStoreWell() && !isPaused) {
        pauseMs = 0;
        faults.end();
      }
    } catch (error) {
      pauseAfterFault('look', error);
    }
  };

  function wake(): void {
    if (isPaused) return;
    if (state === 'looking') state = 'looking-again';
    if (state !== 'idle') return;
    state = 'looking';
    current = untraced(lookAndSleep).then(() => {
      if (isStopping()) return;
      // Something may have become due between the last look and now.
      const again = state === 'looking-again';
      state = 'idle';
      if (again) wake();
    });
  }

  return {
    start() {
      const { report } = faults;
      const recheck = async () => {
        const count = await store.reconsiderAmbiguous({ platforms });
        if (count > 0) logger.info({ count }, 'Ambiguous deliveries are looked for again');
        if (count > 0) wake();
      };
      stopTicks = startTicks({ store, logger, owner, observe, keepDays, sweep: wake, recheck, platforms, report });
      // Whoever lets the bot read a history often starts it anew.
      rechecking = recheck().catch((error: unknown) => report('recheck', error));
      wake();
    },
    wake,
    async turn() {
      endPause();
      await current;
      while (running.size > 0) await Promise.all(running.values());
      await current;
    },
    async stop() {
      state = 'stopped';
      cancelTimer();
      const finished = Promise.all([stopTicks(), current, rechecking, Promise.all(running.values())]);
      await withinTime(finished, stopTimeoutMs, () => {}, time.startTimeout);
      if (running.size > 0) logger.warn({ running: running.size }, 'Stopped while posts were still being sent');
    },
  };
}

const processTime: LoopTime = {
  monotonicMs: () => performance.now(),
  sleep,
  startTimeout: startTimer,
  after: startTimer,
};

/** Logs and counts how a delivery ended, so that none ends in silence. */
function tellDelivered(
  delivery: ClaimedDelivery,
  result: Delivered,
  now: Date,
  { logger, observe }: { readonly logger: Logger; readonly observe: (event: DeliveryEvent) => void },
): void {
  const lateMs = now.getTime() - delivery.dueAt.getTime();
  observe({ kind: 'delivered', delivery, result, lateMs });
  const reminders = delivery.items.map(({ reminder }) => reminder.id);
  const fields = { delivery: delivery.id, team: delivery.team, channel: delivery.target.id, reminders, lateMs };
  if (result === 'ambiguous') logger.warn(fields, 'Cannot find out whether a reminder arrived');
  else if (result === 'dead') logger.error(fields, 'A reminder cannot be delivered');
  else if (result === 'stale') logger.warn(fields, 'Another process took over a reminder');
  else logger.debug({ ...fields, result }, 'A delivery ended');
}

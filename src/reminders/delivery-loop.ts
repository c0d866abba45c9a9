import { setTimeout as wait } from 'node:timers/promises';
import type { PlatformName } from '../bot/bot.ts';
import { deliver } from './deliver.ts';
import type { DeliveryLoopOptions, LoopTime } from './delivery-loop-options.ts';
import type { ClaimedDelivery } from './ledger.ts';
import { tellDelivered } from './tell-delivered.ts';
import { startTicks } from './ticks.ts';
import { longestSleepMs } from './wake-up.ts';

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
/** After a fault of the store, so that it is not asked in a busy loop. */
const pauseAfterFaultMs = 1_000;

/** Builds a DeliveryLoop that has not started. */
export function createDeliveryLoop(options: DeliveryLoopOptions): DeliveryLoop {
  const { store, posters, logger, owner, observe = () => {}, time = processTime } = options;
  const { leaseMs = 15_000, concurrency = 50 } = options;
  const platforms = Object.keys(posters) as PlatformName[];
  const running = new Map<string, Promise<void>>();
  let state: 'idle' | 'looking' | 'looking-again' | 'stopped' = 'idle';
  let current: Promise<void> = Promise.resolve();
  let cancelTimer = () => {};
  let stopTicks = async () => {};
  const isStopping = () => state === 'stopped';

  const reportFault = (where: string, error: unknown) => {
    logger.error({ err: error, where }, 'The reminders met a fault and go on');
    observe({ kind: 'fault', where });
  };

  const writeDownDue = async () => {
    for (let batch = 0; batch < mostBatches; batch += 1) {
      const { skipped, parked, more } = await store.materialiseDue(platforms);
      if (skipped > 0) observe({ kind: 'skipped', count: skipped });
      if (parked > 0) logger.error({ parked }, 'Reminders were parked: their schedules cannot be worked out');
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
      .then(() => deliver(claim, { ledger: store, poster, logger, isStopping, ...time }))
      .then(async (result) => tellDelivered(claim, result, await store.now(), { logger, observe }))
      .catch((error: unknown) => reportFault('deliver', error))
      .finally(() => {
        if (running.get(claim.id) === work) running.delete(claim.id);
        wake();
      });
    running.set(claim.id, work);
  };

  const look = async () => {
    await writeDownDue();
    while (!isStopping() && running.size < concurrency) {
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
    cancelTimer();
    if (!isStopping()) cancelTimer = time.after(ms, wake);
  };

  const lookAndSleep = async () => {
    try {
      do {
        state = 'looking';
        await look();
      } while ((state as string) === 'looking-again');
      await sleepUntilDue();
    } catch (error) {
      reportFault('look', error);
      setTimer(pauseAfterFaultMs);
    }
  };

  function wake(): void {
    if (state === 'looking') state = 'looking-again';
    if (state !== 'idle') return;
    state = 'looking';
    current = lookAndSleep().then(() => {
      if (isStopping()) return;
      // Something may have become due between the last look and now.
      const again = state === 'looking-again';
      state = 'idle';
      if (again) wake();
    });
  }

  return {
    start() {
      stopTicks = startTicks({ ...options, observe }, wake);
      wake();
    },
    wake,
    async turn() {
      wake();
      await current;
      while (running.size > 0) await Promise.all(running.values());
      await current;
    },
    async stop() {
      state = 'stopped';
      cancelTimer();
      const done = new AbortController();
      const finished = Promise.all([stopTicks(), current, Promise.all(running.values())]);
      await Promise.race([finished, time.sleep(stopTimeoutMs, done.signal)]).finally(() => done.abort());
      if (running.size > 0)
        logger.warn({ running: running.size }, 'Posts were still under way when the time to stop was up');
    },
  };
}

const processTime: LoopTime = {
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() => {}),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Told, inside the transaction that makes something due, when it is due. What is due later than `longestSleepMs` from
 * now needs no wake-up, since every loop looks that often by itself. `transaction` is the storage's own handle, which an engine may use to enqueue
 * a job that is rolled back with it.
 */
export type AnnounceDue = (transaction: unknown, instants: readonly Date[], now: Date) => Promise<void>;

/** What wakes the delivery loop between its own looks. A wake-up may come twice or never: the ledger decides. */
export interface WakeUpEngine {
  readonly announce: AnnounceDue;
  /** Begins to call `wake`. */
  start(wake: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** The longest time a loop sleeps. A timer past 24.8 days would fire at once. */
export const longestSleepMs = 60_000;

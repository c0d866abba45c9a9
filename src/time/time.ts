import { setImmediate } from 'node:timers/promises';

let known: readonly string[] | undefined;

/**
 * The name by which the runtime knows a time zone: `Europe/Berlin` for `europe/berlin`. Two names of one zone, an older
 * and a newer one, become one. `undefined` where there is no such zone. Offsets such as `+02:00` are zones, too.
 */
export function canonicalZone(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The time zone this machine is set to. */
export function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The IANA zones that the runtime lists, one name each. It accepts more: older and newer names, and UTC. */
export function knownZones(): readonly string[] {
  known ??= Intl.supportedValuesOf('timeZone');
  return known;
}

/** Runs something once after a delay in milliseconds, unless what it returns is called before. Tests pass their own. */
export type StartTimer = (delayMs: number, run: () => void) => () => void;

/** A timer of the process. It keeps the process alive until it has run or is cancelled. */
export const startTimer: StartTimer = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/**
 * Waits for a piece of work, but no longer than a time-out.
 *
 * The work is not cancelled: once it is late it goes on, and its result or error is dropped. Give it a signal of its own
 * where it can be stopped.
 *
 * @param late runs when the time is over, and what it returns is the result. What it throws rejects. Not called otherwise
 * @param start the timer; default that of the process
 * @returns what the work resolves with, or what `late` returns; no timer is left behind either way
 * @throws what the work rejects with in time
 */
export async function withinTime<Result, Late = Result>(
  work: Promise<Result>,
  timeoutMs: number,
  late: () => Late,
  start: StartTimer = startTimer,
): Promise<Result | Late> {
  const { promise, resolve, reject } = Promise.withResolvers<Late>();
  const cancel = start(timeoutMs, () => {
    try {
      resolve(late());
    } catch (error) {
      reject(error);
    }
  });
  try {
    return await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}

/**
 * Waits for a piece of work until a signal is aborted. As in `withinTime`, late work goes on unseen.
 *
 * @throws the signal's reason once it is aborted; before that, what the work rejects with
 */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Waits a number of milliseconds. Zero or less is no wait at all.
 *
 * @throws the signal's reason once it is aborted, at once where it is already
 */
export async function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (delayMs <= 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = startTimer(delayMs, resolve);
  try {
    await (signal === undefined ? promise : untilAborted(promise, signal));
  } finally {
    cancel();
  }
}

/** The longest that long work may keep the process from anything else. */
const sliceMs = 20;

/**
 * Does long work in steps, and lets others have a turn after each slice of at most 20 ms. A single step is not cut.
 *
 * @param steps each `yield` ends a step
 * @returns what the steps return
 * @throws what a step throws
 */
export async function inSlices<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  let sliceEnd = performance.now() + sliceMs;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + sliceMs;
  }
}

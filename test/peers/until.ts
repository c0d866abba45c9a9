import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again until there is an answer, and fails with `what` when there is none in time. The time is long, so that a busy
 * machine fails nothing; whoever promises to be fast measures that.
 */
export async function until<Value>(
  what: string,
  ask: () => Value | undefined | false | Promise<Value | undefined | false>,
  timeoutMs = 60_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Timed out waiting for ${what}`);
    await delay(10);
  }
}

import type { WakeUpEngine } from '../wake-up.ts';

/** Wakes the loop of this process: all there is to wake on the embedded SQLite. */
export function createInProcessEngine(): WakeUpEngine {
  let wake = () => {};
  return {
    // The transaction has not ended yet. The loop's own look waits for it, since SQLite has one connection.
    announce: async () => void setImmediate(() => wake()),
    async start(wakeLoop) {
      wake = wakeLoop;
    },
    async stop() {
      wake = () => {};
    },
  };
}

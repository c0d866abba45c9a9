import { setTimeout as delay } from 'node:timers/promises';
import type { Poster } from '../../src/reminders/ledger.ts';

/** A poster within the process, which remembers when it was handed the last reminder. */
export interface CountingPoster extends Poster {
  /** Waits until this many reminders were handed over since the last call; returns when the last one was. */
  handedOver(count: number): Promise<number>;
}

const timeoutMs = 20_000;
const betweenLooksMs = 20;

/** Builds a poster to which every post succeeds at once. */
export function createCountingPoster(): CountingPoster {
  let reminders = 0;
  let lastAt = 0;
  return {
    postTimeoutMs: 1_000,
    async post({ id, items }) {
      reminders += items.length;
      lastAt = Date.now();
      return { kind: 'posted', messageId: id };
    },
    find: async () => ({ kind: 'absent' }),
    check: async () => ({ ok: true }),
    async handedOver(count) {
      const until = Date.now() + timeoutMs;
      while (reminders < count) {
        if (Date.now() > until) throw new Error(`${reminders} of ${count} reminders were handed over`);
        await delay(betweenLooksMs);
      }
      if (reminders > count) throw new Error(`${reminders} reminders were handed over in place of ${count}`);
      reminders = 0;
      return lastAt;
    },
  };
}

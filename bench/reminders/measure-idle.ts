import type { StoragePlace } from '../../src/config/variables.ts';
import { createDeliveryLoop } from '../../src/reminders/delivery-loop.ts';
import { createCountingPoster } from './counting-poster.ts';
import { fillStore } from './fill-store.ts';
import { openStore } from './open-store.ts';
import { quietLogger } from './quiet-logger.ts';

/** What an idle bot's ticks cost, round by round, in milliseconds each. */
export interface Idle {
  /** A look that finds nothing to do, every five seconds. */
  readonly looks: readonly number[];
  /** The count of what needs a person's eye, every minute. */
  readonly counts: readonly number[];
}

const rounds = 15;
const looksARound = 40;
const warmUps = 100;

/** Measures stores of several sizes in turn: `looks[i]` and `counts[i]` of each are neighbours in time. */
export async function measureIdle(stores: readonly { place: StoragePlace; count: number }[]): Promise<Idle[]> {
  const opened = await Promise.all(
    stores.map(async ({ place, count }) => {
      const storage = await openStore(place);
      await fillStore(storage, count);
      const posters = { slack: createCountingPoster() };
      const loop = createDeliveryLoop({ store: storage.ledger, posters, logger: quietLogger, owner: 'bench' });
      return { storage, loop, looks: [] as number[], counts: [] as number[] };
    }),
  );
  for (const { storage, loop } of opened) {
    for (let turn = 0; turn < warmUps; turn += 1) await loop.turn();
    await storage.ledger.status();
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { storage, loop, looks, counts } of opened) {
      const startedAt = performance.now();
      for (let turn = 0; turn < looksARound; turn += 1) await loop.turn();
      looks.push((performance.now() - startedAt) / looksARound);
      const countedAt = performance.now();
      await storage.ledger.status();
      counts.push(performance.now() - countedAt);
    }
  }
  for (const { storage, loop } of opened) {
    await loop.stop();
    await storage.close();
  }
  return opened;
}

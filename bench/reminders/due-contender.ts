import { setTimeout as delay } from 'node:timers/promises';
import { draftsDueAt } from './drafts.ts';
import { loadInMemoryPeer } from './in-memory-peer.ts';
import { startPgBoss } from './pg-boss-alone.ts';
import { startBot } from './start-bot.ts';

// One scheduler in a process of its own. Arguments: which, its directory or database, over how many channels.
// Asked a number, it has as many reminders due at one instant and answers how many milliseconds later the last of them
// was handed over.
const [which = '', place = '', channels = '1'] = process.argv.slice(2);

/** Enough for each to add them all before. */
const leadMs = 800;
const round = await prepare();

process.on('message', async (count: number) => {
  // A whole second, since node-cron knows no other.
  const at = new Date(Math.ceil((Date.now() + leadMs) / 1_000) * 1_000);
  const handedOver = await round(count, at);
  if (handedOver < at.getTime() - 50) throw new Error('handed over before it was due');
  process.send?.(handedOver - at.getTime());
});
console.log('ready');

async function prepare(): Promise<(count: number, at: Date) => Promise<number>> {
  if (which === 'ours') {
    const bot = await startBot(place.startsWith('postgres') ? { databaseUrl: place } : { directory: place });
    return async (count, at) => {
      await bot.storage.ledger.importAll(draftsDueAt(at, count, Number(channels)));
      return bot.poster.handedOver(count);
    };
  }
  let handed = 0;
  let lastAt = 0;
  const hand = (count = 1) => {
    handed += count;
    lastAt = Date.now();
  };
  const all = async (count: number) => {
    while (handed < count) await delay(20);
    handed = 0;
    return lastAt;
  };
  if (which === 'pg-boss') {
    const boss = await startPgBoss(place);
    await boss.work(hand);
    return async (count, at) => {
      const texts = draftsDueAt(at, count, 1).map(({ text }) => text);
      await boss.add(texts, at);
      return all(count);
    };
  }
  const peer = await loadInMemoryPeer(which);
  return async (count, at) => {
    for (let index = 0; index < count; index += 1) peer.once(at, () => hand());
    return all(count);
  };
}

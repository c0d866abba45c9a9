import { quantile } from '../measure/summarise.ts';
import { repositoryAdder } from './measure-add.ts';
import { openStore } from './open-store.ts';

// One store in a process of its own. Argument: its directory or database. Asked for a number, it adds as many reminders
// one by one, each to another team, and answers how many microseconds the median one took.
const [place = ''] = process.argv.slice(2);
const storage = await openStore(place.startsWith('postgres') ? { databaseUrl: place } : { directory: place });
const adder = repositoryAdder('ours', storage.ledger);
let added = 0;

process.on('message', async (count: number) => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    added += 1;
    const startedAt = performance.now();
    await adder.add(added);
    times.push((performance.now() - startedAt) * 1_000);
  }
  process.send?.(quantile(times, 0.5));
});
console.log('ready');

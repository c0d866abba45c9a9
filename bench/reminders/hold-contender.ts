import { draftOf, remindersPerTeam, ruleOf } from './drafts.ts';
import { loadInMemoryPeer } from './in-memory-peer.ts';
import { startBot } from './start-bot.ts';

// One scheduler in a process of its own, for its memory. Arguments: which; where the bot's store is; how many teams look at
// their reminders first, as they do all day.
// Asked 0, it answers its resident bytes; asked a number, the milliseconds it took to add as many reminders in memory.
const [which = '', directory = '', teams = '0'] = process.argv.slice(2);

if (which === 'ours') {
  const { storage } = await startBot({ directory });
  for (let team = 0; team < Number(teams); team += 1) await storage.ledger.list(draftOf(team * remindersPerTeam).team);
  await storage.ledger.status();
}
const peer = which === 'ours' ? undefined : await loadInMemoryPeer(which);

process.on('message', (count: number) => {
  if (count === 0) {
    globalThis.gc?.();
    process.send?.(process.memoryUsage.rss());
    return;
  }
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) peer?.recurring(ruleOf(index), () => {});
  process.send?.(performance.now() - startedAt);
});
console.log('ready');

import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { enlarge } from './large-knowledge.ts';
import { ownQuestions, questions } from './questions.ts';

// One knowledge base in a process of its own. Argument: how many entries, 0 for the built-in ones alone. It is started
// with --expose-gc, so that memory is what is held and not what has not been collected yet.
const entries = Number(process.argv[2]);
const builtIn = (await openKnowledge()).current();
const knowledge = entries === 0 ? builtIn : enlarge(builtIn, entries);
const asked = entries === 0 ? questions : ownQuestions;
const collect = globalThis.gc ?? (() => {});

collect();
const heldBefore = heldBytes();
const rssBefore = process.memoryUsage().rss;
// Its code and its model count as well.
const { openAsker } = await import('../../src/ask/create-asker.ts');
const buildStart = performance.now();
const asker = await openAsker(knowledge);
asker.understand('imap');
const buildMs = performance.now() - buildStart;
collect();
const held = heldBytes() - heldBefore;
const rss = process.memoryUsage().rss - rssBefore;

/** Bytes in use: those on V8's heap and those of array buffers. */
function heldBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** One message asks for the figures of the start (0), or for so many rounds over all questions. */
process.on('message', (rounds: number) => {
  if (rounds === 0) {
    process.send?.({ buildMs, held, rss });
    return;
  }
  const timesMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const question of asked) {
      const start = performance.now();
      asker.understand(question);
      timesMs.push(performance.now() - start);
    }
  }
  process.send?.({ timesMs });
});
console.log('ready');

// Preloaded into the program: SIGUSR2 has it write down what memory it holds once all garbage is collected, and whatever
// would end it is written down, too.
import { appendFileSync } from 'node:fs';

const path = process.env.SOAK_SAMPLES;
const write = (line) => appendFileSync(path, `${JSON.stringify(line)}\n`);
process.on('uncaughtExceptionMonitor', (error, origin) => write({ fault: `${origin}: ${error?.stack ?? error}` }));
process.on('SIGUSR2', () => {
  globalThis.gc();
  // What only finalizers hold goes with the second.
  setImmediate(() => {
    globalThis.gc();
    const { rss, heapUsed, external } = process.memoryUsage();
    write({ rss, heapUsed, external });
  });
});

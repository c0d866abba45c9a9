import { parseArgs } from 'node:util';
import { serviceMemory } from './service-memory.ts';
import { growthOf, runSoak } from './soak.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '120' },
    factor: { type: 'string', default: '12' },
    seed: { type: 'string', default: '2008' },
    /** Without what the image and the systemd unit set for memory. */
    bare: { type: 'boolean', default: false },
  },
});
const [minutes, factor, seed] = [values.minutes, values.factor, values.seed].map(Number) as [number, number, number];
console.log(`Soak: ${minutes} minutes in ${Math.ceil(minutes / factor)}, seed ${seed}`);
const environment = values.bare ? {} : serviceMemory();
const report = await runSoak({ minutes, factor, seed, environment, tell: (line) => console.log(line) });
const heap = growthOf(report.samples, ({ heapUsed, external }) => heapUsed + external);
const resident = growthOf(report.samples, ({ rss }) => rss);
const percent = (share: number | undefined) =>
  share === undefined ? 'too short to tell' : `${(share * 100).toFixed(1)}%`;
const rows: readonly (readonly [string, string | number])[] = [
  ['commands', report.commands],
  ['  asked while the socket was down', report.undelivered],
  ['  without an answer, or with two', report.unanswered.length],
  ['reminders', report.reminders],
  ['  lost', report.lost.length],
  ['  doubled', report.doubled.length],
  ['reconnects', report.reconnects],
  ['calls refused or broken', report.faults],
  ['unhandled rejections, exceptions', report.unhandled.length],
  ['exit status', String(report.exitStatus)],
  ['heap, last quarter against second', percent(heap)],
  ['resident, the same', percent(resident)],
];
for (const [name, value] of rows) console.log(`${name.padEnd(36)} ${value}`);
for (const text of [...report.unanswered, ...report.lost, ...report.doubled, ...report.unhandled].slice(0, 20))
  console.log(text);
for (const [text, count] of report.errors) console.log(`error ${count} times: ${text}`);
const failed =
  report.unanswered.length + report.lost.length + report.doubled.length + report.unhandled.length > 0 ||
  report.exitStatus !== 0 ||
  (heap ?? 0) > 0.05 ||
  (resident ?? 0) > 0.05;
console.log(failed ? 'Failed.' : 'Passed.');
process.exitCode = failed ? 1 : 0;

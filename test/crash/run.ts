import { randomInt } from 'node:crypto';
import { readCrashOptions } from './crash-options.ts';
import { type CrashResult, runCrashTest } from './crash-test.ts';

const options = readCrashOptions(process.argv.slice(2), randomInt(1_000_000));
const { platform, engine, replicas, seed, history, kills } = options;
console.log(
  `Crash test: ${kills} kills, ${platform}, ${engine}, replicas ${replicas}, history ${history ? 'readable' : 'not readable'}, seed ${seed}`,
);
const result = await runCrashTest(options);
for (const [name, value] of rowsOf(result)) console.log(`${name.padEnd(34)} ${value}`);
for (const text of result.complaints.slice(0, 20)) console.log(`complaint: ${text}`);
for (const key of result.lost.slice(0, 20)) console.log(`lost: ${key}`);
for (const key of result.doubled.slice(0, 20)) console.log(`doubled: ${key}`);
const failures = result.lost.length + result.doubled.length + result.unsettled + (history ? result.ambiguous : 0);
console.log(failures === 0 ? 'Passed.' : 'Failed.');
process.exitCode = failures === 0 ? 0 : 1;

function rowsOf(result: CrashResult): [string, string | number][] {
  const { median, p95, max } = result.lateness;
  const faults = [...result.faults].map(([name, count]) => `${name} ${count}`).join(', ');
  return [
    ['kills', result.kills],
    ['reminders made', result.reminders],
    ['occurrences owed', result.owed],
    ['messages at the peer', result.messages],
    ['lost', result.lost.length],
    ['doubled', result.doubled.length],
    ['left out for twenty newer ones', result.leftOut.length],
    ['ambiguous deliveries, all told', result.ambiguous],
    ['  occurrences in them seen', result.seenAndTold.length],
    ['  occurrences in them not seen', result.unseenButTold.length],
    ['given up', result.dead],
    ['not settled in time', result.unsettled],
    ['lateness median / p95 / max, ms', `${median} / ${p95} / ${max}`],
    ['faults', faults],
    ['seconds', result.seconds],
  ];
}

import { parseArgs } from 'node:util';
import { runRolling } from './rolling.ts';

const { values } = parseArgs({
  options: { replicas: { type: 'string', default: '3' }, rounds: { type: 'string', default: '3' } },
});
const report = await runRolling({
  replicas: Number(values.replicas),
  rounds: Number(values.rounds),
  tell: (line) => console.log(line),
});
if (report === undefined) throw new Error('There is no PostgreSQL here.');
const { unanswered, lost, doubled, badExits, troubles, ...counts } = report;
for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(14)} ${value}`);
for (const [name, list] of Object.entries({ unanswered, lost, doubled, badExits })) {
  console.log(`${name.padEnd(14)} ${list.length} ${list.slice(0, 10).join('; ')}`);
}
for (const line of troubles.slice(0, 20)) console.log(line);
const failed = unanswered.length + lost.length + doubled.length + badExits.length > 0;
console.log(failed ? 'Failed.' : 'Passed.');
process.exitCode = failed ? 1 : 0;

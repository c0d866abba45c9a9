import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runFuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    acts: { type: 'string', default: '2000' },
    bound: { type: 'string', default: '100' },
  },
});
const wholeNumber = (name: string, text: string) => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not "${text}"`);
  return Number(text);
};
const seed = wholeNumber('seed', values.seed ?? String(randomInt(1_000_000)));
const acts = wholeNumber('acts', values.acts);
console.log(`Fuzz: ${acts} acts, seed ${seed}`);
const result = await runFuzz({
  seed,
  acts,
  boundMs: wholeNumber('bound', values.bound),
  files: true,
  tell: console.log,
});
const { health, looks, worst, complaints, seconds } = result;
console.log(`${result.acts} acts, ${looks} looks at /healthz, ${seconds} s`);
console.log(
  `/healthz waited for the program's own work, ms: median ${health.p50}, p99 ${health.p99}, most ${health.max}`,
);
for (const { ownMs, act } of worst) console.log(`${String(ownMs).padStart(7)} ms  ${act}`);
for (const complaint of complaints.slice(0, 50)) console.log(`complaint: ${complaint}`);
console.log(complaints.length === 0 ? 'Passed.' : `Failed: ${complaints.length} complaints.`);
process.exitCode = complaints.length === 0 ? 0 : 1;

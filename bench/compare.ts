import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Comparison, compare } from './compare/compare.ts';
import { parts } from './compare/parts.ts';

// This checkout beside another one of this project: `node bench/compare.ts ../other discord http`. Both need their
// packages installed. It ends with 1 where a part is slower or larger than it may be.
const here = fileURLToPath(new URL('..', import.meta.url));
const { positionals, values } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const [other, ...wanted] = positionals;
if (other === undefined || !existsSync(resolve(other, 'bench/measure'))) {
  console.error('Name the folder of another checkout of this project, with its packages installed.');
  process.exit(2);
}
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const names = wanted.length === 0 ? Object.keys(parts) : wanted;
const most = 1.05;
const kept: Comparison[] = [];
console.log('Figures of this checkout over those of the other, round by round: above 1 is slower or larger.');
for (const name of names) {
  const part = parts[name];
  if (part === undefined) continue;
  const comparisons = await compare(part, [here, resolve(other)], Number(values.rounds ?? part.rounds));
  for (const { figure, unit, here: ours, there, ratio, least } of comparisons) {
    const line = `${figure}: ${ours.toPrecision(3)} beside ${there.toPrecision(3)} ${unit}`;
    console.log(`${name.padEnd(13)} ${ratio.toFixed(2)}  (between the best rounds ${least.toFixed(2)})  ${line}`);
  }
  kept.push(...comparisons);
}
const over = kept.filter(({ ratio }) => ratio > most);
console.log(
  over.length === 0 ? 'Nothing is more than 5% over.' : `${over.length} of ${kept.length} are more than 5% over.`,
);
process.exitCode = over.length === 0 ? 0 : 1;

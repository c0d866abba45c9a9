// Holds our judgement of generated rule sets against the simulator, packet by packet:
// npm run firewall:simulate -- [--sets 5000] [--seed 1]. Needs nothing but time: about 200 sets a second.
import { parseArgs } from 'node:util';
import { compareGenerated, simulatedKinds } from './compare-simulated.ts';

const { values } = parseArgs({
  options: { sets: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const kinds = Object.entries(simulatedKinds);
const first = Number(values.seed) * 1_000_000;
const wrong: string[] = [];
let connections = 0;
for (let number = 0; number < Number(values.sets); number += 1) {
  const [name, generate] = kinds[number % kinds.length] ?? [];
  if (name === undefined || generate === undefined) continue;
  const seed = first + number;
  try {
    connections += compareGenerated(generate(seed), seed);
  } catch (error) {
    wrong.push(`${name}, ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    process.stdout.write(`${wrong.at(-1)}\n`);
  }
}
process.stdout.write(`${values.sets} sets, ${connections} connections, ${wrong.length} sets judged wrongly.\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

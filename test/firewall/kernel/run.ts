// Compares our judgement of firewall rules with what the kernel does, over generated and written rule sets:
// npm run firewall:kernel -- [--sets 150] [--seed 1]. Needs root, network namespaces, iptables and nft.
import { parseArgs } from 'node:util';
import { compare, emptyComparison } from './compare.ts';
import { Place, whyNotHere } from './place.ts';
import { setsToCompare } from './sets.ts';

const { values } = parseArgs({
  options: { sets: { type: 'string', default: '150' }, seed: { type: 'string', default: '1' } },
});
const why = whyNotHere();
if (why !== undefined) {
  process.stdout.write(`Not compared: ${why}.\n`);
  process.exit(1);
}
const place = new Place(String(process.pid));
const result = emptyComparison();
const loaded = new Map<string, number>();
let refused = 0;
try {
  await place.open();
  for (const set of setsToCompare(Number(values.sets), Number(values.seed))) {
    const before = { open: result.wrongOpen.length, closed: result.wrongClosed.length };
    if (await compare(place, set, result)) loaded.set(set.tool, (loaded.get(set.tool) ?? 0) + 1);
    else refused += 1;
    for (const line of result.wrongOpen.slice(before.open)) process.stdout.write(`wrong open: ${line}\n`);
    for (const line of result.wrongClosed.slice(before.closed)) process.stdout.write(`wrong closed: ${line}\n`);
  }
} finally {
  place.close();
}
process.stdout.write(
  `${[...loaded].map(([tool, count]) => `${tool}: ${count}`).join(', ')} sets; ${refused} were refused. ${[...result.kinds].map(([kind, count]) => `${kind}: ${count}`).join(', ')}. ${result.tried} calls, ${result.unknown} cannot tell, ${result.wrongOpen.length} wrong open, ${result.wrongClosed.length} wrong closed.\n`,
);
process.exitCode = result.wrongOpen.length + result.wrongClosed.length === 0 ? 0 : 1;

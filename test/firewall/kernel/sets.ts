import type { LoadedSet } from './compare.ts';
import { generateIptables, generateNft } from './generated-sets.ts';
import { writtenSets } from './written-sets.ts';

/** The written sets, and as many generated ones as make up the number. */
export function setsToCompare(count: number, seed: number): LoadedSet[] {
  const sets: LoadedSet[] = writtenSets.slice(0, count);
  for (let number = 0; sets.length < count; number += 1) {
    const own = seed * 10_000 + number;
    const kind = number % 4;
    sets.push(kind < 2 ? generateNft(own) : generateIptables(own, kind === 2 ? 'iptables-legacy' : 'iptables-nft'));
  }
  return sets;
}

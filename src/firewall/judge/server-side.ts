import { addressSpan, type Network } from '../network.ts';
import type { Condition, Ruleset } from '../read/read.ts';

/**
 * The interface of a gateway that a server is behind, where rules say so: those that name its address, or a network that
 * holds it, together with an interface towards it. `undefined` where none does, or where they disagree.
 */
export function findServerSide({ chains }: Ruleset, host: Network): string | undefined {
  const { from, to } = addressSpan(host);
  const holds = (condition: Condition, side: 'source' | 'destination') =>
    condition.kind === 'address' &&
    condition.side === side &&
    condition.family === host.family &&
    condition.not !== true &&
    // A network that is half of all addresses, or all, names nobody.
    condition.addresses.every((span) => span.to - span.from < 1n << (host.family === 'ipv4' ? 25n : 97n)) &&
    condition.addresses.some((span) => span.from <= from && to <= span.to);
  const named = new Set<string>();
  for (const { conditions } of [...chains.values()].flatMap(({ rules }) => rules)) {
    for (const [address, side] of [
      ['destination', 'out'],
      ['source', 'in'],
    ] as const) {
      if (!conditions.some((condition) => holds(condition, address))) continue;
      for (const condition of conditions) {
        if (condition.kind !== 'interface' || condition.side !== side || condition.not === true) continue;
        for (const name of condition.names) named.add(name);
      }
    }
  }
  const [only, ...more] = named;
  return more.length > 0 || only?.endsWith('*') === true ? undefined : only;
}

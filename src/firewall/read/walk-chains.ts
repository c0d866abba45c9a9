import { contains, type Network } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';
import { allPorts, type ExistingRule } from './existing.ts';

/** One rule of a packet filter, in the terms that matter here. */
export interface ChainRule {
  readonly verdict: 'accept' | 'drop' | { readonly jump: string } | 'none';
  /** Empty: any. */
  readonly transports: readonly Transport[];
  /** Empty: any. */
  readonly ports: readonly { readonly from: number; readonly to: number }[];
  readonly sources: readonly Network[];
  readonly destinations: readonly Network[];
  /** It concerns localhost or answers only, so it opens nothing. */
  readonly harmless: boolean;
  /** It has a condition that was not understood. */
  readonly conditional: boolean;
}

/** A chain packets enter by themselves. */
export interface EntryChain {
  readonly name: string;
  readonly hook: 'input' | 'output' | 'forward';
  readonly acceptsByDefault: boolean;
}

/** What walking the chains found. */
export interface WalkResult {
  readonly rules: readonly ExistingRule[];
  readonly openByDefault: readonly Direction[];
  readonly directions: readonly Direction[];
  /** Accepting rules whose conditions were not understood. */
  readonly conditional: number;
  /** Dropping rules with conditions, whose order was not weighed. */
  readonly drops: number;
}

/** Deeper jumps are a loop. */
const deepest = 16;

/**
 * Follows packets from the entry chains through jumps and collects what is let through. In a forward chain, what goes
 * to `host` is inbound and what comes from it outbound; without a host everything forwarded counts as inbound.
 */
export function walkChains(
  entries: readonly EntryChain[],
  chains: ReadonlyMap<string, readonly ChainRule[]>,
  host: Network | undefined,
): WalkResult {
  const rules: ExistingRule[] = [];
  const open = new Set<Direction>();
  const directions = new Set<Direction>();
  let conditional = 0;
  let drops = 0;
  const visit = (name: string, hook: EntryChain['hook'], outer: readonly ChainRule[]): boolean => {
    if (outer.length > deepest) return false;
    for (const rule of chains.get(name) ?? []) {
      const path = [...outer, rule];
      if (rule.harmless || rule.verdict === 'none') continue;
      if (typeof rule.verdict === 'object') {
        if (visit(rule.verdict.jump, hook, path) && isUnconditional(rule)) return true;
        continue;
      }
      if (rule.verdict === 'drop') {
        if (isUnconditional(rule)) return true;
        drops += 1;
        continue;
      }
      if (path.some((each) => each.conditional)) conditional += 1;
      else rules.push(...openingsOf(path, hook, host));
    }
    return false;
  };
  for (const { name, hook, acceptsByDefault } of entries) {
    const direction: Direction = hook === 'output' ? 'outbound' : 'inbound';
    directions.add(direction);
    if (hook === 'forward' && host !== undefined) directions.add('outbound');
    const closed = visit(name, hook, []);
    if (acceptsByDefault && !closed && hook !== 'forward') open.add(direction);
  }
  return { rules, openByDefault: [...open], directions: [...directions], conditional, drops };
}

function isUnconditional({ transports, ports, sources, destinations, conditional, harmless }: ChainRule): boolean {
  return ![transports, ports, sources, destinations].some(({ length }) => length > 0) && !conditional && !harmless;
}

function openingsOf(path: readonly ChainRule[], hook: EntryChain['hook'], host: Network | undefined): ExistingRule[] {
  const sources = narrow(path.map((rule) => rule.sources));
  const destinations = narrow(path.map((rule) => rule.destinations));
  const outbound = hook === 'output' || (hook === 'forward' && isHost(sources, host) && !isHost(destinations, host));
  if (hook === 'forward' && host !== undefined && !outbound && destinations.length > 0 && !isHost(destinations, host)) {
    return [];
  }
  const remotes = outbound ? destinations : sources;
  const transports =
    path.map((rule) => rule.transports).findLast(({ length }) => length > 0) ?? (['tcp', 'udp'] as const);
  const ports = path.map((rule) => rule.ports).findLast(({ length }) => length > 0) ?? [allPorts];
  return transports.flatMap((transport) =>
    ports.map(({ from, to }) => ({
      direction: outbound ? ('outbound' as const) : ('inbound' as const),
      transport,
      from,
      to,
      remotes,
    })),
  );
}

/** Addresses that pass every condition on the way: the inner one, where it lies within the outer. */
function narrow(conditions: readonly (readonly Network[])[]): readonly Network[] {
  return conditions
    .filter(({ length }) => length > 0)
    .reduce<readonly Network[]>(
      (outer, inner) =>
        outer.length === 0
          ? inner
          : [
              ...inner.filter((each) => outer.some((other) => contains(other, each))),
              ...outer.filter((each) => inner.some((other) => other !== each && contains(other, each))),
            ],
      [],
    );
}

function isHost(networks: readonly Network[], host: Network | undefined): boolean {
  return host !== undefined && networks.some((network) => contains(network, host));
}

import { addressSpan, type Network } from '../network.ts';
import type { ChainRule, Hook, NatTarget, Ruleset } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import type { Way } from './match.ts';
import type { Passage } from './passages.ts';
import { byBit, type Space, within } from './space.ts';

/** Connections that a rule sends elsewhere. */
interface PossibleTranslation {
  readonly rule: ChainRule;
  readonly target: NatTarget;
  readonly may: PacketSet;
  readonly must: PacketSet;
}

type NatAddress = NonNullable<NatTarget['address']>;

/** What the NAT chains of one hook do: the first that translates a packet is the only one, and no untracked one meets them. */
export function translate(
  space: Space,
  passages: readonly Passage[],
): { kept: PacketSet; translations: readonly PossibleTranslation[] } {
  const { diagrams } = space;
  const tracked = byBit(space, space.untracked, everybody, nobody);
  const untracked = diagrams.not(tracked);
  let kept = everybody;
  const found: Omit<PossibleTranslation, 'must'>[] = [];
  for (const { chain, reader } of passages) {
    const summary = reader.summary(chain.key);
    const met = diagrams.and(kept, tracked);
    for (const { rule, target, set } of summary.translated) found.push({ rule, target, may: diagrams.and(met, set) });
    const on = diagrams.or(summary.accepted, diagrams.or(summary.returned(), summary.dropped));
    kept = diagrams.and(kept, diagrams.or(untracked, on));
  }
  // Each has for sure what neither stays nor goes to another of them: those before it, and those behind it.
  const behind: PacketSet[] = [];
  let later = nobody;
  for (let index = found.length - 1; index >= 0; index -= 1) {
    behind[index] = later;
    later = diagrams.or(later, found[index]?.may ?? nobody);
  }
  let earlier = kept;
  const translations = found.map((each, index): PossibleTranslation => {
    const { may } = each;
    const must = diagrams.minus(diagrams.minus(may, earlier), behind[index] ?? nobody);
    earlier = diagrams.or(earlier, may);
    return { ...each, must };
  });
  return { kept, translations };
}

/** How a translation leads to where the judged connections end. */
interface Arrival {
  /** False where that depends on what the rules do not say, such as the machine's own addresses. */
  readonly isSure: boolean;
  /** Connections as they are after it. A port that is sent to another one is not open itself. */
  move(set: PacketSet): PacketSet;
}

interface Destination {
  readonly way: Way;
  /** The server behind a gateway, and the connections that have its address. */
  readonly host: Network | undefined;
  readonly isServer: PacketSet;
  readonly isElsewhere: (address: NatAddress) => boolean;
}

/** Finds out whether a translation leads to where the judged connections end; `undefined` where it never does. */
export function arrivalBy(space: Space, target: NatTarget, destination: Destination): Arrival | undefined {
  const { diagrams, port, local, remote } = space;
  const { way, host, isServer, isElsewhere } = destination;
  const { address, self, unknown } = target;
  const ports = target.ports === undefined ? everybody : within(space, port, [target.ports]);
  const keepsPort = (set: PacketSet) => diagrams.and(set, ports);
  if (way === 'inbound') {
    if (unknown === true) return { isSure: false, move: keepsPort };
    if (self === true || address === undefined || isLoopback(address)) return { isSure: true, move: keepsPort };
    // The address may be one of this machine's own.
    return address.family === space.family && !isElsewhere(address) ? { isSure: false, move: keepsPort } : undefined;
  }
  if (self === true || (address !== undefined && address.family !== space.family)) return undefined;
  if (way !== 'through-in' || host === undefined) {
    // Whom a connection goes out to is the other side, so only what stays arrives.
    const isThere = address === undefined ? everybody : within(space, remote, [address]);
    const isSure = unknown !== true && (address === undefined || address.from === address.to);
    return { isSure, move: (set) => keepsPort(diagrams.and(set, isThere)) };
  }
  const { from, to } = addressSpan(host);
  if (address !== undefined && (address.from > from || address.to < to)) return undefined;
  const isSure = unknown !== true && (address === undefined || (address.from === from && address.to === to));
  return {
    isSure,
    move(set) {
      const anywhere = address === undefined && unknown !== true ? set : diagrams.project(set, local.first, local.end);
      const anyPort =
        ports === everybody && unknown !== true ? anywhere : diagrams.project(anywhere, port.first, port.end);
      return diagrams.and(keepsPort(anyPort), isServer);
    },
  };
}

/**
 * Addresses of other machines, such as containers: rules that only forwarded packets meet name them as destination. This
 * machine's own addresses have no such rules.
 */
export function findOtherMachines({ chains }: Ruleset): (address: NatAddress) => boolean {
  const reachedFrom = (hooks: readonly Hook[]) => {
    const found = new Set<string>();
    const open = [...chains.values()].filter(({ base }) => base !== undefined && hooks.includes(base.hook));
    for (let chain = open.pop(); chain !== undefined; chain = open.pop()) {
      if (found.has(chain.key)) continue;
      found.add(chain.key);
      for (const { verdict } of chain.rules) {
        const next = 'chain' in verdict ? chains.get(verdict.chain) : undefined;
        if (next !== undefined) open.push(next);
      }
    }
    return found;
  };
  const forwarded = reachedFrom(['forward']);
  const others = reachedFrom(['ingress', 'prerouting', 'input', 'output', 'postrouting', 'egress']);
  const named = new Set<string>();
  for (const { key, rules } of chains.values()) {
    if (!forwarded.has(key) || others.has(key)) continue;
    for (const condition of rules.flatMap(({ conditions }) => conditions)) {
      if (condition.kind !== 'address' || condition.side !== 'destination' || condition.not === true) continue;
      for (const { from, to } of condition.addresses) if (from === to) named.add(`${condition.family} ${from}`);
    }
  }
  return ({ family, from, to }) => from === to && named.has(`${family} ${from}`);
}

/** True for an address that no other machine has. */
function isLoopback({ family, from, to }: NatAddress): boolean {
  return family === 'ipv4' ? from >> 24n === 127n && to >> 24n === 127n : from === 1n && to === 1n;
}

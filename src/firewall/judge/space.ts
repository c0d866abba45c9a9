import { addressSpan, type Family, type Network, parseNetwork } from '../network.ts';
import type { Condition, Ruleset, Span } from '../read/read.ts';
import { sortSpans, withoutSpans } from './address-spans.ts';
import { type DiagramLimits, Diagrams, nobody, type PacketSet } from './diagrams.ts';

/** A property of a connection as bits of a packet: values that no rule tells apart share one number. */
export interface Axis<T extends number | bigint = number> {
  readonly first: number;
  readonly end: number;
  /** The lowest value of each number, ascending. */
  readonly starts: readonly T[];
  /** The highest value of all. */
  readonly last: T;
}

/**
 * The connections that rules are judged for, of one address family. The server's port comes before everything that
 * limits who reaches it, so that a set falls apart into its ports.
 */
export interface Space {
  readonly family: Family;
  readonly diagrams: Diagrams;
  /**
   * Bits that are set for packets the connection tracker leaves out, and for those sent here by DNAT. Absent where no rule
   * does that: with them, no rule for answers would be certain to end all.
   */
  readonly untracked: number | undefined;
  readonly translated: number | undefined;
  /** A bit: 0 for TCP, 1 for UDP. */
  readonly transport: number;
  readonly port: Axis;
  readonly labels: ReadonlyMap<string, number>;
  /** Names of interfaces; one that ends with `*` stands for others that begin so, and `*` for all others. */
  readonly interfaces: readonly string[];
  /** The interface towards the other side, and on a gateway the one towards the server. */
  readonly near: Axis;
  readonly far: Axis;
  readonly clientPort: Axis;
  /** The address of this machine, or on a gateway the address the server is reached by. */
  readonly local: Axis<bigint>;
  readonly remote: Axis<bigint>;
  readonly width: number;
}

/** Networks that no stranger's connection comes from or goes to: private, link-local, shared, multicast and reserved ones. */
const notPublic = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '224.0.0.0/3',
  ],
  ipv6: ['::/3', '4000::/2', '8000::/1'],
};

/** Addresses no connection over a network has: loopback, multicast, broadcast and none. */
const never = {
  ipv4: ['0.0.0.0/32', '127.0.0.0/8', '224.0.0.0/4', '255.255.255.255/32'],
  ipv6: ['::/127', 'ff00::/8'],
};

/** Ports that a system gives to clients that do not ask for one. */
const clientPorts: Span = { from: 1024, to: 65_535 };

interface SpaceOptions {
  readonly limits: DiagramLimits;
  /** Ports and networks that are to be told apart, though no rule names them. */
  readonly ports: readonly Span[];
  readonly networks: readonly Network[];
  readonly interfaces: readonly string[];
}

/** Lays out the space that the rules divide. */
export function layOutSpace(ruleset: Ruleset, family: Family, options: SpaceOptions): Space {
  const ports = new Set<number>([0, clientPorts.from]);
  const addresses = new Set<bigint>([0n]);
  const names = new Set<string>(options.interfaces);
  const labels = new Map<string, number>();
  const kinds = new Set<string>();
  const addPorts = (spans: readonly Span[]) => {
    for (const { from, to } of spans) ports.add(from).add(to + 1);
  };
  const addAddresses = (spans: readonly Span<bigint>[]) => {
    for (const { from, to } of spans) addresses.add(from).add(to + 1n);
  };
  const visit = (condition: Condition): void => {
    if (condition.kind === 'port') addPorts(condition.ports);
    else if (condition.kind === 'address' && condition.family === family) addAddresses(condition.addresses);
    else if (condition.kind === 'interface') for (const name of condition.names) names.add(name);
    else if (condition.kind === 'label') labels.set(condition.label, 0);
    else if (condition.kind === 'any') for (const each of condition.of) each.forEach(visit);
  };
  for (const chain of ruleset.chains.values()) {
    for (const { conditions, verdict } of chain.rules) {
      conditions.forEach(visit);
      kinds.add(verdict.kind);
      if (verdict.kind !== 'nat') continue;
      if (verdict.target.ports !== undefined) addPorts([verdict.target.ports]);
      if (verdict.target.address?.family === family) addAddresses([verdict.target.address]);
    }
  }
  addPorts(options.ports);
  addAddresses(options.networks.filter((network) => network.family === family).map(addressSpan));
  for (const text of [...notPublic[family], ...never[family]]) addAddresses(spansOf([text]));
  names.delete('*');
  const interfaces =
    ruleset.interfaces ?? [...names, 'lo', '*'].filter((name, index, all) => all.indexOf(name) === index);
  const lastAddress = (1n << (family === 'ipv4' ? 32n : 128n)) - 1n;
  let bit = 0;
  const take = (count: number) => {
    bit += count;
    return bit - count;
  };
  const axis = <T extends number | bigint>(starts: readonly T[], last: T): Axis<T> => {
    const first = take(Math.ceil(Math.log2(Math.max(starts.length, 1))));
    return { first, end: bit, starts, last };
  };
  const sortedPorts = [...ports].filter((port) => port <= 65_535).sort((a, b) => a - b);
  const sortedAddresses = [...addresses]
    .filter((each) => each <= lastAddress)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const indexes = interfaces.map((_, index) => index);
  const untracked = kinds.has('notrack') ? take(1) : undefined;
  const translated = kinds.has('nat') ? take(1) : undefined;
  const transport = take(1);
  const port = axis(sortedPorts, 65_535);
  for (const label of [...labels.keys()].slice(0, 24)) labels.set(label, take(1));
  const near = axis(indexes, indexes.length - 1);
  const far = axis(indexes, indexes.length - 1);
  // Few rules name the machine's own address, so it comes before what many do.
  const local = axis(sortedAddresses, lastAddress);
  const clientPort = axis(sortedPorts, 65_535);
  const remote = axis(sortedAddresses, lastAddress);
  return {
    family,
    diagrams: new Diagrams(options.limits),
    untracked,
    translated,
    transport,
    port,
    labels,
    interfaces,
    near,
    far,
    clientPort,
    local,
    remote,
    width: bit,
  };
}

/** The connections with a value of an axis that is in one of the spans. */
export function within<T extends number | bigint>(
  { diagrams }: Space,
  axis: Axis<T>,
  spans: readonly Span<T>[],
): PacketSet {
  return diagrams.spans(axis.first, axis.end, numbersOf(axis, spans));
}

/** The numbers that stand for the values in spans, sorted and joined. */
export function numbersOf<T extends number | bigint>(axis: Axis<T>, spans: readonly Span<T>[]): Span[] {
  const numbers: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    if (from > to) continue;
    // The last number stands for the unused ones behind it too.
    numbers.push({ from: numberOf(axis, from), to: to >= axis.last ? lastNumber(axis) : numberOf(axis, to) });
  }
  if (numbers.length < 2) return numbers;
  numbers.sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const each of numbers) {
    const before = merged.at(-1);
    if (before !== undefined && each.from <= before.to + 1) before.to = Math.max(before.to, each.to);
    else merged.push(each);
  }
  return merged;
}

/** The numbers of an axis that are in none of the spans, which are sorted and joined. */
export function otherNumbers(axis: { readonly first: number; readonly end: number }, spans: readonly Span[]): Span[] {
  const left: Span[] = [];
  let next = 0;
  for (const { from, to } of spans) {
    if (from > next) left.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= lastNumber(axis)) left.push({ from: next, to: lastNumber(axis) });
  return left;
}

function lastNumber({ first, end }: { readonly first: number; readonly end: number }): number {
  return 2 ** (end - first) - 1;
}

/** A set as `unset` says where a bit is not set, and as `set` where it is; a bit that is not there is not set. */
export function byBit({ diagrams }: Space, bit: number | undefined, unset: PacketSet, set: PacketSet): PacketSet {
  return bit === undefined ? unset : diagrams.node(bit, unset, set);
}

/** The rest of a set where a bit has a value; nobody where it cannot have it. */
export function fixBit({ diagrams }: Space, set: PacketSet, bit: number | undefined, value: 0 | 1): PacketSet {
  if (bit === undefined) return value === 0 ? set : nobody;
  return diagrams.fix(set, bit, value);
}

/** The number that stands for a value. */
export function numberOf<T extends number | bigint>({ starts }: Axis<T>, value: T): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as T) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The values that numbers from the first to the last one stand for; `undefined` where no value has them. */
export function valuesOf<T extends number | bigint>(axis: Axis<T>, from: number, to: number): Span<T> | undefined {
  const start = axis.starts[from];
  if (start === undefined) return undefined;
  const next = axis.starts[to + 1];
  return { from: start, to: next === undefined ? axis.last : ((typeof next === 'bigint' ? next - 1n : next - 1) as T) };
}

/** The interfaces that one of the names stands for; a `*` at a name's end stands for anything. */
export function interfaceSpans(space: Space, names: readonly string[]): Span[] {
  return space.interfaces.flatMap((own, index) =>
    names.some((name) => matchesName(name, own)) ? [{ from: index, to: index }] : [],
  );
}

/** True where a name with a `*` covers an interface, or all that an entry with a `*` stands for. */
function matchesName(name: string, own: string): boolean {
  if (name === own) return true;
  return name.endsWith('*') && own.startsWith(name.slice(0, -1));
}

/** Strangers' and everybody's connections, as far as addresses, ports and interfaces make them so. */
export interface Ordinary {
  /** Over an interface that is not the machine itself, between addresses that can be there. */
  readonly any: PacketSet;
  /** The same from clients' usual ports, and between this machine and the internet. */
  readonly strangers: PacketSet;
  /** The addresses of the internet, and all that connections over a network can have. */
  readonly internet: readonly Span<bigint>[];
  readonly possible: readonly Span<bigint>[];
}

/**
 * @param outside the interfaces that face the internet, where that was said.
 * @param side the interface that the server is behind, where the rules are a gateway's and say so.
 */
export function ordinaryConnections(space: Space, outside: readonly string[], side?: string): Ordinary {
  const { diagrams, family } = space;
  const all = [{ from: 0n, to: space.remote.last }];
  const possible = withoutSpans(all, sortSpans(spansOf(never[family])));
  const internet = withoutSpans(all, sortSpans(spansOf(notPublic[family])));
  const any = [
    overEntries(space, (name) => name !== 'lo' && name !== side),
    within(space, space.local, possible),
    within(space, space.remote, possible),
  ].reduce((a, b) => diagrams.and(a, b));
  const names = space.interfaces.filter((name) => name !== 'lo');
  const said = outside.map((name) => bestEntry(space, name)).filter((name) => names.includes(name));
  // A firewall that knows no interfaces by name, such as Windows, is judged over all it has.
  const named = new Set(said.length === 0 ? names : said);
  const strangers = [
    any,
    overEntries(space, (name) => named.has(name)),
    within(space, space.clientPort, [clientPorts]),
    within(space, space.remote, internet),
  ].reduce((a, b) => diagrams.and(a, b));
  return { any, strangers, internet, possible };
}

/** The entry that stands for an interface that may not be named anywhere. */
function bestEntry({ interfaces }: Space, name: string): string {
  const fitting = interfaces.filter(
    (own) => own === name || (own.endsWith('*') && name.startsWith(own.slice(0, -1))) || isProfile(own, name),
  );
  return fitting.sort((a, b) => b.length - a.length).find((own) => own === name) ?? fitting[0] ?? '*';
}

/** True where `public` is meant to be `Public profile`. */
function isProfile(own: string, name: string): boolean {
  return own.toLowerCase() === `${name.toLowerCase()} profile`;
}

/** The connections over the entries of the space's interfaces that fit. */
export function overEntries(space: Space, fits: (entry: string) => boolean, axis: Axis = space.near): PacketSet {
  const spans = space.interfaces.flatMap((own, index) => (fits(own) ? [{ from: index, to: index }] : []));
  return within(space, axis, spans);
}

function spansOf(texts: readonly string[]): Span<bigint>[] {
  return texts.flatMap((text) => parseNetwork(text) ?? []).map(addressSpan);
}

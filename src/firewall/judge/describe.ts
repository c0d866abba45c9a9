import { addressSpan, networkText, spanNetworks } from '../network.ts';
import type { Span } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import { type Axis, type Ordinary, type Space, valuesOf, within } from './space.ts';

/** More networks than this are counted, not named. */
const mostNetworks = 6;

/** Sets that every description compares with. */
interface Yardsticks {
  readonly over: readonly { readonly name: string; readonly set: PacketSet }[];
  readonly locals: PacketSet;
  readonly clientPorts: PacketSet;
  readonly internet: PacketSet;
  readonly remotes: PacketSet;
}

/** Made once for each space: a rule set of 5,000 rules has 3,600 descriptions, and making these took a third of them. */
const yardsticks = new WeakMap<Ordinary, Yardsticks>();

function yardsticksOf(space: Space, ordinary: Ordinary): Yardsticks {
  const known = yardsticks.get(ordinary);
  if (known !== undefined) return known;
  const { near, interfaces, local, remote, clientPort } = space;
  const made: Yardsticks = {
    over: interfaces.flatMap((name, index) =>
      name === 'lo' ? [] : [{ name, set: within(space, near, [{ from: index, to: index }]) }],
    ),
    locals: onlyAxis(space, ordinary.any, local),
    clientPorts: onlyAxis(space, ordinary.strangers, clientPort),
    internet: within(space, remote, ordinary.internet),
    remotes: onlyAxis(space, ordinary.any, remote),
  };
  yardsticks.set(ordinary, made);
  return made;
}

/** The connections of a set in words, such as `10.0.0.0/8 on eth1`: one for each network and interface. */
export function describeConnections(space: Space, set: PacketSet, ordinary: Ordinary): string[] {
  const { diagrams, near } = space;
  const groups = new Map<PacketSet, string[]>();
  const { over: names } = yardsticksOf(space, ordinary);
  for (const { name, set: over } of names) {
    const rest = diagrams.project(diagrams.and(set, over), near.first, near.end);
    if (rest !== nobody) groups.set(rest, [...(groups.get(rest) ?? []), name]);
  }
  return [...groups].flatMap(([rest, own]) => {
    const limits = limitsOf(space, rest, ordinary);
    const networks = networksOf(space, rest, ordinary);
    const over =
      own.length === names.length
        ? undefined
        : interfaceText(
            own,
            names.map(({ name }) => name),
          );
    if (networks.length === 0 && limits.length === 0 && over !== undefined) {
      return over.startsWith('every') ? [over] : own;
    }
    const rear = [...(over === undefined ? [] : [`on ${over}`]), ...limits].join(' ');
    return (networks.length === 0 ? ['anybody'] : networks).map((each) => (rear === '' ? each : `${each} ${rear}`));
  });
}

/** Interfaces in words; where most are meant, the others are named. */
function interfaceText(own: readonly string[], all: readonly string[]): string {
  if (!own.includes('*')) return own.join(', ');
  const others = all.filter((name) => !own.includes(name));
  return `every interface but ${others.join(', ')}`;
}

/** What else limits connections: the address or port they come by. */
function limitsOf(space: Space, set: PacketSet, ordinary: Ordinary): string[] {
  const { diagrams, local, far, clientPort, interfaces } = space;
  const { locals, clientPorts } = yardsticksOf(space, ordinary);
  const own = onlyAxis(space, set, local);
  const addresses = diagrams.minus(locals, own) === nobody ? [] : [`at ${namedNetworks(space, own)}`];
  const back = onlyAxis(space, set, far);
  const towards =
    diagrams.not(back) === nobody
      ? []
      : [
          `towards ${spansIn(space, back, far)
            .flatMap(({ from, to }) => interfaces.slice(from, to + 1))
            .join(', ')}`,
        ];
  const ports = onlyAxis(space, set, clientPort);
  const from =
    diagrams.minus(clientPorts, ports) === nobody
      ? []
      : [`from source port ${spansIn(space, ports, clientPort).map(spanText).join(', ')}`];
  return [...addresses, ...towards, ...from];
}

function spanText({ from, to }: Span): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** The other side's networks; empty for the whole internet, a few that are shut out where it is all the rest. */
function networksOf(space: Space, set: PacketSet, ordinary: Ordinary): string[] {
  const { diagrams, remote } = space;
  const own = onlyAxis(space, set, remote);
  const { internet: everywhere, remotes: possible } = yardsticksOf(space, ordinary);
  if (diagrams.minus(everywhere, own) === nobody) return [];
  const exact = firstNetworks(space, own, remote);
  if (exact.length === 1) return exact;
  // With the addresses that nobody has, a list may be shorter and says the same.
  const filled = firstNetworks(space, diagrams.or(own, diagrams.not(possible)), remote, possible);
  const networks = filled.length < exact.length ? filled : exact;
  if (networks.length <= mostNetworks) return networks;
  const lacking = firstNetworks(space, diagrams.minus(everywhere, own), remote);
  if (lacking.length <= mostNetworks) return [`anybody except ${lacking.join(', ')}`];
  return shortList(networks);
}

/** A few networks by name, and that there are more. */
function shortList(networks: readonly string[]): string[] {
  return networks.length <= mostNetworks ? [...networks] : [...networks.slice(0, mostNetworks), 'more networks'];
}

/** The other side's networks in a set: a few by name, and that there are more. */
export function remoteNetworks(space: Space, set: PacketSet): string[] {
  return shortList(firstNetworks(space, onlyAxis(space, set, space.remote), space.remote));
}

/** Networks in a set that has no other axis, up to one more than are named; only those that overlap `among`. */
function firstNetworks(space: Space, set: PacketSet, axis: Axis<bigint>, among: PacketSet = everybody): string[] {
  const { diagrams } = space;
  return spansIn(space, set, axis, mostNetworks + 4)
    .flatMap(({ from, to }) => spanNetworks(space.family, from, to).slice(0, mostNetworks + 4))
    .filter(
      (network) => among === everybody || diagrams.and(among, within(space, axis, [addressSpan(network)])) !== nobody,
    )
    .map(networkText);
}

function namedNetworks(space: Space, set: PacketSet): string {
  const networks = firstNetworks(space, set, space.local);
  if (networks.length <= mostNetworks) return networks.join(', ');
  const others = firstNetworks(space, space.diagrams.not(set), space.local);
  return others.length <= mostNetworks ? `any address but ${others.join(', ')}` : shortList(networks).join(', ');
}

/** How many of the other side's addresses a set holds, in about. */
export function countRemotes(space: Space, set: PacketSet): number {
  const { diagrams, remote, weights } = space;
  const weigh = (from: number, to: number) => {
    const values = valuesOf(remote, from, Math.min(to, remote.starts.length - 1));
    return values === undefined ? 0 : Number(values.to - values.from + 1n);
  };
  return diagrams.weight(onlyAxis(space, set, remote), remote.first, remote.end, weigh, weights);
}

/** A set by one axis alone: the values some connection of it has. */
function onlyAxis<T extends number | bigint>(
  { diagrams, width }: Space,
  set: PacketSet,
  { first, end }: Axis<T>,
): PacketSet {
  return diagrams.project(diagrams.project(set, 0, first), end, width);
}

/** The values of an axis in a set that has no other axis, lowest first. Default: all of them. */
function spansIn<T extends number | bigint>(
  { diagrams }: Space,
  set: PacketSet,
  axis: Axis<T>,
  most = Number.POSITIVE_INFINITY,
): Span<T>[] {
  const spans: { from: T; to: T }[] = [];
  let before = -2;
  diagrams.runs(set, axis.first, axis.end, (from, to, rest) => {
    const values = rest === nobody ? undefined : valuesOf(axis, from, Math.min(to, axis.starts.length - 1));
    if (values === undefined) return spans.length <= most;
    const last = spans.at(-1);
    if (last !== undefined && before + 1 === from) last.to = values.to;
    else spans.push({ ...values });
    before = to;
    return spans.length <= most;
  });
  return spans.slice(0, most);
}

import { addressSpan, type Family, networkText, spanNetworks } from '../network.ts';
import type { Span } from '../read/read.ts';
import { type AddressSpans, commonSpans, sortSpans, withoutSpans } from './address-spans.ts';
import { nobody, type PacketSet } from './diagrams.ts';
import { type Axis, type Ordinary, type Space, valuesOf, within } from './space.ts';

/** More networks than this are counted, not named. */
const mostNetworks = 6;

/** Sets that every description compares with. */
interface Yardsticks {
  readonly over: readonly { readonly name: string; readonly set: PacketSet }[];
  readonly locals: PacketSet;
  readonly clientPorts: PacketSet;
}

/** Made once for each space: a rule set of 5,000 rules has 3,600 descriptions, and making these took a third of them. */
const yardsticks = new WeakMap<Ordinary, Yardsticks>();

function yardsticksOf(space: Space, ordinary: Ordinary): Yardsticks {
  const known = yardsticks.get(ordinary);
  if (known !== undefined) return known;
  const { near, interfaces, local, clientPort } = space;
  const made: Yardsticks = {
    over: interfaces.flatMap((name, index) =>
      name === 'lo' ? [] : [{ name, set: within(space, near, [{ from: index, to: index }]) }],
    ),
    locals: onlyAxis(space, ordinary.any, local),
    clientPorts: onlyAxis(space, ordinary.strangers, clientPort),
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
  return `every interface except ${others.join(', ')}`;
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

/** The other side's networks in a set; empty for the whole internet. */
function networksOf(space: Space, set: PacketSet, ordinary: Ordinary): string[] {
  return describeRemotes(space, remotesOf(space, set), ordinary);
}

/** Networks in words; none for the whole internet, a few that are shut out where it is all the rest. */
export function describeRemotes({ family }: Space, own: AddressSpans, { internet, possible }: Ordinary): string[] {
  const lacking = withoutSpans(internet, own);
  if (lacking.length === 0) return [];
  const exact = firstNetworks(family, own);
  if (exact.length === 1) return exact;
  // With the addresses that nobody has, a list may be shorter and says the same.
  const nobodys = withoutSpans([{ from: 0n, to: family === 'ipv4' ? (1n << 32n) - 1n : (1n << 128n) - 1n }], possible);
  const filled = firstNetworks(family, sortSpans([...own, ...nobodys]), possible);
  const networks = filled.length < exact.length ? filled : exact;
  if (networks.length <= mostNetworks) return networks;
  const shut = firstNetworks(family, lacking);
  if (shut.length <= mostNetworks) return [`anybody except ${shut.join(', ')}`];
  return shortList(networks);
}

/** A few networks by name, and that there are more. */
export function shortList(networks: readonly string[]): string[] {
  return networks.length <= mostNetworks ? [...networks] : [...networks.slice(0, mostNetworks), 'more networks'];
}

/** Networks of spans, up to a few more than are named; only those that overlap `among`. */
export function firstNetworks(family: Family, spans: AddressSpans, among?: AddressSpans): string[] {
  return spans
    .slice(0, mostNetworks + 4)
    .flatMap(({ from, to }) => spanNetworks(family, from, to, mostNetworks + 4))
    .filter((network) => among === undefined || commonSpans([addressSpan(network)], among).length > 0)
    .map(networkText);
}

/** The other side's addresses in a set, whatever else it asks. */
export function remotesOf(space: Space, set: PacketSet): AddressSpans {
  return spansIn(space, onlyAxis(space, set, space.remote), space.remote);
}

function namedNetworks(space: Space, set: PacketSet): string {
  const { family, local, diagrams } = space;
  const networks = firstNetworks(family, spansIn(space, set, local, mostNetworks + 4));
  if (networks.length <= mostNetworks) return networks.join(', ');
  const others = firstNetworks(family, spansIn(space, diagrams.not(set), local, mostNetworks + 4));
  return others.length <= mostNetworks ? `any address except ${others.join(', ')}` : shortList(networks).join(', ');
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

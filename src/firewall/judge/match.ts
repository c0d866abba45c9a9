import type { Condition, ConnectionState, Hook, Span } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import { type Axis, byBit, interfaceSpans, numbersOf, otherNumbers, type Space, within } from './space.ts';

/** Which connections, seen from the machine whose rules are judged; `through` is to and from a server behind it. */
export type Way = 'inbound' | 'outbound' | 'through-in' | 'through-out';

/** Where a packet of a connection meets rules. */
export interface Place {
  readonly way: Way;
  /** True for the answer to a connection's first packet. */
  readonly reply: boolean;
  readonly hook: Hook;
  /** True before the connection tracker has seen the packet. */
  readonly untracked: boolean;
  /** On a gateway: the connections whose destination is still another address than the server's. */
  readonly gatewayItself?: PacketSet;
  /** Connections whose answers come to an address of the gateway's own, since it has hidden who asked. */
  readonly hidden?: Match & { readonly serverAddress: bigint };
}

/** The packets that may meet conditions, and those that certainly do. They are the same where all is known. */
export interface Match {
  readonly may: PacketSet;
  readonly must: PacketSet;
}

const unsure: Match = { may: everybody, must: nobody };

const syn = 0x02;
const synAck = 0x12;

/** The packets that meet all conditions. */
export function matchAll(space: Space, conditions: readonly Condition[], place: Place): Match {
  const { diagrams } = space;
  const onAxes: OnAxis[] = [];
  let may = everybody;
  let must = everybody;
  for (const condition of conditions) {
    const simple = onAxis(space, condition, place);
    if (simple !== undefined) {
      onAxes.push(simple);
      continue;
    }
    const one = matchOne(space, condition, place);
    may = diagrams.and(may, one.may);
    must = one.must === one.may && must === may ? may : diagrams.and(must, one.must);
    if (may === nobody) return { may, must: nobody };
  }
  // From the last axis to the first, each around what is there: most rules are one path and need no combining.
  onAxes.sort((a, b) => b.first - a.first);
  let set = everybody;
  let top = Number.POSITIVE_INFINITY;
  for (const { first, end, spans } of onAxes) {
    set = end <= top ? diagrams.spans(first, end, spans, set) : diagrams.and(set, diagrams.spans(first, end, spans));
    top = Math.min(top, first);
  }
  if (may === everybody && must === everybody) return { may: set, must: set };
  return { may: diagrams.and(set, may), must: diagrams.and(set, must) };
}

/** What a condition asks of one axis alone, by that axis' numbers. */
interface OnAxis {
  readonly first: number;
  readonly end: number;
  readonly spans: readonly Span[];
}

/** `undefined` for conditions that ask for more, or for something uncertain. */
function onAxis(space: Space, condition: Condition, place: Place): OnAxis | undefined {
  const make = (axis: { first: number; end: number }, spans: readonly Span[]): OnAxis => ({
    first: axis.first,
    end: axis.end,
    spans: condition.not === true ? otherNumbers(axis, spans) : spans,
  });
  switch (condition.kind) {
    case 'protocol': {
      const has = (number: number) => condition.protocols.some(({ from, to }) => from <= number && number <= to);
      const bits = [6, 17].flatMap((number, bit) => (has(number) ? [{ from: bit, to: bit }] : []));
      return make({ first: space.transport, end: space.transport + 1 }, joinBits(bits));
    }
    case 'port': {
      if (condition.side === 'either') return undefined;
      const axis = portAxes(space, place)[condition.side];
      return make(axis, numbersOf(axis, condition.ports));
    }
    case 'address': {
      if (condition.family !== space.family || place.hidden !== undefined) return undefined;
      const axis = addressAxis(space, place, condition.side);
      return make(axis, numbersOf(axis, condition.addresses));
    }
    case 'interface': {
      const axis = interfaceAxis(space, place, condition.side);
      if (axis === 'unsure' || axis === undefined) return undefined;
      return make(axis, numbersOf(axis, interfaceSpans(space, condition.names)));
    }
    default:
      return undefined;
  }
}

function joinBits(bits: readonly Span[]): readonly Span[] {
  return bits.length === 2 ? [{ from: 0, to: 1 }] : bits;
}

function matchOne(space: Space, condition: Condition, place: Place): Match {
  const { diagrams } = space;
  const not = condition.not === true;
  const exactly = (set: PacketSet): Match => {
    const result = not ? diagrams.not(set) : set;
    return { may: result, must: result };
  };
  const always = (value: boolean) => exactly(value ? everybody : nobody);
  switch (condition.kind) {
    case 'unknown':
    case 'below-limit':
      return unsure;
    case 'constant':
      return always(condition.value);
    case 'family':
      return always(condition.family === space.family);
    case 'protocol':
      return exactly(
        transports(space, (number) => condition.protocols.some(({ from, to }) => from <= number && number <= to)),
      );
    case 'port': {
      const axes = portAxes(space, place);
      const sides = condition.side === 'either' ? (['source', 'destination'] as const) : [condition.side];
      return exactly(
        sides.map((side) => within(space, axes[side], condition.ports)).reduce((a, b) => diagrams.or(a, b)),
      );
    }
    case 'address':
      // A packet of the other address family has no such address, whatever is asked of it.
      if (condition.family !== space.family) return { may: nobody, must: nobody };
      return beforeReturn(
        space,
        condition,
        place,
        exactly(within(space, addressAxis(space, place, condition.side), condition.addresses)),
      );
    case 'interface': {
      const axis = interfaceAxis(space, place, condition.side);
      if (axis === 'unsure') return unsure;
      return axis === undefined
        ? always(condition.names.includes('*'))
        : exactly(within(space, axis, interfaceSpans(space, condition.names)));
    }
    case 'state':
      return place.untracked ? unsure : matchState(space, condition.states, place, not);
    case 'flags': {
      const flags = place.reply ? synAck : syn;
      const met = ((flags & condition.mask) === condition.set) !== not;
      const tcp = met ? transports(space, (number) => number === 6) : nobody;
      return { may: tcp, must: tcp };
    }
    case 'address-type':
      return beforeReturn(space, condition, place, matchAddressType(space, condition, place, exactly));
    case 'way':
      return always((condition.way === 'reply') === place.reply);
    case 'label': {
      const bit = space.labels.get(condition.label) ?? 0;
      return bit === 0 ? unsure : exactly(diagrams.node(bit, nobody, everybody));
    }
    case 'any': {
      let may = nobody;
      let must = nobody;
      for (const each of condition.of) {
        const one = matchAll(space, each, place);
        may = diagrams.or(may, one.may);
        must = diagrams.or(must, one.must);
      }
      return not ? { may: diagrams.not(must), must: diagrams.not(may) } : { may, must };
    }
  }
}

/** A match of a destination where answers may still have the gateway's own address, which the rules do not name. */
function beforeReturn(
  { diagrams }: Space,
  condition: Extract<Condition, { readonly side: 'source' | 'destination' }>,
  { hidden }: Place,
  plain: Match,
): Match {
  if (hidden === undefined || condition.side !== 'destination') return plain;
  // It is not the server's, so what asks for that one alone is not met.
  const isServers = (address: bigint) => address === hidden.serverAddress;
  const isOther =
    condition.kind === 'address' && condition.addresses.every(({ from, to }) => isServers(from) && isServers(to));
  const met: Match = isOther
    ? condition.not === true
      ? { may: everybody, must: everybody }
      : { may: nobody, must: nobody }
    : unsure;
  const choose = (own: PacketSet, gateway: PacketSet, its: PacketSet) =>
    diagrams.or(diagrams.minus(own, its), diagrams.and(gateway, its));
  return {
    may: diagrams.or(choose(plain.may, met.may, hidden.may), choose(plain.may, met.may, hidden.must)),
    must: diagrams.and(choose(plain.must, met.must, hidden.may), choose(plain.must, met.must, hidden.must)),
  };
}

/** The TCP or UDP packets, where their number fits. */
function transports({ diagrams, transport }: Space, fits: (number: number) => boolean): PacketSet {
  return diagrams.node(transport, fits(6) ? everybody : nobody, fits(17) ? everybody : nobody);
}

/** True where the packet's sender is the one who opened the connection and is not this machine, or answers and is it. */
function comesFromRemote({ way, reply }: Place): boolean {
  return (way === 'inbound' || way === 'through-in') !== reply;
}

function addressAxis(space: Space, place: Place, side: 'source' | 'destination'): Axis<bigint> {
  return comesFromRemote(place) === (side === 'source') ? space.remote : space.local;
}

function portAxes(space: Space, { reply }: Place): Record<'source' | 'destination', Axis> {
  return reply
    ? { source: space.port, destination: space.clientPort }
    : { source: space.clientPort, destination: space.port };
}

/** `undefined` where the packet has no such interface. */
function interfaceAxis(space: Space, place: Place, side: 'in' | 'out'): Axis | 'unsure' | undefined {
  const through = place.way === 'through-in' || place.way === 'through-out';
  const fromRemote = comesFromRemote(place);
  const { hook } = place;
  if (side === 'in') {
    if (hook === 'output' || hook === 'egress') return undefined;
    if (hook === 'postrouting') return through ? 'unsure' : undefined;
    return fromRemote ? space.near : space.far;
  }
  if (hook === 'prerouting' || hook === 'ingress' || hook === 'input') return undefined;
  return fromRemote ? space.far : space.near;
}

function matchState(space: Space, states: readonly ConnectionState[], { reply, way }: Place, not: boolean): Match {
  const { diagrams } = space;
  const tracked = states.includes(reply ? 'established' : 'new') ? everybody : nobody;
  const untracked = states.includes('untracked') ? everybody : nobody;
  const own = byBit(space, space.untracked, tracked, untracked);
  const withDnat = states.includes('dnat') ? diagrams.or(own, byBit(space, space.translated, nobody, everybody)) : own;
  // One that is sent to this machine, and keeps its port, may have kept its address too. Then the kernel sees no DNAT.
  const surely = way === 'inbound' ? own : withDnat;
  return not ? { may: diagrams.not(surely), must: diagrams.not(withDnat) } : { may: withDnat, must: surely };
}

function matchAddressType(
  space: Space,
  { side, types, iptables }: Extract<Condition, { kind: 'address-type' }>,
  place: Place,
  exactly: (set: PacketSet) => Match,
): Match {
  const { diagrams } = space;
  if (types.includes('other')) return unsure;
  const is = (type: 'local' | 'unicast') => (types.includes(type) ? everybody : nobody);
  const isRemote = addressAxis(space, place, side) === space.remote;
  if (iptables === true && space.family === 'ipv6') {
    // net/netfilter/xt_addrtype.c, match_type6
    if (types.includes('multicast')) return exactly(nobody);
    if (!types.includes('local') && !types.includes('anycast')) return exactly(everybody);
    const isOwn = isRemote
      ? nobody
      : place.way === 'inbound' || place.way === 'outbound'
        ? everybody
        : side === 'destination'
          ? (place.gatewayItself ?? nobody)
          : nobody;
    return exactly(types.includes('local') ? isOwn : nobody);
  }
  if (isRemote) return exactly(is('unicast'));
  if (place.way === 'inbound' || place.way === 'outbound') return exactly(is('local'));
  const gateway = side === 'destination' ? (place.gatewayItself ?? nobody) : nobody;
  return exactly(diagrams.or(diagrams.and(gateway, is('local')), diagrams.minus(is('unicast'), gateway)));
}

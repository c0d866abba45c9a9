import type { Family } from '../../src/firewall/network.ts';
import type { Chain, ChainRule, Condition, Hook, NatTarget, Ruleset, Span } from '../../src/firewall/read/read.ts';

/** One connection to the machine, as its client opens it. */
export interface Connection {
  readonly family: Family;
  readonly protocol: 6 | 17;
  readonly port: number;
  readonly clientPort: number;
  readonly near: string;
  readonly remote: bigint;
  readonly local: bigint;
}

/** One packet where it meets rules. */
interface Packet {
  readonly family: Family;
  readonly protocol: number;
  readonly source: bigint;
  readonly destination: bigint;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly in: string;
  readonly out: string;
  readonly flags: number;
  readonly reply: boolean;
  readonly hook: Hook;
  /** False before the connection tracker has seen it. */
  isSeen: boolean;
  untracked: boolean;
  translated: boolean;
  /** True for the answer to a packet that the tracker left out. */
  answersUntracked: boolean;
}

type End = 'accepted' | 'dropped' | 'returned' | { readonly sentTo: NatTarget };

/** What an unknown condition is taken to be, for one packet. */
export type Guess = (condition: Condition) => boolean;

/**
 * Whether a connection gets through: its first packet, and the answer. Follows one packet, rule by rule. `unsaid` where
 * only one direction is left untracked and a packet is stopped, since later packets are not followed; `perhaps` where
 * both get through. `unsaid` too where it is sent to an address, since rules don't name the machine's own; `perhaps`
 * where it gets through if that address is the machine's own.
 */
export function simulate(
  ruleset: Ruleset,
  connection: Connection,
  guess: Guess,
): 'passes' | 'perhaps' | 'stopped' | 'unsaid' {
  const half = { first: false, reply: false, isSentToAddress: false };
  const passes = followBoth(ruleset, connection, guess, half);
  if (half.first !== half.reply) return passes ? 'perhaps' : 'unsaid';
  if (half.isSentToAddress) return passes ? 'perhaps' : 'unsaid';
  return passes ? 'passes' : 'stopped';
}

function followBoth(
  ruleset: Ruleset,
  connection: Connection,
  guess: Guess,
  leftOut: { first: boolean; reply: boolean; isSentToAddress: boolean },
): boolean {
  const first: Packet = {
    family: connection.family,
    protocol: connection.protocol,
    source: connection.remote,
    destination: connection.local,
    sourcePort: connection.clientPort,
    destinationPort: connection.port,
    in: connection.near,
    out: '',
    flags: 0x02,
    reply: false,
    hook: 'ingress',
    isSeen: false,
    untracked: false,
    translated: false,
    answersUntracked: false,
  };
  const answer: Packet = {
    ...first,
    source: first.destination,
    destination: first.source,
    sourcePort: first.destinationPort,
    destinationPort: first.sourcePort,
    in: '',
    out: connection.near,
    flags: 0x12,
    reply: true,
  };
  // Told even where the first packet is stopped, and there is no answer.
  leftOut.reply = baseChains(ruleset, 'output', connection.family).some(
    (chain) => chain.base?.type !== 'nat' && isLeftOut(ruleset, chain, answer, guess),
  );
  let state = first;
  for (const hook of ['ingress', 'prerouting', 'input'] as const) {
    for (const chain of baseChains(ruleset, hook, connection.family)) {
      const isNat = chain.base?.type === 'nat';
      if (isNat && (state.untracked || (hook === 'prerouting' && state.translated))) continue;
      state = { ...state, hook, isSeen: isSeen(chain) };
      const end = pass(ruleset, chain, state, guess);
      leftOut.first = state.untracked;
      if (end === 'dropped') return false;
      if (typeof end === 'object' && hook === 'prerouting') {
        const { address, ports, unknown } = end.sentTo;
        if (unknown === true) return false;
        // A port that is sent elsewhere is not open itself.
        if (ports !== undefined && (connection.port < ports.from || connection.port > ports.to)) return false;
        if (address !== undefined) {
          if (address.family !== connection.family) return false;
          leftOut.isSentToAddress = true;
          state = { ...state, destination: address.from };
        }
        state = { ...state, translated: true };
      }
    }
  }
  const reply: Packet = {
    ...state,
    source: first.destination,
    destination: first.source,
    sourcePort: first.destinationPort,
    destinationPort: first.sourcePort,
    in: '',
    out: connection.near,
    flags: 0x12,
    reply: true,
    answersUntracked: leftOut.first,
  };
  for (const hook of ['output', 'postrouting', 'egress'] as const) {
    for (const chain of baseChains(ruleset, hook, connection.family)) {
      if (chain.base?.type === 'nat') continue;
      const packet = { ...reply, hook, isSeen: isSeen(chain), untracked: leftOut.reply };
      const end = pass(ruleset, chain, packet, guess);
      if (end === 'dropped') return false;
    }
  }
  return true;
}

/** True where a chain leaves an answer out, which it does whatever became of the question. */
function isLeftOut(ruleset: Ruleset, chain: Chain, reply: Packet, guess: Guess): boolean {
  const packet = { ...reply, hook: 'output' as const, isSeen: isSeen(chain), untracked: false };
  pass(ruleset, chain, packet, guess);
  return packet.untracked;
}

/** The tracker sees packets behind the device's hook, at priority -200 of the hooks where they come in or are sent. */
function isSeen({ base }: Chain): boolean {
  if (base?.hook === 'ingress') return false;
  return !((base?.hook === 'prerouting' || base?.hook === 'output') && base.priority < -200);
}

function baseChains({ chains }: Ruleset, hook: Hook, family: Family): Chain[] {
  return [...chains.values()]
    .filter(({ base, families }) => base?.hook === hook && families.includes(family))
    .sort((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0));
}

function pass(ruleset: Ruleset, chain: Chain, packet: Packet, guess: Guess): End {
  const end = follow(ruleset, chain, packet, guess);
  return end === 'returned' ? (chain.base?.policy === 'drop' ? 'dropped' : 'accepted') : end;
}

function follow(ruleset: Ruleset, chain: Chain, packet: Packet, guess: Guess): End {
  for (const rule of chain.rules) {
    if (!rule.conditions.every((condition) => meets(packet, condition, guess))) continue;
    const end = decide(ruleset, rule, packet, guess);
    if (end !== undefined) return end;
  }
  return 'returned';
}

function decide(ruleset: Ruleset, { verdict }: ChainRule, packet: Packet, guess: Guess): End | undefined {
  switch (verdict.kind) {
    case 'accept':
      return 'accepted';
    case 'drop':
      return 'dropped';
    case 'return':
      return 'returned';
    case 'nat':
      return { sentTo: verdict.target };
    case 'notrack':
      // What the tracker has seen stays tracked.
      if (!packet.isSeen) packet.untracked = true;
      return undefined;
    case 'jump':
    case 'goto': {
      const called = ruleset.chains.get(verdict.chain);
      if (called === undefined) throw new Error(`${verdict.chain} is not there`);
      const end = follow(ruleset, called, packet, guess);
      return end === 'returned' && verdict.kind === 'jump' ? undefined : end;
    }
    case 'none':
    case 'unknown':
      return undefined;
  }
}

function meets(packet: Packet, condition: Condition, guess: Guess): boolean {
  if (condition.kind === 'unknown') return guess(condition);
  if (condition.kind === 'address' && condition.family !== packet.family) return false;
  if (condition.kind === 'flags' && packet.protocol !== 6) return false;
  return isMet(packet, condition, guess) !== (condition.not === true);
}

function isMet(packet: Packet, condition: Condition, guess: Guess): boolean {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'family':
      return packet.family === condition.family;
    case 'protocol':
      return isIn(packet.protocol, condition.protocols);
    case 'port': {
      const source = isIn(packet.sourcePort, condition.ports);
      const destination = isIn(packet.destinationPort, condition.ports);
      return condition.side === 'either' ? source || destination : condition.side === 'source' ? source : destination;
    }
    case 'address':
      return isIn(packet[condition.side], condition.addresses);
    case 'interface':
      return condition.names.some((name) =>
        name.endsWith('*') ? packet[condition.side].startsWith(name.slice(0, -1)) : packet[condition.side] === name,
      );
    case 'state': {
      const own = packet.untracked ? 'untracked' : trackedState(packet);
      return condition.states.includes(own) || (packet.translated && condition.states.includes('dnat'));
    }
    case 'flags':
      return (packet.flags & condition.mask) === condition.set;
    case 'address-type': {
      const isOwn = (condition.side === 'source') === packet.reply;
      if (condition.iptables === true && packet.family === 'ipv6') {
        if (condition.types.includes('multicast')) return false;
        if (condition.types.includes('local')) return isOwn;
        return !condition.types.includes('anycast');
      }
      return condition.types.includes(isOwn ? 'local' : 'unicast');
    }
    case 'way':
      return (condition.way === 'reply') === packet.reply;
    case 'any':
      return condition.of.some((all) => all.every((each) => meets(packet, each, guess)));
    case 'label':
    case 'below-limit':
    case 'unknown':
      return guess(condition);
  }
}

/** To the tracker an answer alone is a new connection in UDP, and nonsense in TCP (net/netfilter/nf_conntrack_proto_tcp.c). */
function trackedState({ reply, answersUntracked, protocol }: Packet): 'new' | 'established' | 'invalid' {
  if (!reply) return 'new';
  if (!answersUntracked) return 'established';
  return protocol === 6 ? 'invalid' : 'new';
}

function isIn<T extends number | bigint>(value: T, spans: readonly Span<T>[]): boolean {
  return spans.some(({ from, to }) => from <= value && value <= to);
}

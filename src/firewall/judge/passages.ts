import { addressSpan, type Network } from '../network.ts';
import type { Chain, Hook, Ruleset } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import type { Place, Way } from './match.ts';
import { byBit, type Space } from './space.ts';
import { type ChainReader, readChains } from './summarise-chain.ts';

/** A base chain that packets meet on a way, and how it reads at that place. */
export interface Passage {
  readonly place: Place;
  readonly chain: Chain;
  readonly reader: ChainReader;
}

/** What may pass a row of base chains, and what may be stopped by one of them. */
interface Passing {
  readonly pass: PacketSet;
  readonly stop: PacketSet;
}

/** The base chains of one way. */
interface Passages {
  /** For a connection's first packet, and for the answer to it, without chains for translations. */
  readonly firsts: readonly Passage[];
  readonly replies: readonly Passage[];
  /** Chains for translations, which only first packets meet. */
  readonly nats: readonly Passage[];
  /** The hook whose translations choose the destination. */
  readonly natHook: Hook;
  /** All of them in the order in which a connection meets them. */
  readonly inOrder: readonly Passage[];
}

/** The kernel's priority for destination NAT, and below which the connection tracker has not seen a packet. */
const natPriority = -100;
const trackingPriority = -200;

const throughHooks: readonly Hook[] = ['ingress', 'prerouting', 'forward', 'postrouting', 'egress'];

const hooks: Readonly<Record<Way, { first: readonly Hook[]; reply: readonly Hook[]; nat: Hook }>> = {
  inbound: { first: ['ingress', 'prerouting', 'input'], reply: ['output', 'postrouting', 'egress'], nat: 'prerouting' },
  outbound: { first: ['output', 'postrouting', 'egress'], reply: ['ingress', 'prerouting', 'input'], nat: 'output' },
  'through-in': { first: throughHooks, reply: throughHooks, nat: 'prerouting' },
  'through-out': { first: throughHooks, reply: throughHooks, nat: 'prerouting' },
};

/** What else has to be known to read the chains of a way. */
interface Circumstances {
  /** The server behind a gateway, and the connections that have its address. */
  readonly host: Network | undefined;
  readonly isServer: PacketSet;
  /** True where the connection tracker may take answers for anything. */
  readonly strangeAnswers?: boolean;
}

/** Finds the base chains of a way. */
export function findPassages(
  space: Space,
  ruleset: Ruleset,
  way: Way,
  { host, isServer, strangeAnswers = false }: Circumstances,
): Passages {
  const gatewayItself = space.diagrams.not(isServer);
  const readers = new Map<string, ChainReader>();
  const find = (reply: boolean, hidden?: Place['hidden']): Passage[] =>
    (reply ? hooks[way].reply : hooks[way].first).flatMap((hook) =>
      [...ruleset.chains.values()]
        .filter(({ base, families }) => base?.hook === hook && families.includes(space.family))
        .sort((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0))
        .map((chain) => {
          const untracked = (reply && strangeAnswers) || isBeforeTracking(hook, chain.base?.priority ?? 0);
          const onGateway = way === 'through-in' && !reply ? { gatewayItself } : {};
          const isReturned = hidden === undefined || !isBeforeNat(chain, 'prerouting');
          const place: Place = { way, reply, hook, untracked, ...onGateway, ...(isReturned ? {} : { hidden }) };
          const key = `${hook} ${untracked} ${isReturned}`;
          const reader = readers.get(`${reply} ${key}`) ?? readChains(space, ruleset, place);
          readers.set(`${reply} ${key}`, reader);
          return { place, chain, reader };
        }),
    );
  const isNat = ({ chain }: Passage) => chain.base?.type === 'nat';
  const first = find(false);
  const firsts = first.filter((each) => !isNat(each));
  const nats = first.filter(isNat);
  const hidden = host === undefined ? undefined : hiddenConnections(space, nats, host);
  const replies = find(true, hidden).filter((each) => !isNat(each));
  return { firsts, replies, nats, natHook: hooks[way].nat, inOrder: [...first, ...replies] };
}

/** Connections that a gateway sends on as its own. Their answers come to its address, until the tracker gives them back. */
function hiddenConnections({ diagrams }: Space, nats: readonly Passage[], host: Network): Place['hidden'] {
  let may = nobody;
  let must = nobody;
  for (const { chain, reader } of nats) {
    const { hidden, exact } = reader.summary(chain.key);
    // The first chain that hides them is the last that is asked.
    if (exact && may === nobody) must = hidden;
    may = diagrams.or(may, hidden);
  }
  return may === nobody ? undefined : { may, must, serverAddress: addressSpan(host).from };
}

/** The tracker sees packets where they come in, behind the device's own hook, and where the machine sends them. */
function isBeforeTracking(hook: Hook, priority: number): boolean {
  return hook === 'ingress' || ((hook === 'prerouting' || hook === 'output') && priority < trackingPriority);
}

/** True where packets meet a chain before their destination is translated. */
export function isBeforeNat({ base }: Chain, natHook: Hook): boolean {
  if (base === undefined) return false;
  return base.hook === 'ingress' || (base.hook === natHook && base.priority < natPriority);
}

/** What may pass every chain. */
export function passAll({ diagrams }: Space, passages: readonly Passage[]): PacketSet {
  let pass = everybody;
  for (const { chain, reader } of passages) {
    const { accepted, dropped, returned, exact } = reader.summary(chain.key);
    const policy = chain.base?.policy ?? 'unknown';
    if (policy === 'drop') pass = diagrams.and(pass, accepted);
    else if (exact && policy === 'accept') pass = diagrams.minus(pass, dropped);
    else pass = diagrams.and(pass, diagrams.or(accepted, returned()));
  }
  return pass;
}

/** The same, and what may be stopped by one of them. */
export function passAndStop(space: Space, passages: readonly Passage[]): Passing {
  const { diagrams } = space;
  const pass = passAll(space, passages);
  if (isExact(passages)) return { pass, stop: diagrams.not(pass) };
  let stop = nobody;
  for (const { chain, reader } of passages) {
    const { dropped, returned } = reader.summary(chain.key);
    const accepts = chain.base?.policy === 'accept';
    stop = diagrams.or(stop, accepts ? dropped : diagrams.or(dropped, returned()));
  }
  return { pass, stop };
}

/** True where nothing unknown plays a part: what does not pass is stopped. */
export function isExact(passages: readonly Passage[]): boolean {
  return passages.every(({ chain, reader }) => chain.base?.policy !== 'unknown' && reader.summary(chain.key).exact);
}

/** A chain for translations drops too, but it sees only the first packet of a connection that is tracked. */
export function passNat(space: Space, { chain, reader }: Passage): Passing & { readonly sent: PacketSet } {
  const { diagrams, untracked } = space;
  const { accepted, dropped, returned, translated } = reader.summary(chain.key);
  const falls = chain.base?.policy === 'drop';
  const sent = translated.reduce((set, each) => diagrams.or(set, each.set), nobody);
  const passed = diagrams.or(sent, falls ? accepted : diagrams.or(accepted, returned()));
  return {
    pass: diagrams.or(passed, byBit(space, untracked, nobody, everybody)),
    stop: diagrams.and(falls ? diagrams.or(dropped, returned()) : dropped, byBit(space, untracked, everybody, nobody)),
    sent,
  };
}

/** The connections whose packets rules tell the connection tracker to leave out. */
interface Untracked {
  /** First packets that may, and must, be left out. */
  readonly may: PacketSet;
  readonly must: PacketSet;
  /** Connections of which both directions may be left out, and of which both may be tracked. */
  readonly whole: PacketSet;
  readonly tracked: PacketSet;
  /** Where that may be so for one direction only: the first packet and not the answer, or the other way round. */
  readonly answersTracked: PacketSet;
  readonly answersUntracked: PacketSet;
}

/** Finds what rules tell the connection tracker to leave out. */
export function untrackedPackets({ diagrams }: Space, passages: readonly Passage[]): Untracked {
  const none = { may: nobody, must: nobody };
  const found = { first: { ...none }, reply: { ...none } };
  for (const { chain, reader, place } of passages) {
    const { untracked, exact } = reader.summary(chain.key);
    if (untracked === nobody) continue;
    const own = place.reply ? found.reply : found.first;
    own.may = diagrams.or(own.may, untracked);
    if (exact) own.must = diagrams.or(own.must, untracked);
  }
  const { first, reply } = found;
  return {
    may: first.may,
    must: first.must,
    whole: diagrams.and(first.may, reply.may),
    tracked: diagrams.not(diagrams.or(first.must, reply.must)),
    answersTracked: diagrams.minus(first.may, reply.must),
    answersUntracked: diagrams.minus(reply.may, first.must),
  };
}

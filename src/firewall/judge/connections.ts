import { addressSpan, type Network } from '../network.ts';
import type { Chain, Hook, NatTarget, Ruleset } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import type { Place, Way } from './match.ts';
import { type Space, within } from './space.ts';
import { type ChainReader, readChains } from './summarise-chain.ts';

/** Connections that are made for sure, and those that may be, where that depends on something unknown. */
export interface Connections {
  readonly certain: PacketSet;
  readonly possible: PacketSet;
}

/** Base chains of one hook, in the order packets meet them, with what they do to packets at that place. */
export interface Passage {
  readonly place: Place;
  readonly chain: Chain;
  readonly reader: ChainReader;
}

/** The connections of one way, and the chains their packets go through: for the first packet, and for the answer. */
export interface JudgedWay extends Connections {
  readonly passages: readonly Passage[];
}

/** The kernel's priority for destination NAT, and below which the connection tracker has not seen a packet. */
const natPriority = -100;
const trackingPriority = -200;

const hooks: Readonly<Record<Way, { first: readonly Hook[]; reply: readonly Hook[]; nat: Hook }>> = {
  inbound: { first: ['ingress', 'prerouting', 'input'], reply: ['output', 'postrouting', 'egress'], nat: 'prerouting' },
  outbound: { first: ['output', 'postrouting', 'egress'], reply: ['ingress', 'prerouting', 'input'], nat: 'output' },
  'through-in': {
    first: ['ingress', 'prerouting', 'forward', 'postrouting', 'egress'],
    reply: ['ingress', 'prerouting', 'forward', 'postrouting', 'egress'],
    nat: 'prerouting',
  },
  'through-out': {
    first: ['ingress', 'prerouting', 'forward', 'postrouting', 'egress'],
    reply: ['ingress', 'prerouting', 'forward', 'postrouting', 'egress'],
    nat: 'prerouting',
  },
};

/** What may pass a row of base chains, and what may be stopped by one of them. */
interface Passing {
  pass: PacketSet;
  stop: PacketSet;
}

/**
 * The connections that a rule set lets be made one way. The answers have to pass too.
 *
 * @param host the server behind a gateway; needed for the ways through it.
 */
export function judgeWay(space: Space, ruleset: Ruleset, way: Way, host?: Network): JudgedWay {
  const { diagrams } = space;
  const isServer = host === undefined ? everybody : within(space, space.local, [addressSpan(host)]);
  const gatewayItself = diagrams.not(isServer);
  const isElsewhere = findOtherMachines(ruleset);
  const readers = new Map<string, ChainReader>();
  const passages: Passage[] = [];
  const passagesOf = (reply: boolean, type: 'filter' | 'nat'): Passage[] =>
    (reply ? hooks[way].reply : hooks[way].first).flatMap((hook) => {
      const chains = [...ruleset.chains.values()]
        .filter(({ base, families }) => base?.hook === hook && base.type === type && families.includes(space.family))
        .sort((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0));
      return chains.map((chain) => {
        const untracked = (chain.base?.priority ?? 0) < trackingPriority;
        const place: Place = {
          way,
          reply,
          hook,
          untracked,
          ...(way === 'through-in' && !reply ? { gatewayItself } : {}),
        };
        const key = `${reply} ${hook} ${untracked}`;
        const reader = readers.get(key) ?? readChains(space, ruleset, place);
        readers.set(key, reader);
        return { place, chain, reader };
      });
    });
  const firsts = passagesOf(false, 'filter');
  const replies = passagesOf(true, 'filter');
  const nats = passagesOf(false, 'nat');
  const translating = nats.filter(({ place }) => place.hook === hooks[way].nat);
  passages.push(...firsts, ...nats, ...replies);
  const early = firsts.filter(({ chain }) => isBeforeNat(chain, hooks[way].nat));
  const before = passAll(space, early);
  const behind = passAll(space, [...firsts.filter((each) => !early.includes(each)), ...replies]);
  let sentBefore = nobody;
  for (const passage of nats) {
    const isTranslating = translating.includes(passage);
    const row = isTranslating ? before : behind;
    const { pass, stop, sent } = passNat(space, passage);
    // The first chain that translates a packet is the last of its hook.
    row.pass = diagrams.and(row.pass, isTranslating ? diagrams.or(pass, sentBefore) : pass);
    row.stop = diagrams.or(row.stop, stop);
    if (isTranslating) sentBefore = diagrams.or(sentBefore, sent);
  }
  const { kept, translations } = translate(space, translating);
  const notTracked = untrackedPackets(space, [...firsts, ...replies]);

  const anyLocal = (set: PacketSet) => diagrams.project(set, space.local.first, space.local.end);
  let possible = nobody;
  let stopped = notTracked.halfway;
  let certainElsewhere = nobody;
  const bits = [0, 1] as const;
  for (const untracked of bits) {
    const those = untracked === 1 ? notTracked.may : diagrams.not(notTracked.must);
    if (those === nobody) continue;
    for (const translated of bits) {
      const at = (set: PacketSet) =>
        diagrams.fix(diagrams.fix(set, space.untracked, untracked), space.translated, translated);
      const pass = at(behind.pass);
      const stop = at(behind.stop);
      const early = { pass: at(before.pass), stop: at(before.stop) };
      if (translated === 0) {
        const direct = diagrams.and(those, diagrams.and(at(kept), isServer));
        possible = diagrams.or(possible, diagrams.and(direct, diagrams.and(early.pass, pass)));
        stopped = diagrams.or(stopped, diagrams.and(direct, diagrams.or(early.stop, stop)));
        continue;
      }
      for (const { target, may, must } of translations) {
        const sent = sendTo(space, target, host, isElsewhere);
        if (sent === undefined) continue;
        const moved = (set: PacketSet) => moveTo(space, at(set), target, isServer, host);
        const reaches = moved(diagrams.and(diagrams.and(those, may), early.pass));
        // Rules meet another destination than the first packet's where an address was given.
        const met = host === undefined && target.address !== undefined ? anyLocal(pass) : pass;
        possible = diagrams.or(possible, diagrams.and(reaches, met));
        if (host === undefined)
          stopped = diagrams.or(stopped, diagrams.and(reaches, target.address === undefined ? stop : anyLocal(stop)));
        else if (sent === 'surely' && untracked === 0) {
          const surely = moved(diagrams.minus(diagrams.minus(must, notTracked.may), early.stop));
          certainElsewhere = diagrams.or(certainElsewhere, diagrams.minus(surely, stop));
        }
      }
    }
  }
  // What may be sent elsewhere is not for certain here.
  for (const { target, may } of translations) {
    const at = diagrams.fix(diagrams.fix(may, space.untracked, 0), space.translated, 0);
    const isHere = host === undefined && sendTo(space, target, host, isElsewhere) === 'surely';
    stopped = diagrams.or(stopped, isHere ? diagrams.minus(at, moveTo(space, at, target, isServer, host)) : at);
  }
  const direct = diagrams.minus(isServer, stopped);
  const byServer = (set: PacketSet) =>
    host === undefined ? set : diagrams.project(diagrams.and(set, isServer), space.local.first, space.local.end);
  return {
    certain: diagrams.and(diagrams.or(byServer(direct), byServer(certainElsewhere)), byServer(possible)),
    possible: byServer(possible),
    passages,
  };
}

function isBeforeNat({ base }: Chain, natHook: Hook): boolean {
  if (base === undefined) return false;
  return base.hook === 'ingress' || (base.hook === natHook && base.priority < natPriority);
}

function passAll({ diagrams }: Space, passages: readonly Passage[]): Passing {
  let pass = everybody;
  let stop = nobody;
  for (const { chain, reader } of passages) {
    const { accepted, dropped, returned } = reader.summary(chain.key);
    const policy = chain.base?.policy ?? 'unknown';
    pass = diagrams.and(pass, policy === 'drop' ? accepted : diagrams.or(accepted, returned));
    stop = diagrams.or(stop, policy === 'accept' ? dropped : diagrams.or(dropped, returned));
  }
  return { pass, stop };
}

/** A chain for translations drops too, but it sees only the first packet of a connection that is tracked. */
function passNat(
  { diagrams, untracked: bit }: Space,
  { chain, reader }: Passage,
): Passing & { readonly sent: PacketSet } {
  const { accepted, dropped, returned, translated } = reader.summary(chain.key);
  const falls = chain.base?.policy === 'drop';
  const sent = translated.reduce((set, each) => diagrams.or(set, each.set), nobody);
  const passed = diagrams.or(sent, falls ? accepted : diagrams.or(accepted, returned));
  return {
    pass: diagrams.or(passed, diagrams.node(bit, nobody, everybody)),
    stop: diagrams.and(falls ? diagrams.or(dropped, returned) : dropped, diagrams.node(bit, everybody, nobody)),
    sent,
  };
}

interface PossibleTranslation {
  readonly target: NatTarget;
  readonly may: PacketSet;
  readonly must: PacketSet;
}

/** What the NAT chains of one hook do: the first that translates a packet is the only one. */
function translate(
  space: Space,
  passages: readonly Passage[],
): { kept: PacketSet; translations: readonly PossibleTranslation[] } {
  const { diagrams } = space;
  let kept = everybody;
  const found: { target: NatTarget; may: PacketSet }[] = [];
  for (const { chain, reader } of passages) {
    const summary = reader.summary(chain.key);
    for (const { target, set } of summary.translated) found.push({ target, may: diagrams.and(kept, set) });
    kept = diagrams.and(kept, diagrams.or(summary.accepted, diagrams.or(summary.returned, summary.dropped)));
  }
  const translations = found.map(({ target, may }, index) => ({
    target,
    may,
    must: found.reduce(
      (set, other, place) => (place === index ? set : diagrams.minus(set, other.may)),
      diagrams.minus(may, kept),
    ),
  }));
  return { kept, translations };
}

/** Whether a translation sends packets to where the judged connections end; `undefined` where it never does. */
function sendTo(
  space: Space,
  target: NatTarget,
  host: Network | undefined,
  isElsewhere: (address: NatAddress) => boolean,
): 'surely' | 'perhaps' | undefined {
  if (target.unknown === true) return 'perhaps';
  if (host === undefined) {
    if (target.address === undefined || isLoopback(target.address)) return 'surely';
    // The address may be one of this machine's own.
    return target.address.family === space.family && !isElsewhere(target.address) ? 'perhaps' : undefined;
  }
  if (target.address === undefined || target.address.family !== space.family) return undefined;
  const { from, to } = addressSpan(host);
  if (target.address.from > from || target.address.to < to) return undefined;
  return target.address.from === from && target.address.to === to ? 'surely' : 'perhaps';
}

type NatAddress = NonNullable<NatTarget['address']>;

/**
 * Addresses of other machines, such as containers: rules that only forwarded packets meet name them as destination. This
 * machine's own addresses have no such rules.
 */
function findOtherMachines({ chains }: Ruleset): (address: NatAddress) => boolean {
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

function isLoopback({ family, from, to }: NatAddress): boolean {
  return family === 'ipv4' ? from >> 24n === 127n && to >> 24n === 127n : from === 1n && to === 1n;
}

/**
 * Connections as they are after a translation. On the machine itself only those that keep their port count: a port that
 * is redirected elsewhere is not open itself.
 */
function moveTo(
  space: Space,
  set: PacketSet,
  target: NatTarget,
  isServer: PacketSet,
  host: Network | undefined,
): PacketSet {
  const { diagrams, port, local } = space;
  const ports = target.ports === undefined ? everybody : within(space, port, [target.ports]);
  if (host === undefined) return diagrams.and(set, ports);
  const anywhere = diagrams.project(set, local.first, local.end);
  const moved =
    target.ports === undefined ? anywhere : diagrams.and(diagrams.project(anywhere, port.first, port.end), ports);
  return diagrams.and(moved, isServer);
}

/**
 * The connections whose packets rules tell the connection tracker to leave out. `halfway`: where that may be so for one
 * direction only, the tracker makes of the other direction what these rules do not say.
 */
function untrackedPackets(
  { diagrams }: Space,
  passages: readonly Passage[],
): { may: PacketSet; must: PacketSet; halfway: PacketSet } {
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
  const halfway = diagrams.or(diagrams.minus(first.may, reply.must), diagrams.minus(reply.may, first.must));
  return { may: diagrams.or(first.may, reply.may), must: first.must, halfway };
}

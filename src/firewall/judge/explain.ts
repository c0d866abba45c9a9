import { printableLine } from '../../text/text.ts';
import type { ChainRule, NatTarget, Ruleset } from '../read/read.ts';
import type { JudgedWay } from './connections.ts';
import type { Way } from './match.ts';
import type { Passage } from './passages.ts';
import { type Space, within } from './space.ts';

/** A rule as an answer names it: its chain, its number there, and its text. */
export interface NamedRule {
  readonly chain: string;
  readonly number: number;
  readonly text: string;
}

/** What happened to one packet, and because of which rules. */
export interface Trace {
  readonly end: 'accepted' | 'dropped' | 'translated';
  /** Absent where a chain's policy decided. */
  readonly rule?: NamedRule;
  /** The base chain that decided, and what its policy does, where the firewall says that in words of its own. */
  readonly chain: string;
  readonly policyText?: string;
  /** True where the answer to the packet met it, not the packet itself. */
  readonly reply: boolean;
  readonly target?: NatTarget;
  /** Rules the packet may meet or not. */
  readonly unsure: readonly NamedRule[];
  /** A rule that would have accepted it, had the deciding one not been there. */
  readonly otherwise?: NamedRule;
}

interface Ending {
  readonly kind: 'accepted' | 'dropped' | 'returned' | 'translated';
  readonly rule?: { readonly named: NamedRule; readonly own: ChainRule };
  readonly target?: NatTarget;
}

/** One packet on its way, and what was noted of it. */
interface Journey {
  readonly space: Space;
  readonly ruleset: Ruleset;
  readonly packet: Uint8Array;
  readonly unsure: Map<ChainRule, NamedRule>;
  /** The rules that leave the packet and its answer untracked. */
  readonly leftOut: { first?: NamedRule; reply?: NamedRule };
}

/** Follows one packet through the chains, as far as rules are certain, and notes the uncertain ones it passes. */
export function trace(space: Space, ruleset: Ruleset, { passages }: JudgedWay, bits: Uint8Array): Trace {
  const packet = Uint8Array.from(bits);
  const journey: Journey = { space, ruleset, packet, unsure: new Map(), leftOut: {} };
  const policies: NamedRule[] = [];
  const unsure = () => [...journey.unsure.values(), ...policies, ...leftOutHalfway(journey)];
  let accepted: Omit<Trace, 'unsure'> | undefined;
  let dropped: Omit<Trace, 'unsure'> | undefined;
  let translatedAt: string | undefined;
  for (const passage of passages) {
    const { chain, place } = passage;
    // What was dropped has no answer; which rules leave that out has to be known all the same.
    if (dropped !== undefined && !(place.reply && place.untracked)) continue;
    const isNat = chain.base?.type === 'nat';
    if (isNat && (journey.leftOut.first !== undefined || translatedAt === place.hook)) continue;
    const ending = follow(journey, passage, new Set());
    if (dropped !== undefined) continue;
    if (journey.leftOut.first !== undefined) setBit(packet, space.untracked);
    if (ending.kind === 'returned' && chain.base?.policy === 'unknown') {
      policies.push({ chain: chain.name, number: 0, text: 'its policy is not in the text' });
    }
    const stopped = ending.kind === 'returned' ? chain.base?.policy === 'drop' : ending.kind === 'dropped';
    const found = {
      chain: chain.name,
      ...(chain.policyText === undefined ? {} : { policyText: chain.policyText }),
      reply: place.reply,
      ...(ending.rule === undefined ? {} : { rule: ending.rule.named }),
    };
    if (ending.kind === 'translated') {
      if (ending.target !== undefined && staysHere(space, ending.target, place.way, packet)) {
        setBit(packet, space.translated);
        translatedAt = place.hook;
        continue;
      }
      const target = ending.target === undefined ? {} : { target: ending.target };
      return { ...found, end: 'translated', ...target, unsure: unsure() };
    }
    if (stopped) {
      const otherwise = ending.rule && acceptedOtherwise(journey, passage, ending.rule.own);
      dropped = { ...found, end: 'dropped', ...(otherwise === undefined ? {} : { otherwise }) };
    } else if (accepted === undefined || (accepted.rule === undefined && !place.reply)) {
      // The chain that names a rule says more than one whose policy accepts, and the packet more than its answer.
      accepted = { ...found, end: 'accepted' };
    }
  }
  return { ...(dropped ?? accepted ?? { chain: '', reply: false, end: 'accepted' }), unsure: unsure() };
}

function setBit(packet: Uint8Array, bit: number | undefined): void {
  if (bit !== undefined) packet[bit] = 1;
}

/** The rule that leaves one direction untracked and not the other, which makes the other's state uncertain. */
function leftOutHalfway({ leftOut: { first, reply } }: Journey): NamedRule[] {
  if ((first === undefined) === (reply === undefined)) return [];
  return [first, reply].flatMap((rule) => rule ?? []);
}

/** True where a translation leads to where the packet goes anyway. */
function staysHere(space: Space, { address, ports, self, unknown }: NatTarget, way: Way, packet: Uint8Array): boolean {
  const { diagrams, port, local, remote } = space;
  if (unknown === true) return false;
  if (ports !== undefined && !diagrams.has(within(space, port, [ports]), packet)) return false;
  if (self === true) return way === 'inbound';
  if (address === undefined) return true;
  const axis = way === 'outbound' || way === 'through-out' ? remote : local;
  return address.family === space.family && diagrams.has(within(space, axis, [address]), packet);
}

function acceptedOtherwise(journey: Journey, passage: Passage, rule: ChainRule): NamedRule | undefined {
  const skipped = new Set<ChainRule>([rule]);
  for (let round = 0; round < 4; round += 1) {
    const ending = follow({ ...journey, unsure: new Map(), leftOut: {} }, passage, skipped);
    if (ending.kind === 'accepted') return ending.rule?.named;
    if (ending.rule === undefined) return undefined;
    skipped.add(ending.rule.own);
  }
  return undefined;
}

/** Where one packet's way through a base chain ends. Each chain is followed once, since it ends alike each time. */
function follow(
  { space: { diagrams }, ruleset: { chains }, packet, unsure, leftOut }: Journey,
  { chain, reader, place }: Passage,
  skipped: ReadonlySet<ChainRule>,
): Ending {
  const known = new Map<string, Ending>();
  const walk = (key: string, depth: number): Ending => {
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, { kind: 'returned' });
    const end = depth > 200 ? ({ kind: 'returned' } as const) : walkRules(key, depth);
    known.set(key, end);
    return end;
  };
  const walkRules = (key: string, depth: number): Ending => {
    const own = chains.get(key);
    if (own === undefined) return { kind: 'returned' };
    const { name, rules } = own;
    // Of thousands of rules a packet meets few.
    const reach = reader.reach(own);
    for (let index = 0; index < reach.length; index += 1) {
      if (!diagrams.has(reach[index] ?? 0, packet)) continue;
      const rule = rules[index];
      if (rule === undefined || skipped.has(rule)) continue;
      const { verdict } = rule;
      const { must } = reader.match(rule);
      const named = { chain: name, number: rule.number, text: printableLine(rule.text, 90) };
      if (verdict.kind === 'notrack') {
        if (!place.untracked) continue;
        if (diagrams.has(must, packet)) leftOut[place.reply ? 'reply' : 'first'] = named;
        else unsure.set(rule, named);
        continue;
      }
      if (verdict.kind === 'unknown' || !diagrams.has(must, packet)) {
        unsure.set(rule, named);
        continue;
      }
      const deciding = { named, own: rule };
      if (verdict.kind === 'return') return { kind: 'returned', rule: deciding };
      if (verdict.kind === 'nat') return { kind: 'translated', rule: deciding, target: verdict.target };
      if (verdict.kind === 'accept') return { kind: 'accepted', rule: deciding };
      if (verdict.kind === 'drop') return { kind: 'dropped', rule: deciding };
      if ('chain' in verdict) {
        const inner = walk(verdict.chain, depth + 1);
        if (inner.kind !== 'returned' || verdict.kind === 'goto') return inner;
      }
    }
    return { kind: 'returned' };
  };
  return walk(chain.key, 0);
}

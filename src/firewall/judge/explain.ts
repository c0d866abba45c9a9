import { printableLine } from '../../text/text.ts';
import type { ChainRule, NatTarget, Ruleset } from '../read/read.ts';
import type { JudgedWay, Passage } from './connections.ts';
import type { Space } from './space.ts';

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
  /** The base chain that decided. */
  readonly chain: string;
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

/** Follows one packet through the chains, as far as rules are certain, and notes the uncertain ones it passes. */
export function trace(space: Space, ruleset: Ruleset, { passages }: JudgedWay, bits: Uint8Array): Trace {
  const unsure = new Map<ChainRule, NamedRule>();
  const policies: NamedRule[] = [];
  let accepted: Trace | undefined;
  for (const passage of passages) {
    const ending = follow(space, ruleset, passage, bits, unsure, new Set());
    if (ending.kind === 'returned' && passage.chain.base?.policy === 'unknown') {
      policies.push({ chain: passage.chain.name, number: 0, text: 'its policy is not in the text' });
    }
    const stopped = ending.kind === 'returned' ? passage.chain.base?.policy === 'drop' : ending.kind === 'dropped';
    const trace = {
      chain: passage.chain.name,
      reply: passage.place.reply,
      ...(ending.rule === undefined ? {} : { rule: ending.rule.named }),
      unsure: [...unsure.values(), ...policies],
    };
    if (ending.kind === 'translated') {
      return { ...trace, end: 'translated', ...(ending.target === undefined ? {} : { target: ending.target }) };
    }
    if (stopped) {
      const otherwise = ending.rule && acceptedOtherwise(space, ruleset, passage, bits, ending.rule.own);
      return { ...trace, end: 'dropped', ...(otherwise === undefined ? {} : { otherwise }) };
    }
    // The chain that names a rule says more than one whose policy accepts, and the packet more than its answer.
    if (accepted === undefined || (accepted.rule === undefined && !passage.place.reply)) {
      accepted = { ...trace, end: 'accepted' };
    }
  }
  return { chain: '', reply: false, end: 'accepted', ...accepted, unsure: [...unsure.values(), ...policies] };
}

function acceptedOtherwise(
  space: Space,
  ruleset: Ruleset,
  passage: Passage,
  bits: Uint8Array,
  rule: ChainRule,
): NamedRule | undefined {
  const skipped = new Set<ChainRule>([rule]);
  for (let round = 0; round < 4; round += 1) {
    const ending = follow(space, ruleset, passage, bits, new Map(), skipped);
    if (ending.kind === 'accepted') return ending.rule?.named;
    if (ending.rule === undefined) return undefined;
    skipped.add(ending.rule.own);
  }
  return undefined;
}

/** Where one packet's way through a base chain ends. Each chain is followed once, since it ends alike each time. */
function follow(
  { diagrams }: Space,
  { chains }: Ruleset,
  { chain, reader }: Passage,
  bits: Uint8Array,
  unsure: Map<ChainRule, NamedRule>,
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
    const { name = key, rules = [] } = chains.get(key) ?? {};
    for (const rule of rules) {
      const { verdict } = rule;
      if (verdict.kind === 'none' || verdict.kind === 'notrack' || skipped.has(rule)) continue;
      const { may, must } = reader.match(rule);
      if (!diagrams.has(may, bits)) continue;
      const named = { chain: name, number: rule.number, text: printableLine(rule.text, 90) };
      if (verdict.kind === 'unknown' || !diagrams.has(must, bits)) {
        unsure.set(rule, named);
        continue;
      }
      if (verdict.kind === 'return') return { kind: 'returned', rule: { named, own: rule } };
      if (verdict.kind === 'nat') return { kind: 'translated', rule: { named, own: rule }, target: verdict.target };
      if (verdict.kind === 'accept') return { kind: 'accepted', rule: { named, own: rule } };
      if (verdict.kind === 'drop') return { kind: 'dropped', rule: { named, own: rule } };
      if ('chain' in verdict) {
        const inner = walk(verdict.chain, depth + 1);
        if (inner.kind !== 'returned' || verdict.kind === 'goto') return inner;
      }
    }
    return { kind: 'returned' };
  };
  return walk(chain.key, 0);
}

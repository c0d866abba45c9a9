import type { Chain, ChainRule, NatTarget, Ruleset } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import { type Match, matchAll, type Place } from './match.ts';
import type { Space } from './space.ts';

/** Packets that a translation rule may send elsewhere. */
interface Translation {
  readonly rule: ChainRule;
  readonly target: NatTarget;
  readonly set: PacketSet;
}

/**
 * What becomes of the packets that enter a chain: sets of those that may end each way. A packet is in several where it
 * depends on something unknown, and in exactly one where nothing does.
 */
interface Summary {
  readonly accepted: PacketSet;
  readonly dropped: PacketSet;
  /** They reach the end, or a return. Worked out when it is asked for, since for most base chains nobody does. */
  readonly returned: () => PacketSet;
  readonly translated: readonly Translation[];
  /** Packets the connection tracker may be told to leave out. */
  readonly untracked: PacketSet;
  /** Packets that may get an address of the machine's own as source. */
  readonly hidden: PacketSet;
  /** True where no unknown condition plays a part. */
  readonly exact: boolean;
}

/** Summaries of a rule set's chains for one place, each worked out once. */
export interface ChainReader {
  summary(key: string): Summary;
  match(rule: ChainRule): Match;
  /** The packets that each of a chain's rules may meet, in their order; nobody for rules that do nothing. */
  reach(chain: Chain): Int32Array;
}

const anything: Summary = {
  accepted: everybody,
  dropped: everybody,
  returned: () => everybody,
  translated: [],
  untracked: nobody,
  hidden: nobody,
  exact: false,
};

/** Reads the chains of a rule set for packets at one place. */
export function readChains(space: Space, ruleset: Ruleset, place: Place): ChainReader {
  const summaries = new Map<string, Summary>();
  const matches = new Map<ChainRule, Match>();
  const match = (rule: ChainRule): Match => {
    const known = matches.get(rule);
    if (known !== undefined) return known;
    const made = matchAll(space, rule.conditions, place);
    matches.set(rule, made);
    return made;
  };
  const summary = (key: string): Summary => {
    for (const each of calledFirst(key, ruleset, summaries)) {
      summaries.set(
        each.key,
        summariseChain(space, each, { match, called: (name) => summaries.get(name) ?? anything, place }),
      );
    }
    return summaries.get(key) ?? anything;
  };
  const reaches = new Map<string, Int32Array>();
  const reach = (chain: Chain): Int32Array => {
    const known = reaches.get(chain.key);
    if (known !== undefined) return known;
    const made = Int32Array.from(chain.rules, (rule) => (rule.verdict.kind === 'none' ? nobody : match(rule).may));
    reaches.set(chain.key, made);
    return made;
  };
  return { summary, match, reach };
}

/** A chain and all it calls that are not summarised yet, each behind those it calls. Circles, which kernels refuse, end. */
function calledFirst(key: string, { chains }: Ruleset, done: ReadonlyMap<string, Summary>): Chain[] {
  const order: Chain[] = [];
  const seen = new Set<string>();
  const stack: { readonly key: string; entered: boolean }[] = [{ key, entered: false }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const chain = chains.get(top.key);
    if (chain === undefined || (!top.entered && seen.has(top.key)) || done.has(top.key)) stack.pop();
    else if (top.entered) {
      order.push(chain);
      stack.pop();
    } else {
      top.entered = true;
      seen.add(top.key);
      for (const { verdict } of chain.rules) {
        if ('chain' in verdict && !seen.has(verdict.chain)) stack.push({ key: verdict.chain, entered: false });
      }
    }
  }
  return order;
}

/** What is known while a chain is summarised. */
interface Reading {
  match(rule: ChainRule): Match;
  /** The summary of a chain that is called. */
  called(key: string): Summary;
  readonly place: Place;
}

/** What a run of rules does to packets that enter it. */
interface Run {
  readonly accepted: PacketSet;
  readonly dropped: PacketSet;
  /** Those that a rule sends back to where the chain was called. */
  readonly returned: PacketSet;
  /** Those that may go on behind it. Nobody asks that of the last. */
  readonly on: () => PacketSet;
  readonly translated: readonly Translation[];
  readonly untracked: PacketSet;
  readonly hidden: PacketSet;
  readonly exact: boolean;
}

const through: Run = {
  accepted: nobody,
  dropped: nobody,
  returned: nobody,
  on: () => everybody,
  translated: [],
  untracked: nobody,
  hidden: nobody,
  exact: true,
};

/** Rules next to each other that all accept, drop or return. Their order is of no importance. */
interface Group {
  readonly kind: 'accept' | 'drop' | 'return';
  readonly rules: readonly ChainRule[];
}

/**
 * Puts the rules together in halves, not one after another: a rule that names only addresses would otherwise change each
 * of the thousand parts that the ports of the rules before it have made. What is behind a rule that ends all is not read.
 */
function summariseChain(space: Space, { rules }: Chain, reading: Reading): Summary {
  const parts = groupRules(rules);
  const half = (from: number, to: number): Run => {
    if (to - from < 2) {
      const part = parts[from];
      if (part === undefined) return through;
      return 'rules' in part ? readGroup(space, part, reading) : readRun(space, part, reading);
    }
    const middle = (from + to) >> 1;
    const first = half(from, middle);
    return first.on() === nobody ? first : join(space, first, half(middle, to));
  };
  const { on, ...ends } = half(0, parts.length);
  return { ...ends, returned: once(() => space.diagrams.or(ends.returned, on())) };
}

function groupRules(rules: readonly ChainRule[]): (Group | ChainRule)[] {
  const parts: (Group | ChainRule)[] = [];
  let open: { kind: Group['kind']; rules: ChainRule[] } | undefined;
  for (const rule of rules) {
    const { verdict } = rule;
    if (verdict.kind === 'none') continue;
    const isPlain =
      (verdict.kind === 'accept' && verdict.hides !== true) || verdict.kind === 'drop' || verdict.kind === 'return';
    if (!isPlain) {
      open = undefined;
      parts.push(rule);
    } else if (open?.kind === verdict.kind && rule.conditions.length > 0) open.rules.push(rule);
    else {
      // A rule without a condition ends everything, so it is the last that is read.
      open = { kind: verdict.kind, rules: [rule] };
      parts.push(open);
    }
  }
  return parts;
}

function readGroup({ diagrams }: Space, { kind, rules }: Group, { match }: Reading): Run {
  // By their ports, so that neighbours share the way to them.
  const matches = rules
    .map((rule) => ({ ...match(rule), port: firstPort(rule) }))
    .filter(({ may }) => may !== nobody)
    .sort((a, b) => a.port - b.port);
  const exact = matches.every(({ may, must }) => may === must);
  const may = diagrams.union(matches.map((each) => each.may));
  const on = once(() => diagrams.not(exact ? may : diagrams.union(matches.map(({ must }) => must))));
  const end = kind === 'accept' ? 'accepted' : kind === 'drop' ? 'dropped' : 'returned';
  return { ...through, [end]: may, on, exact };
}

function firstPort({ conditions }: ChainRule): number {
  const condition = conditions.find(({ kind }) => kind === 'port');
  return condition?.kind === 'port' ? (condition.ports[0]?.from ?? 0) : 0;
}

/** A set that is worked out the first time it is asked for. */
function once(make: () => PacketSet): () => PacketSet {
  let made: PacketSet | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function join({ diagrams }: Space, first: Run, second: Run): Run {
  if (second === through) return first;
  const on = first.on();
  const also = (key: 'accepted' | 'dropped' | 'returned' | 'untracked' | 'hidden') =>
    diagrams.or(first[key], diagrams.and(on, second[key]));
  const reached = second.translated.flatMap(({ rule, target, set }) => {
    const here = diagrams.and(on, set);
    return here === nobody ? [] : [{ rule, target, set: here }];
  });
  return {
    accepted: also('accepted'),
    dropped: also('dropped'),
    returned: also('returned'),
    untracked: also('untracked'),
    hidden: also('hidden'),
    on: once(() => diagrams.and(on, second.on())),
    translated: reached.length === 0 ? first.translated : [...first.translated, ...reached],
    exact: first.exact && second.exact,
  };
}

function readRun({ diagrams }: Space, rule: ChainRule, { match, called, place }: Reading): Run {
  const { verdict } = rule;
  if (verdict.kind === 'none') return through;
  const { may, must } = match(rule);
  if (may === nobody) return through;
  const exact = may === must;
  const passed = once(() => diagrams.not(must));
  switch (verdict.kind) {
    case 'accept':
      return { ...through, accepted: may, hidden: verdict.hides === true ? may : nobody, on: passed, exact };
    case 'drop':
      return { ...through, dropped: may, on: passed, exact };
    case 'return':
      return { ...through, returned: may, on: passed, exact };
    case 'notrack':
      // What the connection tracker has seen stays tracked (net/netfilter/nft_ct.c, nft_notrack_eval).
      return place.untracked ? { ...through, untracked: may, exact } : through;
    case 'unknown':
      return { ...through, accepted: may, dropped: may, exact: false };
    case 'nat':
      return { ...through, translated: [{ rule, target: verdict.target, set: may }], on: passed, exact };
    case 'jump':
    case 'goto': {
      const inner = called(verdict.chain);
      const back = diagrams.and(may, inner.returned());
      return {
        accepted: diagrams.and(may, inner.accepted),
        dropped: diagrams.and(may, inner.dropped),
        returned: verdict.kind === 'goto' ? back : nobody,
        on: verdict.kind === 'goto' ? passed : once(() => diagrams.or(passed(), back)),
        untracked: diagrams.and(may, inner.untracked),
        hidden: diagrams.and(may, inner.hidden),
        translated: inner.translated.flatMap(({ rule: inside, target, set }) => {
          const here = diagrams.and(may, set);
          return here === nobody ? [] : [{ rule: inside, target, set: here }];
        }),
        exact: exact && inner.exact,
      };
    }
  }
}

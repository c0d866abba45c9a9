import type { PortVerdict } from '../../bot/bot.ts';
import { addressSpan, type Family, type Network } from '../network.ts';
import type { Direction } from '../plan.ts';
import type { Chain, Condition, Ruleset } from '../read/read.ts';
import type { Asked, Finding, JudgeOptions } from './asked-ports.ts';
import { judgeWay } from './connections.ts';
import type { DiagramLimits } from './diagrams.ts';
import type { NamedRule } from './explain.ts';
import { WayJudge } from './judge-way.ts';
import type { Way } from './match.ts';
import { layOutSpace, ordinaryConnections } from './space.ts';

/** What a rule set does with what was asked for, and what else it lets through. */
interface RulesetJudgement {
  readonly findings: readonly Finding[];
  /** Open, or perhaps open, without being asked for. */
  readonly others: readonly PortVerdict[];
  /** Directions in which no rule stops any ordinary connection, by family. */
  readonly openByDefault: readonly { readonly direction: Direction; readonly family: Family }[];
  /** Rules that make something unknown, each once. */
  readonly unsure: readonly NamedRule[];
  /** Rules that shut out who calls too often, or too much at once; the verdicts are for everybody else. */
  readonly limiters: readonly NamedRule[];
}

/**
 * Judges a rule set.
 *
 * @throws {TooLargeError} where it takes more than the limits allow.
 */
export function judgeRuleset(
  ruleset: Ruleset,
  asked: readonly Asked[],
  options: JudgeOptions & { readonly limits: DiagramLimits },
): RulesetJudgement {
  const families = (['ipv4', 'ipv6'] as const).filter(
    (family) => options.host === undefined || options.host.family === family,
  );
  const results = families.map((family) =>
    ruleset.families.includes(family) ? judgeFamily(ruleset, family, asked, options) : unsaid(family, asked),
  );
  const once = (rules: readonly NamedRule[]) => [
    ...new Map(rules.map((rule) => [`${rule.chain} ${rule.number}`, rule])).values(),
  ];
  return {
    findings: results.flatMap((each) => each.findings),
    others: results.flatMap((each) => each.others),
    openByDefault: results.flatMap((each) => each.openByDefault),
    unsure: once(results.flatMap((each) => each.unsure)),
    limiters: once(results.flatMap((each) => each.limiters)),
  };
}

function unsaid(family: Family, asked: readonly Asked[]): RulesetJudgement {
  const because = `the text says nothing about ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
  return {
    findings: asked.map((each) => ({
      asked: each,
      verdict: { ...place(each, family), open: 'unknown', to: [], because },
      why: '',
      covered: 'unsaid',
      lacking: [],
      wider: false,
      stopped: [],
      openOn: [],
    })),
    others: [],
    openByDefault: [],
    unsure: [],
    limiters: [],
  };
}

function place({ direction, transport, port }: Asked, family: Family) {
  return { direction, transport, port, family };
}

function judgeFamily(
  ruleset: Ruleset,
  family: Family,
  asked: readonly Asked[],
  { host, outside, directions, limits }: JudgeOptions & { readonly limits: DiagramLimits },
): RulesetJudgement {
  const networks = [...asked.flatMap(({ remotes }) => remotes), ...(host === undefined ? [] : [host])];
  const space = layOutSpace(ruleset, family, {
    limits,
    ports: asked.map(({ port }) => ({ from: port, to: port })),
    networks,
    interfaces: outside,
  });
  const side = host === undefined ? undefined : findServerSide(ruleset, host);
  const ordinary = ordinaryConnections(space, outside, side);
  const findings: Finding[] = [];
  const others: PortVerdict[] = [];
  const openByDefault: { direction: Direction; family: Family }[] = [];
  const unsure: NamedRule[] = [];
  const limiters: NamedRule[] = [];
  const calm = belowLimits(ruleset);
  for (const direction of directions) {
    const way: Way = host === undefined ? direction : direction === 'inbound' ? 'through-in' : 'through-out';
    const strict = { ruleset, judged: judgeWay(space, ruleset, way, host) };
    const usual = calm === undefined ? strict : { ruleset: calm, judged: judgeWay(space, calm, way, host) };
    const judge = new WayJudge(space, ordinary, { strict, usual }, { direction, host, side });
    const own = asked.filter((each) => each.direction === direction);
    for (const each of own) findings.push(judge.find(each));
    if (judge.isOpenByDefault()) openByDefault.push({ direction, family });
    others.push(...judge.others(own));
    unsure.push(...judge.unsure.values());
    limiters.push(...judge.limiters.values());
  }
  return { findings, others, openByDefault, unsure, limiters };
}

/** The same rules for those who stay below every limit; `undefined` where there is none. */
export function belowLimits(ruleset: Ruleset): Ruleset | undefined {
  let found = false;
  const chains = new Map<string, Chain>();
  for (const [key, chain] of ruleset.chains) {
    const rules = chain.rules.map((rule) => {
      if (rule.verdict.kind === 'none' || !rule.conditions.some(({ kind }) => kind === 'below-limit')) return rule;
      found = true;
      const conditions = rule.conditions.map(
        (each): Condition => (each.kind === 'below-limit' ? { ...each, kind: 'constant', value: true } : each),
      );
      return { ...rule, conditions };
    });
    chains.set(key, { ...chain, rules });
  }
  return found ? { ...ruleset, chains } : undefined;
}

/**
 * The interface of a gateway that a server is behind, where rules say so: those that name its address, or a network that
 * holds it, together with an interface towards it. `undefined` where none does, or where they disagree.
 */
export function findServerSide({ chains }: Ruleset, host: Network): string | undefined {
  const { from, to } = addressSpan(host);
  const holds = (condition: Condition, side: 'source' | 'destination') =>
    condition.kind === 'address' &&
    condition.side === side &&
    condition.family === host.family &&
    condition.not !== true &&
    // A network that is half of all addresses, or all, names nobody.
    condition.addresses.every((span) => span.to - span.from < 1n << (host.family === 'ipv4' ? 25n : 97n)) &&
    condition.addresses.some((span) => span.from <= from && to <= span.to);
  const named = new Set<string>();
  for (const { conditions } of [...chains.values()].flatMap(({ rules }) => rules)) {
    for (const [address, side] of [
      ['destination', 'out'],
      ['source', 'in'],
    ] as const) {
      if (!conditions.some((condition) => holds(condition, address))) continue;
      for (const condition of conditions) {
        if (condition.kind !== 'interface' || condition.side !== side || condition.not === true) continue;
        for (const name of condition.names) named.add(name);
      }
    }
  }
  const [only, ...more] = named;
  return more.length > 0 || only?.endsWith('*') === true ? undefined : only;
}

import { contains, type Network, networkText } from './network.ts';
import type { FirewallPlan, FirewallRule } from './plan.ts';
import { allPorts, type Existing, type ExistingRule } from './read/read.ts';

interface Missing {
  readonly rule: FirewallRule;
  /** The networks it is not open to yet; empty for anybody. */
  readonly remotes: readonly Network[];
  /** True where it is open to some already. */
  readonly partly: boolean;
}

/** How a plan differs from existing rules. What the existing rules say nothing about is uncertain, never missing. */
export interface PlanDifference {
  /** Rules of the plan that existing rules do not cover, or not for everybody they should be open to. */
  readonly missing: readonly Missing[];
  /** Open although nothing that was asked for needs it, or open to more networks than asked for. */
  readonly extra: readonly (ExistingRule & { readonly why: 'not-needed' | 'wider' })[];
  /** Rules of the plan that are open as asked. */
  readonly open: readonly FirewallRule[];
  /** Rules of the plan that the existing rules say nothing about, as far as they could be read. */
  readonly uncertain: readonly FirewallRule[];
}

const everybody: Readonly<Record<Network['family'], Network>> = {
  ipv4: { family: 'ipv4', address: '0.0.0.0', prefix: 0 },
  ipv6: { family: 'ipv6', address: '::', prefix: 0 },
};

/**
 * Compares what a plan opens with what is open. Only the directions and address families that the existing rules speak of
 * are compared; the rest of the plan is uncertain. Where everything may go out anyway, outbound rules count as open.
 */
export function diffPlan(plan: FirewallPlan, existing: Existing): PlanDifference {
  const missing: Missing[] = [];
  const open: FirewallRule[] = [];
  const uncertain: FirewallRule[] = [];
  for (const rule of plan.rules) {
    const known =
      existing.directions.includes(rule.direction) &&
      existing.isUncertain?.(rule.direction, rule.transport, rule.port) !== true;
    if (!known) {
      uncertain.push(rule);
      continue;
    }
    if (rule.direction === 'outbound' && existing.openByDefault?.includes('outbound')) {
      open.push(rule);
      continue;
    }
    const there = existing.rules.filter((each) => isSamePort(each, rule));
    const wanted = wantedNetworks(rule, plan, existing);
    if (wanted.length === 0) {
      uncertain.push(rule);
      continue;
    }
    const lacking = wanted.filter((network) => !there.some((each) => covers(each, network)));
    if (lacking.length === 0) open.push(rule);
    else missing.push({ rule, remotes: rule.remotes.length === 0 ? [] : lacking, partly: there.length > 0 });
  }
  return { missing, extra: extraRules(plan, existing), open, uncertain };
}

function isSamePort(existing: ExistingRule, rule: FirewallRule): boolean {
  const { direction, transport, from, to } = existing;
  return direction === rule.direction && transport === rule.transport && from <= rule.port && rule.port <= to;
}

/** The networks a rule is to be open to, in the address families that are compared. */
function wantedNetworks({ remotes }: FirewallRule, { host }: FirewallPlan, { family }: Existing): readonly Network[] {
  const all = remotes.length === 0 ? [everybody.ipv4, everybody.ipv6] : remotes;
  return all.filter(
    (network) =>
      (host === undefined || network.family === host.family) && (family === undefined || network.family === family),
  );
}

function covers({ remotes, partly }: ExistingRule, network: Network): boolean {
  if (partly === true && remotes.length === 0) return false;
  return (remotes.length === 0 && partly !== true) || remotes.some((remote) => contains(remote, network));
}

function extraRules(plan: FirewallPlan, existing: Existing): PlanDifference['extra'] {
  const extra = new Map<string, PlanDifference['extra'][number]>();
  for (const each of existing.rules) {
    if (plan.direction !== undefined && each.direction !== plan.direction) continue;
    // Where everything may go out anyway, such a rule opens nothing.
    if (each.direction === 'outbound' && existing.openByDefault?.includes('outbound')) continue;
    const wanted = plan.rules.filter((rule) => isSamePort(each, rule));
    const why = wanted.length === 0 || each.from !== each.to ? 'not-needed' : 'wider';
    if (why === 'wider' && existing.fromOnePlace === true) continue;
    if (why === 'wider' && !wanted.every((rule) => isWider(each, rule))) continue;
    extra.set(JSON.stringify([each.direction, each.transport, each.from, each.to, each.remotes.map(networkText)]), {
      ...each,
      why,
    });
  }
  return [...extra.values()].sort(
    (a, b) =>
      a.direction.localeCompare(b.direction) ||
      a.from - b.from ||
      a.to - b.to ||
      a.transport.localeCompare(b.transport),
  );
}

/** True where the existing rule lets in somebody whom the plan's rule does not name. */
function isWider(existing: ExistingRule, { remotes }: FirewallRule): boolean {
  if (remotes.length === 0 || existing.partly === true) return false;
  if (existing.remotes.length === 0) return true;
  return existing.remotes.some((network) => !remotes.some((remote) => contains(remote, network)));
}

/** The ports of an existing rule, as people write them: `143/tcp`, `1024-65535/udp`, `every tcp port`. */
export function portsText({ from, to, transport }: Pick<ExistingRule, 'from' | 'to' | 'transport'>): string {
  if (from === allPorts.from && to === allPorts.to) return `every ${transport} port`;
  return from === to ? `${from}/${transport}` : `${from}-${to}/${transport}`;
}

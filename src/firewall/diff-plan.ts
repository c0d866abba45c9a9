import type { PortVerdict } from '../bot/bot.ts';
import type { Asked, Finding, Judgement } from './judge/judge.ts';
import type { Family, Network } from './network.ts';
import type { FirewallPlan, FirewallRule } from './plan.ts';

/** An asked-for port, and what existing rules do with it. */
export interface PlannedPort {
  readonly rule: FirewallRule;
  /** One for each address family that is compared. */
  readonly findings: readonly Finding[];
  /**
   * `open`: as asked. `closed`: to nobody. `limited`: to fewer than asked. `unknown`: rules make it uncertain.
   * `unsaid`: the text says nothing of it. Of several families the weakest counts.
   */
  readonly state: 'open' | 'closed' | 'limited' | 'unknown' | 'unsaid';
  /** The networks it is not open to yet, as a rule has to name them; empty for anybody. */
  readonly lacking: readonly Network[];
  /** The families it is closed or limited in. */
  readonly families: readonly Family[];
}

/** How a plan differs from existing rules. */
export interface PlanDifference {
  readonly ports: readonly PlannedPort[];
  /** Open to more than was asked. */
  readonly wider: readonly PlannedPort[];
  /** Open, or perhaps open, without being asked for; each row once for all families with the same verdict. */
  readonly extra: readonly ExtraPorts[];
}

/** Ports that are open without being asked for. */
export interface ExtraPorts extends PortVerdict {
  readonly families: readonly Family[];
}

/** The questions a plan puts to existing rules: what was named and makes no rule is judged too. */
export function askedBy({ rules, leftOut }: FirewallPlan): Asked[] {
  return [
    ...rules.map(({ direction, transport, port, remotes }) => ({ direction, transport, port, remotes })),
    ...leftOut.map(({ direction, transport, port }) => ({
      direction,
      transport,
      port,
      remotes: [],
      needless: true as const,
    })),
  ];
}

/** Compares what a plan opens with what is open. */
export function diffPlan(plan: FirewallPlan, judgement: Judgement): PlanDifference {
  const ports = plan.rules.map((rule): PlannedPort => {
    const findings = judgement.findings.filter(({ asked }) => isSamePort(asked, rule));
    const judged = findings.filter(({ covered }) => covered !== 'unsaid' && covered !== 'not-asked');
    const short = judged.filter(({ covered }) => covered === 'no');
    const lacking = rule.remotes.length === 0 ? [] : short.flatMap((finding) => finding.lacking);
    return {
      rule,
      findings,
      state: stateOf(judged, short),
      lacking,
      families: short.map(({ verdict }) => verdict.family),
    };
  });
  return {
    ports,
    wider: ports.filter(({ findings }) => findings.some(({ wider }) => wider)),
    extra: joinFamilies(judgement.others),
  };
}

function isSamePort(asked: Asked, rule: FirewallRule): boolean {
  return asked.direction === rule.direction && asked.transport === rule.transport && asked.port === rule.port;
}

function stateOf(judged: readonly Finding[], short: readonly Finding[]): PlannedPort['state'] {
  if (judged.length === 0) return 'unsaid';
  if (judged.some(({ covered }) => covered === 'unknown')) return 'unknown';
  if (short.length === 0) return 'open';
  return short.every(({ verdict }) => verdict.open === 'nobody') ? 'closed' : 'limited';
}

/** Rows that are alike in both families are one row. */
function joinFamilies(others: readonly PortVerdict[]): ExtraPorts[] {
  const rows = new Map<string, ExtraPorts>();
  for (const each of others) {
    const { direction, transport, port, lastPort, open, to, except } = each;
    const key = JSON.stringify([direction, transport, port, lastPort, open, to, except]);
    const known = rows.get(key);
    rows.set(
      key,
      known === undefined
        ? { ...each, families: [each.family] }
        : { ...known, families: [...known.families, each.family] },
    );
  }
  return [...rows.values()].sort(
    (a, b) =>
      compareWords(a.direction, b.direction) ||
      a.port - b.port ||
      (a.lastPort ?? a.port) - (b.lastPort ?? b.port) ||
      compareWords(a.transport, b.transport),
  );
}

/** Without a language's rules, which take most of the time that sorting thousands of rows does. */
function compareWords(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** More single ports than this stay rows in the data. */
const mostSinglePorts = 2_000;

/** A row of ports that is longer than this stays one. */
const longestRow = 256;

/** Each verdict of a judgement, for a program: asked-for ports, and every other that is open. */
export function listVerdicts({ findings, others }: Judgement): PortVerdict[] {
  const single: PortVerdict[] = [];
  const rows: PortVerdict[] = [];
  for (const each of others) {
    const { lastPort, ...rest } = each;
    const count = (lastPort ?? each.port) - each.port + 1;
    if (count > longestRow || single.length + count > mostSinglePorts) rows.push(each);
    else for (let port = each.port; port < each.port + count; port += 1) single.push({ ...rest, port });
  }
  const asked = findings.filter(
    ({ asked: { needless }, verdict, covered }) =>
      needless !== true || verdict.open === 'nobody' || covered === 'unsaid',
  );
  return [...asked.map(({ verdict }) => verdict), ...single, ...rows];
}

/** A row of ports, as people write them: `143/tcp`, `1024-65535/udp`, `every tcp port`. */
export function portsText({
  port,
  lastPort = port,
  transport,
}: Pick<PortVerdict, 'port' | 'lastPort' | 'transport'>): string {
  if (port === 1 && lastPort === 65_535) return `every ${transport} port`;
  return port === lastPort ? `${port}/${transport}` : `${port}-${lastPort}/${transport}`;
}

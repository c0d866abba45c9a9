import { isLimited, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import {
  type Existing,
  type FirewallPlan,
  networkText,
  type PlanDifference,
  portsText,
} from '../../src/firewall/firewall.ts';
import { joinWords } from '../parts/phrases.ts';

/** More rows than this are not read. */
const mostRows = 40;

/** The rows of a comparison: what is missing, what is open too widely or without need, and what is not known. */
export function diffTable(
  plan: FirewallPlan,
  difference: PlanDifference,
  existing: Existing,
  knowledge: KnowledgeBase,
): string[][] {
  const anybody = existing.fromOnePlace === true ? 'the scanner' : 'anybody';
  const { missing, extra, uncertain } = difference;
  const rows = [
    ...missing.map(({ rule, remotes, partly }) => [
      partly ? 'missing for some' : 'missing',
      `${rule.port}/${rule.transport} ${way(rule.direction)}`,
      remotes.length === 0 ? 'to be anybody' : `to be ${joinWords(remotes.map(networkText))}`,
      rule.title,
    ]),
    ...extra.map((each) => [
      each.why === 'wider' ? 'wider than asked' : 'not needed',
      `${portsText(each)} ${way(each.direction)}`,
      each.partly === true ? 'some' : each.remotes.length === 0 ? anybody : joinWords(each.remotes.map(networkText)),
      whatIs(each, plan, knowledge),
    ]),
    ...uncertain.map((rule) => ['not said', `${rule.port}/${rule.transport} ${way(rule.direction)}`, '', rule.title]),
  ];
  return rows.length <= mostRows
    ? rows
    : [...rows.slice(0, mostRows), ['and more', '', '', `${rows.length - mostRows} rows not shown`]];
}

function way(direction: string): string {
  return direction === 'inbound' ? 'in' : 'out';
}

/** What the knowledge says of an open port, worst first. */
function whatIs(rule: PlanDifference['extra'][number], plan: FirewallPlan, knowledge: KnowledgeBase): string {
  if (rule.from !== rule.to) return 'more ports than anything of MDaemon needs';
  const rows = knowledge
    .portsByNumber(rule.from)
    .filter((row) => row.transports.includes(rule.transport) && row.directions.includes(rule.direction));
  const row = rows.find(({ era }) => era === plan.era) ?? rows[0];
  if (row === undefined) return 'no port of MDaemon that I know';
  if (row.status === 'obsolete') return `${row.name}: obsolete`;
  const everybody = rule.remotes.length === 0 && rule.partly !== true;
  return isLimited(row) && everybody ? `${row.name}: must not face the internet` : `${row.name}: not asked for`;
}

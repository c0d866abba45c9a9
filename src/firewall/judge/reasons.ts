import type { PortVerdict } from '../../bot/bot.ts';
import { printableLine } from '../../text/text.ts';
import type { ChainRule, Ruleset } from '../read/read.ts';
import type { JudgedWay } from './connections.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import { type NamedRule, type Trace, trace } from './explain.ts';
import { type Ordinary, overEntries, type Space } from './space.ts';

/** Why a port is open or closed. */
export interface Reason {
  /** The deciding rule with its text: `INPUT 3: -p tcp --dport 25 -j DROP (before INPUT 7, which would accept it)`. */
  readonly because: string;
  /** What that rule does, as the rest of a sentence: `INPUT 3 drops it before INPUT 7 accepts it`. */
  readonly why: string;
  /** Rules that depend on something unknown. */
  readonly unsure: readonly NamedRule[];
}

/** Names that systems give to interfaces of their own, such as bridges to containers; strangers come in by others. */
const madeHere =
  /^(lo|docker|br-|virbr|vnet|veth|lxc|lxd|cni|cali|flannel|podman|kube|tun|tap|wg|tailscale|zt|vpn|ipsec|lan|dmz)/;

/**
 * The rules that decide about a port, for one connection that shows it.
 *
 * @param at the connections to that port.
 */
export function findReason(
  { space, ruleset, judged, ordinary }: { space: Space; ruleset: Ruleset; judged: JudgedWay; ordinary: Ordinary },
  open: PortVerdict['open'],
  at: PacketSet,
): Reason {
  const { diagrams } = space;
  const unsure = diagrams.minus(judged.possible, judged.certain);
  const among = open === 'nobody' ? everybody : open === 'unknown' ? unsure : judged.certain;
  const own = diagrams.and(at, among);
  const { strangers, any } = ordinary;
  const likely = diagrams.and(
    strangers,
    overEntries(space, (name) => name !== '*' && !madeHere.test(name)),
  );
  const unnamed = diagrams.and(
    strangers,
    overEntries(space, (name) => name === '*'),
  );
  let set = nobody;
  for (const each of [likely, unnamed, strangers, any, everybody]) {
    set = diagrams.and(each, own);
    if (set !== nobody) break;
  }
  if (set === nobody) return { because: '', why: '', unsure: [] };
  const bits = diagrams.sample(set, space.width);
  const found = trace(space, ruleset, judged, bits);
  const arrival = judged.arrivals.find((each) => diagrams.has(each.set, bits));
  if ((open === 'anybody' || open === 'some') && found.end !== 'accepted' && arrival !== undefined) {
    const rule = nameRule(ruleset, arrival.rule);
    return { because: `${ruleText(rule)} sends it here`, why: `${placeText(rule)} sends it here`, unsure: [] };
  }
  return {
    because: becauseText(open, found),
    why: whyText(open, found),
    unsure: open === 'unknown' ? found.unsure : [],
  };
}

function nameRule({ chains }: Ruleset, rule: ChainRule): NamedRule {
  const chain = [...chains.values()].find(({ rules }) => rules.includes(rule));
  return { chain: chain?.name ?? '', number: rule.number, text: printableLine(rule.text, 90) };
}

function becauseText(open: PortVerdict['open'], found: Trace): string {
  if (open === 'unknown' && found.unsure.length > 0) {
    const named = found.unsure.slice(0, 3).map(ruleText);
    return [...named, ...(found.unsure.length > 3 ? [`and ${found.unsure.length - 3} more rules`] : [])].join('; ');
  }
  const { rule, chain, end, target, otherwise, reply, policyText } = found;
  const answers = reply ? 'the answers: ' : '';
  if (end === 'translated') return `${rule === undefined ? chain : ruleText(rule)} sends it ${targetText(target)}`;
  if (rule === undefined) {
    if (chain === '') return 'no chain stops it';
    if (policyText !== undefined) return policyText;
    if (end === 'accepted') return `the policy of ${chain} accepts it`;
    return `${answers}the policy of ${chain} drops what no rule accepts`;
  }
  const later = otherwise === undefined ? '' : ` (before ${placeText(otherwise)}, which would accept it)`;
  return `${answers}${ruleText(rule)}${later}`;
}

function whyText(open: PortVerdict['open'], found: Trace): string {
  const { rule, chain, end, target, otherwise, reply, policyText, unsure } = found;
  if (open === 'unknown' && unsure.length > 0) return unsure.slice(0, 3).map(placeText).join(', ');
  const what = reply ? 'its answers' : 'it';
  if (end === 'translated') return `${rule === undefined ? chain : placeText(rule)} sends it ${targetText(target)}`;
  if (rule === undefined) {
    if (chain === '') return 'no chain stops it';
    if (policyText !== undefined) return policyText;
    return end === 'accepted'
      ? `the policy of ${chain} accepts it`
      : `no rule accepts ${what}, and the policy of ${chain} drops the rest`;
  }
  if (end === 'accepted') return `${placeText(rule)} accepts ${what}`;
  const later = otherwise === undefined ? '' : ` before ${placeText(otherwise)} accepts ${reply ? 'them' : 'it'}`;
  return `${placeText(rule)} drops ${what}${later}`;
}

function targetText(target: Trace['target']): string {
  if (target?.unknown === true || target === undefined) return 'elsewhere';
  if (target.ports === undefined) return target.self === true ? 'to this machine' : 'to another address';
  const { from, to } = target.ports;
  const ports = from === to ? `port ${from}` : `ports ${from}-${to}`;
  return target.address === undefined ? `to ${ports}` : `to ${ports} of another address`;
}

/** A rule in one line: `INPUT 3: -p tcp --dport 25 -j DROP`. */
export function ruleText(rule: NamedRule): string {
  return `${placeText(rule)}: ${rule.text}`;
}

/** Where a rule stands: `INPUT 3`. */
export function placeText({ chain, number }: NamedRule): string {
  return number === 0 ? chain : `${chain} ${number}`;
}

import type { FormatId } from '../../../knowledge/knowledge.ts';
import { type Network, networkText } from '../network.ts';
import { type Direction, type FirewallPlan, type FirewallRule, shortDigest } from '../plan.ts';
import { additionLines, checkLines, commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** iptables, for `iptables-restore --noflush`: chains of its own beside the existing rules. */
export const iptables: RuleFormat = restoreFormat('iptables', 'ipv4');

/** The same for IPv6, for `ip6tables-restore --noflush`. */
export const ip6tables: RuleFormat = restoreFormat('ip6tables', 'ipv6');

function restoreFormat(id: FormatId & ('iptables' | 'ip6tables'), family: Network['family']): RuleFormat {
  const other = id === 'iptables' ? 'ip6tables' : 'iptables';
  return {
    id,
    name: id,
    extension: family === 'ipv4' ? 'v4.rules' : 'v6.rules',
    mediaType: 'text/plain',
    comment: '# ',
    gateway: true,
    commentsMatter: true,
    warning: (plan) =>
      plan.host !== undefined && plan.host.family !== family
        ? `${networkText(plan.host)} isn’t an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address, so there is no rule here: ask for ${other}.`
        : `Load it with ${id}-restore --noflush (without it every other rule is lost), then hook the chains in as its comments say.`,
    render(plan) {
      const rules = plan.rules.flatMap((rule) => inFamily(rule, plan, family));
      const chains = chainsOf(plan, rules);
      return [
        ...headerLines(plan, '# ', id, [
          `Apply, 1: ${id}-restore --noflush < THIS-FILE. Without --noflush every other rule is lost.`,
          'Apply, 2: hook the chains in, once each:',
          ...chains.map(({ name, hook }) => ({
            command: `${id} -C ${hook} -j ${name} 2>/dev/null || ${id} -I ${hook} 1 -j ${name}`,
          })),
          'The chains only let traffic through; your other rules decide about everything else. A second run changes nothing.',
          `${family === 'ipv4' ? 'IPv6' : 'IPv4'} is not included: ask for ${other}.`,
        ]),
        '*filter',
        ...chains.map(({ name }) => `:${name} - [0:0]`),
        ...chains.flatMap(({ name, hook, direction }) => [
          ...(hook === 'FORWARD'
            ? []
            : [`-A ${name} -${direction === 'inbound' ? 'i' : 'o'} lo -m comment --comment "localhost" -j ACCEPT`]),
          `-A ${name} -m conntrack --ctstate ESTABLISHED,RELATED -m comment --comment "return packets" -j ACCEPT`,
          ...rules
            .filter(({ rule }) => rule.direction === direction)
            .flatMap(({ rule, remotes }) => [
              ...ruleComment(rule, '# '),
              ...remotes.map((remote) => ruleLine(name, rule, plan.host, remote)),
            ]),
        ]),
        'COMMIT',
        '',
      ].join('\n');
    },
    renderAdditions(plan, chains, answers = []) {
      const rules = plan.rules.flatMap((rule) => inFamily(rule, plan, family));
      const hook = (direction: FirewallRule['direction']) =>
        chains[direction] ?? (plan.host !== undefined ? 'FORWARD' : direction === 'inbound' ? 'INPUT' : 'OUTPUT');
      const back = new Set(answers.map((direction) => hook(direction === 'inbound' ? 'outbound' : 'inbound')));
      return [
        ...additionLines(plan, '# ', [
          `Apply: ${id}-restore --noflush < THIS-FILE. Without --noflush every other rule is lost.`,
          'The rules go to the front of your own chains. A second run would add them again.',
        ]),
        '*filter',
        ...rules.flatMap(({ rule, remotes }) => [
          ...checkLines(rule, '# '),
          ...remotes.map((remote) =>
            ruleLine(hook(rule.direction), rule, plan.host, remote).replace(/^-A (\S+)/, '-I $1 1'),
          ),
        ]),
        ...[...back].map(
          (chain) =>
            `-I ${chain} 1 -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "answers" -j ACCEPT`,
        ),
        'COMMIT',
        '',
      ].join('\n');
    },
    undo(plan) {
      const chains = chainsOf(
        plan,
        plan.rules.flatMap((rule) => inFamily(rule, plan, family)),
      );
      return [
        '#!/bin/sh',
        ...commentLines(`Removes the chains of the group ${plan.group}, and nothing else.`, '# '),
        ...chains.flatMap(({ name, hook }) => [
          `while ${id} -D ${hook} -j ${name} 2>/dev/null; do :; done`,
          `${id} -F ${name} 2>/dev/null && ${id} -X ${name}`,
        ]),
        'true',
        '',
      ].join('\n');
    },
  };
}

interface Chain {
  readonly name: string;
  readonly hook: 'INPUT' | 'OUTPUT' | 'FORWARD';
  readonly direction: Direction;
}

/** Chain names have 28 characters at most, so digits stand for the group's name. */
function chainsOf(plan: FirewallPlan, rules: readonly InFamily[]): Chain[] {
  const digits = shortDigest(plan.group);
  const hooks = { inbound: 'INPUT', outbound: 'OUTPUT' } as const;
  return (['inbound', 'outbound'] as const)
    .filter((direction) => rules.some(({ rule }) => rule.direction === direction))
    .map((direction) => ({
      name: `mdaemon-${digits}-${direction === 'inbound' ? 'in' : 'out'}`,
      hook: plan.host === undefined ? hooks[direction] : ('FORWARD' as const),
      direction,
    }));
}

interface InFamily {
  readonly rule: FirewallRule;
  /** One line each; `undefined` for anybody. */
  readonly remotes: readonly (Network | undefined)[];
}

/** The part of a rule that is in one address family; empty where there is none. */
function inFamily(rule: FirewallRule, { host }: FirewallPlan, family: Network['family']): InFamily[] {
  if (host !== undefined && host.family !== family) return [];
  if (rule.remotes.length === 0) return [{ rule, remotes: [undefined] }];
  const remotes = rule.remotes.filter((remote) => remote.family === family);
  return remotes.length === 0 ? [] : [{ rule, remotes }];
}

function ruleLine(chain: string, rule: FirewallRule, host: Network | undefined, remote: Network | undefined): string {
  const inbound = rule.direction === 'inbound';
  const source = inbound ? remote : host;
  const destination = inbound ? host : remote;
  return [
    `-A ${chain}`,
    ...(source === undefined ? [] : [`-s ${networkText(source)}`]),
    ...(destination === undefined ? [] : [`-d ${networkText(destination)}`]),
    `-p ${rule.transport} -m ${rule.transport} --dport ${rule.port}`,
    `-m comment --comment "${fieldText(rule.title, /["\\]/g, 100)}" -j ACCEPT`,
  ].join(' ');
}

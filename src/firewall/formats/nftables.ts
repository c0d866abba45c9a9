import { type Network, networkText } from '../network.ts';
import type { Direction, FirewallPlan, FirewallRule } from '../plan.ts';
import { additionLines, checkLines, commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** nftables, for `nft -f`: a table of its own, replaced as a whole, so that a second run changes nothing. */
export const nftables: RuleFormat = {
  id: 'nftables',
  name: 'nftables',
  extension: 'nft',
  mediaType: 'text/plain',
  comment: '# ',
  gateway: true,
  warning: ({ host, rules }) =>
    host === undefined && rules.some(({ direction }) => direction === 'inbound')
      ? 'Everything else inbound is dropped, SSH included: put your own ports into keep_open_tcp first.'
      : host === undefined
        ? undefined
        : `Everything else to ${networkText(host)} is dropped; traffic to other machines is not touched.`,
  render(plan) {
    const table = `inet ${tableName(plan)}`;
    return [
      '#!/usr/sbin/nft -f',
      ...headerLines(plan, '# ', 'nftables', [
        'Apply: nft -f THIS-FILE. The table is replaced as a whole, so a second run changes nothing.',
        'Use one set at a time: no other table lets in what one table drops. Ask for all services at once.',
        ...warningOf(plan),
      ]),
      '',
      `table ${table}`,
      `delete table ${table}`,
      '',
      `table ${table} {`,
      ...(plan.host === undefined ? hostChains(plan) : gatewayChain(plan, plan.host)),
      '}',
      '',
    ].join('\n');
  },
  renderAdditions(plan, chains, answers = []) {
    const hook = (direction: Direction) =>
      chains[direction] ?? `inet filter ${direction === 'inbound' ? 'input' : 'output'}`;
    const back = new Set(answers.map((direction) => hook(direction === 'inbound' ? 'outbound' : 'inbound')));
    return [
      ...additionLines(plan, '# ', [
        'Apply: nft -f THIS-FILE. The rules go to the front of your own chains. A second run would add them again.',
      ]),
      ...plan.rules.flatMap((rule) => {
        const chain = hook(rule.direction);
        const comment = fieldText(`MDaemon: ${rule.title}`, /["\\]/g, 100);
        return [
          ...checkLines(rule, '# '),
          ...matchesOf(rule, plan).map(
            (match) => `insert rule ${chain} ${match}${rule.transport} dport ${rule.port} accept comment "${comment}"`,
          ),
        ];
      }),
      ...[...back].map((chain) => `insert rule ${chain} ct state established,related accept comment "answers"`),
      '',
    ].join('\n');
  },
  undo(plan) {
    const table = `inet ${tableName(plan)}`;
    const about = `Removes the rules of the group ${plan.group}, and nothing else.`;
    return [...commentLines(about, '# '), `table ${table}`, `delete table ${table}`, ''].join('\n');
  },
};

function warningOf(plan: FirewallPlan): string[] {
  const text = nftables.warning?.(plan);
  return text === undefined ? [] : [`WARNING: ${text}`];
}

/** Older versions allow no hyphens in table names. */
function tableName({ group }: FirewallPlan): string {
  return group.replaceAll('-', '_');
}

/** For the machine the rules run on. */
function hostChains(plan: FirewallPlan): string[] {
  const inbound = rulesOf(plan, 'inbound');
  const outbound = rulesOf(plan, 'outbound');
  return [
    ...(inbound.length === 0
      ? []
      : [
          ...commentLines('Ports of your own that must stay open. For SSH: elements = { 22 }', '  # '),
          '  set keep_open_tcp { type inet_service; }',
          '  set keep_open_udp { type inet_service; }',
          '',
          '  chain inbound {',
          '    type filter hook input priority filter; policy drop;',
          ...always('iifname'),
          '    tcp dport @keep_open_tcp accept',
          '    udp dport @keep_open_udp accept',
          ...inbound.flatMap((rule) => ruleLines(rule, plan)),
          '  }',
        ]),
    ...(inbound.length > 0 && outbound.length > 0 ? [''] : []),
    ...(outbound.length === 0
      ? []
      : [
          '  chain outbound {',
          ...commentLines(
            'Outbound traffic is not limited. With "policy drop", only the rules below and answers go out.',
            '    # ',
          ),
          '    type filter hook output priority filter; policy accept;',
          ...always('oifname'),
          ...outbound.flatMap((rule) => ruleLines(rule, plan)),
          '  }',
        ]),
  ];
}

/** For a gateway in front of the server. */
function gatewayChain(plan: FirewallPlan, host: Network): string[] {
  const ip = host.family === 'ipv4' ? 'ip' : 'ip6';
  const inbound = rulesOf(plan, 'inbound');
  return [
    '  chain forwarded {',
    '    type filter hook forward priority filter; policy accept;',
    ...always(undefined),
    ...[...inbound, ...rulesOf(plan, 'outbound')].flatMap((rule) => ruleLines(rule, plan)),
    ...(inbound.length === 0 ? [] : [`    ${ip} daddr ${networkText(host)} drop`]),
    '  }',
  ];
}

/** Traffic that no firewall may stop: the machine's own, answers (those of DNS too), and what keeps a network working. */
function always(interfaceName: 'iifname' | 'oifname' | undefined): string[] {
  return [
    ...(interfaceName === undefined ? [] : [`    ${interfaceName} "lo" accept comment "localhost"`]),
    '    ct state established,related accept comment "return packets"',
    '    meta l4proto { icmp, ipv6-icmp } accept',
  ];
}

function ruleLines(rule: FirewallRule, plan: FirewallPlan): string[] {
  const comment = fieldText(rule.title, /["\\]/g, 100);
  return [
    '',
    ...ruleComment(rule, '    # '),
    ...matchesOf(rule, plan).map(
      (match) => `    ${match}${rule.transport} dport ${rule.port} accept comment "${comment}"`,
    ),
  ];
}

/** The addresses of a rule as conditions, one for each address family it is limited in. */
function matchesOf(rule: FirewallRule, plan: FirewallPlan): string[] {
  const families = plan.host === undefined ? (['ipv4', 'ipv6'] as const) : [plan.host.family];
  const remotes = rule.remotes.filter(({ family }) => families.includes(family));
  const matches =
    rule.remotes.length === 0
      ? ['']
      : families.flatMap((family) => {
          const of = remotes.filter((each) => each.family === family).map(networkText);
          const side = rule.direction === 'inbound' ? 'saddr' : 'daddr';
          return of.length === 0 ? [] : [`${family === 'ipv4' ? 'ip' : 'ip6'} ${side} { ${of.join(', ')} } `];
        });
  const own =
    plan.host === undefined
      ? ''
      : `${plan.host.family === 'ipv4' ? 'ip' : 'ip6'} ${rule.direction === 'inbound' ? 'daddr' : 'saddr'} ${networkText(plan.host)} `;
  return matches.map((match) => `${own}${match}`);
}

function rulesOf({ rules }: FirewallPlan, direction: Direction): FirewallRule[] {
  return rules.filter((rule) => rule.direction === direction);
}

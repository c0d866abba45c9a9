import ipaddr from 'ipaddr.js';
import { isSingle, type Network } from '../network.ts';
import type { Direction, FirewallPlan, FirewallRule } from '../plan.ts';
import { commentLines, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** Cisco IOS extended access lists. They keep no state, so each direction's list lets in the answers of the other. */
export const cisco: RuleFormat = {
  id: 'cisco',
  name: 'Cisco IOS access lists',
  extension: 'ios.txt',
  mediaType: 'text/plain',
  comment: '! ',
  gateway: true,
  warning: () =>
    'An access list ends with an implicit deny: add whatever else must pass before you put it on an interface.',
  render: (plan) =>
    [
      ...headerLines(plan, '! ', 'cisco', [
        'Apply: paste in configuration mode; then on the outside interface:',
        { command: `ip access-group ${listName(plan, 'inbound')} in` },
        { command: `ip access-group ${listName(plan, 'outbound')} out` },
        'IOS skips an entry it already has. To be sure of a second run, take the list off the interface and undo it first.',
        'An access list ends with an implicit deny: first add whatever else must pass (ICMP too).',
        ...(plan.rules.some(({ direction, transport }) => direction === 'outbound' && transport === 'udp')
          ? [
              'The list keeps no state, so UDP answers from that port come in from anybody: name your DNS servers in that line.',
            ]
          : []),
        'Localhost: 127.0.0.1 never reaches this device.',
      ]),
      ...familiesOf(plan).flatMap((family) =>
        (['inbound', 'outbound'] as const).flatMap((direction) => accessList(plan, family, direction)),
      ),
      '',
    ].join('\n'),
  undo: (plan) =>
    [
      ...commentLines(`Removes the access lists of the group ${plan.group}. Take them off the interfaces first.`, '! '),
      ...familiesOf(plan).flatMap((family) =>
        (['inbound', 'outbound'] as const).flatMap((direction) =>
          entriesOf(plan, family, direction).length === 0
            ? []
            : [
                `no ${family === 'ipv4' ? 'ip access-list extended' : 'ipv6 access-list'} ${listName(plan, direction, family)}`,
              ],
        ),
      ),
      '',
    ].join('\n'),
};

function listName({ group }: FirewallPlan, direction: Direction, family: Network['family'] = 'ipv4'): string {
  return `${group}-${direction === 'inbound' ? 'in' : 'out'}${family === 'ipv6' ? '-v6' : ''}`.toUpperCase();
}

function familiesOf({ host }: FirewallPlan): readonly Network['family'][] {
  return host === undefined ? ['ipv4', 'ipv6'] : [host.family];
}

interface Entry {
  readonly rule: FirewallRule;
  readonly lines: readonly string[];
}

/** The list for packets in one direction: connections opened that way, and answers to those opened the other way. */
function entriesOf(plan: FirewallPlan, family: Network['family'], direction: Direction): Entry[] {
  const own = plan.host === undefined ? 'any' : addressWords(plan.host);
  return plan.rules.flatMap((rule) => {
    const remotes =
      rule.remotes.length === 0 ? ['any'] : rule.remotes.filter((each) => each.family === family).map(addressWords);
    if (remotes.length === 0) return [];
    const lines = remotes.map((remote) => {
      const [from, to] = direction === 'inbound' ? [remote, own] : [own, remote];
      if (rule.direction === direction) return ` permit ${rule.transport} ${from} ${to} eq ${rule.port}`;
      const answer = rule.transport === 'tcp' ? ' established' : ' gt 1023';
      return ` permit ${rule.transport} ${from} eq ${rule.port} ${to}${answer}`;
    });
    return [{ rule, lines }];
  });
}

function accessList(plan: FirewallPlan, family: Network['family'], direction: Direction): string[] {
  const entries = entriesOf(plan, family, direction);
  if (entries.length === 0) return [];
  const [opened, answers] = [true, false].map((way) =>
    entries.filter(({ rule }) => (rule.direction === direction) === way),
  );
  return [
    '!',
    `${family === 'ipv4' ? 'ip access-list extended' : 'ipv6 access-list'} ${listName(plan, direction, family)}`,
    ...(opened ?? []).flatMap(({ rule, lines }) => [...ruleComment(rule, '! '), ...lines]),
    ...(answers?.length ? ['! Return packets: this list keeps no state.'] : []),
    ...(answers ?? []).flatMap(({ lines }) => lines),
  ];
}

/** `any`, `host 192.0.2.1`, `10.0.0.0 0.255.255.255`, and CIDR for IPv6. */
function addressWords(network: Network): string {
  if (isSingle(network)) return `host ${network.address}`;
  if (network.family === 'ipv6') return `${network.address}/${network.prefix}`;
  const mask = ipaddr.IPv4.subnetMaskFromPrefixLength(network.prefix);
  return `${network.address} ${mask.octets.map((octet) => 255 - octet).join('.')}`;
}

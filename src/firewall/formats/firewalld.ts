import { networkText } from '../network.ts';
import { type Direction, type FirewallPlan, type FirewallRule, shortDigest } from '../plan.ts';
import { commentLines, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** firewalld 0.9 or newer: a shell script that makes one policy per direction anew. */
export const firewalld: RuleFormat = {
  id: 'firewalld',
  name: 'firewalld',
  extension: 'sh',
  mediaType: 'text/x-shellscript',
  comment: '# ',
  language: 'sh',
  gateway: true,
  render: (plan) =>
    [
      '#!/bin/sh',
      ...headerLines(plan, '# ', 'firewalld', [
        'Apply: sh THIS-FILE, as root, with firewalld 0.9 or newer. The policies are rebuilt, so a second run changes nothing.',
        'The policies only let traffic through; your zones decide about everything else.',
      ]),
      'set -eu',
      ...preamble,
      ...policiesOf(plan).flatMap(({ name, direction, rules }) => [
        '',
        removal(name),
        `$fw --new-policy=${name}`,
        `$fw --policy=${name} --set-target=CONTINUE`,
        `$fw --policy=${name} --add-ingress-zone=${ingress(plan, direction)}`,
        `$fw --policy=${name} --add-egress-zone=${egress(plan, direction)}`,
        ...(plan.host === undefined && direction === 'inbound'
          ? [
              '# Localhost: nothing may block 127.0.0.1.',
              `$fw --policy=${name} --add-rich-rule='rule family="ipv4" source address="127.0.0.1" destination address="127.0.0.1" accept'`,
            ]
          : []),
        ...rules.flatMap((rule) => [
          ...ruleComment(rule, '# '),
          ...richRules(rule, plan).map((rich) => `$fw --policy=${name} --add-rich-rule='${rich}'`),
        ]),
      ]),
      '',
      reload,
      '',
    ].join('\n'),
  undo: (plan) =>
    [
      '#!/bin/sh',
      ...commentLines(`Removes the policies of the group ${plan.group}, and nothing else.`, '# '),
      ...preamble,
      ...policiesOf(plan).map(({ name }) => removal(name)),
      reload,
      '',
    ].join('\n'),
};

const preamble = ['fw="${FIREWALL_CMD:-firewall-cmd --permanent}"'];
const reload = '[ -n "${FIREWALL_CMD:-}" ] || firewall-cmd --reload';

function removal(name: string): string {
  return `if $fw --get-policies | tr ' ' '\\n' | grep -qx ${name}; then $fw --delete-policy=${name}; fi`;
}

/** Policy names have 17 characters at most, so digits stand for the group's name. */
function policiesOf(plan: FirewallPlan) {
  const digits = shortDigest(plan.group);
  return (['inbound', 'outbound'] as const)
    .map((direction) => ({
      name: `mdaemon-${digits}-${direction === 'inbound' ? 'i' : 'o'}`,
      direction,
      rules: plan.rules.filter((rule) => rule.direction === direction),
    }))
    .filter(({ rules }) => rules.length > 0);
}

function ingress({ host }: FirewallPlan, direction: Direction): string {
  return host === undefined && direction === 'outbound' ? 'HOST' : 'ANY';
}

function egress({ host }: FirewallPlan, direction: Direction): string {
  return host === undefined && direction === 'inbound' ? 'HOST' : 'ANY';
}

function richRules({ direction, transport, port, remotes }: FirewallRule, { host }: FirewallPlan): string[] {
  const inbound = direction === 'inbound';
  const side = (which: string, address: string | undefined) =>
    address === undefined ? '' : ` ${which} address="${address}"`;
  const own = host === undefined ? undefined : networkText(host);
  const accept = `port port="${port}" protocol="${transport}" accept`;
  if (remotes.length === 0) {
    return [
      `rule${host === undefined ? '' : ` family="${host.family}"`}${side(inbound ? 'destination' : 'source', own)} ${accept}`,
    ];
  }
  return remotes.map((remote) => {
    const other = networkText(remote);
    return `rule family="${remote.family}"${side('source', inbound ? other : own)}${side('destination', inbound ? own : other)} ${accept}`;
  });
}

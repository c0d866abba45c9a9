import { type Network, networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** MikroTik RouterOS, forward chain: the group's rules are found by their comment, removed and made anew. */
export const routeros: RuleFormat = {
  id: 'routeros',
  name: 'MikroTik RouterOS',
  extension: 'rsc',
  mediaType: 'text/plain',
  comment: '# ',
  gateway: true,
  warning: () => 'The rules come last in the forward chain: move them above your drop rules.',
  render: (plan) =>
    [
      ...headerLines(plan, '# ', 'routeros', [
        'Apply: /import file-name=THIS-FILE. The rules of the group are rebuilt, so a second run changes nothing.',
        'They come last in the forward chain: move them above your drop rules.',
        'Localhost: 127.0.0.1 never reaches this device.',
      ]),
      ...removals(plan),
      ...menusOf(plan).flatMap(({ menu }) => [
        '',
        '# Return packets, those of DNS too.',
        `${menu} add chain=forward action=accept connection-state=established,related comment="${plan.group}: return packets"`,
      ]),
      ...plan.rules.flatMap((rule) => ['', ...ruleComment(rule, '# '), ...ruleLines(rule, plan)]),
      '',
    ].join('\n'),
  undo: (plan) =>
    [
      ...commentLines(`Removes the rules of the group ${plan.group}, and nothing else.`, '# '),
      ...removals(plan),
      '',
    ].join('\n'),
};

function menusOf({ host }: FirewallPlan): { family: Network['family']; menu: string }[] {
  const all = [
    { family: 'ipv4' as const, menu: '/ip firewall filter' },
    { family: 'ipv6' as const, menu: '/ipv6 firewall filter' },
  ];
  return all.filter(({ family }) => host === undefined || host.family === family);
}

/** Comments begin with the group and a colon, so that another group's rules are not found. */
function removals(plan: FirewallPlan): string[] {
  return menusOf(plan).map(({ menu }) => `${menu} remove [find comment~"^${plan.group}:"]`);
}

function ruleLines(rule: FirewallRule, plan: FirewallPlan): string[] {
  const inbound = rule.direction === 'inbound';
  const comment = fieldText(`${plan.group}: ${inbound ? 'in' : 'out'} ${rule.title}`, /["\\$?;]/g, 120);
  return menusOf(plan).flatMap(({ family, menu }) => {
    const remotes = rule.remotes.length === 0 ? [undefined] : rule.remotes.filter((each) => each.family === family);
    return remotes.map((remote) => {
      const [source, destination] = inbound ? [remote, plan.host] : [plan.host, remote];
      return [
        `${menu} add chain=forward action=accept protocol=${rule.transport} dst-port=${rule.port}`,
        ...(source === undefined ? [] : [`src-address=${networkText(source)}`]),
        ...(destination === undefined ? [] : [`dst-address=${networkText(destination)}`]),
        `comment="${comment}"`,
      ].join(' ');
    });
  });
}

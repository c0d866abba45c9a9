import { cidrText, type Network, networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** Terraform: an AWS security group with a resource for each rule and network. */
export const terraformAws: RuleFormat = {
  id: 'terraform-aws',
  name: 'Terraform, AWS security group',
  extension: 'tf',
  mediaType: 'text/plain',
  comment: '# ',
  language: 'hcl',
  gateway: true,
  warning: ({ rules }) =>
    rules.some(({ direction }) => direction === 'outbound')
      ? undefined
      : 'A Terraform security group lets nothing out by itself: with only this one, the server can reach nobody.',
  render(plan) {
    const label = plan.group.replaceAll('-', '_');
    return [
      ...headerLines(plan, '# ', 'terraform-aws', [
        'Apply: terraform plan, then terraform apply; attach the group to the network interface of the server.',
        'A security group keeps state, so answers pass (those of DNS too), and never sees 127.0.0.1.',
        'It lets out only what is listed here, or in another group of the same server.',
        ...(plan.host === undefined
          ? []
          : ['The server is the one the group is attached to; the address given is not used.']),
      ]),
      '',
      `variable "${label}_vpc_id" {`,
      '  type = string',
      '}',
      '',
      `resource "aws_security_group" "${label}" {`,
      `  name        = "${plan.group}"`,
      `  description = "${quoteHcl(fieldText(`MDaemon: ${plan.subjects.join(', ')}`, notInDescriptions, 250))}"`,
      `  vpc_id      = var.${label}_vpc_id`,
      '}',
      ...plan.rules
        .flatMap((rule) => networksOf(rule, plan).map((network, index) => [rule, network, index] as const))
        .flatMap(([rule, network, index]) => awsRule(rule, network, index, label)),
      '',
    ].join('\n');
  },
  undo: ({ group }) =>
    [
      '#!/bin/sh',
      ...commentLines(
        `Removes the security group ${group} and its rules, and nothing else. Then delete the file that declares them.`,
        '# ',
      ),
      `terraform destroy -target=aws_security_group.${group.replaceAll('-', '_')}`,
      '',
    ].join('\n'),
};

/** Characters that AWS does not allow in a description. */
const notInDescriptions = /[^A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]/g;

/** Text for a quoted HCL string, in which it starts no escape and no template, and does not end the string. */
export function quoteHcl(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replace(/([$%])\{/g, '$1$1{');
}

const everybody: readonly Network[] = [
  { family: 'ipv4', address: '0.0.0.0', prefix: 0 },
  { family: 'ipv6', address: '::', prefix: 0 },
];

function networksOf({ remotes }: FirewallRule, { host }: FirewallPlan): readonly Network[] {
  return (remotes.length === 0 ? everybody : remotes).filter(
    ({ family }) => host === undefined || host.family === family,
  );
}

function awsRule(rule: FirewallRule, network: Network, index: number, label: string): string[] {
  const inbound = rule.direction === 'inbound';
  const kind = inbound ? 'ingress' : 'egress';
  return [
    '',
    ...(index === 0 ? ruleComment(rule, '# ') : []),
    `resource "aws_vpc_security_group_${kind}_rule" "${label}_${inbound ? 'in' : 'out'}_${rule.transport}_${rule.port}_${index + 1}" {`,
    `  security_group_id = aws_security_group.${label}.id`,
    `  description       = "${quoteHcl(fieldText(rule.title, notInDescriptions, 250))}"`,
    `  ip_protocol       = "${rule.transport}"`,
    `  from_port         = ${rule.port}`,
    `  to_port           = ${rule.port}`,
    `  cidr_${network.family}         = "${cidrText(network)}"`,
    '}',
  ];
}

/** The first rule's priority; the others follow in steps of ten. */
const firstPriority = 1000;

/** Terraform: an Azure network security group with a resource for each rule and address family. */
export const terraformAzure: RuleFormat = {
  id: 'terraform-azure',
  name: 'Terraform, Azure network security group',
  extension: 'tf',
  mediaType: 'text/plain',
  comment: '# ',
  language: 'hcl',
  gateway: true,
  render(plan) {
    const label = plan.group.replaceAll('-', '_');
    const parts = plan.rules.flatMap((rule) => partsOf(rule));
    return [
      ...headerLines(plan, '# ', 'terraform-azure', [
        'Apply: terraform plan, then terraform apply; associate the group with the subnet or network interface of the server.',
        'The group keeps state, so answers pass (those of DNS too), and never sees 127.0.0.1.',
        "Azure's own default rules deny other inbound traffic from the internet and allow all outbound.",
      ]),
      ...['resource_group_name', 'location'].flatMap((name) => [
        '',
        `variable "${label}_${name}" {`,
        '  type = string',
        '}',
      ]),
      '',
      `resource "azurerm_network_security_group" "${label}" {`,
      `  name                = "${plan.group}"`,
      `  resource_group_name = var.${label}_resource_group_name`,
      `  location            = var.${label}_location`,
      '}',
      ...parts.flatMap((part, index) => azureRule(part, plan, label, firstPriority + index * 10)),
      '',
    ].join('\n');
  },
  undo: ({ group }) =>
    [
      '#!/bin/sh',
      ...commentLines(
        `Removes the network security group ${group} and its rules, and nothing else. Then delete the file that declares them.`,
        '# ',
      ),
      `terraform destroy -target=azurerm_network_security_group.${group.replaceAll('-', '_')}`,
      '',
    ].join('\n'),
};

interface Part {
  readonly rule: FirewallRule;
  readonly suffix: string;
  /** Empty for anybody. */
  readonly remotes: readonly string[];
}

/** One rule may not mix address families. */
function partsOf(rule: FirewallRule): Part[] {
  if (rule.remotes.length === 0) return [{ rule, suffix: '', remotes: [] }];
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const remotes = rule.remotes.filter((each) => each.family === family).map(networkText);
    return remotes.length === 0 ? [] : [{ rule, suffix: `_${family}`, remotes }];
  });
}

function azureRule({ rule, suffix, remotes }: Part, { host }: FirewallPlan, label: string, priority: number): string[] {
  const inbound = rule.direction === 'inbound';
  const name = `${inbound ? 'in' : 'out'}_${rule.transport}_${rule.port}${suffix}`;
  const own = host === undefined ? ['address_prefix      ', '"*"'] : ['address_prefix      ', `"${networkText(host)}"`];
  const other =
    remotes.length === 0
      ? ['address_prefix      ', '"*"']
      : ['address_prefixes    ', `[${remotes.map((each) => `"${each}"`).join(', ')}]`];
  const [source, destination] = inbound ? [other, own] : [own, other];
  const lines: [string, string][] = [
    ['name', `"${name}"`],
    ['description', `"${quoteHcl(fieldText(rule.title, /[^A-Za-z0-9 ._:/(),;-]/g, 140))}"`],
    ['priority', String(priority)],
    ['direction', `"${inbound ? 'Inbound' : 'Outbound'}"`],
    ['access', '"Allow"'],
    ['protocol', `"${rule.transport === 'tcp' ? 'Tcp' : 'Udp'}"`],
    [`source_${(source?.[0] ?? '').trim()}`, source?.[1] ?? ''],
    ['source_port_range', '"*"'],
    [`destination_${(destination?.[0] ?? '').trim()}`, destination?.[1] ?? ''],
    ['destination_port_range', `"${rule.port}"`],
    ['resource_group_name', `var.${label}_resource_group_name`],
    ['network_security_group_name', `azurerm_network_security_group.${label}.name`],
  ];
  const width = Math.max(...lines.map(([key]) => key.length));
  return [
    '',
    ...ruleComment(rule, '# '),
    `resource "azurerm_network_security_rule" "${label}_${name}" {`,
    ...lines.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`),
    '}',
  ];
}

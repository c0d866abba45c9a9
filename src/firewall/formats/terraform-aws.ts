import { cidrText, type Network } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { fieldText, headerLines, ruleComment } from '../script-text.ts';
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
        .flatMap(([rule, network, index]) => resource(rule, network, index, label)),
      '',
    ].join('\n');
  },
  undo: ({ group }) =>
    [
      '#!/bin/sh',
      `# Removes the security group ${group} and its rules, and nothing else. Then delete the file that declares them.`,
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

function resource(rule: FirewallRule, network: Network, index: number, label: string): string[] {
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

import { networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { additionLines, checkLines, commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** ufw commands in a shell script. ufw skips a rule it already has, so a second run changes nothing. */
export const ufw: RuleFormat = {
  id: 'ufw',
  name: 'ufw',
  extension: 'sh',
  mediaType: 'text/x-shellscript',
  comment: '# ',
  language: 'sh',
  gateway: true,
  undoWarning: 'ufw compares what rules do, so this also removes a rule of your own that is the same.',
  render: (plan) =>
    [
      '#!/bin/sh',
      ...headerLines(plan, '# ', 'ufw', [
        "Apply: sh THIS-FILE. Try it first: UFW='ufw --dry-run' sh THIS-FILE. A second run changes nothing.",
      ]),
      'set -eu',
      'ufw="${UFW:-ufw}"',
      '',
      '# Localhost: nothing may block 127.0.0.1.',
      "$ufw allow in on lo comment 'localhost'",
      ...plan.rules.flatMap((rule) => [
        '',
        ...ruleComment(rule, '# '),
        ...specs(rule, plan).map((spec) => `${command(plan, '')} ${spec} comment '${commentText(rule, plan)}'`),
      ]),
      '',
    ].join('\n'),
  renderAdditions: (plan) =>
    [
      '#!/bin/sh',
      ...additionLines(plan, '# ', [
        "Apply: sh THIS-FILE. Try it first: UFW='ufw --dry-run' sh THIS-FILE. A second run changes nothing.",
        'The rules go to the front, since ufw uses the first that matches. You need ufw 0.36 or newer.',
        'Undo: the same commands with `delete` in place of `prepend`.',
      ]),
      'set -eu',
      'ufw="${UFW:-ufw}"',
      ...plan.rules.flatMap((rule) => [
        ...checkLines(rule, '# '),
        ...specs(rule, plan).map(
          (spec) =>
            `${command(plan, 'prepend ')} ${spec} comment '${commentText(rule, { ...plan, group: 'MDaemon' })}'`,
        ),
      ]),
      '',
    ].join('\n'),
  close({ direction, transport, port, lastPort, open }) {
    if (lastPort !== undefined || open !== 'anybody') return undefined;
    return `ufw delete allow ${direction === 'inbound' ? 'in' : 'out'} proto ${transport} from any to any port ${port}`;
  },
  undo: (plan) =>
    [
      '#!/bin/sh',
      ...commentLines(
        `Removes the rules of the group ${plan.group}. ufw compares what a rule does, so a rule of your own that is the same goes too. The localhost rule stays: nothing may block 127.0.0.1.`,
        '# ',
      ),
      'ufw="${UFW:-ufw}"',
      ...plan.rules.flatMap((rule) => specs(rule, plan).map((spec) => `${command(plan, 'delete ')} ${spec}`)),
      '',
    ].join('\n'),
};

/** A comment in one word: ufw reads words such as `in` and `out` even inside a comment. */
function commentText({ title }: FirewallRule, { group }: FirewallPlan): string {
  return fieldText(`${group} ${title}`, /[^A-Za-z0-9 ()/,.:;-]/g, 120).replaceAll(' ', '_');
}

function command({ host }: FirewallPlan, verb: string): string {
  return host === undefined ? `$ufw ${verb}allow` : `$ufw route ${verb}allow`;
}

/** One rule in ufw's words, once for each network it is limited to. */
function specs({ direction, transport, port, remotes }: FirewallRule, { host }: FirewallPlan): string[] {
  const inbound = direction === 'inbound';
  const way = host === undefined ? `${inbound ? 'in' : 'out'} ` : '';
  const own = host === undefined ? 'any' : networkText(host);
  const others = remotes.length === 0 ? ['any'] : remotes.map(networkText);
  return others.map(
    (other) => `${way}proto ${transport} from ${inbound ? other : own} to ${inbound ? own : other} port ${port}`,
  );
}

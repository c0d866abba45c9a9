import { networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { commentLines, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** pf of OpenBSD and FreeBSD: an anchor of its own, replaced as a whole. */
export const pf: RuleFormat = {
  id: 'pf',
  name: 'pf',
  extension: 'pf.conf',
  mediaType: 'text/plain',
  comment: '# ',
  gateway: true,
  warning: ({ group }) => `The anchor takes effect only once pf.conf names it: anchor "${group}".`,
  render: (plan) =>
    [
      ...headerLines(plan, '# ', 'pf', [
        'Apply, 1: put this line into pf.conf:',
        { command: `anchor "${plan.group}"` },
        'Apply, 2: load the rules into it:',
        { command: `pfctl -a ${plan.group} -f THIS-FILE` },
        'Loading replaces the anchor, so a second run changes nothing. pf.conf decides what else passes.',
      ]),
      '',
      '# Localhost: nothing may block 127.0.0.1.',
      'pass quick on lo0 all',
      ...plan.rules.flatMap((rule) => ['', ...ruleComment(rule, '# '), passLine(rule, plan)]),
      '',
    ].join('\n'),
  undo: ({ group }) =>
    [
      '#!/bin/sh',
      ...commentLines(`Removes the rules of the anchor ${group}, and nothing else.`, '# '),
      `pfctl -a ${group} -F rules`,
      '',
    ].join('\n'),
};

/** `keep state` lets the answers back in, those of DNS over UDP too. */
function passLine({ direction, transport, port, remotes }: FirewallRule, { group, host }: FirewallPlan): string {
  const own = host === undefined ? 'any' : networkText(host);
  const other = remotes.length === 0 ? 'any' : `{ ${remotes.map(networkText).join(', ')} }`;
  const state = transport === 'tcp' ? 'flags S/SA keep state' : 'keep state';
  // A gateway sees the server's traffic twice, coming in and going out; leaving the direction out covers both.
  const way = host !== undefined ? '' : direction === 'inbound' ? ' in' : ' out';
  const [from, to] = direction === 'inbound' ? [other, own] : [own, other];
  return `pass${way} quick proto ${transport} from ${from} to ${to} port ${port} ${state} label "${group}"`;
}

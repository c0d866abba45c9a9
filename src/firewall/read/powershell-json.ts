import { type Existing, type ExistingRule, passedOver } from './existing.ts';
import { readWindowsRule, type WindowsRule } from './windows-rule.ts';

/**
 * Reads `Get-NetFirewallRule | ConvertTo-Json`. That alone has no ports, so a rule counts where it carries them
 * (`Protocol`, `LocalPort`, `RemotePort`, `RemoteAddress` put beside it), or is one of ours, whose name says the port.
 */
export function readPowershellJson(document: unknown): Existing {
  const items = (Array.isArray(document) ? document : [document]).filter(
    (item): item is Record<string, unknown> => typeof item === 'object' && item !== null,
  );
  const rules: ExistingRule[] = [];
  let unread = 0;
  let portless = 0;
  for (const item of items) {
    const rule = fieldsOf(item);
    if (!rule.enabled || !rule.allow) continue;
    if (rule.protocol === '') portless += 1;
    else {
      const read = readWindowsRule(rule);
      if (read === undefined) unread += 1;
      else rules.push(...read);
    }
  }
  return {
    kind: 'Get-NetFirewallRule | ConvertTo-Json',
    format: 'powershell',
    rules,
    directions: ['inbound', 'outbound'],
    openByDefault: ['outbound'],
    notes: [
      ...passedOver(
        portless,
        'Rules not weighed, since Get-NetFirewallRule lists no ports (docs/firewall.md has a line that does)',
      ),
      ...passedOver(unread, 'Rules not weighed, for programs or all ports'),
      'Windows lets everything out unless told otherwise, so outbound rules are not called missing.',
    ],
  };
}

function fieldsOf(item: Record<string, unknown>): WindowsRule {
  const words = (name: string): string[] => {
    const value = item[name];
    const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    return values.flatMap((each) => String(each).split(',')).map((each) => each.trim());
  };
  const word = (name: string) => words(name)[0] ?? '';
  // ConvertTo-Json writes enumerations as numbers: Enabled 1 is true, Action 2 is allow, Direction 1 is inbound.
  const own = /^mdaemon-[a-z0-9-]+-(in|out)-(tcp|udp)-(\d+)$/.exec(word('Name'));
  const outbound = word('Direction') === '2' || /^out/i.test(word('Direction'));
  const port = own?.[3] === undefined ? [] : [own[3]];
  return {
    enabled: !/^(2|false)$/i.test(word('Enabled')),
    allow: /^(2|allow)$/i.test(word('Action')),
    direction: outbound ? 'outbound' : 'inbound',
    protocol: word('Protocol') || (own?.[2] ?? ''),
    localPorts: words('LocalPort').length > 0 ? words('LocalPort') : port,
    remotePorts: words('RemotePort').length > 0 ? words('RemotePort') : port,
    remotes: words('RemoteAddress'),
    program: word('Program'),
  };
}

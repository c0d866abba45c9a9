import { type Existing, type ExistingRule, passedOver } from './existing.ts';
import { readWindowsRule, type WindowsRule } from './windows-rule.ts';

/** Reads `netsh advfirewall firewall show rule name=all`, in English. */
export function readNetsh(text: string): Existing {
  const blocks = text.split(/^Rule Name:/m).slice(1);
  const rules: ExistingRule[] = [];
  let unread = 0;
  for (const block of blocks) {
    const read = readWindowsRule(fieldsOf(block));
    if (read === undefined) unread += 1;
    else rules.push(...read);
  }
  return {
    kind: 'netsh advfirewall firewall show rule',
    format: 'netsh',
    rules,
    directions: ['inbound', 'outbound'],
    openByDefault: ['outbound'],
    notes: [
      ...passedOver(unread, 'Rules not weighed, for programs or all ports'),
      'Windows lets everything out unless told otherwise, so outbound rules are not called missing.',
    ],
  };
}

function fieldsOf(block: string): WindowsRule {
  const values = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const match = /^([A-Za-z ]+):\s*(.*)$/.exec(line);
    if (match !== null) values.set((match[1] ?? '').toLowerCase().replaceAll(' ', ''), (match[2] ?? '').trim());
  }
  const get = (name: string) => values.get(name) ?? '';
  const words = (name: string) =>
    get(name)
      .split(',')
      .filter((word) => word !== '');
  return {
    enabled: get('enabled') !== 'No',
    allow: get('action') === 'Allow',
    direction: get('direction') === 'Out' ? 'outbound' : 'inbound',
    protocol: get('protocol'),
    localPorts: words('localport'),
    remotePorts: words('remoteport'),
    remotes: words('remoteip'),
    program: get('program'),
  };
}

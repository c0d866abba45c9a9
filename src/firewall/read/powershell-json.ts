import type { Ruleset } from './ruleset.ts';
import { type WindowsRule, windowsList, windowsProgram, windowsRuleset } from './windows.ts';

/** Bits of the enumeration `Profile`. */
const profileBits = [
  { bit: 1, name: 'Domain' },
  { bit: 2, name: 'Private' },
  { bit: 4, name: 'Public' },
];

/**
 * Reads `Get-NetFirewallRule | ConvertTo-Json`. That alone has no ports, so a rule counts where it carries them
 * (`Protocol`, `LocalPort`, `RemotePort`, `RemoteAddress` put beside it), or is one of ours, whose name says the port.
 */
export function readPowershellJson(document: unknown): Ruleset {
  const items = (Array.isArray(document) ? document : [document]).filter(
    (item): item is Record<string, unknown> => typeof item === 'object' && item !== null,
  );
  const rules = items.map(readItem);
  const portless = rules.filter(({ enabled, incomplete }) => enabled && incomplete).length;
  return windowsRuleset(
    'Get-NetFirewallRule | ConvertTo-Json',
    'powershell',
    rules,
    portless === 0
      ? []
      : [
          `Get-NetFirewallRule alone lists no ports: ${portless} rules have none here. docs/firewall.md has a line that lists them.`,
        ],
  );
}

function readItem(item: Record<string, unknown>): WindowsRule {
  const words = (name: string): string[] => {
    const value = item[name];
    const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    return values.flatMap((each) => windowsList(String(each)));
  };
  const word = (name: string) => words(name)[0] ?? '';
  const raw = (name: string) => (item[name] === undefined || item[name] === null ? '' : String(item[name]));
  // ConvertTo-Json writes enumerations as numbers: Enabled 1 is true, Action 2 is allow and 4 block, Direction 1 is inbound.
  const own = /^mdaemon-[a-z0-9-]+-(in|out)-(tcp|udp)-(\d+)$/.exec(word('Name'));
  const outbound = /^(2|out.*)$/i.test(raw('Direction'));
  const hasPorts = ['Protocol', 'LocalPort', 'RemotePort'].some((name) => name in item);
  const port = own?.[3] === undefined ? [] : [own[3]];
  const action = raw('Action');
  return {
    name: raw('DisplayName') || raw('Name'),
    enabled: !/^(2|false)$/i.test(raw('Enabled')),
    action: /^(2|allow)$/i.test(action) ? 'allow' : /^(4|block)$/i.test(action) ? 'block' : 'other',
    direction: outbound ? 'outbound' : 'inbound',
    profiles: readProfiles(raw('Profile') || raw('Profiles')),
    protocol: word('Protocol') || (own?.[2] ?? ''),
    localPorts: hasPorts ? words('LocalPort') : outbound ? [] : port,
    remotePorts: hasPorts ? words('RemotePort') : outbound ? port : [],
    localAddresses: words('LocalAddress'),
    remoteAddresses: words('RemoteAddress'),
    interfaces: [...words('InterfaceType'), ...words('InterfaceAlias')].filter((each) => each !== '0'),
    program: windowsProgram(raw('Program')),
    service: windowsProgram(raw('Service')),
    secured:
      /^(required|requireencryption|dynamic)/i.test(raw('Authentication')) ||
      /^(required|dynamic)/i.test(raw('Encryption')),
    incomplete: !hasPorts && own === null,
  };
}

function readProfiles(text: string): string[] {
  if (!/^\d+$/.test(text)) return windowsList(text);
  const bits = Number(text);
  if (bits === 0 || bits > 7) return [];
  return profileBits.flatMap(({ bit, name }) => ((bits & bit) === 0 ? [] : [name]));
}

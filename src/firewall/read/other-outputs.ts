import { NotReadError } from '../refusals.ts';

/** The commands whose output is read, as one sentence. */
export const whatIsRead =
  'I read `iptables-save` and `ip6tables-save`, `nft -j list ruleset` or `nft list ruleset`, `netsh advfirewall firewall show rule name=all verbose`, `Get-NetFirewallRule` as JSON, `nmap -oX`, or a list such as `25 143/tcp 4069/udp`.';

const kernelRules = 'Send what `iptables-save` and `ip6tables-save` print, or `nft -j list ruleset`.';
const windowsRules =
  'Send what `netsh advfirewall firewall show rule name=all verbose` prints in English, or `Get-NetFirewallRule` as JSON, which has no language: docs/firewall.md has the line.';

/** Output that people send instead, by what only it has. */
const known: readonly { readonly sign: RegExp; readonly what: string; readonly remedy: string }[] = [
  {
    sign: /^Chain \S+ \((policy |\d+ references)/m,
    what: 'This is `iptables -L`, which leaves out interfaces and more.',
    remedy: 'Send what `iptables-save` and `ip6tables-save` print.',
  },
  {
    sign: /^\s*Status: (active|inactive)|^To\s+Action\s+From\s*$/m,
    what: 'This is `ufw status`, which leaves out the rules around its own.',
    remedy: kernelRules,
  },
  {
    sign: /^\s*(icmp-block-inversion|masquerade|rich rules|source-ports): ?/m,
    what: 'This is `firewall-cmd`, which lists settings and not the rules they become.',
    remedy: 'Send what `nft -j list ruleset` prints.',
  },
  {
    sign: /^Nmap scan report for|^Starting Nmap/m,
    what: "This is nmap's text for people.",
    remedy: 'Scan with `nmap -oX -` and send the XML.',
  },
  {
    sign: /^\s*(DisplayName|InstanceID)\s+: /m,
    what: 'This is `Get-NetFirewallRule` without its ports.',
    remedy: windowsRules,
  },
  {
    sign: /^(Netid\s+State|State\s+Recv-Q|Proto\s+Recv-Q|Active Internet connections|\s*Proto\s+Local Address)/m,
    what: 'This says which programs listen, not what a firewall lets through.',
    remedy: kernelRules,
  },
  {
    sign: /^(pass|block) (in|out|quick|proto|all)\b.*/m,
    what: 'These are pf rules, which I can’t read.',
    remedy: 'Send a list of the open ports, or a scan with `nmap -oX -`.',
  },
  {
    sign: /^(ip access-list|ipv6 access-list|access-list) /m,
    what: 'These are Cisco access lists, which I can’t read.',
    remedy: 'Send a list of the open ports, or a scan with `nmap -oX -`.',
  },
  {
    sign: /^\/(ip|ipv6) firewall |^resource "(aws|azurerm)_|^\s*New-NetFirewallRule |netsh advfirewall firewall add rule|^\$?ufw (allow|deny|route)|--add-rich-rule=/m,
    what: 'This is a script that makes rules. It doesn’t show the rules that are there.',
    remedy:
      'Send what the firewall itself prints: `iptables-save`, `nft -j list ruleset`, or on Windows `netsh advfirewall firewall show rule name=all verbose`.',
  },
  {
    // A rule of netsh: a name, a line of dashes, and fields, with other words than the English ones.
    sign: /^(?!Rule Name)[^\n:]{3,40}:[ \t]+\S[^\n]*\n-{20,}\n[^\n:]{3,40}:[ \t]+/m,
    what: 'This is netsh in a language other than English.',
    remedy: windowsRules,
  },
];

/** @throws {NotReadError} for output that is known and says too little. */
export function refuseKnown(text: string): void {
  const found = known.find(({ sign }) => sign.test(text));
  if (found !== undefined) throw new NotReadError(found.what, found.remedy);
}

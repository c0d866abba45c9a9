import type { LoadedSet } from './compare.ts';

/** ufw as it sets itself up on a new machine, with the commands of an administrator. Its files are copies. */
function ufw(name: string, ...commands: readonly string[]): LoadedSet {
  const script = [
    'set -e',
    'copy=$(mktemp -d)',
    'trap "rm -rf $copy" EXIT',
    'cp -a /etc/ufw "$copy/etc"',
    'cp /usr/share/ufw/*.rules /usr/share/ufw/iptables/*.rules "$copy/etc/" 2>/dev/null || true',
    'mount --bind "$copy/etc" /etc/ufw',
    'ufw --force reset >/dev/null',
    ...commands.map((command) => `ufw ${command} >/dev/null`),
    'ufw --force enable >/dev/null',
  ].join('\n');
  return { name, tool: 'ufw', ipv4: script, ipv6: script };
}

function iptables(name: string, tool: LoadedSet['tool'], ...lines: readonly string[]): LoadedSet {
  const text = `${lines.join('\n')}\n`;
  return { name, tool, ipv4: text, ipv6: text };
}

/** Sets with an order, a return, an interface or a layout that reading line by line got wrong. */
export const writtenSets: readonly LoadedSet[] = [
  ufw('ufw, new', 'allow 22/tcp', 'allow 25/tcp', 'allow from 10.0.0.0/8 to any port 1000 proto tcp'),
  ufw(
    'ufw, deny before allow',
    'deny from 192.0.2.1',
    'allow 25,143/tcp',
    'allow in on lan0 to any port 993 proto tcp',
  ),
  ufw(
    'ufw, limits and ranges',
    'limit 22/tcp',
    'allow 8000:9000/tcp',
    'reject 143/tcp',
    'allow proto tcp from fd00::/8 to any port 25',
  ),
  ufw('ufw, allowed by default', 'default allow incoming', 'deny 25/tcp', 'deny in on wan0 to any port 143 proto tcp'),
  iptables(
    'order',
    'iptables-legacy',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A INPUT -p tcp -m tcp --dport 25 -j DROP',
    '-A INPUT -p tcp -m tcp --dport 25 -j ACCEPT',
    '-A INPUT -p tcp -m tcp --dport 143 -j ACCEPT',
    'COMMIT',
  ),
  iptables(
    'return',
    'iptables-nft',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':c - [0:0]',
    '-A INPUT -j c',
    '-A INPUT -p tcp -m tcp --dport 25 -j ACCEPT',
    '-A c -m addrtype --dst-type LOCAL -j RETURN',
    '-A c -j DROP',
    'COMMIT',
  ),
  iptables(
    'interfaces',
    'iptables-legacy',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A INPUT -i lan0 -j ACCEPT',
    '-A INPUT -i wan+ -p tcp -m tcp --dport 25 -j ACCEPT',
    'COMMIT',
  ),
  iptables(
    'answers that are dropped',
    'iptables-nft',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT DROP [0:0]',
    '-A OUTPUT -o lan0 -j ACCEPT',
    '-A OUTPUT -p tcp -m tcp --sport 25 -j ACCEPT',
    'COMMIT',
  ),
  iptables(
    'redirects',
    'iptables-legacy',
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    '-A PREROUTING -i wan0 -p tcp -m tcp --dport 25 -j REDIRECT --to-ports 2525',
    '-A PREROUTING -p tcp -m tcp --dport 143 -j REDIRECT --to-ports 143',
    'COMMIT',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A INPUT -p tcp -m multiport --dports 25,143,2525 -j ACCEPT',
    'COMMIT',
  ),
  iptables(
    'untracked',
    'iptables-nft',
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A PREROUTING -p tcp -m tcp --dport 25 -j CT --notrack',
    '-A OUTPUT -p tcp -m tcp --sport 25 -j CT --notrack',
    'COMMIT',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A INPUT -m conntrack --ctstate NEW -j ACCEPT',
    '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    'COMMIT',
  ),
];

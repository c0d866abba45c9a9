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

function twice(text: string): Pick<LoadedSet, 'ipv4' | 'ipv6'> {
  return { ipv4: text, ipv6: text };
}

type Family = 'ipv4' | 'ipv6';

/** Ports of a container that Docker publishes. */
const published = ['-p tcp -m tcp --dport 25', '-p tcp -m tcp --dport 143', '-p udp -m udp --dport 53'];

const container = (family: Family) => (family === 'ipv4' ? '10.7.0.1/32' : 'fd00:7::1/128');

/** Docker's tables, with the bridge called `lan0`, and the container that publishes ports behind it. */
function docker(
  name: string,
  tool: LoadedSet['tool'],
  forwarding: (family: Family) => readonly string[],
  more: (family: Family) => readonly string[] = () => [],
): LoadedSet {
  const text = (family: Family) => {
    const rules = forwarding(family);
    const chains = [...new Set(rules.flatMap((rule) => rule.match(/DOCKER[\w-]*/g) ?? []))];
    const [network, loopback] = family === 'ipv4' ? ['10.7.0.0/24', '127.0.0.0/8'] : ['fd00:7::/64', '::1/128'];
    const address = container(family).split('/')[0] ?? '';
    const target = (port: string) => (family === 'ipv4' ? `${address}:${port}` : `[${address}]:${port}`);
    return [
      ...more(family),
      '*nat',
      ':PREROUTING ACCEPT [0:0]',
      ':INPUT ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':POSTROUTING ACCEPT [0:0]',
      ':DOCKER - [0:0]',
      '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
      `-A OUTPUT ! -d ${loopback} -m addrtype --dst-type LOCAL -j DOCKER`,
      `-A POSTROUTING -s ${network} ! -o lan0 -j MASQUERADE`,
      '-A DOCKER -i lan0 -j RETURN',
      ...published.map(
        (port) => `-A DOCKER ! -i lan0 ${port} -j DNAT --to-destination ${target(/\d+$/.exec(port)?.[0] ?? '')}`,
      ),
      'COMMIT',
      '*filter',
      ':INPUT DROP [0:0]',
      ':FORWARD DROP [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ...chains.map((chain) => `:${chain} - [0:0]`),
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT',
      ...rules,
      'COMMIT',
      '',
    ].join('\n');
  };
  return { name, tool, ipv4: text('ipv4'), ipv6: text('ipv6') };
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
  iptables(
    'untracked and redirected',
    'iptables-legacy',
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A PREROUTING -p tcp -m tcp --dport 587 -j CT --notrack',
    '-A PREROUTING -p tcp -m tcp --dport 143 -j CT --notrack',
    '-A OUTPUT -p tcp -m tcp --sport 143 -j CT --notrack',
    'COMMIT',
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    '-A PREROUTING -p tcp -m tcp --dport 587 -j REDIRECT --to-ports 25',
    '-A PREROUTING -p tcp -m tcp --dport 143 -j REDIRECT --to-ports 25',
    'COMMIT',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A INPUT -p tcp -m multiport --dports 143,587 -j ACCEPT',
    'COMMIT',
  ),
  iptables(
    'answers that are left untracked',
    'iptables-nft',
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A OUTPUT -p tcp -m tcp --sport 25 -j CT --notrack',
    '-A OUTPUT -p tcp -m tcp --sport 143 -j CT --notrack',
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT DROP [0:0]',
    '-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    '-A OUTPUT -p tcp -m tcp --sport 143 -m conntrack --ctstate UNTRACKED -j ACCEPT',
    'COMMIT',
  ),
  {
    name: 'notrack behind the tracker',
    tool: 'nft',
    ...twice(`table inet a {
chain p {
type filter hook prerouting priority mangle; policy accept;
tcp dport { 25, 143 } notrack
}
chain i {
type filter hook input priority -300; policy drop;
ct state new tcp dport 25 accept
}
}`),
  },
  docker('Docker 20 to 27', 'iptables-nft', (family) => [
    '-A FORWARD -j DOCKER-USER',
    '-A FORWARD -j DOCKER-ISOLATION-STAGE-1',
    '-A FORWARD -o lan0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A FORWARD -o lan0 -j DOCKER',
    '-A FORWARD -i lan0 ! -o lan0 -j ACCEPT',
    '-A FORWARD -i lan0 -o lan0 -j ACCEPT',
    ...published.map((port) => `-A DOCKER -d ${container(family)} ! -i lan0 -o lan0 ${port} -j ACCEPT`),
    '-A DOCKER-ISOLATION-STAGE-1 -i lan0 ! -o lan0 -j DOCKER-ISOLATION-STAGE-2',
    '-A DOCKER-ISOLATION-STAGE-1 -j RETURN',
    '-A DOCKER-ISOLATION-STAGE-2 -o lan0 -j DROP',
    '-A DOCKER-ISOLATION-STAGE-2 -j RETURN',
    '-A DOCKER-USER -j RETURN',
  ]),
  docker(
    'Docker 28',
    'iptables-legacy',
    (family) => [
      '-A FORWARD -j DOCKER-USER',
      '-A FORWARD -j DOCKER-FORWARD',
      ...published.map((port) => `-A DOCKER -d ${container(family)} ! -i lan0 -o lan0 ${port} -j ACCEPT`),
      '-A DOCKER ! -i lan0 -o lan0 -j DROP',
      '-A DOCKER-BRIDGE -o lan0 -j DOCKER',
      '-A DOCKER-CT -o lan0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A DOCKER-FORWARD -j DOCKER-CT',
      '-A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1',
      '-A DOCKER-FORWARD -j DOCKER-BRIDGE',
      '-A DOCKER-FORWARD -i lan0 -j ACCEPT',
      '-A DOCKER-ISOLATION-STAGE-1 -i lan0 ! -o lan0 -j DOCKER-ISOLATION-STAGE-2',
      '-A DOCKER-ISOLATION-STAGE-2 -o lan0 -j DROP',
      '-A DOCKER-USER -s 198.51.100.0/24 -j DROP'.replace(
        '198.51.100.0/24',
        family === 'ipv4' ? '198.51.100.0/24' : '2001:db8:9::/48',
      ),
      '-A DOCKER-USER -j RETURN',
    ],
    (family) => [
      '*raw',
      ':PREROUTING ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      `-A PREROUTING -d ${container(family)} ! -i lan0 -j DROP`,
      'COMMIT',
    ],
  ),
  {
    name: 'a gateway that sends ports on',
    tool: 'nft',
    ...twice(`table inet gate {
chain pre {
type nat hook prerouting priority dstnat; policy accept;
iifname "wan0" meta nfproto ipv4 tcp dport { 25, 587 } dnat ip to 10.7.0.1
iifname "wan0" meta nfproto ipv6 tcp dport { 25, 587 } dnat ip6 to fd00:7::1
iifname "wan0" meta nfproto ipv4 tcp dport 2525 dnat ip to 10.7.0.1:143
iifname "wan0" meta nfproto ipv4 udp dport 53 dnat ip to 10.7.0.1
}
chain post {
type nat hook postrouting priority srcnat; policy accept;
oifname "wan0" meta nfproto ipv4 masquerade
}
chain forward {
type filter hook forward priority filter; policy drop;
ct state vmap { established : accept, related : accept, invalid : drop }
iifname "wan0" ct status dnat accept
iifname "lan0" oifname "wan0" tcp dport != 25 accept
iifname "lan0" oifname "wan0" udp dport 53 accept
iifname "wan0" oifname "lan0" ip6 daddr fd00:7::1 tcp dport 993 accept
}
chain input {
type filter hook input priority filter; policy drop;
ct state established,related accept
iifname "lan0" accept
tcp dport 22 accept
}
}`),
  },
  iptables(
    'a mail server that sends by its own rules',
    'iptables-legacy',
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT DROP [0:0]',
    ':SMTPOUT - [0:0]',
    '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 25,587 -j ACCEPT',
    '-A INPUT -p udp -m udp --dport 53 -j ACCEPT',
    '-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    '-A OUTPUT -p tcp -m tcp --dport 25 -j SMTPOUT',
    '-A OUTPUT -o wan0 -p tcp -m multiport --dports 80,443 -j ACCEPT',
    '-A OUTPUT -p udp -m udp --dport 53 -j ACCEPT',
    '-A SMTPOUT -o lan0 -j RETURN',
    '-A SMTPOUT -j ACCEPT',
    'COMMIT',
  ),
];

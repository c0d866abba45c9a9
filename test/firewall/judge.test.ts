import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TooLargeError } from '../../src/firewall/refusals.ts';
import { because, filter, judgeText, others, verdicts } from './judge-text.ts';

const firewalldRuleset = readFileSync(join(import.meta.dirname, 'fixtures/firewalld.nft'), 'utf8');

/** A table of nft with an input chain that drops what its lines do not accept. */
const nft = (...lines: string[]) =>
  [
    'table inet filter {',
    'chain input {',
    'type filter hook input priority filter; policy drop;',
    ...lines,
    '}',
    '}',
  ].join('\n');

describe('interfaces', () => {
  it.each([
    [filter(':INPUT DROP', '-A INPUT -i eth1 -j ACCEPT'), ['25 some eth1']],
    [filter(':INPUT DROP', '-A INPUT -i wg+ -p tcp --dport 25 -j ACCEPT'), ['25 some wg*']],
    [filter(':INPUT DROP', '-A INPUT ! -i eth0 -p tcp --dport 25 -j ACCEPT'), ['25 some every interface except eth0']],
    [nft('iifname "lan0" accept'), ['25 some lan0']],
    [nft('iifname { "lan0", "lan1" } tcp dport 25 accept'), ['25 some lan0 lan1']],
    [filter(':INPUT DROP', '-A INPUT -i eth1 -s 10.0.0.0/8 -j ACCEPT'), ['25 some 10.0.0.0/8 on eth1']],
    [filter(':INPUT DROP', '-A INPUT -i lo -j ACCEPT'), ['25 nobody']],
    [filter(':INPUT ACCEPT', '-A INPUT -i eth0 -p tcp --dport 25 -j DROP'), ['25 some every interface except eth0']],
  ])('limit a rule: %s', (text, expected) => {
    expect(verdicts(text)).toEqual(expected);
  });

  it('may be told apart by what faces the internet', () => {
    const text = filter(':INPUT DROP', '-A INPUT -i eth1 -p tcp --dport 25 -j ACCEPT');
    expect(verdicts(text, { outside: ['eth1'] })).toEqual(['25 anybody']);
    expect(verdicts(text, { outside: ['eth0'] })).toEqual(['25 some eth1']);
    expect(judgeText(text).findings[0]?.openOn).toEqual(['eth1']);
  });

  it('limit what goes out', () => {
    const text = filter(
      ':INPUT DROP',
      ':OUTPUT DROP',
      '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      '-A OUTPUT -o wg0 -j ACCEPT',
    );
    expect(verdicts(text, { direction: 'outbound' })).toEqual(['25 some wg0']);
  });

  it('make a port no stranger reaches no alarm', () => {
    expect(others(filter(':INPUT DROP', '-A INPUT -i wg0 -p tcp --dport 1000 -j ACCEPT'))).toEqual([
      '1000/tcp some wg0',
    ]);
  });
});

describe('what faces the internet', () => {
  const windows = readFileSync(join(import.meta.dirname, 'fixtures/get-netfirewallrule.json'), 'utf8');

  it('makes nothing open where the firewall has no such interface', () => {
    const of = (...outside: string[]) => verdicts(windows, { ports: [1000, 3000], outside });
    expect(of('eth0')).toEqual(of());
    expect(of().join()).not.toContain('anybody');
  });
});

describe('order', () => {
  const closed = filter(':INPUT DROP', '-A INPUT -p tcp --dport 25 -j DROP', '-A INPUT -p tcp --dport 25 -j ACCEPT');

  it('decides: what drops first is closed, and named with what it is before', () => {
    expect(verdicts(closed)).toEqual(['25 nobody']);
    expect(because(closed)).toBe('INPUT 1: -p tcp --dport 25 -j DROP (before INPUT 2, which would accept it)');
  });

  it.each([
    [filter(':INPUT ACCEPT', '-A INPUT -p tcp --dport 25 -j DROP'), ['25 nobody', '143 anybody']],
    [filter(':INPUT ACCEPT', '-A INPUT -p tcp --dport 25 -j REJECT'), ['25 nobody', '143 anybody']],
    [
      filter(
        ':INPUT ACCEPT',
        '-A INPUT -s 10.0.0.0/8 -p tcp --dport 25 -j ACCEPT',
        '-A INPUT -p tcp --dport 25 -j DROP',
      ),
      ['25 some 10.0.0.0/8', '143 anybody'],
    ],
    [
      filter(':INPUT DROP', '-A INPUT -s 203.0.113.9/32 -j DROP', '-A INPUT -p tcp --dport 25 -j ACCEPT'),
      ['25 anybody except 203.0.113.9', '143 nobody'],
    ],
    [filter(':INPUT DROP', '-A INPUT -s 127.0.0.0/8 -j ACCEPT'), ['25 nobody', '143 nobody']],
    [filter(':INPUT ACCEPT'), ['25 anybody', '143 anybody']],
  ])('is followed: %s', (text, expected) => {
    expect(verdicts(text, { ports: [25, 143] })).toEqual(expected);
  });

  it('tells a policy that accepts from one that one rule narrows', () => {
    expect(judgeText(filter(':INPUT ACCEPT')).openByDefault).toEqual([{ direction: 'inbound', family: 'ipv4' }]);
    expect(judgeText(filter(':INPUT ACCEPT', '-A INPUT -p tcp --dport 25 -j DROP')).openByDefault).toEqual([]);
  });
});

describe('chains', () => {
  it.each([
    [
      'return',
      [
        ':c -',
        '-A INPUT -j c',
        '-A INPUT -p tcp --dport 25 -j ACCEPT',
        '-A c -m addrtype --dst-type LOCAL -j RETURN',
        '-A c -j DROP',
      ],
      ['25 anybody'],
    ],
    [
      'goto',
      [':c -', '-A INPUT -g c', '-A INPUT -p tcp --dport 25 -j ACCEPT', '-A c -p tcp --dport 143 -j ACCEPT'],
      ['25 nobody'],
    ],
    [
      'a chain that narrows what the jump matched',
      [':c -', '-A INPUT -s 10.0.0.0/8 -j c', '-A c -p tcp --dport 25 -j ACCEPT'],
      ['25 some 10.0.0.0/8'],
    ],
    [
      'a jump below a return',
      [
        ':a -',
        ':b -',
        '-A INPUT -j a',
        '-A INPUT -j DROP',
        '-A a -j b',
        '-A a -p tcp --dport 25 -j ACCEPT',
        '-A b -p tcp -j RETURN',
        '-A b -j DROP',
      ],
      ['25 anybody'],
    ],
    [
      'a goto below a jump, back to behind the jump',
      [
        ':a -',
        ':b -',
        '-A INPUT -j a',
        '-A INPUT -p tcp --dport 25 -j ACCEPT',
        '-A a -g b',
        '-A a -j DROP',
        '-A b -p udp -j DROP',
      ],
      ['25 anybody'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(verdicts(filter(':INPUT DROP', ...lines))).toEqual(expected);
  });

  it('that call each other four times each, 24 deep, take no longer than any', () => {
    const chains = Array.from({ length: 24 }, (_, index) => `:c${index} -`);
    const jumps = Array.from({ length: 23 }, (_, index) => Array(4).fill(`-A c${index} -j c${index + 1}`)).flat();
    const text = filter(':INPUT DROP', ...chains, '-A INPUT -j c0', ...jumps, '-A c23 -p tcp --dport 25 -j ACCEPT');
    expect(verdicts(text)).toEqual(['25 anybody']);
    expect(verdicts(text.replace('-A c23 -p tcp', '-A c23 -m mark --mark 1 -p tcp'))).toEqual(['25 unknown']);
  });

  it('that jump in a circle, which no kernel takes, end as unknown', () => {
    const text = filter(
      ':INPUT DROP',
      ':a -',
      ':b -',
      '-A INPUT -j a',
      '-A a -j b',
      '-A b -j a',
      '-A b -p tcp --dport 25 -j ACCEPT',
    );
    expect(verdicts(text)).toEqual(['25 unknown']);
  });

  it('that are not in the text make a rule unknown', () => {
    const text = filter(
      ':INPUT DROP',
      '-A INPUT -p tcp --dport 25 -j f2b-smtp',
      '-A INPUT -p tcp --dport 25 -j ACCEPT',
    );
    expect(verdicts(text)).toEqual(['25 unknown']);
    expect(because(text)).toBe('INPUT 1: -p tcp --dport 25 -j f2b-smtp');
  });
});

describe('forwarding', () => {
  const rules = [
    '-A FORWARD -d 10.0.0.5/32 -p tcp --dport 25 -j ACCEPT',
    '-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
  ];

  it('says nothing about the machine itself', () => {
    expect(verdicts(filter(':INPUT DROP', ':FORWARD DROP', ...rules))).toEqual(['25 nobody']);
    expect(verdicts(filter(':INPUT ACCEPT', ':FORWARD DROP'))).toEqual(['25 anybody']);
  });

  it('decides for a server behind it', () => {
    expect(verdicts(filter(':INPUT DROP', ':FORWARD DROP', ...rules), { to: '10.0.0.5', ports: [25, 143] })).toEqual([
      '25 anybody',
      '143 nobody',
    ]);
    expect(verdicts(filter(':INPUT ACCEPT', ':FORWARD DROP', ...rules), { to: '10.0.0.6' })).toEqual(['25 nobody']);
  });

  it('is judged for the side that rules say the server is on', () => {
    const behind = (...more: string[]) =>
      verdicts(filter(':INPUT DROP', ':FORWARD DROP', ...more, ...rules.slice(1)), { to: '10.0.0.5' });
    const accepts = '-A FORWARD -o lan1 -p tcp --dport 25 -j ACCEPT';
    expect(behind(accepts)).toEqual(['25 some anybody towards lan1']);
    expect(behind(accepts, '-A FORWARD -s 10.0.0.0/24 -i lan1 -j ACCEPT')).toEqual(['25 anybody']);
    expect(behind(accepts, '-A FORWARD -s 10.0.0.0/24 -i lan2 -j ACCEPT')).toEqual(['25 nobody']);
    const both = ['-A FORWARD -s 10.0.0.0/24 -i lan2 -j ACCEPT', '-A FORWARD -d 10.0.0.0/16 -o lan1 -j ACCEPT'];
    expect(behind(accepts, ...both)).toEqual(['25 some anybody on every interface except lan2 towards lan1 lan2']);
  });

  it('follows DNAT to the server, with another port too', () => {
    const dnat = (target: string) =>
      [
        '*nat',
        ':PREROUTING ACCEPT',
        `-A PREROUTING -i eth0 -p tcp --dport 2525 -j DNAT --to-destination ${target}`,
        'COMMIT',
        filter(
          ':INPUT DROP',
          ':FORWARD DROP',
          '-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT',
          '-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
        ),
      ].join('\n');
    expect(verdicts(dnat('10.0.0.5:25'), { to: '10.0.0.5', ports: [25, 2525] })).toEqual([
      '25 some eth0',
      '2525 nobody',
    ]);
    expect(verdicts(dnat('10.0.0.5'), { to: '10.0.0.5', ports: [25, 2525] })).toEqual(['25 nobody', '2525 some eth0']);
    expect(verdicts(dnat('10.0.0.9:25'), { to: '10.0.0.5' })).toEqual(['25 nobody']);
  });
});

describe('a gateway that hides who asked', () => {
  const text = (raw: string, nat = '-A POSTROUTING -o eth0 -j MASQUERADE') =>
    [
      '*raw',
      raw,
      'COMMIT',
      '*nat',
      nat,
      'COMMIT',
      filter(
        ':INPUT DROP',
        ':FORWARD DROP',
        '-A FORWARD -s 10.0.0.0/24 -i eth1 -j ACCEPT',
        '-A FORWARD -o eth1 -j ACCEPT',
      ),
    ].join('\n');
  const out = (...rules: [string, string?]) =>
    verdicts(text(...rules), { to: '10.0.0.5', direction: 'outbound', outside: ['eth0'] });

  it('gets the answers itself, before it gives them back', () => {
    const dropped = '-A PREROUTING -d 10.0.0.5/32 ! -i eth1 -j DROP';
    expect(out(dropped)).toEqual(['25 anybody']);
    expect(out(dropped, '-A POSTROUTING -o eth7 -j MASQUERADE')).toEqual(['25 some eth7']);
    expect(out('-A PREROUTING -d 192.0.2.2/32 ! -i eth1 -j DROP')).toEqual([
      '25 unknown every interface except eth0, eth1',
    ]);
  });
});

describe('nft', () => {
  it.each([
    ['a verdict map', 'tcp dport vmap { 25 : accept, 143 : drop }', ['25 anybody', '143 nobody']],
    ['a map of states with a jump', 'ct state vmap { new : jump x, invalid : drop }', ['25 anybody', '143 nobody']],
    ['a goto', 'goto x', ['25 anybody', '143 nobody']],
    ['one IP version', 'meta nfproto ipv6 tcp dport 25 accept', ['25 nobody', '143 nobody']],
    [
      'a set of concatenations',
      'ip saddr . tcp dport { 10.0.0.0/8 . 25, 192.0.2.1 . 143 } accept',
      ['25 some 10.0.0.0/8', '143 some 192.0.2.1'],
    ],
    ['a negation', 'tcp dport != 25 accept', ['25 nobody', '143 anybody']],
    ['a negated set', 'tcp dport != { 25, 26 } accept', ['25 nobody', '143 anybody']],
    ['a range', 'tcp dport 20-30 accept', ['25 anybody', '143 nobody']],
    ['a comparison', 'tcp dport > 100 accept', ['25 nobody', '143 anybody']],
    ['a named set', 'tcp dport @mail accept', ['25 anybody', '143 nobody']],
    ['a named map', 'tcp dport vmap @verdicts', ['25 anybody', '143 nobody']],
    ['the protocol apart', 'meta l4proto { tcp, udp } th dport 25 accept', ['25 anybody', '143 nobody']],
    ['ip protocol', 'ip protocol tcp tcp dport 25 accept', ['25 anybody', '143 nobody']],
    ['fib', 'fib daddr type local tcp dport 25 accept', ['25 anybody', '143 nobody']],
    ['an ordinary way back', 'fib saddr . iif oif missing drop\ntcp dport 25 accept', ['25 anybody', '143 nobody']],
    [
      'TCP flags of a first packet',
      'tcp flags & (fin | syn | rst | ack) == syn tcp dport 25 accept',
      ['25 anybody', '143 nobody'],
    ],
    ['TCP flags it does not have', 'tcp flags != syn accept', ['25 nobody', '143 nobody']],
    ['a TCP flag that is not set', 'tcp flags ! syn accept', ['25 nobody', '143 nobody']],
    ['a TCP flag beside others', 'tcp flags ! ack tcp dport 25 accept', ['25 anybody', '143 nobody']],
    ['a service by name', 'tcp dport smtp accept', ['25 anybody', '143 nobody']],
    ['a mark', 'meta mark 1 tcp dport 25 accept', ['25 unknown', '143 nobody']],
    ['a rate', 'tcp dport 25 limit rate 5/second accept', ['25 unknown', '143 nobody']],
    ['a rate that is too high', 'limit rate over 5/second drop\ntcp dport 25 accept', ['25 anybody', '143 nobody']],
    ['a count that is too high', 'ct count over 20 reject\ntcp dport 25 accept', ['25 anybody', '143 nobody']],
    [
      'a count that any connection is above',
      'ct count over 0 reject\ntcp dport 25 accept',
      ['25 unknown', '143 nobody'],
    ],
    [
      "a caller's rate",
      'add @seen { ip saddr limit rate over 10/minute burst 5 packets } drop\ntcp dport 25 accept',
      ['25 anybody', '143 nobody'],
    ],
    ['a quota', 'quota over 5 mbytes drop\ntcp dport 25 accept', ['25 unknown', '143 nobody']],
    ['a limit with a name', 'limit name "slow" drop\ntcp dport 25 accept', ['25 unknown', '143 nobody']],
    ['an extension of iptables', 'xt match "string" tcp dport 25 accept', ['25 unknown', '143 nobody']],
    ['a queue', 'tcp dport 25 queue num 0', ['25 unknown', '143 nobody']],
    [
      'a set that traffic fills',
      'add @seen { ip saddr } \nip saddr @seen tcp dport 25 accept',
      ['25 unknown', '143 nobody'],
    ],
  ])('%s', (_, lines, expected) => {
    const text = nft(lines).replace(
      'table inet filter {',
      'table inet filter {\nset mail { type inet_service; elements = { 25, 587 } }\nset seen { type ipv4_addr; size 99; }\nmap verdicts { type inet_service : verdict; elements = { 25 : accept } }\nchain x {\ntcp dport 25 accept\n}',
    );
    expect(verdicts(text, { ports: [25, 143] })).toEqual(expected);
  });

  it('names a rule that depends on something unknown', () => {
    expect(because(nft('tcp dport 25 meta skuid 0 accept'))).toBe(
      'inet filter input 1: tcp dport 25 meta skuid 0 accept',
    );
  });

  it('counts hooks, priorities and tables where they decide', () => {
    const base = (name: string, hook: string, ...lines: string[]) =>
      `table inet ${name} {\nchain c {\ntype filter hook ${hook}\n${lines.join('\n')}\n}\n}`;
    const open = nft('tcp dport 25 accept');
    expect(verdicts(open)).toEqual(['25 anybody']);
    expect(verdicts(`${open}\n${base('a', 'prerouting priority raw; policy accept;', 'tcp dport 25 drop')}`)).toEqual([
      '25 nobody',
    ]);
    expect(verdicts(`${open}\n${base('a', 'input priority 10; policy drop;')}`)).toEqual(['25 nobody']);
    expect(verdicts(`${open}\n${base('a', 'output priority 0; policy drop;')}`)).toEqual(['25 nobody']);
    expect(because(`${open}\n${base('a', 'output priority 0; policy drop;')}`)).toBe(
      'the answers: the policy of inet a c drops what no rule accepts',
    );
    expect(verdicts(`${open}\n${base('a', 'output priority 0; policy drop;', 'ct state established accept')}`)).toEqual(
      ['25 anybody'],
    );
    expect(
      verdicts(
        `${open}\ntable netdev n {\nchain i {\ntype filter hook ingress device "eth0" priority 0; policy accept;\ntcp dport 25 drop\n}\n}`,
      ),
    ).toEqual(['25 some every interface except eth0']);
    expect(verdicts(open.replace('table inet filter {', 'table inet filter {\nflags dormant;'))).toEqual([
      '25 anybody',
    ]);
    expect(verdicts('table ip x {\nchain forward {\ntype filter hook forward priority 0; policy drop;\n}\n}')).toEqual([
      '25 anybody',
    ]);
    expect(
      verdicts('table ip x {\nchain input {\ntype filter hook input priority 0; policy drop;\n}\n}', {
        family: 'ipv6',
      }),
    ).toEqual(['25 anybody']);
  });

  it('has a port that is redirected elsewhere closed, and says where it leads', () => {
    const text = `${nft('tcp dport { 25, 2525, 143 } accept')}\ntable ip nat {\nchain pre {\ntype nat hook prerouting priority dstnat;\ntcp dport 25 redirect to :2525\ntcp dport 143 redirect to :143\n}\n}`;
    expect(verdicts(text, { ports: [25, 2525, 143] })).toEqual(['25 nobody', '2525 anybody', '143 anybody']);
    expect(because(text)).toBe('ip nat pre 1: tcp dport 25 redirect to :2525 sends it to port 2525');
    expect(verdicts(text, { family: 'ipv6' })).toEqual(['25 anybody']);
  });
});

describe('conditions of iptables', () => {
  it.each([
    ['-p 6 --dport 25', '25 anybody'],
    ['-p tcp --dport smtp', '25 anybody'],
    ['-p tcp -m multiport --dports 25,143', '25 anybody'],
    ['-p tcp -m multiport ! --dports 25,143', '25 nobody'],
    ['-p tcp -m multiport --ports 25', '25 anybody'],
    ['-p tcp ! --dport 25', '25 nobody'],
    ['! -p udp', '25 anybody'],
    ['-p tcp --dport :1023', '25 anybody'],
    ['-p tcp --sport 1024:65535 --dport 25', '25 anybody'],
    ['-p tcp --sport 25 --dport 25', '25 some anybody from source port 25'],
    ['-p tcp --syn --dport 25', '25 anybody'],
    ['-p tcp ! --syn --dport 25', '25 nobody'],
    ['-p tcp --dport 25 -m state --state NEW', '25 anybody'],
    ['-p tcp --dport 25 -m conntrack --ctstate ESTABLISHED', '25 nobody'],
    ['-m addrtype --dst-type LOCAL', '25 anybody'],
    ['-m addrtype --dst-type BROADCAST', '25 nobody'],
    ['-m addrtype --src-type LOCAL', '25 nobody'],
    ['-m iprange --src-range 10.0.0.5-10.0.0.6', '25 some 10.0.0.5 10.0.0.6'],
    ['-s 10.0.0.0/8,192.0.2.0/24', '25 some 10.0.0.0/8 192.0.2.0/24'],
    ['! -s 10.0.0.0/8', '25 anybody'],
    ['-s 127.0.0.0/8', '25 nobody'],
    ['-d 203.0.113.5/32', '25 some anybody at 203.0.113.5'],
    ['-d 224.0.0.0/4', '25 nobody'],
    ['-m mark --mark 0x1', '25 unknown'],
    ['-m owner --uid-owner 0', '25 unknown'],
    ['-m time --timestart 09:00', '25 unknown'],
    ['-m limit --limit 3/min', '25 unknown'],
    ['-m quota --quota 1000', '25 unknown'],
    ['-m string --string x --algo bm', '25 unknown'],
    ['-m set --match-set allowed src', '25 unknown'],
    ['-m limit --limit 3/min -p udp', '25 nobody'],
    ['-p icmp', '25 nobody'],
  ])('-A INPUT %s -j ACCEPT: %s', (condition, expected) => {
    expect(verdicts(filter(':INPUT DROP', `-A INPUT ${condition} -j ACCEPT`))).toEqual([expected]);
  });

  it.each([
    ['-m recent --update --seconds 30 --hitcount 6 --name DEFAULT --rsource', '25 anybody'],
    ['-m recent --rcheck --seconds 86400 --name portscan --rsource', '25 unknown'],
    ['-m recent --update --hitcount 1 --name portscan --rsource', '25 unknown'],
    ['-m connlimit --connlimit-above 20 --connlimit-mask 32 --connlimit-saddr', '25 anybody'],
    ['-m hashlimit --hashlimit-above 20/sec --hashlimit-mode srcip --hashlimit-name smtp', '25 anybody'],
    ['-m recent ! --rcheck --name allowed --rsource', '25 unknown'],
    ['-m connlimit --connlimit-above 0', '25 unknown'],
    ['-m connlimit --connlimit-upto 20', '25 unknown'],
    ['-m limit --limit 5/sec', '25 unknown'],
  ])('shut out only who calls too often: -A INPUT %s -j DROP: %s', (condition, expected) => {
    const text = filter(':INPUT DROP', `-A INPUT ${condition} -j DROP`, '-A INPUT -p tcp --dport 25 -j ACCEPT');
    expect(verdicts(text)).toEqual([expected]);
  });

  it('let in who is on a list of callers, which nobody knows', () => {
    const text = filter(
      ':INPUT DROP',
      '-A INPUT -p tcp --dport 7000 -m recent --set --name KNOCK --rsource -j DROP',
      '-A INPUT -p tcp --dport 25 -m recent --rcheck --seconds 30 --name KNOCK --rsource -j ACCEPT',
    );
    expect(verdicts(text)).toEqual(['25 unknown']);
    expect(because(text)).toMatch(/^INPUT 2: /);
  });

  it('of a chain that sends back who stays below a limit, name it', () => {
    const text = filter(
      ':INPUT DROP',
      ':syn_flood - [0:0]',
      '-A INPUT -p tcp --syn -j syn_flood',
      '-A INPUT -p tcp --dport 25 -j ACCEPT',
      '-A INPUT -i lan0 -p tcp --dport 110 -j ACCEPT',
      '-A syn_flood -m limit --limit 25/sec --limit-burst 50 -j RETURN',
      '-A syn_flood -j DROP',
    );
    expect(verdicts(text, { ports: [25, 110, 143] })).toEqual(['25 anybody', '110 some lan0', '143 nobody']);
    expect(because(text)).toBe('INPUT 2: -p tcp --dport 25 -j ACCEPT, below the limit of syn_flood 1');
    expect(judgeText(text).notes).toContain(
      'syn_flood 1 limits how often connections are made, or how many there are at once. Ports that I call open are open below that limit.',
    );
  });

  it('are not named as limits where something else makes it unknown', () => {
    const text = filter(
      ':INPUT DROP',
      '-A INPUT -m connlimit --connlimit-above 20 -j DROP',
      '-A INPUT -m mark --mark 1 -j DROP',
      '-A INPUT -p tcp --dport 25 -j ACCEPT',
    );
    expect(because(text)).toBe('INPUT 2: -m mark --mark 1 -j DROP');
  });

  it('are weighed the other way round where they drop', () => {
    const drop = (condition: string) => verdicts(filter(':INPUT ACCEPT', `-A INPUT ${condition} -j DROP`));
    expect(drop('-m mark --mark 1')).toEqual(['25 unknown']);
    expect(drop('-m conntrack --ctstate INVALID')).toEqual(['25 anybody']);
    expect(drop('-p tcp --sport 0:1023')).toEqual(['25 anybody']);
    expect(drop('-m rpfilter --invert')).toEqual(['25 anybody']);
    expect(drop('-s 0.0.0.0/1')).toEqual(['25 some 128.0.0.0/1']);
  });

  it('cost only what depends on them', () => {
    const text = filter(
      ':INPUT DROP',
      '-A INPUT -m mark --mark 1 -p tcp --dport 143 -j ACCEPT',
      '-A INPUT -p tcp --dport 25 -j ACCEPT',
    );
    expect(verdicts(text, { ports: [25, 143, 993] })).toEqual(['25 anybody', '143 unknown', '993 nobody']);
  });

  it('count in tables before the filter', () => {
    const raw = (rule: string) =>
      `*raw\n:PREROUTING ACCEPT\n${rule}\nCOMMIT\n${filter(':INPUT DROP', '-A INPUT -p tcp --dport 25 -m conntrack --ctstate NEW -j ACCEPT')}`;
    expect(verdicts(raw('-A PREROUTING -p tcp --dport 25 -j DROP'))).toEqual(['25 nobody']);
    expect(verdicts(raw('-A PREROUTING -p tcp --dport 25 -j NOTRACK'))).toEqual(['25 nobody']);
    expect(verdicts(raw('-A PREROUTING -p tcp --dport 143 -j NOTRACK'))).toEqual(['25 anybody']);
  });
});

describe('the budget', () => {
  it.each([
    ['more lines than are read', filter(':INPUT DROP', ...Array(40_000).fill('-A INPUT -j ACCEPT'))],
    [
      'more parts than are kept',
      filter(
        ':INPUT DROP',
        ...Array.from(
          { length: 3_000 },
          (_, index) =>
            `-A INPUT -s 10.${index % 250}.${index % 7}.0/24 -i eth${index} -p tcp --dport ${index + 1} -m tcp --sport ${65_535 - index} -j ACCEPT`,
        ),
      ),
    ],
  ])('ends a rule set with %s', (_, text) => {
    expect(() => judgeText(text)).toThrow(TooLargeError);
  });
});

describe('what rules elsewhere do', () => {
  it('keeps everything open that a comment of iptables-nft leaves open', () => {
    const open = [':INPUT ACCEPT', ':FORWARD ACCEPT', ':OUTPUT ACCEPT'];
    const legacy = '# Warning: iptables-legacy tables present, use iptables-legacy-save to see them';
    expect(verdicts(`${legacy}\n${filter(...open)}`)).toEqual(['25 unknown']);
    expect(verdicts(`# Table \`filter' is incompatible, use 'nft' tool.\n${filter(...open)}`)).toEqual(['25 unknown']);
    expect(verdicts(`${legacy}\n${filter(':INPUT DROP')}`)).toEqual(['25 nobody']);
  });
});

describe('firewalld', () => {
  const text = firewalldRuleset;

  it('is read as it sets itself up, zone by zone', () => {
    const inside = { ports: [22, 25, 80, 143, 465, 993], outside: ['lan0'] };
    expect(verdicts(text, inside)).toEqual([
      '22 some anybody except 192.0.2.128/25 on every interface except lan0',
      '25 some anybody except 192.0.2.128/25 on every interface except lan0',
      '80 nobody',
      '143 anybody',
      '465 nobody',
      '993 some 192.0.2.0/25 on every interface except lan0',
    ]);
    expect(verdicts(text, { ports: [25, 143, 993], outside: ['eth0'], family: 'ipv6' })).toEqual([
      '25 anybody',
      '143 some lan0',
      '993 nobody',
    ]);
    expect(judgeText(text, inside).unsure).toEqual([]);
  });
});

describe('packets that the connection tracker leaves out in one direction only', () => {
  const raw = (rule: string) => ['*raw', ':PREROUTING ACCEPT', ':OUTPUT ACCEPT', rule, 'COMMIT'].join('\n');

  it('make what follows uncertain, since the other direction is not what it would be', () => {
    const replies = filter(':INPUT ACCEPT', ':OUTPUT DROP', '-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT');
    const untracked = filter(':INPUT ACCEPT', ':OUTPUT DROP', '-A OUTPUT -m conntrack --ctstate UNTRACKED -j ACCEPT');
    expect(verdicts(`${raw('-A OUTPUT -p tcp --sport 25 -j CT --notrack')}\n${replies}`)).toEqual(['25 nobody']);
    expect(verdicts(`${raw('-A OUTPUT -p tcp --sport 25 -j CT --notrack')}\n${untracked}`)).toEqual(['25 unknown']);
    const invalid = filter(':INPUT ACCEPT', ':OUTPUT ACCEPT', '-A OUTPUT -m conntrack --ctstate INVALID -j DROP');
    expect(verdicts(`${raw('-A PREROUTING -p tcp --dport 25 -j CT --notrack')}\n${invalid}`)).toEqual(['25 unknown']);
    expect(verdicts(`${raw('-A PREROUTING -p tcp --dport 80 -j CT --notrack')}\n${invalid}`)).toEqual(['25 anybody']);
  });
});

describe('untracked packets', () => {
  const tables = (output: readonly string[], ...rules: string[]) =>
    [
      '*raw',
      ':PREROUTING ACCEPT',
      ':OUTPUT ACCEPT',
      '-A PREROUTING -p tcp --dport 587 -j CT --notrack',
      ...output,
      'COMMIT',
      '*nat',
      ':PREROUTING ACCEPT',
      '-A PREROUTING -p tcp --dport 587 -j REDIRECT --to-ports 25',
      'COMMIT',
      filter(...rules),
    ].join('\n');
  const both = ['-A OUTPUT -p tcp --sport 587 -j CT --notrack'];

  it('are not translated', () => {
    const ports = [25, 587];
    const open = [':INPUT DROP', '-A INPUT -p tcp --dport 587 -j ACCEPT'];
    expect(verdicts(tables(both, ...open), { ports })).toEqual(['25 nobody', '587 anybody']);
    expect(verdicts(tables([], ...open), { ports })).toEqual(['25 nobody', '587 unknown']);
    expect(verdicts(tables(both, ':INPUT DROP', '-A INPUT -p tcp --dport 25 -j ACCEPT'), { ports })).toEqual([
      '25 anybody',
      '587 nobody',
    ]);
  });

  it('have answers of any state, where only these are tracked', () => {
    const text = tables([], ':INPUT ACCEPT', ':OUTPUT DROP', '-A OUTPUT -m conntrack --ctstate INVALID -j ACCEPT');
    expect(verdicts(text, { ports: [587] })).toEqual(['587 unknown']);
    expect(because(text, { ports: [587] })).toBe('raw PREROUTING 1: -p tcp --dport 587 -j CT --notrack');
    const dropped = tables([], ':INPUT DROP');
    expect(verdicts(dropped, { ports: [587] })).toEqual(['587 nobody']);
  });

  it('are only those that the connection tracker has not seen yet', () => {
    const text = (hook: string) =>
      [
        'table inet a {',
        'chain p {',
        `type filter hook ${hook}; policy accept;`,
        'tcp dport 25 notrack',
        '}',
        'chain i {',
        'type filter hook input priority 0; policy drop;',
        'ct state new tcp dport 25 accept',
        '}',
        '}',
      ].join('\n');
    expect(verdicts(text('prerouting priority raw'))).toEqual(['25 nobody']);
    expect(verdicts(text('prerouting priority mangle'))).toEqual(['25 anybody']);
    expect(verdicts(text('input priority -300'))).toEqual(['25 anybody']);
  });
});

describe('a translation to a written address', () => {
  const nat = (...rules: string[]) => ['*nat', ':PREROUTING ACCEPT', ...rules, 'COMMIT'].join('\n');
  const to = '-A PREROUTING -p tcp --dport 25 -j DNAT --to-destination 192.0.2.2';
  const open = filter(':INPUT DROP', ':FORWARD DROP', '-A INPUT -p tcp --dport 25 -j ACCEPT');

  it('may lead to this machine itself', () => {
    expect(verdicts(`${nat(to)}\n${open}`)).toEqual(['25 unknown']);
    expect(because(`${nat(to)}\n${open}`)).toContain('nat PREROUTING 1');
    expect(verdicts(`${nat(to)}\n${filter(':INPUT DROP')}`)).toEqual(['25 nobody']);
  });

  it('is for the IP version of that address alone', () => {
    const text = (to: string) =>
      [
        'table inet n {',
        'chain p {',
        'type nat hook prerouting priority dstnat; policy accept;',
        `tcp dport 25 dnat ${to}`,
        '}',
        '}',
      ].join('\n');
    expect(verdicts(text('ip6 to [2001:db8::9]:143'))).toEqual(['25 anybody']);
    expect(verdicts(text('ip6 to [2001:db8::9]:143'), { family: 'ipv6' })).toEqual(['25 nobody']);
    expect(verdicts(text('ip to 192.0.2.9'))).toEqual(['25 unknown']);
    expect(verdicts(text('ip to 192.0.2.9'), { family: 'ipv6' })).toEqual(['25 anybody']);
  });

  it('does not reach whom a connection goes out to, unless that is where it leads', () => {
    const out = (rule: string, to?: string) =>
      verdicts(['*nat', rule, 'COMMIT', filter(':INPUT ACCEPT', ':FORWARD ACCEPT', ':OUTPUT ACCEPT')].join('\n'), {
        ports: [25, 143],
        direction: 'outbound',
        ...(to === undefined ? {} : { to }),
      });
    expect(out('-A OUTPUT -p tcp --dport 25 -j REDIRECT --to-ports 25')).toEqual(['25 nobody', '143 anybody']);
    expect(out('-A OUTPUT -p tcp --dport 25 -j DNAT --to-destination :143')).toEqual(['25 nobody', '143 anybody']);
    expect(out('-A OUTPUT -p tcp --dport 25 -j DNAT --to-destination :25')).toEqual(['25 anybody', '143 anybody']);
    expect(out('-A OUTPUT -p tcp --dport 25 -j DNAT --to-destination 192.0.2.9')).toEqual([
      '25 some 192.0.2.9',
      '143 anybody',
    ]);
    expect(out('-A PREROUTING -p tcp --dport 25 -j REDIRECT', '10.0.0.5')).toEqual(['25 nobody', '143 anybody']);
  });

  it('leads to another machine where forwarding names its address', () => {
    const docker = filter(
      ':INPUT ACCEPT',
      ':FORWARD DROP',
      ':DOCKER -',
      '-A FORWARD -o docker0 -j DOCKER',
      '-A DOCKER -d 192.0.2.2/32 ! -i docker0 -o docker0 -p tcp --dport 25 -j ACCEPT',
    );
    expect(verdicts(`${nat(to)}\n${docker}`)).toEqual(['25 nobody']);
    expect(judgeText(`${nat(to)}\n${docker}`).notes.join()).toContain('nat PREROUTING 1: -p tcp --dport 25 -j DNAT');
    expect(judgeText(`${nat(to)}\n${docker}`, { to: '192.0.2.2' }).notes.join()).not.toContain('nat PREROUTING');
  });
});

describe('chains for translations', () => {
  const nft = (hook: string, policy: string, ...rules: string[]) =>
    ['table inet n {', 'chain c {', `type nat hook ${hook} priority 100; policy ${policy};`, ...rules, '}', '}'].join(
      '\n',
    );

  it('drop too, at each hook and by their policy', () => {
    expect(verdicts(nft('input', 'accept', 'tcp dport 25 drop'), { ports: [25, 143] })).toEqual([
      '25 nobody',
      '143 anybody',
    ]);
    expect(verdicts(nft('prerouting', 'drop', 'tcp dport 25 accept'), { ports: [25, 143] })).toEqual([
      '25 anybody',
      '143 nobody',
    ]);
    expect(verdicts(nft('postrouting', 'accept', 'tcp sport 25 drop'))).toEqual(['25 anybody']);
    expect(verdicts(nft('postrouting', 'accept', 'tcp dport 25 drop'), { direction: 'outbound' })).toEqual([
      '25 nobody',
    ]);
  });
});

describe('matches and statements that are easily misread', () => {
  it('take a redirect to the same port for no translation, perhaps', () => {
    const text = (match: string, verdict: string) =>
      [
        'table inet f {',
        'chain p {',
        'type nat hook prerouting priority dstnat; policy accept;',
        'tcp dport 25 redirect',
        '}',
        'chain i {',
        'type filter hook input priority 0; policy drop;',
        `${match} ${verdict}`,
        '}',
        '}',
      ].join('\n');
    expect(verdicts(text('ct status dnat', 'accept'), { ports: [25, 143] })).toEqual(['25 unknown', '143 nobody']);
    expect(verdicts(text('ct state new', 'accept'))).toEqual(['25 anybody']);
  });

  it('compare flags with each element of a set, not with all together', () => {
    expect(verdicts(nft('tcp flags { syn, ack } tcp dport 25 accept'))).toEqual(['25 anybody']);
    expect(verdicts(nft('tcp flags { ack, fin } tcp dport 25 accept'))).toEqual(['25 nobody']);
    expect(verdicts(nft('tcp flags != { syn, ack } tcp dport 25 accept'))).toEqual(['25 nobody']);
  });

  it('go on behind notrack', () => {
    const text = [
      'table inet a {',
      'chain p {',
      'type filter hook prerouting priority raw; policy drop;',
      'tcp dport 25 notrack accept',
      'tcp dport 143 notrack',
      '}',
      'chain o {',
      'type filter hook output priority raw; policy accept;',
      'tcp sport { 25, 143 } notrack',
      '}',
      '}',
    ].join('\n');
    expect(verdicts(text, { ports: [25, 143] })).toEqual(['25 anybody', '143 nobody']);
  });

  it('read the type of an address on its own interface', () => {
    expect(
      verdicts(nft('fib daddr . iif type != { local, broadcast, multicast } drop', 'tcp dport 25 accept')),
    ).toEqual(['25 anybody']);
  });

  it('never meet a packet without routing header, negated or not', () => {
    const text = (match: string) => filter(':INPUT DROP', `-A INPUT -s 2001:db8::/32 -m rt ${match} -j ACCEPT`);
    expect(verdicts(text('! --rt-type 0'), { family: 'ipv6' })).toEqual(['25 nobody']);
    expect(verdicts(text('--rt-type 0'), { family: 'ipv6' })).toEqual(['25 nobody']);
  });

  it('are uncertain where a rule rewrites ports past the connection tracker', () => {
    const text = [
      'table ip filter {',
      'chain early {',
      'type filter hook prerouting priority -350; policy accept;',
      'tcp dport 25 tcp dport set 143',
      '}',
      'chain input {',
      'type filter hook input priority 0; policy accept;',
      'tcp dport 143 drop',
      '}',
      '}',
    ].join('\n');
    expect(verdicts(text)).toEqual(['25 unknown']);
  });

  it('know the mapped addresses that firewalld refuses', () => {
    const text = [
      'table inet firewalld {',
      'chain filter_OUTPUT {',
      'type filter hook output priority filter + 10; policy accept;',
      'ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24 } reject with icmpv6 addr-unreachable',
      '}',
      '}',
    ].join('\n');
    expect(verdicts(text, { direction: 'outbound', family: 'ipv6' })).toEqual(['25 anybody except 2002::/24']);
  });
});

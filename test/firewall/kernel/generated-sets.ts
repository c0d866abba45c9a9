import type { LoadedSet } from './compare.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Family = 'ipv4' | 'ipv6';

class Dice {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  chance(part: number): boolean {
    return this.random() < part;
  }

  whole(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.whole(values.length)] ?? values[0];
  }
}

const ports = [22, 25, 53, 80, 110, 143, 443, 587, 993, 1000, 2525, 8025] as const;

const networks: Readonly<Record<Family, readonly [string, ...string[]]>> = {
  ipv4: [
    '192.0.2.0/24',
    '192.0.2.1/32',
    '10.0.0.0/8',
    '10.7.0.1/32',
    '198.51.100.0/24',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '192.0.2.128/25',
  ],
  ipv6: [
    '2001:db8:1::/64',
    '2001:db8:1::1/128',
    'fd00::/8',
    'fd00:7::1/128',
    '2001:db8:9::/48',
    '2000::/3',
    'fe80::/10',
  ],
};

const local: Readonly<Record<Family, readonly [string, ...string[]]>> = {
  ipv4: ['192.0.2.2/32', '10.7.0.2/32', '203.0.113.0/24'],
  ipv6: ['2001:db8:1::2/128', 'fd00:7::2/128', '2001:db8:9::/48'],
};

/** A rule set for `iptables-restore` of both IP versions. */
export function generateIptables(seed: number, tool: LoadedSet['tool']): LoadedSet {
  return {
    name: `generated ${seed}`,
    tool,
    ipv4: iptablesText(new Dice(seed * 2), 'ipv4'),
    ipv6: iptablesText(new Dice(seed * 2 + 1), 'ipv6'),
  };
}

function iptablesText(dice: Dice, family: Family): string {
  const chains = ['a', 'b', 'c', 'd'].slice(0, dice.whole(5));
  const rules: string[] = [];
  const add = (chain: string, count: number, later: readonly string[]) => {
    for (let number = 0; number < count; number += 1)
      rules.push(`-A ${chain} ${iptablesMatches(dice, family).join(' ')} ${iptablesTarget(dice, chain, later)}`);
  };
  const policy = dice.chance(0.7) ? 'DROP' : 'ACCEPT';
  const output = dice.chance(0.8) ? 'ACCEPT' : 'DROP';
  const forward = dice.chance(0.6) ? 'DROP' : 'ACCEPT';
  const answers = '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
  if (dice.chance(0.5)) rules.push(`-A INPUT ${answers}`);
  add('INPUT', 2 + dice.whole(7), chains);
  for (const [index, chain] of chains.entries()) add(chain, 1 + dice.whole(4), chains.slice(index + 1));
  if (dice.chance(0.7)) rules.push(`-A FORWARD ${answers}`);
  if (dice.chance(0.3)) rules.push(`-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT`);
  add('FORWARD', dice.whole(5), chains);
  if (dice.chance(0.4)) rules.push(`-A FORWARD ${outputMatch(dice)} -j ${dice.pick(['ACCEPT', 'DROP'])}`);
  if (output === 'DROP' || dice.chance(0.4)) {
    if (dice.chance(0.7)) rules.push('-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT');
    else rules.push(`-A OUTPUT -p tcp -m tcp --sport ${dice.pick(ports)} -j ${dice.pick(['ACCEPT', 'DROP'])}`);
    for (let number = dice.whole(3); number > 0; number -= 1)
      rules.push(`-A OUTPUT ${outputMatch(dice)} -j ${dice.pick(['ACCEPT', 'ACCEPT', 'DROP', 'REJECT'])}`);
  }
  const filter = [
    '*filter',
    `:INPUT ${policy} [0:0]`,
    `:FORWARD ${forward} [0:0]`,
    `:OUTPUT ${output} [0:0]`,
    ...chains.map((chain) => `:${chain} - [0:0]`),
    ...rules,
    'COMMIT',
  ];
  return [...otherTables(dice, family), ...filter, ''].join('\n');
}

/** What goes out by an interface, to a port or from one. */
function outputMatch(dice: Dice): string {
  const by = dice.chance(0.5) ? `-o ${dice.pick(['wan0', 'lan0', 'wan+'])} ` : '';
  const transport = dice.pick(['tcp', 'tcp', 'udp']);
  const side = dice.pick(['dport', 'dport', 'sport']);
  return `${by}-p ${transport} -m ${transport} --${side} ${dice.pick(ports)}`;
}

function otherTables(dice: Dice, family: Family): string[] {
  const lines: string[] = [];
  // Few ports, so that the tables meet.
  const few = () => dice.pick([25, 143, 587]);
  const match = () => {
    const transport = dice.pick(['tcp', 'tcp', 'udp']);
    return `${dice.chance(0.4) ? `-i ${dice.pick(['wan0', 'lan0'])} ` : ''}-p ${transport} -m ${transport} --dport ${few()}`;
  };
  if (dice.chance(0.25)) {
    const target = dice.pick(['DROP', 'ACCEPT', 'CT --notrack', 'CT --notrack']);
    lines.push(
      '*raw',
      ':PREROUTING ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      `-A PREROUTING ${match()} -j ${target}`,
      ...(dice.chance(0.4) ? [`-A OUTPUT -p tcp -m tcp --sport ${few()} -j CT --notrack`] : []),
      'COMMIT',
    );
  }
  if (dice.chance(0.2)) {
    lines.push(
      '*mangle',
      ':PREROUTING ACCEPT [0:0]',
      ':INPUT ACCEPT [0:0]',
      ':FORWARD ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':POSTROUTING ACCEPT [0:0]',
      `-A ${dice.pick(['PREROUTING', 'INPUT'])} ${match()} -j ${dice.pick(['DROP', 'ACCEPT', 'MARK --set-xmark 0x1/0xffffffff'])}`,
      'COMMIT',
    );
  }
  if (dice.chance(0.3)) {
    const other = family === 'ipv4' ? '198.51.100.9' : '[2001:db8:9::9]';
    const behind = family === 'ipv4' ? '10.7.0.1' : 'fd00:7::1';
    const target = dice.pick([
      `REDIRECT --to-ports ${few()}`,
      `REDIRECT --to-ports ${few()}`,
      `DNAT --to-destination ${other}:25`,
      `DNAT --to-destination ${behind}`,
      `DNAT --to-destination ${family === 'ipv4' ? behind : `[${behind}]`}:${few()}`,
      `DNAT --to-destination :${few()}`,
      'RETURN',
      'ACCEPT',
    ]);
    lines.push(
      '*nat',
      ':PREROUTING ACCEPT [0:0]',
      ':INPUT ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':POSTROUTING ACCEPT [0:0]',
      `-A PREROUTING ${match()} -j ${target}`,
      `-A PREROUTING ${match()} -j REDIRECT --to-ports ${few()}`,
      ...(dice.chance(0.4)
        ? [
            `-A OUTPUT -p tcp -m tcp --dport ${few()} -j ${dice.pick([`REDIRECT --to-ports ${few()}`, `DNAT --to-destination :${few()}`])}`,
          ]
        : []),
      'COMMIT',
    );
  }
  return lines;
}

function iptablesMatches(dice: Dice, family: Family): string[] {
  const found: string[] = [];
  const not = () => (dice.chance(0.2) ? '! ' : '');
  if (dice.chance(0.3)) found.push(`${not()}-s ${dice.pick(networks[family])}`);
  if (dice.chance(0.1)) found.push(`${not()}-d ${dice.pick(local[family])}`);
  if (dice.chance(0.25)) found.push(`${not()}-i ${dice.pick(['wan0', 'lan0', 'wan+', 'l+', 'eth9'])}`);
  const kind = dice.whole(10);
  if (kind < 6) {
    const port = dice.pick(ports);
    const transport = dice.pick(['tcp', 'tcp', 'tcp', 'udp']);
    found.push(`-p ${transport} -m ${transport} ${not()}--dport ${dice.chance(0.3) ? `${port}:${port + 900}` : port}`);
  } else if (kind === 6)
    found.push(`-p tcp -m multiport ${not()}--dports ${dice.pick(ports)},${dice.pick(ports)},2000:9000`);
  else if (kind === 7)
    found.push(
      dice.pick([
        '-p tcp',
        '! -p tcp',
        '-p udp',
        '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN',
        '-p tcp -m tcp ! --tcp-flags SYN SYN',
        '-p tcp -m tcp --sport 1024:65535',
        '-p tcp -m tcp --sport 0:1023',
      ]),
    );
  if (dice.chance(0.2))
    found.push(
      `-m conntrack ${not()}--ctstate ${dice.pick(['NEW', 'ESTABLISHED', 'NEW,ESTABLISHED', 'INVALID', 'UNTRACKED'])}`,
    );
  if (dice.chance(0.08)) found.push(`-m addrtype ${not()}--dst-type ${dice.pick(['LOCAL', 'BROADCAST', 'UNICAST'])}`);
  if (dice.chance(0.08))
    found.push(
      family === 'ipv4'
        ? `-m iprange ${not()}--src-range 192.0.2.1-192.0.2.99`
        : `-m iprange ${not()}--src-range 2001:db8:1::1-2001:db8:1::99`,
    );
  if (dice.chance(0.08))
    found.push(
      dice.pick([
        '-m mark --mark 0x1',
        '-m mark ! --mark 0x1',
        '-m limit --limit 1000/sec',
        '-m length --length 40:100',
        '-m recent --name x --rcheck',
        '-m statistic --mode nth --every 2 --packet 0',
      ]),
    );
  return found;
}

function iptablesTarget(dice: Dice, chain: string, later: readonly string[]): string {
  const kind = dice.whole(10);
  const [first, ...more] = later;
  if (kind < 3 && first !== undefined) return `-${dice.chance(0.2) ? 'g' : 'j'} ${dice.pick([first, ...more])}`;
  if (kind < 6) return '-j ACCEPT';
  if (kind < 8) return '-j DROP';
  if (kind === 8) return chain === 'INPUT' && dice.chance(0.5) ? '-j REJECT' : '-j RETURN';
  return '-j MARK --set-xmark 0x2/0xffffffff';
}

/** A rule set for `nft -f`. */
export function generateNft(seed: number): LoadedSet {
  const dice = new Dice(seed * 2 + 7_919);
  const text = nftText(dice);
  return { name: `generated ${seed}`, tool: 'nft', ipv4: text, ipv6: text };
}

function nftText(dice: Dice): string {
  const tables = dice.chance(0.3) ? 2 : 1;
  const parts: string[] = [];
  for (let number = 0; number < tables; number += 1) {
    const family = dice.pick(['inet', 'inet', 'inet', 'ip', 'ip6']);
    parts.push(nftTable(dice, family, `t${number}`));
  }
  if (dice.chance(0.2)) {
    parts.push(
      `table inet nat {\nchain pre {\ntype nat hook prerouting priority dstnat; policy accept;\ntcp dport ${dice.pick(ports)} redirect to :${dice.pick(ports)}\n${dice.pick(['', `tcp dport ${dice.pick(ports)} dnat ip to 10.7.0.1`, `tcp dport ${dice.pick(ports)} dnat ip6 to [fd00:7::1]:25`, `udp dport ${dice.pick(ports)} dnat ip to 10.7.0.1:${dice.pick(ports)}`])}\n}\n}`,
    );
  }
  if (dice.chance(0.15)) {
    parts.push(
      `table netdev n {\nchain i {\ntype filter hook ingress device "${dice.pick(['wan0', 'lan0'])}" priority 0; policy accept;\ntcp dport ${dice.pick(ports)} drop\n}\n}`,
    );
  }
  return parts.join('\n');
}

function nftTable(dice: Dice, family: string, name: string): string {
  const chains = ['a', 'b', 'c'].slice(0, dice.whole(4));
  const families: readonly [Family, ...Family[]] =
    family === 'inet' ? ['ipv4', 'ipv6'] : family === 'ip' ? ['ipv4'] : ['ipv6'];
  const rules = (count: number, later: readonly string[]) =>
    Array.from({ length: count }, () => nftRule(dice, families, later));
  const sets = [
    `set ports { type inet_service; flags interval; elements = { ${dice.pick(ports)}, ${dice.pick(ports)}, 9100-9999 } }`.replace(
      /(\d+), \1,/,
      '$1,',
    ),
    ...families.map(
      (each) =>
        `set nets${each} { type ${each === 'ipv4' ? 'ipv4_addr' : 'ipv6_addr'}; flags interval; elements = { ${each === 'ipv4' ? '10.0.0.0/8, 198.51.100.0/24' : 'fd00::/8'} } }`,
    ),
  ];
  const first = dice.chance(0.5) ? ['ct state established,related accept'] : [];
  return [
    `table ${family} ${name} {`,
    ...sets,
    ...chains.map((chain) => `chain ${chain} {\n}`),
    ...chains.map(
      (chain, index) => `chain ${chain} {\n${rules(1 + dice.whole(4), chains.slice(index + 1)).join('\n')}\n}`,
    ),
    'chain input {',
    `type filter hook ${dice.chance(0.85) ? 'input' : 'prerouting'} priority ${dice.pick(['filter', 'filter', 'mangle', '10'])}; policy ${dice.chance(0.7) ? 'drop' : 'accept'};`,
    ...first,
    ...rules(2 + dice.whole(6), chains),
    '}',
    ...(dice.chance(0.2)
      ? [
          'chain output {',
          'type filter hook output priority filter; policy drop;',
          dice.pick(['ct state established accept', 'oifname "wan0" accept', `tcp sport ${dice.pick(ports)} accept`]),
          `${dice.pick(['tcp', 'udp', 'th'])} dport ${dice.chance(0.5) ? '!= ' : ''}${dice.pick(ports)} accept`.replace(
            'th dport',
            'meta l4proto { tcp, udp } th dport',
          ),
          '}',
        ]
      : []),
    ...(dice.chance(0.5)
      ? [
          'chain forward {',
          `type filter hook forward priority filter; policy ${dice.chance(0.7) ? 'drop' : 'accept'};`,
          ...(dice.chance(0.7) ? ['ct state established,related accept'] : []),
          ...(dice.chance(0.3) ? ['ct status dnat accept'] : []),
          ...rules(dice.whole(4), chains),
          ...(dice.chance(0.4) ? [`iifname "wan0" oifname "lan0" udp dport ${dice.pick(ports)} accept`] : []),
          '}',
        ]
      : []),
    ...(dice.chance(0.15)
      ? [
          'chain early {',
          'type filter hook prerouting priority raw; policy accept;',
          `tcp dport ${dice.pick(ports)} notrack`,
          '}',
        ]
      : []),
    '}',
  ].join('\n');
}

function nftRule(dice: Dice, families: readonly [Family, ...Family[]], later: readonly string[]): string {
  const found: string[] = [];
  const not = () => (dice.chance(0.2) ? '!= ' : '');
  const family = dice.pick(families);
  const ipWord = family === 'ipv4' ? 'ip' : 'ip6';
  if (dice.chance(0.25))
    found.push(`${ipWord} saddr ${not()}${dice.chance(0.3) ? `@nets${family}` : dice.pick(networks[family])}`);
  if (dice.chance(0.08)) found.push(`${ipWord} daddr ${not()}${dice.pick(local[family])}`);
  if (dice.chance(0.2))
    found.push(`iifname ${not()}${dice.pick(['"wan0"', '"lan0"', '"wan*"', '{ "wan0", "eth9" }'])}`);
  // nft refuses a rule that contradicts itself.
  if (dice.chance(0.1)) {
    if (families.length === 2 && dice.chance(0.5)) found.unshift(`meta nfproto ${family}`);
    else found.push('meta l4proto tcp');
  }
  if (dice.chance(0.15))
    found.push(`ct state ${dice.pick(['new', 'established', '{ new, established }', '!= new', 'invalid'])}`);
  if (dice.chance(0.06))
    found.push(
      dice.pick([
        'fib daddr type local',
        'fib daddr type != local',
        'tcp flags & (fin | syn | rst | ack) == syn',
        'tcp flags syn',
        'tcp flags != syn',
        'tcp flags ! syn',
      ]),
    );
  if (dice.chance(0.06))
    found.push(dice.pick(['meta mark 1', 'limit rate 1000/second', 'meta length 40-100', 'meta mark != 1']));
  const verdict = nftVerdict(dice, later);
  const kind = dice.whole(10);
  const port = dice.pick(ports);
  if (kind === 0)
    return [
      ...found,
      `tcp dport vmap { ${port} : ${verdict}, ${port + 1}-${port + 900} : ${nftVerdict(dice, later)} }`,
    ].join(' ');
  if (kind === 1) return [...found, `ct state vmap { new : ${verdict}, established : accept }`].join(' ');
  if (kind === 2)
    return [
      ...found,
      `${ipWord} saddr . tcp dport { ${family === 'ipv4' ? '192.0.2.1' : '2001:db8:1::1'} . ${port}, ${family === 'ipv4' ? '10.7.0.1' : 'fd00:7::1'} . 25 } ${verdict}`,
    ].join(' ');
  if (kind === 3) return [...found, `tcp dport ${not()}@ports ${verdict}`].join(' ');
  if (kind === 4) return [...found, `tcp dport ${dice.pick(['>=', '<', '>', '<='])} ${port} ${verdict}`].join(' ');
  if (kind < 9)
    return [
      ...found,
      `${found.some((each) => each.includes('tcp')) ? 'tcp' : dice.pick(['tcp', 'tcp', 'udp'])} dport ${not()}${dice.pick([`${port}`, `{ ${port}, 8026 }`, `${port}-${port + 500}`])} ${verdict}`,
    ].join(' ');
  return [...found, 'counter', verdict].join(' ');
}

function nftVerdict(dice: Dice, later: readonly string[]): string {
  const [first, ...more] = later;
  const kind = dice.whole(10);
  if (kind < 3 && first !== undefined) return `${dice.chance(0.2) ? 'goto' : 'jump'} ${dice.pick([first, ...more])}`;
  if (kind < 7) return 'accept';
  return kind < 9 ? 'drop' : 'return';
}

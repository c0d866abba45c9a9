import { type Network, parseNetwork } from '../../src/firewall/network.ts';
import type { Direction, Transport } from '../../src/firewall/plan.ts';

/** Something that one of our scripts opens. */
export interface OpenedRule {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly port: number;
  /** Who it is open to; empty for anybody. */
  readonly remotes: readonly Network[];
}

/** What a line of one of our scripts opens. */
interface Opened {
  readonly direction: Direction;
  readonly transport: string;
  readonly port: string;
  /** Addresses separated by commas or blanks; empty or `any` for anybody. */
  readonly remotes: string;
}

/** Where in a script a line stands, as far as a reader needs it. */
interface Place {
  /** The latest chain, policy, list or resource that was begun. */
  block: string;
  readonly host: Network | undefined;
}

interface ScriptReader {
  /** Found in scripts of this format only. */
  readonly sign: RegExp;
  /** Finds the name of the block a line begins. */
  readonly block?: RegExp;
  readLine(line: string, place: Place): Opened | undefined;
}

const way = (word: string | undefined): Direction => (word?.toLowerCase().startsWith('out') ? 'outbound' : 'inbound');

/** Which way a rule of a gateway goes: inbound where it names the server as the destination. */
function gatewayWay(destination: string, host: Network | undefined): Direction {
  const network = parseNetwork(destination);
  return host !== undefined && network?.address === host.address && network.prefix === host.prefix
    ? 'inbound'
    : 'outbound';
}

/** One reader for each format whose output is a script. */
const readers: readonly ScriptReader[] = [
  {
    sign: /^[ \t]*(tcp|udp|ip6? [^\n]*) dport \d+ accept/m,
    block: /^\s*chain (\w+)/,
    readLine(line, { block }) {
      const match =
        /^\s*(?:ip6? (saddr|daddr) [\da-f.:]+ )?(?:ip6? (?:saddr|daddr) \{ (.+?) \} )?(tcp|udp) dport (\d+) accept/.exec(
          line,
        );
      if (match === null) return undefined;
      const [, own, remotes = '', transport = '', port = ''] = match;
      const direction = block === 'forwarded' ? (own === 'daddr' ? 'inbound' : 'outbound') : way(block);
      return { direction, transport, port, remotes };
    },
  },
  {
    sign: /^-A mdaemon-[0-9a-f]{6}-(in|out) /m,
    readLine(line) {
      const match = /^-A mdaemon-[0-9a-f]{6}-(in|out)((?: -[sd] \S+)*) -p (\w+) -m \w+ --dport (\d+) .*-j ACCEPT$/.exec(
        line,
      );
      if (match === null) return undefined;
      const [, said, addresses = '', transport = '', port = ''] = match;
      const direction = way(said);
      const remotes = (direction === 'inbound' ? / -s (\S+)/ : / -d (\S+)/).exec(addresses)?.[1] ?? '';
      return { direction, transport, port, remotes };
    },
  },
  {
    sign: /^(try \{ )?New-NetFirewallRule /m,
    readLine(line) {
      const match =
        /-Direction (\w+) -Action Allow -Protocol (\w+) -(?:Local|Remote)Port (\d+)(?: -LocalAddress '[^']*')?(?: -RemoteAddress (\S+))?/.exec(
          line,
        );
      if (match === null) return undefined;
      const [, direction, transport = '', port = '', remotes = ''] = match;
      return { direction: way(direction), transport, port, remotes: remotes.replaceAll("'", '') };
    },
  },
  {
    sign: /netsh advfirewall firewall add rule/,
    readLine(line) {
      const match =
        / dir=(\w+) action=allow protocol=(\w+) (?:local|remote)port=(\d+)(?: localip=\S+)?(?: remoteip=(\S+))?/.exec(
          line,
        );
      if (match === null) return undefined;
      const [, direction, transport = '', port = '', remotes = ''] = match;
      return { direction: way(direction), transport, port, remotes };
    },
  },
  {
    sign: /^\$?ufw (route )?allow /m,
    readLine(line, { host }) {
      const match = /^\$?ufw (?:route )?allow (?:(in|out) )?proto (\w+) from (\S+) to (\S+) port (\d+)/.exec(line);
      if (match === null) return undefined;
      const [, said, transport = '', from = '', to = '', port = ''] = match;
      const direction = said === undefined ? gatewayWay(to, host) : way(said);
      return { direction, transport, port, remotes: direction === 'inbound' ? from : to };
    },
  },
  {
    sign: /--add-rich-rule=/,
    readLine(line) {
      const policy = /--policy=mdaemon-[0-9a-f]{6}-([io]) --add-rich-rule='(.*)'/.exec(line);
      const port = /port port="(\d+)" protocol="(\w+)" accept/.exec(policy?.[2] ?? '');
      if (policy === null || port === null) return undefined;
      const direction: Direction = policy[1] === 'i' ? 'inbound' : 'outbound';
      const side = direction === 'inbound' ? /source address="([^"]+)"/ : /destination address="([^"]+)"/;
      return {
        direction,
        transport: port[2] ?? '',
        port: port[1] ?? '',
        remotes: side.exec(policy[2] ?? '')?.[1] ?? '',
      };
    },
  },
  {
    sign: /^pass .*quick proto/m,
    readLine(line, { host }) {
      const match = /^pass(?: (in|out))? quick proto (\w+) from (\{.*?\}|\S+) to (\{.*?\}|\S+) port (\d+)/.exec(line);
      if (match === null) return undefined;
      const [, said, transport = '', from = '', to = '', port = ''] = match;
      const direction = said === undefined ? gatewayWay(to, host) : way(said);
      return { direction, transport, port, remotes: (direction === 'inbound' ? from : to).replace(/[{}]/g, '') };
    },
  },
  {
    sign: /^(ip access-list extended|ipv6 access-list) /m,
    block: /^(?:ip access-list extended|ipv6 access-list) (\S+)/,
    readLine(line, { block }) {
      const address = '(any|host \\S+|[\\da-f:]+/\\d+|[\\d.]+ [\\d.]+)';
      const match = new RegExp(`^ permit (tcp|udp) ${address} ${address} eq (\\d+)$`).exec(line);
      if (match === null) return undefined;
      const [, transport = '', from = '', to = '', port = ''] = match;
      const direction: Direction = /-OUT(-V6)?$/.test(block) ? 'outbound' : 'inbound';
      const other = direction === 'inbound' ? from : to;
      return {
        direction,
        transport,
        port,
        remotes: other === 'any' ? anyOf(block.endsWith('-V6')) : ciscoAddress(other),
      };
    },
  },
  {
    sign: /^\/(ip|ipv6) firewall filter add /m,
    readLine(line) {
      const match =
        /^\/(ip|ipv6) firewall filter add .*protocol=(\w+) dst-port=(\d+)(?: src-address=(\S+))?(?: dst-address=(\S+))? comment="\S+ (in|out) /.exec(
          line,
        );
      if (match === null) return undefined;
      const [, menu, transport = '', port = '', source, destination, said] = match;
      const direction = way(said);
      const other = direction === 'inbound' ? source : destination;
      return { direction, transport, port, remotes: other ?? anyOf(menu === 'ipv6') };
    },
  },
];

function anyOf(v6: boolean): string {
  return v6 ? '::/0' : '0.0.0.0/0';
}

function ciscoAddress(words: string): string {
  const [first = '', second = ''] = words.split(' ');
  if (first === 'host') return second;
  if (second === '') return first;
  return `${first}/${second
    .split('.')
    .map((octet) => 255 - Number(octet))
    .join('.')}`;
}

/**
 * Reads back a script that we wrote, by the lines we write and without the firewalls' own grammars: an oracle for what our
 * formats open.
 */
export function readOurScript(text: string, host: Network | undefined): OpenedRule[] {
  if (text.startsWith('{')) return readJson(JSON.parse(text)).flatMap(toRule);
  const reader = readers.find(({ sign }) => sign.test(text));
  if (reader === undefined) return (readTerraform(text) ?? readCsv(text) ?? []).flatMap(toRule);
  const place: Place = { block: '', host };
  return text.split(/\r?\n/).flatMap((line) => {
    place.block = reader.block?.exec(line)?.[1] ?? place.block;
    const opened = reader.readLine(line, place);
    return opened === undefined ? [] : toRule(opened);
  });
}

function toRule({ direction, transport, port, remotes }: Opened): OpenedRule[] {
  const lower = transport.toLowerCase();
  if (lower !== 'tcp' && lower !== 'udp') return [];
  const words = remotes.split(/[\s,]+/).filter((word) => word !== '' && word !== 'any' && word !== '*');
  return [
    { direction, transport: lower, port: Number(port), remotes: words.flatMap((word) => parseNetwork(word) ?? []) },
  ];
}

/** Our Terraform resources, of AWS and of Azure. */
function readTerraform(text: string): Opened[] | undefined {
  const blocks = text.split(/^resource "/m).slice(1);
  if (!/^resource "(aws_vpc_security_group_|azurerm_network_security_)/m.test(text)) return undefined;
  return blocks.flatMap((block): Opened[] => {
    const value = (key: string) =>
      new RegExp(`^\\s*${key}\\s*= (.*)$`, 'm').exec(block)?.[1]?.replace(/["[\]]/g, '') ?? '';
    if (block.startsWith('aws_vpc_security_group_')) {
      const direction: Direction = block.startsWith('aws_vpc_security_group_ingress') ? 'inbound' : 'outbound';
      return [{ direction, transport: value('ip_protocol'), port: value('from_port'), remotes: value('cidr_ipv[46]') }];
    }
    if (!block.startsWith('azurerm_network_security_rule')) return [];
    const direction = way(value('direction'));
    const side = direction === 'inbound' ? 'source' : 'destination';
    return [
      {
        direction,
        transport: value('protocol'),
        port: value('destination_port_range'),
        remotes: value(`${side}_address_prefix(?:es)?`),
      },
    ];
  });
}

/** Our CSV; its cells before the reason hold no quotes. */
function readCsv(text: string): Opened[] | undefined {
  if (!/^kind,action,direction,/m.test(text)) return undefined;
  return text.split(/\r?\n/).flatMap((line): Opened[] => {
    const [kind, action, direction, transport = '', port = '', remotes = ''] = line.split(',');
    return kind === 'rule' && action === 'allow' && port !== ''
      ? [{ direction: way(direction), transport, port, remotes }]
      : [];
  });
}

/** Our JSON document. */
function readJson(document: Record<string, unknown>): Opened[] {
  const listed: readonly unknown[] = Array.isArray(document['rules']) ? document['rules'] : [];
  const items = listed.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null);
  return items.map((item) => ({
    direction: way(String(item['direction'])),
    transport: String(item['transport']),
    port: String(item['port']),
    remotes: Array.isArray(item['remotes']) ? item['remotes'].join(' ') : '',
  }));
}

import { judgeWay } from '../../../src/firewall/judge/connections.ts';
import { layOutSpace, numberOf, type Space } from '../../../src/firewall/judge/space.ts';
import { addressSpan, parseHost } from '../../../src/firewall/network.ts';
import { readTexts } from '../../../src/firewall/read/read-texts.ts';
import { testLimits } from '../judge-text.ts';
import { type Client, clients, type Place, triedPorts } from './place.ts';

/** A rule set to load, and how. */
export interface LoadedSet {
  readonly name: string;
  readonly tool: 'iptables-legacy' | 'iptables-nft' | 'nft' | 'ufw';
  /** Loaded by the tool; for iptables by address family. */
  readonly ipv4: string;
  readonly ipv6: string;
}

/** Where our judgement and the kernel disagree, or how often they agree. */
export interface Comparison {
  /** Calls that were tried. */
  tried: number;
  /** Calls about which the judgement is that it cannot tell. */
  unknown: number;
  readonly wrongOpen: string[];
  readonly wrongClosed: string[];
}

/** Loads a rule set on the server. Gives what the firewall prints of it, or `undefined` where it is refused. */
export function load(place: Place, set: LoadedSet): readonly string[] | undefined {
  clear(place);
  if (set.tool === 'nft') {
    if (place.run('nft', ['-f', '-'], set.ipv4).status !== 0) return undefined;
    const text = place.run('nft', ['list', 'ruleset']).output;
    return [place.run('nft', ['-j', 'list', 'ruleset']).output, text];
  }
  if (set.tool === 'ufw') {
    const { status, output } = place.run('sh', ['-c', set.ipv4]);
    if (status !== 0) throw new Error(`${set.name}: ${output}`);
    return [`${place.run('iptables-save', []).output}\n${place.run('ip6tables-save', []).output}`];
  }
  const variant = set.tool === 'iptables-legacy' ? 'legacy' : 'nft';
  for (const [command, text] of [
    [`iptables-${variant}-restore`, set.ipv4],
    [`ip6tables-${variant}-restore`, set.ipv6],
  ] as const) {
    if (place.run(command, [], text).status !== 0) return undefined;
  }
  const saved = `${place.run(`iptables-${variant}-save`, []).output}\n${place.run(`ip6tables-${variant}-save`, []).output}`;
  return variant === 'legacy' ? [saved] : [saved, place.run('nft', ['-j', 'list', 'ruleset']).output];
}

function clear(place: Place): void {
  place.run('nft', ['flush', 'ruleset']);
  for (const command of ['iptables-legacy-restore', 'ip6tables-legacy-restore']) {
    const empty = (table: string, ...chains: string[]) =>
      [`*${table}`, ...chains.map((chain) => `:${chain} ACCEPT [0:0]`), 'COMMIT', ''].join('\n');
    const all = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];
    place.run(
      command,
      [],
      empty('filter', 'INPUT', 'FORWARD', 'OUTPUT') +
        empty('nat', 'PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING') +
        empty('mangle', ...all) +
        empty('raw', 'PREROUTING', 'OUTPUT'),
    );
  }
}

/** Calls every port from both clients over both IP versions, and compares with what each printed text is judged to be. */
export async function compare(place: Place, set: LoadedSet, into: Comparison, timeoutMs = 500): Promise<boolean> {
  const texts = load(place, set);
  if (texts === undefined) return false;
  const judged = texts.map((text) => ({ ipv4: judge(text, 'ipv4'), ipv6: judge(text, 'ipv6') }));
  const calls = clients.flatMap((client) => (['ipv4', 'ipv6'] as const).map((family) => ({ client, family })));
  const redirects = texts.some((text) => /redirect|REDIRECT|dnat|DNAT/.test(text));
  const answers = new Map<string, (number | null)[]>();
  for (const client of clients) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      answers.set(`${client.name} ${family}`, await place.call(client, family, triedPorts, timeoutMs));
    }
  }
  for (const { client, family } of calls) {
    for (const [index, port] of triedPorts.entries()) {
      const answer = answers.get(`${client.name} ${family}`)?.[index];
      // Which port took a call that ended with its first packets is not known where some are redirected.
      if (answer === 0 && redirects) continue;
      // A port that another one took is not open itself.
      const takes = (each: number | null | undefined) => each === port || each === 0;
      let isOpen = takes(answer);
      const verdicts = judged.map((each) => each[family](client, port));
      if (verdicts.includes('open') && !isOpen) {
        // A busy machine may have taken too long.
        isOpen = takes((await place.call(client, family, [port], 6_000))[0]);
      }
      if (verdicts.includes('closed') && isOpen) {
        // A connection that the set before let through may still be tracked, and the call have come from its port.
        isOpen = takes((await place.call(client, family, [port], timeoutMs))[0]);
      }
      for (const [place, verdict] of verdicts.entries()) {
        into.tried += 1;
        const where = `${set.name} (${set.tool}, text ${place + 1}): ${client.name} ${family} ${port}`;
        if (verdict === 'unknown') into.unknown += 1;
        else if (verdict === 'open' && !isOpen) into.wrongOpen.push(where);
        else if (verdict === 'closed' && isOpen) into.wrongClosed.push(where);
      }
    }
  }
  return true;
}

type Judge = (client: Client, port: number) => 'open' | 'closed' | 'unknown';

function judge(text: string, family: 'ipv4' | 'ipv6'): Judge {
  const reading = readTexts([text], undefined);
  if (!('rules' in reading)) throw new Error('these are no rules');
  const networks = clients.flatMap(({ addresses }) =>
    Object.values(addresses[family]).flatMap((address) => parseHost(address) ?? []),
  );
  const space = layOutSpace(reading.rules, family, {
    limits: testLimits,
    ports: triedPorts.map((port) => ({ from: port, to: port })),
    networks,
    interfaces: clients.map(({ near }) => near),
  });
  const { certain, possible } = judgeWay(space, reading.rules, 'inbound');
  return (client, port) => {
    const bits = packetBits(space, client, family, port);
    if (space.diagrams.has(certain, bits)) return 'open';
    return space.diagrams.has(possible, bits) ? 'unknown' : 'closed';
  };
}

function packetBits(space: Space, { near, addresses }: Client, family: 'ipv4' | 'ipv6', port: number): Uint8Array {
  const bits = new Uint8Array(space.width);
  const write = ({ first, end }: { first: number; end: number }, number: number) => {
    for (let bit = first; bit < end; bit += 1) bits[bit] = (number >> (end - 1 - bit)) & 1;
  };
  const address = (text: string) => {
    const host = parseHost(text);
    if (host === undefined) throw new Error(`${text} is no address`);
    return addressSpan(host).from;
  };
  const { remote, local } = addresses[family];
  write(space.port, numberOf(space.port, port));
  write(space.near, space.interfaces.indexOf(near));
  write(space.clientPort, numberOf(space.clientPort, 40_000));
  write(space.local, numberOf(space.local, address(local)));
  write(space.remote, numberOf(space.remote, address(remote)));
  return bits;
}

import { judgeWay } from '../../../src/firewall/judge/connections.ts';
import { belowLimits } from '../../../src/firewall/judge/judge-ruleset.ts';
import type { Way } from '../../../src/firewall/judge/match.ts';
import { layOutSpace, numberOf, type Space } from '../../../src/firewall/judge/space.ts';
import { addressSpan, type Family, type Network, parseHost } from '../../../src/firewall/network.ts';
import type { Transport } from '../../../src/firewall/plan.ts';
import { readTexts } from '../../../src/firewall/read/read-texts.ts';
import { testLimits } from '../judge-text.ts';
import { type Client, clients, inside, outside, type Place, triedPorts } from './place.ts';

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
  /** Calls that were tried, and how many of them each way over each transport. */
  tried: number;
  readonly kinds: Map<string, number>;
  /** Calls about which the judgement is that it cannot tell. */
  unknown: number;
  readonly wrongOpen: string[];
  readonly wrongClosed: string[];
}

export function emptyComparison(): Comparison {
  return { tried: 0, kinds: new Map(), unknown: 0, wrongOpen: [], wrongClosed: [] };
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

/** Connections of one kind, to or from the other side. */
interface Journey {
  readonly way: Way;
  readonly other: Client;
  readonly family: Family;
  readonly transport: Transport;
}

const families = ['ipv4', 'ipv6'] as const;

/** To the server and from it, and on both sides of it to the machine behind the other. */
const journeys = (['tcp', 'udp'] as const).flatMap((transport) =>
  families.flatMap((family): Journey[] => [
    ...clients.flatMap((other): Journey[] => [
      { way: 'inbound', other, family, transport },
      { way: 'outbound', other, family, transport },
    ]),
    { way: 'through-in', other: outside, family, transport },
    { way: 'through-out', other: outside, family, transport },
  ]),
);

/** Who took calls: those to the ports themselves, and on a gateway those to its own ports that may lead on. */
interface Answers {
  readonly own: readonly (string | null)[];
  readonly sentOn: readonly (string | null)[];
}

async function callAll(place: Place, journey: Journey, ports: readonly number[], timeoutMs: number): Promise<Answers> {
  const { way, other, family, transport } = journey;
  const { remote, local } = other.addresses[family];
  const behind = inside.addresses[family].remote;
  const common = { transport, timeoutMs };
  if (way === 'inbound') {
    return { own: await place.call({ from: other.name, host: local, ports, ...common }), sentOn: [] };
  }
  if (way === 'outbound') {
    return { own: await place.call({ from: 'server', host: remote, ports, ...common }), sentOn: [] };
  }
  if (way === 'through-out') {
    return { own: await place.call({ from: 'inside', host: remote, ports, ...common }), sentOn: [] };
  }
  const [own, sentOn] = await Promise.all([
    place.call({ from: other.name, host: behind, ports, ...common }),
    place.call({ from: other.name, host: local, ports: triedPorts, ...common }),
  ]);
  return { own, sentOn };
}

/** The machine that should take a call. */
function called({ way, other }: Journey): string {
  return way === 'inbound' ? 'server' : way === 'through-in' ? 'inside' : other.name;
}

/** Whether a port is open; `undefined` where it cannot be seen who took a call. */
function readAnswers(
  journey: Journey,
  port: number,
  index: number,
  answers: Answers,
  mayLead: boolean,
): boolean | undefined {
  const wanted = `${called(journey)} ${port}`;
  const own = answers.own[index];
  if (own === wanted || answers.sentOn.includes(wanted)) return true;
  if (own === '' || answers.sentOn.includes('')) return mayLead ? undefined : own === '';
  return false;
}

/** Calls every port in every way, and compares with what each printed text is judged to be. */
export async function compare(place: Place, set: LoadedSet, into: Comparison, timeoutMs = 500): Promise<boolean> {
  const texts = load(place, set);
  if (texts === undefined) return false;
  const judged = texts.map((text) => judge(text));
  const mayLead = texts.some((text) => /redirect|dnat/i.test(text));
  for (const transport of ['tcp', 'udp'] as const) {
    const own = journeys.filter((journey) => journey.transport === transport);
    const answers = await Promise.all(own.map((journey) => callAll(place, journey, triedPorts, timeoutMs)));
    for (const [number, journey] of own.entries()) {
      const first = answers[number];
      for (const [index, port] of triedPorts.entries()) {
        if (first === undefined) continue;
        let isOpen = readAnswers(journey, port, index, first, mayLead);
        if (isOpen === undefined) continue;
        const again = async (longerMs: number) =>
          readAnswers(journey, port, 0, await callAll(place, journey, [port], longerMs), mayLead);
        const verdicts = judged.map((each) => each(journey, port));
        // A busy machine may have taken too long. Where a rule refuses what follows the answer, the refusal may overtake it.
        for (let round = 0; verdicts.includes('open') && isOpen === false && round < 5; round += 1) {
          isOpen = await again(round === 0 ? 6_000 : timeoutMs);
        }
        // A connection that the set before let through may still be tracked, and the call have come from its port.
        if (verdicts.includes('closed') && isOpen === true) isOpen = await again(timeoutMs);
        if (isOpen === undefined) continue;
        for (const [text, verdict] of verdicts.entries()) {
          const kind = `${journey.way} ${transport}`;
          into.tried += 1;
          into.kinds.set(kind, (into.kinds.get(kind) ?? 0) + 1);
          const where = `${set.name} (${set.tool}, text ${text + 1}): ${kind}, ${journey.other.name} ${journey.family} ${port}`;
          if (verdict === 'unknown') into.unknown += 1;
          else if (verdict === 'open' && !isOpen) into.wrongOpen.push(where);
          else if (verdict === 'closed' && isOpen) into.wrongClosed.push(where);
        }
      }
    }
  }
  return true;
}

type Judge = (journey: Journey, port: number) => 'open' | 'closed' | 'unknown';

/** Judges a text once for each family and way that is asked for. */
function judge(text: string): Judge {
  const reading = readTexts([text], undefined);
  if (!('rules' in reading)) throw new Error('these are no rules');
  const { rules } = reading;
  const known = new Map<string, { space: Space; certain: number; possible: number }>();
  return (journey, port) => {
    const { family, way } = journey;
    const key = `${family} ${way}`;
    const networks = clients.flatMap(({ addresses }) =>
      Object.values(addresses[family]).flatMap((address) => parseHost(address) ?? []),
    );
    const make = () => {
      const space = layOutSpace(rules, family, {
        limits: testLimits,
        ports: triedPorts.map((each) => ({ from: each, to: each })),
        networks,
        interfaces: clients.map(({ near }) => near),
      });
      const host: Network | undefined = way.startsWith('through')
        ? parseHost(inside.addresses[family].remote)
        : undefined;
      const { certain, possible } = judgeWay(space, belowLimits(rules) ?? rules, way, host);
      return { space, certain, possible };
    };
    const own = known.get(key) ?? make();
    known.set(key, own);
    const bits = packetBits(own.space, journey, port);
    if (own.space.diagrams.has(own.certain, bits)) return 'open';
    return own.space.diagrams.has(own.possible, bits) ? 'unknown' : 'closed';
  };
}

function packetBits(space: Space, { way, other, family, transport }: Journey, port: number): Uint8Array {
  const bits = new Uint8Array(space.width);
  const write = ({ first, end }: { first: number; end: number }, number: number) => {
    for (let bit = first; bit < end; bit += 1) bits[bit] = (number >> (end - 1 - bit)) & 1;
  };
  const address = (text: string) => {
    const host = parseHost(text);
    if (host === undefined) throw new Error(`${text} is no address`);
    return addressSpan(host).from;
  };
  const { remote, local } = other.addresses[family];
  bits[space.transport] = transport === 'tcp' ? 0 : 1;
  write(space.port, numberOf(space.port, port));
  write(space.near, space.interfaces.indexOf(other.near));
  write(space.far, space.interfaces.indexOf(inside.near));
  write(space.clientPort, numberOf(space.clientPort, 40_000));
  const own = way === 'inbound' || way === 'outbound' ? local : inside.addresses[family].remote;
  write(space.local, numberOf(space.local, address(own)));
  write(space.remote, numberOf(space.remote, address(remote)));
  return bits;
}

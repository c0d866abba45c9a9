import { judgeWay } from '../../src/firewall/judge/connections.ts';
import { layOutSpace, numberOf } from '../../src/firewall/judge/space.ts';
import { addressSpan, type Family, parseHost } from '../../src/firewall/network.ts';
import { readTexts } from '../../src/firewall/read/read-texts.ts';
import type { Condition, Ruleset } from '../../src/firewall/read/ruleset.ts';
import { testLimits } from './judge-text.ts';
import { generateIptables, generateNft, seededRandom } from './kernel/generated-sets.ts';
import { type Connection, simulate } from './simulator.ts';

const remotes: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['192.0.2.1', '192.0.2.200', '10.7.0.1', '198.51.100.7', '8.8.8.8'],
  ipv6: ['2001:db8:1::1', '2001:db8:9::7', 'fd00:7::1', 'fe80::1', '2a00::1'],
};
const locals: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['192.0.2.2', '10.7.0.2'],
  ipv6: ['2001:db8:1::2', 'fd00:7::2'],
};

/** A grid of connections: each value of each property with each of the others. */
function grid(family: Family): Connection[] {
  const address = (text: string) => {
    const host = parseHost(text);
    if (host === undefined) throw new Error(`${text} is no address`);
    return addressSpan(host).from;
  };
  return [22, 25, 26, 143, 587, 2525, 8026].flatMap((port) =>
    ['wan0', 'lan0', 'other'].flatMap((near) =>
      remotes[family].flatMap((remote) =>
        locals[family].flatMap((local) =>
          (port === 587 ? ([6, 17] as const) : ([6] as const)).map((protocol) => ({
            family,
            protocol,
            port,
            // One port of few clients, to try what limits source ports.
            clientPort: port === 143 ? 500 : 40_000,
            near,
            remote: address(remote),
            local: address(local),
          })),
        ),
      ),
    ),
  );
}

const grids = { ipv4: grid('ipv4'), ipv6: grid('ipv6') };

function describeCall({ family, protocol, port, near, remote, local }: Connection): string {
  return `${family} ${protocol} ${port} on ${near} from ${remote} to ${local}`;
}

/** Compares every connection of the grid, and gives how many there were. */
function compareWithSimulator(ruleset: Ruleset, family: Family, seed: number): number {
  let compared = 0;
  const all = grids[family];
  const space = layOutSpace(ruleset, family, {
    limits: testLimits,
    ports: all.map(({ port }) => ({ from: port, to: port })),
    networks: [...remotes[family], ...locals[family]].flatMap((text) => parseHost(text) ?? []),
    interfaces: ['wan0', 'lan0', 'eth9'],
  });
  const { certain, possible } = judgeWay(space, ruleset, 'inbound');
  const hasUnknown =
    JSON.stringify([...ruleset.chains.values()], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    ).match(/"kind":"(unknown|below-limit|notrack)"/) !== null; // Packets left out in one direction are uncertain.
  const random = seededRandom(seed);
  for (const connection of all) {
    const bits = new Uint8Array(space.width);
    const write = ({ first, end }: { first: number; end: number }, number: number) => {
      for (let bit = first; bit < end; bit += 1) bits[bit] = (number >> (end - 1 - bit)) & 1;
    };
    bits[space.transport] = connection.protocol === 6 ? 0 : 1;
    write(space.port, numberOf(space.port, connection.port));
    write(space.clientPort, numberOf(space.clientPort, connection.clientPort));
    const near = space.interfaces.indexOf(connection.near);
    write(space.near, near >= 0 ? near : space.interfaces.indexOf('*'));
    write(space.remote, numberOf(space.remote, connection.remote));
    write(space.local, numberOf(space.local, connection.local));
    let isUnsaid = false;
    const sure = space.diagrams.has(certain, bits);
    const perhaps = space.diagrams.has(possible, bits);
    // Each condition that is unknown may be met or not, by any packet.
    for (let round = 0; round < (hasUnknown ? 4 : 1); round += 1) {
      const guesses = new Map<Condition, boolean>();
      const passes = simulate(ruleset, connection, (condition) => {
        const known = guesses.get(condition) ?? random() < 0.5;
        guesses.set(condition, known);
        return known;
      });
      // An assertion each would take most of the time.
      if (passes === 'perhaps' && !perhaps)
        throw new Error(`${describeCall(connection)} is not let through, and may pass`);
      if (passes === 'unsaid' || passes === 'perhaps') {
        if (sure) throw new Error(`${describeCall(connection)} is let through for certain, and nothing says so`);
        isUnsaid = true;
        continue;
      }
      if (sure && passes === 'stopped')
        throw new Error(`${describeCall(connection)} is let through for certain, and does not pass`);
      if (!perhaps && passes === 'passes')
        throw new Error(`${describeCall(connection)} is not let through, and passes`);
    }
    if (!hasUnknown && !isUnsaid && perhaps !== sure)
      throw new Error(`${describeCall(connection)} is uncertain, and nothing is unknown`);
    compared += 1;
  }
  return compared;
}

/** Rule sets of each kind, by the numbers they are made from. */
export const simulatedKinds: Readonly<Record<string, (seed: number) => string>> = {
  'rules of iptables': (seed) => {
    const { ipv4, ipv6 } = generateIptables(seed, 'iptables-nft');
    return `# Generated by iptables-save\n${ipv4}\n# Generated by ip6tables-save\n${ipv6}`;
  },
  'rules of nft': (seed) => generateNft(seed).ipv4,
};

/**
 * Holds one generated rule set against the simulator, for every connection of a grid.
 *
 * @returns how many connections were compared.
 * @throws {Error} that names the connection where they disagree.
 */
export function compareGenerated(text: string, seed: number): number {
  const reading = readTexts([text], undefined);
  if (!('rules' in reading)) throw new Error('these are no rules');
  return (['ipv4', 'ipv6'] as const).reduce(
    (sum, family) => sum + compareWithSimulator(reading.rules, family, seed),
    0,
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffPlan, portsText } from '../../src/firewall/diff-plan.ts';
import { networkText, parseHost } from '../../src/firewall/network.ts';
import type { Existing } from '../../src/firewall/read/existing.ts';
import { readExisting } from '../../src/firewall/read/read-existing.ts';
import { processorMs } from '../processor-time.ts';
import { propertyRuns } from '../property-runs.ts';
import { planFor } from './plan-for.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

function read(text: string, host?: string): Existing {
  const existing = readExisting(text, host === undefined ? undefined : parseHost(host));
  if (existing === undefined) throw new Error('not recognised');
  return existing;
}

/** What is open in one line each, sorted: `in 143/tcp 10.0.0.0/8`. */
function openings({ rules }: Existing): string[] {
  return rules
    .map((rule) =>
      [
        rule.direction === 'inbound' ? 'in' : 'out',
        portsText(rule),
        ...rule.remotes.map(networkText),
        ...(rule.partly ? ['some'] : []),
      ].join(' '),
    )
    .sort();
}

describe('what firewalls print', () => {
  it('nft -j list ruleset, as nft 1.0.6 printed it', () => {
    const existing = read(fixture('nft.json'));
    expect(openings(existing)).toEqual([
      'in 1000/tcp 10.0.0.0/8',
      'in 143/tcp',
      'in 22/tcp 10.1.0.0/16 192.0.2.9',
      'in 25/tcp',
      'in 443/tcp',
      'in 587/tcp',
      'in 80/tcp',
      'in 8000-8010/tcp',
      'in 993/tcp 2001:db8:7::/48',
    ]);
    expect(existing).toMatchObject({ openByDefault: ['outbound'], chains: { inbound: 'inet filter input' } });
    expect(existing.notes).toEqual([
      'Rules not weighed, for conditions other than addresses and ports: 1.',
      'Dropping rules not weighed against the ones that let through: 1.',
    ]);
  });

  it('a table of one address family is open to that family, and a second chain that drops is told', async () => {
    const document = JSON.parse(fixture('nft.json').replaceAll('"inet"', '"ip"'));
    const { missing } = diffPlan(
      await planFor({ services: ['25'], direction: 'inbound' }),
      read(JSON.stringify(document)),
    );
    expect(missing.map(({ rule, partly }) => [rule.port, partly])).toEqual([[25, true]]);
    const twice = JSON.parse(fixture('nft.json').replaceAll('"inet"', '"ip6"'));
    const both = read(JSON.stringify({ nftables: [...document.nftables, ...twice.nftables] }));
    expect(diffPlan(await planFor({ services: ['25'], direction: 'inbound' }), both).missing).toEqual([]);
    expect(both.notes[0]).toMatch(/^Inbound traffic has to pass 2 chains/);
  });

  it('iptables-save, as iptables 1.8.9 printed it', () => {
    const existing = read(fixture('iptables-save.txt'));
    expect(openings(existing)).toEqual([
      'in 1000/tcp 10.0.0.0/8',
      'in 143/tcp',
      'in 25/tcp',
      'in 444/tcp 10.1.0.0/16',
      'in 587/tcp',
      'in 8000-8010/tcp',
    ]);
    expect(existing).toMatchObject({ kind: 'iptables-save', family: 'ipv4', openByDefault: ['outbound'] });
  });

  it('nmap -oX, as nmap 7.93 printed it: the ports it was not told to try are not said', async () => {
    const existing = read(fixture('nmap.xml'));
    expect(openings(existing)).toEqual(['in 143/tcp', 'in 25/tcp', 'in 3306/tcp']);
    const { missing, extra, uncertain } = diffPlan(await planFor({ services: ['smtp', 'imap'] }), existing);
    expect(missing.map(({ rule }) => rule.port)).toEqual([993]);
    expect(extra.map(({ from }) => from)).toEqual([3306]);
    expect(uncertain.map(({ port, direction }) => `${port} ${direction}`)).toEqual([
      '465 inbound',
      '587 inbound',
      '25 outbound',
    ]);
  });

  it('netsh advfirewall firewall show rule name=all', () => {
    const existing = read(fixture('netsh.txt'));
    expect(openings(existing)).toEqual(['in 1000/tcp 10.0.0.0/8 some', 'in 143/tcp', 'in 993/tcp']);
    expect(existing.notes[0]).toBe('Rules not weighed, for programs or all ports: 1.');
  });

  it('Get-NetFirewallRule | ConvertTo-Json: our own names and ports put beside; the rest is said', () => {
    const existing = read(fixture('get-netfirewallrule.json'));
    expect(openings(existing)).toEqual(['in 1000/tcp 10.0.0.0/8', 'in 143/tcp', 'in 443/tcp', 'in 80/tcp']);
    expect(existing.notes[0]).toMatch(/^Rules not weighed, since Get-NetFirewallRule lists no ports .*: 1\.$/);
  });

  it.each([
    ['25 143/tcp 4069/udp', ['in 143/tcp', 'in 25/tcp', 'in 4069/udp']],
    ['25, 443\n8000-8010/tcp', ['in 25/tcp', 'in 443/tcp', 'in 8000-8010/tcp']],
    ['```\ntcp/993 open\n```', ['in 993/tcp']],
    ['inbound: 25 outbound: 53/udp', ['in 25/tcp', 'out 53/udp']],
  ])('a list: %j', (text, expected) => {
    expect(openings(read(text))).toEqual(expected);
  });

  it('an input chain that accepts by default is open', () => {
    const existing = read(
      ':INPUT ACCEPT [0:0]\n*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 25 -j ACCEPT\nCOMMIT',
    );
    expect(existing.openByDefault).toEqual(['inbound']);
    const closed = read('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 25 -j ACCEPT\n-A INPUT -j DROP\nCOMMIT');
    expect(closed.openByDefault).toEqual([]);
  });

  it('everything accepted is every port', () => {
    expect(openings(read('*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT'))).toEqual([
      'in every tcp port',
      'in every udp port',
    ]);
  });
});

describe('the difference', () => {
  it('knows too wide, too narrow and needless', async () => {
    const plan = await planFor({ services: ['imap', 'remote-administration'], from: ['10.0.0.0/8'] });
    const existing = read(
      '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 1000 -j ACCEPT\n-A INPUT -s 10.1.0.0/16 -p tcp --dport 143 -j ACCEPT\n-A INPUT -s 10.0.0.0/8 -p tcp --dport 993 -j ACCEPT\n-A INPUT -s 10.0.0.0/8 -p tcp --dport 444 -j ACCEPT\n-A INPUT -p tcp --dport 3306 -j ACCEPT\nCOMMIT',
    );
    const { missing, extra, open } = diffPlan(plan, existing);
    expect(missing.map(({ rule, partly }) => [rule.port, partly])).toEqual([[143, true]]);
    expect(extra.map(({ from, why }) => [from, why])).toEqual([
      [1000, 'wider'],
      [3306, 'not-needed'],
    ]);
    expect(open.map(({ port }) => port)).toEqual([444, 993, 1000]);
  });
});

describe('what a text cannot say', () => {
  it('is not taken for open: the other address family, and who else can reach what a scan reached', async () => {
    const v4 = read(
      '# Generated by iptables-save\n*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 143 -j ACCEPT\nCOMMIT',
    );
    const v6Only = await planFor({ services: ['imap'], from: ['2001:db8::/32'] });
    expect(diffPlan(v6Only, v4)).toMatchObject({ missing: [], open: [], uncertain: [{ port: 143 }, { port: 993 }] });
    const lan = await planFor({ services: ['imap'], from: ['10.0.0.0/8'] });
    expect(diffPlan(lan, read(fixture('nmap.xml'))).extra.map(({ why, from }) => [from, why])).toEqual([
      [25, 'not-needed'],
      [3306, 'not-needed'],
    ]);
  });

  it('takes no longer for being long', () => {
    for (const text of [
      '\n'.repeat(2_000_000),
      'x'.repeat(2_000_000),
      ' \n'.repeat(1_000_000),
      `a${'\n'.repeat(1_000_000)}b`,
      '"'.repeat(500_000),
      '{'.repeat(500_000),
    ]) {
      expect(processorMs(() => void readExisting(text, undefined))).toBeLessThan(3_000);
    }
  });
});

describe('text of any kind', () => {
  it('never makes a reader throw, or open what is no port', () => {
    const words = fc.constantFrom(
      '*filter',
      '-A INPUT',
      '--dport 25',
      '-j ACCEPT',
      '{"nftables":[',
      ']}',
      'Rule Name:',
      '<nmaprun',
      '<port portid="25"',
      '>',
      '&lt;',
      '25',
      '99999/tcp',
      '-s',
      '!',
      '\n',
      '"',
      '-j',
      'LocalPort: 25',
      'pass in quick proto tcp from any to any port 25',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(words).map((each) => each.join(' ')),
        ),
        (text) => {
          const existing = readExisting(text, undefined);
          for (const { from, to } of existing?.rules ?? []) expect(from >= 1 && from <= to && to <= 65_535).toBe(true);
        },
      ),
      { numRuns: propertyRuns(3000) },
    );
  });

  it.each([
    '{"nftables": [{"rule": {"expr": 7}}]}',
    '{"nftables": 5}',
    '[null]',
    '{"rules": [null], "group": 1}',
    '<nmaprun',
    '{',
    '[[[[',
  ])('%s is no crash', (text) => {
    expect(() => readExisting(text, undefined)).not.toThrow();
  });

  it('chains that jump in a circle end', () => {
    const loop =
      '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j A\n-A B -p tcp --dport 25 -j ACCEPT\nCOMMIT';
    expect(new Set(openings(read(loop)))).toEqual(new Set(['in 25/tcp']));
  });
});

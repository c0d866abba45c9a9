import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotReadError, TooLargeError } from '../../src/firewall/refusals.ts';
import { propertyRuns } from '../property-runs.ts';
import { because, filter, judgeText, others, verdicts } from './judge-text.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** Why a text is not read, and what to send instead. */
function refusal(text: string): string {
  try {
    judgeText(text);
  } catch (error) {
    if (error instanceof NotReadError) return `${error.message} ${error.remedy}`;
    throw error;
  }
  return 'it was read';
}

describe('what firewalls print', () => {
  it('nft -j list ruleset, as nft 1.0.6 printed it', () => {
    const ports = [22, 25, 143, 993, 1000, 3306];
    expect(verdicts(fixture('nft.json'), { ports })).toMatchInlineSnapshot(`
      [
        "22 some 10.1.0.0/16 192.0.2.9",
        "25 anybody",
        "143 anybody",
        "993 nobody",
        "1000 some 10.0.0.0/8",
        "3306 nobody",
      ]
    `);
    expect(verdicts(fixture('nft.json'), { ports, family: 'ipv6' })).toMatchInlineSnapshot(`
      [
        "22 nobody",
        "25 anybody",
        "143 anybody",
        "993 some 2001:db8:7::/48",
        "1000 nobody",
        "3306 nobody",
      ]
    `);
    expect(judgeText(fixture('nft.json')).chains).toEqual({
      inbound: 'inet filter input',
      outbound: 'inet filter output',
    });
  });

  it('iptables-save, as iptables 1.8.9 printed it', () => {
    const ports = [22, 25, 143, 444, 587, 993, 1000];
    expect(verdicts(fixture('iptables-save.txt'), { ports })).toMatchInlineSnapshot(`
      [
        "22 anybody except 192.0.2.0/24",
        "25 anybody",
        "143 anybody",
        "444 some 10.1.0.0/16",
        "587 anybody",
        "993 nobody",
        "1000 some 10.0.0.0/8",
      ]
    `);
    expect(verdicts(fixture('iptables-save.txt'), { ports: [25], family: 'ipv6' })).toEqual(['25 unknown']);
  });

  it('nmap -oX, as nmap 7.93 printed it: the ports it was not told to try are not said', () => {
    const ports = [25, 143, 993, 587];
    expect(verdicts(fixture('nmap.xml'), { ports })).toEqual([
      '25 some where the scan was made',
      '143 some where the scan was made',
      '993 nobody',
      '587 unknown',
    ]);
    expect(others(fixture('nmap.xml'), { ports })).toEqual(['3306/tcp some where the scan was made']);
    expect(because(fixture('nmap.xml'), { ports: [587] })).toBe('the scan did not try it');
  });

  it('netsh advfirewall firewall show rule name=all', () => {
    expect(verdicts(fixture('netsh.txt'), { ports: [143, 993, 1000, 25] })).toMatchInlineSnapshot(`
      [
        "143 anybody",
        "993 anybody",
        "1000 unknown 10.0.0.0/8 on Domain profile LocalSubnet",
        "25 unknown",
      ]
    `);
  });

  it('Get-NetFirewallRule | ConvertTo-Json', () => {
    expect(verdicts(fixture('get-netfirewallrule.json'), { ports: [80, 143, 443, 1000, 25] })).toMatchInlineSnapshot(`
      [
        "80 anybody",
        "143 anybody",
        "443 anybody",
        "1000 some 10.0.0.0/8",
        "25 nobody",
      ]
    `);
  });
});

describe('a dump that was cut off', () => {
  it('in the middle of a rule of Windows is refused, since that may block', () => {
    const rule = 'Rule Name: x\nEnabled: Yes\nDirection: In\nProtocol: TCP\nLocalPort: 25\n';
    expect(() => verdicts(`${rule}Action: Allow\n\n${rule}`)).toThrow('cut off');
  });

  const lines = [
    '*filter',
    ':INPUT DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':own - [0:0]',
    '-A INPUT -p tcp --dport 25 -j ACCEPT',
  ];
  const answers = ['-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT', '-A OUTPUT -j ACCEPT'];

  it('says what may be missing', () => {
    const text = [...lines, '-A INPUT -p tcp -m tcp --dp'].join('\n');
    expect(verdicts(text, { ports: [25, 143] })).toEqual(['25 unknown', '143 unknown']);
    expect(because(text, { ports: [143] })).toBe('INPUT: the text ends before COMMIT, so rules may be missing');
  });

  it('is certain about chains that were printed whole', () => {
    const text = [...lines, ...answers, '-A own -p tcp --dport 110'].join('\n');
    expect(verdicts(text, { ports: [25, 143] })).toEqual(['25 anybody', '143 nobody']);
  });
});

describe('Windows', () => {
  const rule = (fields: Record<string, string>) =>
    Object.entries({
      'Rule Name': 'x',
      Enabled: 'Yes',
      Direction: 'In',
      Profiles: 'Domain,Private,Public',
      LocalIP: 'Any',
      RemoteIP: 'Any',
      Protocol: 'TCP',
      LocalPort: '25',
      RemotePort: 'Any',
      Program: 'Any',
      InterfaceTypes: 'Any',
      Security: 'NotRequired',
      Action: 'Allow',
      ...fields,
    })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');

  // Microsoft Learn, "Windows Firewall rules", and the output of `netsh advfirewall firewall show rule` for each field.
  it.each([
    ['allowed', [rule({})], '25 anybody'],
    ['not enabled', [rule({ Enabled: 'No' })], '25 nobody'],
    ['blocked, wherever that stands', [rule({}), rule({ Action: 'Block' })], '25 nobody'],
    ['blocked for some', [rule({}), rule({ Action: 'Block', RemoteIP: '10.0.0.0/8' })], '25 anybody'],
    [
      'allowed to a network',
      [rule({ RemoteIP: '10.0.0.0/255.0.0.0,192.0.2.5-192.0.2.6' })],
      '25 some 10.0.0.0/8 192.0.2.5 192.0.2.6',
    ],
    ['allowed to the local subnet', [rule({ RemoteIP: 'LocalSubnet' })], '25 some LocalSubnet'],
    ['one profile', [rule({ Profiles: 'Domain' })], '25 some Domain profile'],
    ['two profiles', [rule({ Profiles: 'Domain,Private' })], '25 some Domain profile Private profile'],
    ['a local address', [rule({ LocalIP: '192.0.2.25' })], '25 some anybody at 192.0.2.25'],
    ['a remote port', [rule({ RemotePort: '1024-65535' })], '25 anybody'],
    ['a kind of interface', [rule({ InterfaceTypes: 'RAS' })], '25 some interface RAS'],
    ['another program', [rule({ Program: 'C:\\x\\other.exe' })], '25 unknown'],
    ['another service', [rule({ Service: 'w32time' })], '25 unknown'],
    ['secured connections only', [rule({ Security: 'Authenticate' })], '25 unknown'],
    ['a range of ports', [rule({ LocalPort: '20-30,143' })], '25 anybody'],
    ['ports the system chooses', [rule({ LocalPort: 'RPC' })], '25 unknown'],
    ['UDP', [rule({ Protocol: 'UDP' })], '25 nobody'],
    ['every protocol', [rule({ Protocol: 'Any', LocalPort: 'Any' })], '25 anybody'],
  ])('%s', (_, rules, expected) => {
    expect(verdicts(rules.join('\n\n'))).toEqual([expected]);
  });

  it('lets a program in, and says so', () => {
    const text = rule({ Protocol: 'Any', LocalPort: 'Any', Program: 'C:\\MDaemon\\App\\MDaemon.exe' });
    expect(verdicts(text)).toEqual(['25 unknown']);
    expect(because(text)).toContain('program C:\\MDaemon\\App\\MDaemon.exe');
    expect(judgeText(text).notes[0]).toBe(
      'A rule lets MDaemon.exe in on every port it listens on; the rules don’t say which ones those are.',
    );
  });

  it('lets out unless a rule blocks it', () => {
    const out = (action: string) => rule({ Direction: 'Out', Action: action, LocalPort: 'Any', RemotePort: '25' });
    expect(verdicts(out('Allow'), { direction: 'outbound', ports: [25, 26] })).toEqual(['25 anybody', '26 anybody']);
    expect(verdicts(out('Block'), { direction: 'outbound', ports: [25, 26] })).toEqual(['25 nobody', '26 anybody']);
  });
});

describe('a scan', () => {
  const host = (address: string, ports: string, state = 'up') =>
    `<host><status state="${state}"/><address addr="${address}" addrtype="ipv4"/><ports>${ports}</ports></host>`;
  const scan = (hosts: string, end = '<runstats><finished exit="success"/></runstats></nmaprun>') =>
    `<nmaprun><scaninfo type="syn" protocol="tcp" services="25,143"/>${hosts}${end}`;
  const open = '<port protocol="tcp" portid="25"><state state="open"/></port><extraports state="filtered" count="1"/>';

  it('says what it tried', () => {
    expect(verdicts(scan(host('192.0.2.5', open)), { ports: [25, 143, 993] })).toEqual([
      '25 some where the scan was made',
      '143 nobody',
      '993 unknown',
    ]);
    expect(verdicts(scan(host('192.0.2.5', open)), { family: 'ipv6' })).toEqual(['25 unknown']);
  });

  it.each([
    ['of a machine that was down', scan(host('192.0.2.5', '', 'down'))],
    ['of nothing', scan('')],
    [
      'without ports',
      '<nmaprun><host><status state="up"/><address addr="192.0.2.5"/></host><runstats><finished exit="success"/></runstats></nmaprun>',
    ],
    ['that is cut off', scan(host('192.0.2.5', '<extraports state="filtered"/>'), '')],
  ])('%s says nothing', (_, text) => {
    expect(verdicts(text)).toEqual(['25 unknown']);
  });

  it('of several machines is judged for the one that is named', () => {
    const two = scan(host('192.0.2.5', open) + host('192.0.2.6', '<extraports state="closed"/>'));
    expect(refusal(two)).toContain('192.0.2.5, 192.0.2.6');
    expect(verdicts(two, { to: '192.0.2.5' })).toEqual(['25 some where the scan was made']);
    expect(verdicts(two, { to: '192.0.2.6' })).toEqual(['25 nobody']);
  });
});

describe('a list of ports', () => {
  it.each([
    ['25 143/tcp 4069/udp', ['25 anybody', '143 anybody', '993 nobody']],
    ['25, 443\n8000-8010/tcp', ['25 anybody', '143 nobody', '993 nobody']],
    ['```\ntcp/993 open\n```', ['25 nobody', '143 nobody', '993 anybody']],
    ['143 closed 993 open', ['25 nobody', '143 nobody', '993 anybody']],
    ['open: 25, 993 closed: 143', ['25 anybody', '143 nobody', '993 anybody']],
    ['993 but not 143', ['25 nobody', '143 nobody', '993 anybody']],
    ['blocked: 25', ['25 nobody', '143 unknown', '993 unknown']],
    ['25 is not open', ['25 nobody', '143 unknown', '993 unknown']],
    ['only smtp and imap 143', ['25 anybody', '143 anybody', '993 nobody']],
    ['1-1000 open, 25 closed', ['25 nobody', '143 anybody', '993 anybody']],
  ])('%j', (text, expected) => {
    expect(verdicts(text, { ports: [25, 143, 993] })).toEqual(expected);
  });

  it('has a direction', () => {
    expect(verdicts('inbound: 25 outbound: 53/udp', { ports: ['53/udp'], direction: 'outbound' })).toEqual([
      '53/udp anybody',
    ]);
  });

  it.each(['25 maybe 143', '25 open 143', '25 is not closed 143 perhaps'])('%j is refused', (text) => {
    expect(refusal(text)).toMatch(/list/);
  });
});

describe('what cannot be read is said', () => {
  it.each([
    ['Chain INPUT (policy DROP)\ntarget prot opt source destination\nACCEPT tcp -- anywhere anywhere', 'iptables-save'],
    [
      'Status: active\n\nTo                         Action      From\n--                         ------      ----\n25/tcp                     ALLOW       Anywhere',
      'iptables-save',
    ],
    [
      'public (active)\n  target: default\n  icmp-block-inversion: no\n  services: ssh\n  ports: 25/tcp',
      'nft -j list ruleset',
    ],
    [
      'Regelname:                            MDaemon\n----------------------------------------------------------------------\nAktiviert:                            Ja\nRichtung:                             Eingehend',
      'in English',
    ],
    ['Nmap scan report for 192.0.2.5\nPORT   STATE SERVICE\n25/tcp open  smtp', 'nmap -oX'],
    ['State    Recv-Q   Send-Q     Local Address:Port\nLISTEN   0        128        0.0.0.0:25', 'iptables-save'],
    ['iptables -A INPUT -p tcp --dport $PORT -j ACCEPT', 'iptables-save'],
    [
      'table inet filter { chain input { type filter hook input priority 0; policy drop; tcp dport 25 accept tcp dport 143 accept } }',
      'code block',
    ],
    ['{"nftables": [', 'whole'],
    ['pass in quick proto tcp from any to any port 25', 'nmap -oX'],
    ['ip access-list extended X\n permit tcp any any eq 25', 'nmap -oX'],
    ['resource "aws_security_group" "x" {}', 'iptables-save'],
    ['the mail server is slow today', 'iptables-save'],
  ])('%j', (text, remedy) => {
    expect(refusal(text)).toContain(remedy);
  });

  it('counters, flattened lines, and dumps of both IP versions are read', () => {
    expect(verdicts(filter('[0:0] :INPUT DROP [0:0]').replace('[0:0] :', ':'))).toEqual(['25 nobody']);
    expect(verdicts(filter(':INPUT DROP [0:0]', '[12:720] -A INPUT -p tcp -m tcp --dport 25 -j ACCEPT'))).toEqual([
      '25 anybody',
    ]);
    const v4 = `# Generated by iptables-save v1.8.9 on Sun Nov 29 2026\n${filter(':INPUT DROP [0:0]', '-A INPUT -p tcp -m tcp --dport 25 -m comment --comment "a -A INPUT b" -j ACCEPT')}\n# Completed`;
    const v6 = `# Generated by ip6tables-save v1.8.9 on Sun Nov 29 2026\n${filter(':INPUT DROP [0:0]', '-A INPUT -p tcp -m tcp --dport 143 -j ACCEPT')}`;
    for (const text of [`${v4}\n${v6}`, `${v4} ${v6}`.replaceAll('\n', ' '), [v6, v4]]) {
      expect(verdicts(text, { ports: [25, 143] })).toEqual(['25 anybody', '143 nobody']);
      expect(verdicts(text, { ports: [25, 143], family: 'ipv6' })).toEqual(['25 nobody', '143 anybody']);
    }
    expect(refusal(`${filter(':INPUT DROP')}\n${filter(':INPUT ACCEPT')}`)).toMatch(/several dumps|is taken/);
    expect(refusal(`${v4}\n${v4}`)).toContain('two dumps');
  });

  it('a policy that is not in the text is not guessed', () => {
    const text = '*filter\n-A INPUT -p tcp --dport 25 -j ACCEPT\nCOMMIT';
    expect(verdicts(text, { ports: [25, 143] })).toEqual(['25 anybody', '143 unknown']);
    expect(because(text, { ports: [143] })).toBe('INPUT: its policy is not in the text');
  });
});

describe('text of any kind', () => {
  it('is judged, refused or too large, and nothing else', () => {
    const words = fc.constantFrom(
      '*filter',
      ':INPUT DROP',
      '-A INPUT',
      '--dport 25',
      '-j ACCEPT',
      '-m',
      '{"nftables":[',
      ']}',
      'Rule Name:',
      '<nmaprun',
      '<port portid="25"',
      '>',
      '25',
      '99999/tcp',
      '-s',
      '!',
      '\n',
      '"',
      '-j',
      'LocalPort: 25',
      'table inet x {',
      'chain y {',
      'type filter hook input priority 0; policy drop;',
      'tcp dport',
      '{ 25, 26 }',
      'accept',
      '}',
      '@s',
      'vmap',
      'not',
      'open',
      'ct state',
      ';',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(words).map((each) => each.join(' ')),
        ),
        (text) => {
          try {
            const { findings } = judgeText(text);
            expect(findings.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error instanceof NotReadError || error instanceof TooLargeError, String(error)).toBe(true);
          }
        },
      ),
      { numRuns: propertyRuns(3000) },
    );
  });

  it.each(['{"nftables": [{"rule": {"expr": 7}}]}', '{"nftables": 5}'])('%s is no crash', (text) => {
    expect(() => judgeText(text)).not.toThrow();
  });
});

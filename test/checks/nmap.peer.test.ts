import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const rules = [
  ['3001', 'DROP'],
  ['3002', 'DROP'],
  ['3003', 'REJECT', '--reject-with', 'tcp-reset'],
  ['3004', 'REJECT', '--reject-with', 'icmp-port-unreachable'],
  ['3005', 'REJECT', '--reject-with', 'icmp-host-prohibited'],
  ['3006', 'REJECT', '--reject-with', 'icmp-admin-prohibited'],
] as const;
/** Something listens on these, behind a rule or not. */
const listening = '3001,3003,3007,3008';
const looked = '3001,3002,3003,3004,3005,3006,3007,3008,3009,3010';

const lines = [
  'set -e',
  'ip link set lo up',
  ...rules.map(([port, ...target]) => `iptables -A INPUT -p tcp --dport ${port} -j ${target.join(' ')}`),
];

/** Runs a script in a network namespace of its own, which goes with it. */
const inNamespace = (script: readonly string[]) => ['-n', 'sh', '-c', script.join('\n')];

const mayRun =
  process.platform === 'linux' &&
  spawnSync('sh', ['-c', 'command -v nmap']).status === 0 &&
  spawnSync('unshare', inNamespace(lines)).status === 0;

describe.skipIf(!mayRun)(`nmap${mayRun ? '' : ' (not installed, or no network namespace may be made)'}`, () => {
  it('says the same of ports that are open, closed, dropped and rejected', () => {
    const look = `"${process.execPath}" "${join(import.meta.dirname, 'look-from-namespace.ts')}" ${listening} ${looked}`;
    const printed = execFileSync('unshare', inNamespace([...lines, look]), { encoding: 'utf8' });
    const { ours, theirs } = JSON.parse(printed) as Record<'ours' | 'theirs', Record<string, string>>;
    expect(Object.keys(theirs)).toEqual(looked.split(','));
    expect(ours).toEqual(theirs);
    expect(new Set(Object.values(theirs))).toEqual(new Set(['open', 'closed', 'filtered']));
  }, 60_000);
});

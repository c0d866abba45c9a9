import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatId } from '../../knowledge/firewall-formats.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import { caseStride } from '../property-runs.ts';
import { planFor, type Question } from './plan-for.ts';
import { findTool, isRequired, mayUse, runTool } from './tool.ts';

const lan = ['10.0.0.0/8', '198.51.100.7', '2001:db8:7::/48'];
const questions: readonly Question[] = [
  { services: ['all'], from: lan },
  { services: ['all'], era: 'then', from: lan },
  { services: ['all'], to: '192.0.2.25', from: lan },
  { services: ['all'], to: '2001:db8::25' },
  { services: ['activesync', 'imap'] },
  { services: ['dns'], direction: 'outbound' },
];

/** Runs the tests of a tool, or says why not. */
function withTool(name: string, usable: boolean, tests: () => void): void {
  const runs = usable || isRequired(name.split(' ')[0] ?? '');
  describe.skipIf(!runs)(runs ? name : `${name} (skipped: not installed, or not allowed here)`, tests);
}

async function scripts(id: FormatId, what: 'render' | 'undo' = 'render'): Promise<string[]> {
  const plans = await Promise.all(questions.map(planFor));
  return plans.map((plan) => formats[id][what](plan));
}

const nft = findTool('nft');
withTool('nft -c -f', mayUse(nft, ['-c', '-f', '-'], 'table inet mdaemon_probe\n'), () => {
  it('accepts every script, and what undoes it', async () => {
    for (const script of [...(await scripts('nftables')), ...(await scripts('nftables', 'undo'))]) {
      expect(runTool(nft ?? '', ['-c', '-f', '-'], { input: script }), script).toEqual({ status: 0, output: '' });
    }
  });
});

describe.each([
  ['iptables', 'iptables-restore'],
  ['ip6tables', 'ip6tables-restore'],
] as const)('%s', (id, tool) => {
  const command = findTool(tool);
  withTool(`${tool} --test`, mayUse(command, ['--test', '--noflush'], '*filter\nCOMMIT\n'), () => {
    it('accepts every file', async () => {
      for (const script of await scripts(id)) {
        expect(runTool(command ?? '', ['--test', '--noflush'], { input: script }), script).toMatchObject({ status: 0 });
      }
    });
  });
});

const ufw = findTool('ufw');
withTool('ufw --dry-run', mayUse(ufw, ['--dry-run', 'allow', '25/tcp']), () => {
  it.each(['render', 'undo'] as const)('accepts every command: %s', async (what) => {
    // ufw starts slowly: enough commands to meet every form of rule, or in a short run the most frequent ones.
    for (const script of (await scripts('ufw', what)).slice(1, caseStride === 1 ? 4 : 2)) {
      const { status, output } = runTool('sh', [], {
        input: script,
        env: { UFW: 'ufw --dry-run' },
      });
      expect(output).not.toMatch(/ERROR/);
      expect(status).toBe(0);
    }
  });
});

const offline = findTool('firewall-offline-cmd');
withTool('firewall-offline-cmd', offline !== undefined && process.platform === 'linux', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firewalld-'));
  writeFileSync(join(folder, 'firewalld.conf'), 'DefaultZone=public\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes a set twice and gives it up again', async () => {
    const plan = await planFor({ services: ['imap', 'dns', 'minger'], from: ['10.0.0.0/8', '2001:db8:7::/48'] });
    const env = { FIREWALL_CMD: `firewall-offline-cmd --system-config=${folder}` };
    const policies = () => readdirSync(join(folder, 'policies')).filter((name) => name.endsWith('.xml'));
    for (const script of [formats.firewalld.render(plan), formats.firewalld.render(plan)]) {
      const { status, output } = runTool('sh', [], { input: script, env });
      expect(output).not.toMatch(/error/i);
      expect(status).toBe(0);
      expect(policies()).toHaveLength(2);
    }
    expect(runTool('sh', [], { input: formats.firewalld.undo(plan), env }).status).toBe(0);
    expect(policies()).toEqual([]);
  });
});

const shell = findTool('shellcheck');
withTool('shellcheck', shell !== undefined, () => {
  it.each(['ufw', 'firewalld'] as const)('has nothing to say about %s', async (id) => {
    for (const script of [...(await scripts(id)), ...(await scripts(id, 'undo'))]) {
      // SC2086: the program's name may carry options, and so has to be split.
      expect(runTool(shell ?? '', ['-s', 'sh', '-e', 'SC2086', '-'], { input: script })).toEqual({
        status: 0,
        output: '',
      });
    }
  });

  it.each(['iptables', 'ip6tables', 'pf', 'terraform-aws', 'terraform-azure'] as const)(
    'nor about the undoing of %s',
    async (id) => {
      for (const script of await scripts(id, 'undo')) {
        expect(runTool(shell ?? '', ['-s', 'sh', '-e', 'SC2015', '-'], { input: script })).toEqual({
          status: 0,
          output: '',
        });
      }
    },
  );
});

const terraform = findTool('terraform');
withTool('terraform fmt -check', mayUse(terraform, ['version']), () => {
  it.each(['terraform-aws', 'terraform-azure'] as const)('finds %s as it would write it itself', async (id) => {
    for (const script of await scripts(id)) {
      const { status, output } = runTool(terraform ?? '', ['fmt', '-check', '-'], { input: script });
      expect({ status, output: output.replace(/^[╷│╵].*$|There are some problems.*|\n/gm, '') }).toMatchObject({
        status: 0,
      });
    }
  });
});

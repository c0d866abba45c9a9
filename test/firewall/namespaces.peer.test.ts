import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffScript } from '../../commands/firewall/compare-rules.ts';
import { askedBy, diffPlan } from '../../src/firewall/diff-plan.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import type { Judgement } from '../../src/firewall/judge/judge-texts.ts';
import { judgeTexts } from '../../src/firewall/judge/judge-texts.ts';
import type { FirewallPlan } from '../../src/firewall/plan.ts';
import { testLimits } from './judge-text.ts';
import { planFor } from './plan-for.ts';
import { findTool, mayUse, runTool } from './tool.ts';

const ip = findTool('ip') ?? '';
const nft = findTool('nft') ?? '';
const names = { client: `mdfw-c-${process.pid}`, gateway: `mdfw-g-${process.pid}`, server: `mdfw-s-${process.pid}` };
const allowed =
  nft !== '' &&
  mayUse(ip, ['netns', 'add', names.client]) &&
  mayUse(ip, ['netns', 'exec', names.client, nft, 'list', 'ruleset']);
if (ip !== '') runTool(ip, ['netns', 'del', names.client]);

type Place = keyof typeof names;

function inside(place: Place, command: string, args: readonly string[], input = ''): void {
  const { status, output } = runTool(ip, ['netns', 'exec', names[place], command, ...args], { input });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}

/** Sets a value of the namespace's own network. */
function setKernel(place: Place, key: string, value: number): void {
  inside(place, 'sh', ['-c', `echo ${value} > /proc/sys/net/${key}`]);
}

/** Ports of a host that can be reached from a place, tried one by one. */
function scan(
  place: Place,
  host: string,
  options: { from?: number; to?: number; local?: string; udp?: true } = {},
): Promise<number[]> {
  const { from = 1, to = 65_535, local = '', udp } = options;
  const script = join(import.meta.dirname, 'scan-ports.mjs');
  const args = [script, host, String(from), String(to), local, udp === true ? 'udp' : 'tcp'];
  return new Promise((resolve, reject) => {
    const child = spawn(ip, ['netns', 'exec', names[place], process.execPath, ...args], { timeout: 150_000 });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve(JSON.parse(out)) : reject(new Error(`scan ended with ${status}`)),
    );
  });
}

function load(place: Place, plan: FirewallPlan, change = (script: string) => script): void {
  inside(place, nft, ['flush', 'ruleset']);
  inside(place, nft, ['-f', '-'], change(formats.nftables.render(plan)));
}

function judge(plan: FirewallPlan, ...texts: string[]): Judgement {
  const options = { host: undefined, outside: [], directions: ['inbound', 'outbound'] as const };
  return judgeTexts(texts, askedBy(plan), options, testLimits);
}

/** How the ports of a plan compare with rules, in a word each: `open`. */
const states = (plan: FirewallPlan, judgement: Judgement) => [
  ...new Set(diffPlan(plan, judgement).ports.map(({ state }) => state)),
];

const portsOf = (plan: FirewallPlan, direction: string, transport = 'tcp') =>
  plan.rules.filter((rule) => rule.direction === direction && rule.transport === transport).map(({ port }) => port);

// Three namespaces in a row: client 192.0.2.0/25, gateway, server 192.0.2.128/25. Nothing leaves them.
describe.skipIf(!allowed)(
  allowed
    ? 'nftables in network namespaces'
    : 'nftables in network namespaces (skipped: not allowed here, or no ip or nft)',
  () => {
    beforeAll(() => {
      for (const place of Object.keys(names) as Place[]) {
        runTool(ip, ['netns', 'add', names[place]]);
        inside(place, ip, ['link', 'set', 'lo', 'up']);
      }
      const link = (a: Place, b: Place, v4: readonly string[], v6: readonly string[]) => {
        inside(a, ip, ['link', 'add', `to-${b}`, 'type', 'veth', 'peer', 'name', `to-${a}`, 'netns', names[b]]);
        for (const [place, to, side] of [
          [a, b, 0],
          [b, a, 1],
        ] as const) {
          inside(place, ip, ['addr', 'add', `${v4[side]}/25`, 'dev', `to-${to}`]);
          inside(place, ip, ['-6', 'addr', 'add', `${v6[side]}/64`, 'dev', `to-${to}`, 'nodad']);
          inside(place, ip, ['link', 'set', `to-${to}`, 'up']);
        }
      };
      link('client', 'gateway', ['192.0.2.1', '192.0.2.2'], ['2001:db8:1::1', '2001:db8:1::2']);
      link('gateway', 'server', ['192.0.2.129', '192.0.2.130'], ['2001:db8:2::1', '2001:db8:2::2']);
      inside('client', ip, ['addr', 'add', '192.0.2.9/25', 'dev', 'to-gateway']);
      inside('client', ip, ['route', 'add', 'default', 'via', '192.0.2.2']);
      inside('server', ip, ['route', 'add', 'default', 'via', '192.0.2.129']);
      inside('client', ip, ['-6', 'route', 'add', 'default', 'via', '2001:db8:1::2']);
      inside('server', ip, ['-6', 'route', 'add', 'default', 'via', '2001:db8:2::1']);
      for (const key of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding']) setKernel('gateway', key, 1);
      // Refusals are answers here; a host that limits how many it sends would look closed.
      for (const place of ['client', 'server'] as const) setKernel(place, 'ipv4/icmp_ratelimit', 0);
    });

    afterAll(() => {
      for (const name of Object.values(names)) runTool(ip, ['netns', 'del', name]);
    });

    it('on the server: of all 65,535 TCP ports exactly the asked-for ones are open, and UDP none', async () => {
      const plan = await planFor({ services: ['activesync', 'imap'] });
      load('server', plan);
      expect(await scan('client', '192.0.2.130')).toEqual(portsOf(plan, 'inbound'));
      expect(portsOf(plan, 'inbound')).toEqual([80, 143, 443, 993]);
      expect(await scan('client', '2001:db8:2::2', { to: 1100 })).toEqual(portsOf(plan, 'inbound'));
      expect(await scan('client', '192.0.2.130', { from: 4000, to: 4100, udp: true })).toEqual([]);
    }, 180_000);

    it('on the server: localhost is never blocked, and loading twice leaves one table', async () => {
      const plan = await planFor({ services: ['imap'] });
      load('server', plan);
      inside('server', nft, ['-f', '-'], formats.nftables.render(plan));
      expect(await scan('server', '127.0.0.1', { from: 1, to: 1000 })).toHaveLength(1000);
      const { output } = runTool(ip, ['netns', 'exec', names.server, nft, 'list', 'tables']);
      expect(output.trim().split('\n')).toEqual(['table inet mdaemon_imap']);
      inside('server', nft, ['-f', '-'], formats.nftables.undo(plan));
      expect(runTool(ip, ['netns', 'exec', names.server, nft, 'list', 'ruleset']).output).toBe('');
    });

    it('on the server: what nft and iptables say they loaded is read back without a difference', async () => {
      const plan = await planFor({ services: ['all'], from: ['192.0.2.0/24', '2001:db8::/32'] });
      load('server', plan);
      const print = (...command: string[]) => runTool(ip, ['netns', 'exec', names.server, ...command]).output;
      for (const list of [print(nft, '-j', 'list', 'ruleset'), print(nft, 'list', 'ruleset')]) {
        const judgement = judge(plan, list);
        expect(states(plan, judgement)).toEqual(['open']);
        expect(judgement.others.filter(({ direction }) => direction === 'inbound')).toEqual([]);
      }
      inside('server', nft, ['flush', 'ruleset']);
      for (const id of ['iptables', 'ip6tables'] as const) {
        // As the file's own comments say: load, then hook in, twice over.
        for (const script of [formats[id].render(plan), formats[id].render(plan)]) {
          inside('server', `${id}-restore`, ['--noflush'], script);
          for (const [, hook] of script.matchAll(/^# (ip6?tables -C .*)$/gm))
            inside('server', 'sh', ['-c', hook ?? '']);
        }
        inside('server', id, ['-P', 'INPUT', 'DROP']);
        inside('server', id, ['-P', 'OUTPUT', 'DROP']);
        expect(print(id, '-S', 'INPUT').match(/-j mdaemon/g)).toHaveLength(1);
      }
      const both = judge(plan, print('iptables-save'), print('ip6tables-save'));
      expect(states(plan, both)).toEqual(['open']);
      expect(both.others).toEqual([]);
      expect(await scan('client', '192.0.2.130', { to: 1100 })).toEqual(
        portsOf(plan, 'inbound').filter((port) => port <= 1100),
      );
      for (const id of ['iptables', 'ip6tables'] as const) {
        inside('server', 'sh', [], formats[id].undo(plan));
        expect(print(id, '-S')).not.toContain('mdaemon');
        inside('server', id, ['-P', 'INPUT', 'ACCEPT']);
        inside('server', id, ['-P', 'OUTPUT', 'ACCEPT']);
      }
    });

    it('on the server: the missing rules that diff writes go into the chain that is there', async () => {
      inside('server', nft, ['flush', 'ruleset']);
      const own =
        'table inet my-filter {\n chain my_input {\n type filter hook input priority 0; policy drop;\n tcp dport 143 accept\n }\n}\n';
      inside('server', nft, ['-f', '-'], own);
      const plan = await planFor({ services: ['imap'] });
      const list = () => judge(plan, runTool(ip, ['netns', 'exec', names.server, nft, '-j', 'list', 'ruleset']).output);
      const script = diffScript(plan, diffPlan(plan, list()), list().chains, formats.nftables);
      expect(script).toContain('insert rule inet my-filter my_input tcp dport 993 accept');
      inside('server', nft, ['-f', '-'], script);
      expect(states(plan, list())).toEqual(['open']);
    });

    it('on the server: what is for partners and the private network is open to them only', async () => {
      const plan = await planFor({ services: ['remote-administration', 'minger'], from: ['192.0.2.9'] });
      load('server', plan);
      expect(await scan('client', '192.0.2.130', { to: 1100, local: '192.0.2.9' })).toEqual([444, 1000]);
      expect(await scan('client', '192.0.2.130', { to: 1100, local: '192.0.2.1' })).toEqual([]);
    });

    it('on the server, with "policy drop" outbound: only the asked-for ports go out, DNS over UDP and TCP', async () => {
      const plan = await planFor({ services: ['smtp', 'dns'], direction: 'outbound' });
      load('server', plan, (script) => script.replace('policy accept;', 'policy drop;'));
      expect(await scan('server', '192.0.2.1', { to: 1100 })).toEqual(portsOf(plan, 'outbound'));
      expect(await scan('server', '192.0.2.1', { from: 40, to: 60, udp: true })).toEqual([53]);
      expect(portsOf(plan, 'outbound')).toEqual([25, 53]);
    });

    it('on a gateway: exactly the asked-for ports of the server are open, and other machines are not touched', async () => {
      const plan = await planFor({ services: ['imap', 'submission', 'dns'], to: '192.0.2.130' });
      inside('server', nft, ['flush', 'ruleset']);
      load('gateway', plan);
      expect(await scan('client', '192.0.2.130', { to: 1100 })).toEqual([143, 587, 993]);
      expect(await scan('client', '2001:db8:2::2', { to: 50 })).toHaveLength(50);
      expect(await scan('server', '192.0.2.1', { from: 50, to: 55 })).toContain(53);
    });
  },
);

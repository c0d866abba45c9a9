import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Family } from '../../../src/firewall/network.ts';
import type { Transport } from '../../../src/firewall/plan.ts';
import { findTool, mayUse, runTool, type ToolRun } from '../tool.ts';

/** A machine beside the one with the rules, and the interface of that one which leads to it. */
export interface Client {
  readonly name: 'outside' | 'inside';
  readonly near: string;
  /** By address family: its own address, and the server's on that side. */
  readonly addresses: Readonly<Record<Family, { readonly remote: string; readonly local: string }>>;
}

export const outside: Client = {
  name: 'outside',
  near: 'wan0',
  addresses: {
    ipv4: { remote: '192.0.2.1', local: '192.0.2.2' },
    ipv6: { remote: '2001:db8:1::1', local: '2001:db8:1::2' },
  },
};

/** Also the server that lies behind the one with the rules, where that is a gateway. */
export const inside: Client = {
  name: 'inside',
  near: 'lan0',
  addresses: {
    ipv4: { remote: '10.7.0.1', local: '10.7.0.2' },
    ipv6: { remote: 'fd00:7::1', local: 'fd00:7::2' },
  },
};

export const clients: readonly Client[] = [outside, inside];

/** The ports that are tried. */
export const triedPorts = [22, 25, 53, 80, 110, 143, 443, 587, 993, 1000, 2525, 8025];

type Machine = 'server' | Client['name'];

/** Calls from one machine to an address. */
export interface Call {
  readonly from: Machine;
  readonly host: string;
  readonly transport: Transport;
  readonly ports: readonly number[];
  readonly timeoutMs: number;
}

const ip = findTool('ip') ?? '';

/** Why namespaces cannot be used here; `undefined` where they can. */
export function whyNotHere(): string | undefined {
  for (const tool of ['ip', 'nft', 'iptables-restore', 'ip6tables-restore']) {
    if (findTool(tool) === undefined) return `${tool} is not installed`;
  }
  const probe = `mdfw-probe-${process.pid}`;
  const allowed =
    mayUse(ip, ['netns', 'add', probe]) &&
    mayUse(ip, ['netns', 'exec', probe, findTool('nft') ?? '', 'list', 'ruleset']);
  runTool(ip, ['netns', 'del', probe]);
  return allowed ? undefined : 'network namespaces are not allowed';
}

/** A process in a namespace that calls ports. */
interface Caller {
  readonly child: ChildProcessWithoutNullStreams;
  readonly waiting: Map<number, (answers: (string | null)[]) => void>;
}

/** A server with a machine outside and one inside, each in a network namespace of its own. It forwards between them. */
export class Place {
  private readonly names: Record<Machine, string>;
  private readonly processes: ChildProcessWithoutNullStreams[] = [];
  private readonly callers = new Map<Machine, Caller>();
  private calls = 0;

  constructor(id: string) {
    this.names = { server: `mdfw-srv-${id}`, outside: `mdfw-out-${id}`, inside: `mdfw-in-${id}` };
  }

  /** Runs a program on the server. */
  run(command: string, args: readonly string[], input = ''): ToolRun {
    return runTool(ip, ['netns', 'exec', this.names.server, command, ...args], { input });
  }

  async open(): Promise<void> {
    const must = (args: readonly string[]) => {
      const { status, output } = runTool(ip, args);
      if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${output}`);
    };
    for (const name of Object.values(this.names)) {
      must(['netns', 'add', name]);
      must(['-n', name, 'link', 'set', 'lo', 'up']);
    }
    for (const { name, near, addresses } of clients) {
      const own = this.names[name];
      must(['-n', this.names.server, 'link', 'add', near, 'type', 'veth', 'peer', 'name', 'up0', 'netns', own]);
      for (const [place, link, side] of [
        [this.names.server, near, 'local'],
        [own, 'up0', 'remote'],
      ] as const) {
        must(['-n', place, 'addr', 'add', `${addresses.ipv4[side]}/24`, 'dev', link]);
        must(['-n', place, '-6', 'addr', 'add', `${addresses.ipv6[side]}/64`, 'dev', link, 'nodad']);
        must(['-n', place, 'link', 'set', link, 'up']);
      }
      must(['-n', own, 'route', 'add', 'default', 'via', addresses.ipv4.local]);
      must(['-n', own, '-6', 'route', 'add', 'default', 'via', addresses.ipv6.local]);
    }
    for (const key of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding']) {
      this.run('sh', ['-c', `echo 1 > /proc/sys/net/${key}`]);
    }
    for (const machine of ['server', 'outside', 'inside'] as const) {
      await this.listen(machine);
      this.startCaller(machine);
    }
    await this.learnNeighbours();
  }

  private start(machine: Machine, script: string, ...args: readonly string[]): ChildProcessWithoutNullStreams {
    const path = join(import.meta.dirname, script);
    const child = spawn(ip, ['netns', 'exec', this.names[machine], process.execPath, path, ...args]);
    this.processes.push(child);
    return child;
  }

  private async listen(machine: Machine): Promise<void> {
    const child = this.start(machine, 'listen.mjs', machine, ...triedPorts.map(String));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the listener ended with ${code}`)));
    });
  }

  private startCaller(machine: Machine): void {
    const child = this.start(machine, 'call.mjs');
    const waiting: Caller['waiting'] = new Map();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, answers } = JSON.parse(line) as { id: number; answers: (string | null)[] };
      waiting.get(id)?.(answers);
      waiting.delete(id);
    });
    this.callers.set(machine, { child, waiting });
  }

  /** Without rules every call gets through; afterwards no rule stands between a machine and its neighbour's address. */
  private async learnNeighbours(): Promise<void> {
    for (const client of clients) {
      for (const family of ['ipv4', 'ipv6'] as const) {
        const { remote, local } = client.addresses[family];
        for (const transport of ['tcp', 'udp'] as const) {
          const common = { transport, ports: triedPorts, timeoutMs: 5_000 };
          const there = await this.call({ from: client.name, host: local, ...common });
          const back = await this.call({ from: 'server', host: remote, ...common });
          if ([...there, ...back].includes(null))
            throw new Error(`${client.name} and the server do not reach each other over ${transport} and ${family}`);
        }
        this.fixNeighbour(this.names.server, client.near, remote, this.names[client.name], 'up0');
        this.fixNeighbour(this.names[client.name], 'up0', local, this.names.server, client.near);
      }
    }
  }

  private fixNeighbour(place: string, link: string, address: string, other: string, otherLink: string): void {
    const { output } = runTool(ip, ['-n', other, '-o', 'link', 'show', otherLink]);
    const hardware = /link\/ether (\S+)/.exec(output)?.[1] ?? '';
    runTool(ip, ['-n', place, 'neigh', 'replace', address, 'lladdr', hardware, 'dev', link, 'nud', 'permanent']);
  }

  /** Who took each call, and on which port (`inside 25`); empty where that is not known, `null` where nobody did. */
  call({ from, ...call }: Call): Promise<(string | null)[]> {
    const caller = this.callers.get(from);
    if (caller === undefined) throw new Error('the place is not open');
    this.calls += 1;
    const id = this.calls;
    return new Promise((resolve, reject) => {
      caller.waiting.set(id, resolve);
      if (caller.child.exitCode !== null) reject(new Error(`the caller ended with ${caller.child.exitCode}`));
      caller.child.stdin.write(`${JSON.stringify({ id, ...call })}\n`);
    });
  }

  close(): void {
    for (const child of this.processes) child.kill();
    for (const name of Object.values(this.names)) runTool(ip, ['netns', 'del', name]);
  }
}

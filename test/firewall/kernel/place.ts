import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { findTool, mayUse, runTool, type ToolRun } from '../tool.ts';

/** A client of the server, and the interface of the server it comes in by. */
export interface Client {
  readonly name: 'outside' | 'inside';
  readonly near: string;
  /** By address family: its own address, and the server's on that side. */
  readonly addresses: Readonly<Record<'ipv4' | 'ipv6', { readonly remote: string; readonly local: string }>>;
}

export const clients: readonly Client[] = [
  {
    name: 'outside',
    near: 'wan0',
    addresses: {
      ipv4: { remote: '192.0.2.1', local: '192.0.2.2' },
      ipv6: { remote: '2001:db8:1::1', local: '2001:db8:1::2' },
    },
  },
  {
    name: 'inside',
    near: 'lan0',
    addresses: {
      ipv4: { remote: '10.7.0.1', local: '10.7.0.2' },
      ipv6: { remote: 'fd00:7::1', local: 'fd00:7::2' },
    },
  },
];

/** The ports that are tried. */
export const triedPorts = [22, 25, 53, 80, 110, 143, 443, 587, 993, 1000, 2525, 8025];

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

/** A server with a client outside and one inside, each in a network namespace of its own. */
export class Place {
  private readonly names: Record<'server' | Client['name'], string>;
  private readonly processes: ChildProcessWithoutNullStreams[] = [];
  private readonly callers = new Map<Client['name'], { child: ChildProcessWithoutNullStreams; lines: Interface }>();

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
    }
    await this.listen();
    for (const { name } of clients) {
      const child = spawn(ip, [
        'netns',
        'exec',
        this.names[name],
        process.execPath,
        join(import.meta.dirname, 'call.mjs'),
      ]);
      this.processes.push(child);
      this.callers.set(name, { child, lines: createInterface({ input: child.stdout }) });
    }
    await this.learnNeighbours();
  }

  private async listen(): Promise<void> {
    const script = join(import.meta.dirname, 'listen.mjs');
    const child = spawn(ip, ['netns', 'exec', this.names.server, process.execPath, script, ...triedPorts.map(String)]);
    this.processes.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the listener ended with ${code}`)));
    });
  }

  /** Without rules every call gets through; afterwards no rule stands between a machine and its neighbour's address. */
  private async learnNeighbours(): Promise<void> {
    for (const client of clients) {
      for (const family of ['ipv4', 'ipv6'] as const) {
        const answers = await this.call(client, family, triedPorts, 5_000);
        if (answers.some((answer) => answer === null))
          throw new Error(`${client.name} does not reach the server over ${family}`);
        const link = { server: client.near, client: 'up0' };
        const { remote, local } = client.addresses[family];
        this.fixNeighbour(this.names.server, link.server, remote, this.names[client.name], link.client);
        this.fixNeighbour(this.names[client.name], link.client, local, this.names.server, link.server);
      }
    }
  }

  private fixNeighbour(place: string, link: string, address: string, other: string, otherLink: string): void {
    const { output } = runTool(ip, ['-n', other, '-o', 'link', 'show', otherLink]);
    const hardware = /link\/ether (\S+)/.exec(output)?.[1] ?? '';
    runTool(ip, ['-n', place, 'neigh', 'replace', address, 'lladdr', hardware, 'dev', link, 'nud', 'permanent']);
  }

  /** The port that took each call; `null` where nobody did. */
  call(
    client: Client,
    family: 'ipv4' | 'ipv6',
    ports: readonly number[],
    timeoutMs: number,
  ): Promise<(number | null)[]> {
    const caller = this.callers.get(client.name);
    if (caller === undefined) throw new Error('the place is not open');
    const answer = new Promise<(number | null)[]>((resolve, reject) => {
      caller.lines.once('line', (line) => resolve(JSON.parse(line)));
      if (caller.child.exitCode !== null) reject(new Error(`the caller ended with ${caller.child.exitCode}`));
    });
    caller.child.stdin.write(`${JSON.stringify({ host: client.addresses[family].local, ports, timeoutMs })}\n`);
    return answer;
  }

  close(): void {
    for (const child of this.processes) child.kill();
    for (const name of Object.values(this.names)) runTool(ip, ['netns', 'del', name]);
  }
}

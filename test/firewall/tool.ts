import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where administrators' programs are, beside the search path. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin', '/usr/local/bin'];

/** A program of the machine; `undefined` where it is not installed. */
export function findTool(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** What a program said. */
export interface ToolRun {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program with a text on its standard input, for ten minutes at most, which ends what hangs. */
export function runTool(
  command: string,
  args: readonly string[],
  {
    input = '',
    env = {},
    timeoutMs = 600_000,
  }: { input?: string; env?: Record<string, string>; timeoutMs?: number } = {},
): ToolRun {
  const path = folders.join(delimiter);
  const run = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    timeout: timeoutMs,
    env: { PATH: path, LC_ALL: 'C', HOME: '/nonexistent', ...env },
  });
  return { status: run.status, output: `${run.stdout ?? ''}${run.stderr ?? ''}` };
}

/** True where the program may do what only root may, such as look at the packet filter. */
export function mayUse(command: string | undefined, args: readonly string[], input = ''): boolean {
  return command !== undefined && runTool(command, args, { input }).status === 0;
}

/**
 * Programs that Debian has packages of. Where FIREWALL_TOOLS is `required`, as in .ci/run, their tests run without them
 * too, and fail: what nobody installed was not checked.
 */
const inDebian = new Set([
  'bash',
  'zsh',
  'fish',
  'nft',
  'iptables-restore',
  'ip6tables-restore',
  'ufw',
  'firewall-offline-cmd',
  'shellcheck',
]);

/** True where the tests of a program have to run, whatever is installed. */
export function isRequired(program: string): boolean {
  return process.env['FIREWALL_TOOLS'] === 'required' && inDebian.has(program);
}

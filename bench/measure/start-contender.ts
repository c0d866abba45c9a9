import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from './child-environment.ts';

/** A program under measurement, in a process of its own. */
export interface Contender {
  readonly pid: number;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** How a contender is started. */
export interface ContenderOptions {
  /** Node's arguments: the script and what comes with it. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What it writes once it can be measured. */
  readonly ready: RegExp;
  /** Opens a channel to the process, for a preload that answers there. */
  readonly channel?: boolean;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const startTimeoutMs = 90_000;
const stopTimeoutMs = 8_000;

/**
 * Starts a Node process in the project's folder and waits until it says that it is ready.
 *
 * @throws {Error} with what it wrote, where it ends or stays silent.
 */
export async function startContender(options: ContenderOptions): Promise<Contender> {
  // Never the folder of whoever runs the benchmarks: their reminders are there.
  const data = await mkdtemp(join(tmpdir(), 'bench-data-'));
  const child = spawn(process.execPath, options.args, {
    cwd: root,
    env: childEnvironment({ DATA_DIR: data, ...options.environment }),
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel === true ? (['ipc'] as const) : [])],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    // Asked first: a process that is killed does not write its compile cache.
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await once(child, 'exit');
    clearTimeout(timer);
    await rm(data, { recursive: true, force: true });
  };
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let written = '';
  const fail = (why: string) => reject(new Error(`${options.args.join(' ')} ${why}:\n${written}`));
  const timer = setTimeout(() => fail('did not get ready'), startTimeoutMs);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      if (written.length < 10_000) written += text;
      if (options.ready.test(written)) resolve();
    });
  }
  child.once('exit', () => fail('ended'));
  try {
    await ready;
    return { pid: child.pid ?? 0, process: child, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

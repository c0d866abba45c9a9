import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '../..');

/** The whole program, started as an operator starts it. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has logged so far. */
  log(): string;
  /** `/readyz`, parsed; `undefined` while nobody listens. */
  readiness(): Promise<{ readonly ready: boolean; readonly parts: Readonly<Record<string, unknown>> } | undefined>;
  /** What `/metrics` says. */
  metrics(): Promise<string>;
  /** Ends it, and returns its exit status; `null` where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the program and waits until it is ready, or stands by. It listens on a free port of 127.0.0.1. */
export async function startProgram(
  environment: Readonly<Record<string, string>>,
  { nodeArguments = [], cwd = root }: { nodeArguments?: readonly string[]; cwd?: string } = {},
): Promise<RunningProgram> {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeArguments, join(root, 'bin/mdaemon-bot.mjs')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'program-')),
      HEALTH_PORT: String(port),
      ...environment,
    },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const readiness: RunningProgram['readiness'] = async () => {
    const answer = await get('/readyz').catch(() => undefined);
    return answer === undefined ? undefined : ((await answer.json()) as Awaited<ReturnType<typeof readiness>>);
  };
  const program: RunningProgram = {
    child,
    log: () => log,
    readiness,
    metrics: async () => (await get('/metrics')).text(),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill(signal);
        await exit;
      }
      return child.exitCode;
    },
  };
  try {
    await until('the program to be ready', async () => {
      if (child.exitCode !== null) throw new Error('The program ended');
      return (await readiness())?.ready;
    });
    return program;
  } catch (error) {
    await program.stop('SIGKILL');
    throw new Error(`${String(error)}:\n${log}`, { cause: error });
  }
}

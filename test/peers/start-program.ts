import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { programFile } from './program-file.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '../..');

/** The whole program, started as an operator starts it. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** Where it tells its health. */
  readonly healthPort: number;
  /** What it has logged so far. */
  log(): string;
  /** `/readyz`, parsed; `undefined` while nobody listens. */
  readiness(): Promise<{ readonly ready: boolean; readonly parts: Readonly<Record<string, unknown>> } | undefined>;
  /** What `/metrics` says. */
  metrics(): Promise<string>;
  /** Ends it, and returns its exit status; `null` where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How the program is started. */
interface StartOptions {
  readonly nodeArguments?: readonly string[];
  readonly cwd?: string;
  /** A command that ends in running the one that follows it, in a namespace of its own say. */
  readonly through?: readonly string[];
}

/** Starts the program and waits until it is ready, or stands by. It listens on a free port of 127.0.0.1. */
export async function startProgram(
  environment: Readonly<Record<string, string>>,
  options: StartOptions = {},
): Promise<RunningProgram> {
  const program = await spawnProgram(environment, options);
  try {
    await until('the program to be ready', async () => {
      if (program.child.exitCode !== null) throw new Error('The program ended');
      return (await program.readiness())?.ready;
    });
    return program;
  } catch (error) {
    await program.stop('SIGKILL');
    throw new Error(`${String(error)}:\n${program.log()}`, { cause: error });
  }
}

/** Starts the program and waits for nothing. */
export async function spawnProgram(
  environment: Readonly<Record<string, string>>,
  { nodeArguments = [], cwd = root, through = [] }: StartOptions = {},
): Promise<RunningProgram> {
  const port = await freePort();
  const [command = '', ...rest] = [...through, process.execPath, ...nodeArguments, programFile];
  const child = spawn(command, rest, {
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
    healthPort: port,
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
  return program;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ChildConfig } from './child.ts';

const program = join(import.meta.dirname, 'child.ts');
const startTimeoutMs = 60_000;

/** The bots of one run. */
export interface Bots {
  readonly count: number;
  /** Kills one without a word, and starts another in its place. Resolves when the new one is ready. */
  killAndRestart(index: number): Promise<void>;
  /** What bots wrote that were not meant to write anything. */
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

/** Starts bots and waits until each is ready. */
export async function startBots(count: number, config: ChildConfig): Promise<Bots> {
  const complaints: string[] = [];
  const children: ChildProcess[] = [];
  const start = async (index: number) => {
    const child = spawn(process.execPath, [program, JSON.stringify(config)], { stdio: ['pipe', 'pipe', 'pipe'] });
    children[index] = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text.trim()));
    const ready = once(child.stdout ?? child, 'data', { signal: AbortSignal.timeout(startTimeoutMs) });
    const ended = once(child, 'exit').then(([code, signal]) => `a bot ended by itself: ${code ?? signal}`);
    const outcome = await Promise.race([ready.then(() => undefined), ended]);
    if (outcome !== undefined) throw new Error(`${outcome}\n${complaints.slice(-5).join('\n')}`);
  };
  const kill = async (child: ChildProcess | undefined) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  return {
    count,
    complaints,
    async killAndRestart(index) {
      await kill(children[index]);
      await start(index);
    },
    async stop() {
      await Promise.all(children.map(kill));
    },
  };
}

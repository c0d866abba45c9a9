import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TwinState } from './discord-twin.ts';

const program = fileURLToPath(new URL('discord-twin-process.ts', import.meta.url));

/** The process of a twin, and the way to drive it. */
export interface TwinLink {
  /** Runs one of the process's methods. */
  ask<Result>(method: string, input: unknown): Promise<Result>;
  /** Ends it, as a crash would. */
  kill(): Promise<void>;
}

/** Starts the twin's process; resolves once it listens. */
export async function launchTwin(port: number, state: TwinState): Promise<TwinLink> {
  const child = fork(program, [JSON.stringify({ port, state })], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stderr?.on('data', (part) => said.push(String(part)));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: { ready?: true; id?: number; result?: unknown; error?: string }) => {
    if (message.ready === true) return ready.resolve();
    const caller = waiting.get(message.id ?? -1);
    waiting.delete(message.id ?? -1);
    if (message.error === undefined) caller?.resolve(message.result);
    else caller?.reject(new Error(message.error));
  });
  child.once('exit', (code) => {
    const error = new Error(`The twin has ended (${code}): ${said.join('').slice(-2_000)}`);
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
  });
  await ready.promise;
  let count = 0;
  return {
    ask<Result>(method: string, input: unknown) {
      count += 1;
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.set(count, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id: count, method, input });
      return promise;
    },
    kill: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
  await promise;
}

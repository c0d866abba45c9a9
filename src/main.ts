import module from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ConfigError, configStatus, loadEnvironmentFile } from './config/config.ts';

// Type stripping and compiling take most of the start; the cache spares both from the second start on. It has to be on
// before the rest is imported, hence the dynamic import.
module.enableCompileCache();
if (process.pid === 1) endOnSignals();
const status = await runProgram();
if (status !== undefined) process.exitCode = status;

async function runProgram(): Promise<number | undefined> {
  // A packed install has built files only, and no checkout around them.
  const checkout = import.meta.filename.endsWith('.ts') ? { checkout: join(import.meta.dirname, '..') } : {};
  try {
    const { argv: given, stderr: errors } = process;
    const argv = loadEnvironmentFile({ argv: given.slice(2), ...checkout, folder: process.cwd(), errors });
    // What stays: chats, the prompt, assistants. Everything else is a single answer.
    const letHeapGrow = argv.length === 0 || argv[0] === 'mcp' ? keepHeapSmall() : () => {};
    const { run } = await import('./program/program.ts');
    return await run(argv, process.env).finally(letHeapGrow);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return configStatus;
  }
}

/**
 * Ends the program at a signal that nothing else handles. The system does so for every process but the first, which a program
 * is in a container.
 */
function endOnSignals(): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
}

/**
 * Keeps V8's space for new objects at its first size, one megabyte, until the returned function is called.
 *
 * Loading the program makes V8 grow that space to many times this, and an idle bot never gives it back: 11 MiB of
 * resident memory. Afterwards it may grow again, for a busy bot is slower without (by a fifth, measured). So is a single
 * answer, which is over before its memory counts.
 * `--max-semi-space-size` would do the first half only, and only where the operator starts Node with it.
 */
function keepHeapSmall(): () => void {
  setFlagsFromString('--semi-space-growth-factor=1');
  return () => setFlagsFromString('--semi-space-growth-factor=2');
}

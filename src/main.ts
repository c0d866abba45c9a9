import module from 'node:module';
import { join } from 'node:path';
import { ConfigError, configStatus, loadEnvironmentFile } from './config/config.ts';

// Type stripping and compiling take most of the start; the cache spares both from the second start on. It has to be on
// before the rest is imported, hence the dynamic import.
module.enableCompileCache();
const status = await runProgram();
if (status !== undefined) process.exitCode = status;

async function runProgram(): Promise<number | undefined> {
  // A packed install has built files only, and no checkout around them.
  const checkout = import.meta.filename.endsWith('.ts') ? { checkout: join(import.meta.dirname, '..') } : {};
  try {
    const { argv: given, stderr: errors } = process;
    const argv = loadEnvironmentFile({ argv: given.slice(2), ...checkout, folder: process.cwd(), errors });
    const { run } = await import('./program/program.ts');
    return await run(argv, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return configStatus;
  }
}

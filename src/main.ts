import module from 'node:module';
import { loadEnvironmentFile } from './config/load-environment-file.ts';
import { keepHeapSmall } from './keep-heap-small.ts';

// Type stripping and compiling take most of the start; the cache spares both from the second start on. It has to be on
// before the rest is imported, hence the dynamic import.
module.enableCompileCache();
const letHeapGrow = keepHeapSmall();
loadEnvironmentFile('.env', process.stderr);
const { run } = await import('./run.ts');
const status = await run(process.argv.slice(2), process.env);
letHeapGrow();
if (status !== undefined) process.exitCode = status;

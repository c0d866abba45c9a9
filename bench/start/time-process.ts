import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../measure/child-environment.ts';

/** A process that ran to its end. */
export interface TimedProcess {
  readonly elapsedMs: number;
  readonly output: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs Node in the project's folder and measures from the start of the process to its end. */
export function timeProcess(args: readonly string[], compileCache: string): Promise<TimedProcess> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: childEnvironment({ NODE_COMPILE_CACHE: compileCache }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const elapsedMs = performance.now() - startedAt;
      if (code === 0) resolve({ elapsedMs, output });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}

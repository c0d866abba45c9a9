import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFile } from '../../peers/program-file.ts';

/** What a run of the program left behind. */
export interface ProgramRun {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

/** A folder without a `.env`, so that a developer's own does not change what a test sees. */
export const emptyFolder = mkdtempSync(join(tmpdir(), 'mdaemon-bot-'));

/** Runs the program as a person would, with an environment of its own. */
export function runProgram(
  args: readonly string[],
  {
    input = '',
    env = {},
    cwd = emptyFolder,
  }: { input?: string | Buffer; env?: Record<string, string>; cwd?: string } = {},
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programFile, ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: emptyFolder, ...env },
    });
    let out = '';
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, error }));
    // A program may end before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

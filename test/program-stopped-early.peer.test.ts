import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { programFile } from './peers/program-file.ts';
import { until } from './peers/until.ts';

/** A chat that takes requests and never answers, so that the program stays in the middle of its start. */
it('is stopped in order while it is still starting', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const child = spawn(process.execPath, [programFile], {
    env: {
      PATH: process.env['PATH'] ?? '',
      SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
      SLACK_BOT_TOKEN: 'xoxb-test-token',
      SLACK_APP_TOKEN: 'xapp-test-token',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'stopped-')),
    },
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  try {
    await once(silent, 'request');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    silent.closeAllConnections();
    silent.close();
  }
});

const namespaces = ['--map-root-user', '--pid', '--fork', '--kill-child'];
const hasNamespaces = spawnSync('unshare', [...namespaces, 'true']).status === 0;

/** Linux drops a signal to process 1 that it does not handle. */
it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'ends at once at %s where it is process 1, as in a container',
  async (signal, status) => {
    if (!hasNamespaces) return;
    const child = spawn('unshare', [...namespaces, process.execPath, programFile, 'ask', '--jsonl'], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    try {
      child.stdin.write('{"question": "which port is imap on"}\n');
      await once(child.stdout, 'data');
      const inner = await until('the program to run', () =>
        readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim(),
      );
      process.kill(Number(inner), signal);
      expect(await exit).toEqual([status, null]);
    } finally {
      child.kill('SIGKILL');
    }
  },
  20_000,
);

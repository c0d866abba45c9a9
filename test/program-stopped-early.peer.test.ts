import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { programFile } from './peers/program-file.ts';

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

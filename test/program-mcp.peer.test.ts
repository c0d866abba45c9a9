import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from './peers/free-port.ts';
import { programFile } from './peers/program-file.ts';
import { until } from './peers/until.ts';
import { emptyFolder, runProgram } from './platforms/terminal/run-program.ts';

const token = 'a-token-of-the-test';

/** The whole program with no chat, for assistants alone. */
describe('the program for assistants over HTTP', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  async function start(port: number, directory: string, more: Record<string, string> = {}): Promise<ChildProcess> {
    const child = spawn(process.execPath, [programFile], {
      cwd: emptyFolder,
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: directory,
        PORT: String(port),
        MCP_HTTP: 'on',
        MCP_TOKEN: token,
        ...more,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    running.push(child);
    await until('the bot to listen', () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    return child;
  }

  async function ask(port: number, question: string): Promise<unknown> {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    const result = await client.callTool({ name: 'ask', arguments: { question } });
    await client.close();
    return result.structuredContent;
  }

  const stop = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });

  it('answers, keeps what it could not, and forgets the texts when they are kept no longer', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mcp-'));
    const port = await freePort();
    const healthPort = await freePort();
    const first = await start(port, directory, { KEEP_QUESTIONS: 'on', HEALTH_PORT: String(healthPort) });
    expect(await ask(port, 'imap ssl port')).toMatchObject({ answered: true, command: 'ports imaps' });
    expect(await ask(port, 'long name zzz qqq')).toMatchObject({ answered: false });
    const metrics = `http://127.0.0.1:${healthPort}/metrics`;
    expect(await (await fetch(metrics)).text()).toMatch(/command="ask",outcome="unknown",platform="mcp"/);
    expect((await fetch(metrics, { method: 'POST' })).status).toBe(405);
    // Whoever reaches the port of requests learns nothing of what is asked.
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${healthPort}/mcp`, { method: 'POST' })).status).toBe(404);
    expect(await stop(first)).toBe(0);
    const listed = async () => (await runProgram(['unanswered'], { env: { DATA_DIR: directory } })).out;
    expect(await listed()).toMatch(/nothing near +1 +not known[\s\S]*“long name …”/);
    const second = await start(port, directory);
    expect(await stop(second)).toBe(0);
    expect(await listed()).toMatch(/nothing near +1 +not known/);
    expect(await listed()).not.toContain('long name');
  });

  it('does not start without a token', async () => {
    const run = await runProgram([], { env: { MCP_HTTP: 'on' } });
    expect(run.status).toBe(78);
    expect(run.error).toContain('MCP_TOKEN: must be at least 16 characters');
  });
});

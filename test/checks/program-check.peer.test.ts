import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServers, missingForMailServers, startMailServers } from '../peers/start-mail-servers.ts';
import { until } from '../peers/until.ts';
import { runProgram } from '../platforms/terminal/run-program.ts';

const missing = missingForMailServers();
const root = join(import.meta.dirname, '../..');

describe.skipIf(missing !== undefined)(`check as a program${missing === undefined ? '' : ` (${missing})`}`, () => {
  let servers: MailServers;
  const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'check-')), CHECK_ALLOW: 'loopback' };
  const run = (line: string) => runProgram(line.split(' '), { env });
  const data = (out: string) => JSON.parse(out).answer.data;

  beforeAll(async () => {
    servers = await startMailServers();
    for (const [name, port] of [
      ['imap', servers.imap],
      ['imaps', servers.imaps],
      ['smtp', servers.smtp],
    ] as const) {
      expect((await run(`profile port ${name} ${port}`)).status).toBe(0);
    }
  }, 60_000);
  afterAll(() => servers?.stop());

  it('prints one JSON object, and its exit status is the verdict', async () => {
    const { status, out, error } = await run('check localhost imap --json');
    expect(error).toBe('');
    // Dovecot's certificate is its own, so whether mail programs take it cannot be told.
    expect(data(out)).toMatchObject({
      verdict: 'cannot-tell',
      host: 'localhost',
      complete: true,
      ports: expect.arrayContaining([
        expect.objectContaining({ port: servers.imap, state: 'open', startTls: 'works' }),
        expect.objectContaining({ port: servers.imaps, state: 'open' }),
      ]),
    });
    expect(status).toBe(5);
  });

  it('ends with 4 where a port that is needed is closed', async () => {
    // 127.0.0.2 is the same machine, on which these servers do not listen.
    const { status, out } = await run('check 127.0.0.2 smtp --json');
    expect(data(out)).toMatchObject({ verdict: 'no' });
    expect(status).toBe(4);
  });

  it('ends with 2 for an address that is not allowed', async () => {
    const { status, error, out } = await runProgram(['check', '10.0.0.1', '--json'], {
      env: { ...env, CHECK_ALLOW: '' },
    });
    expect(`${out}${error}`).toContain('CHECK_ALLOW');
    expect(status).toBe(2);
  });

  it('shows a bar on a terminal, and answers with what it has at Ctrl+C', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.3', resolve));
    const { port } = silent.address() as AddressInfo;
    for (const line of ['hosts add 127.0.0.3', `profile port imaps ${port} on 127.0.0.3`]) {
      expect((await run(line)).status, line).toBe(0);
    }
    const bin = join(root, 'bin/mdaemon-bot.mjs');
    const command = `exec "${process.execPath}" "${bin}" check 127.0.0.3 imap`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...env, PATH: process.env['PATH'] ?? '', TERM: 'xterm', NO_PAGER: '1' },
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    await until('the bar', () => /Looking at 127\.0\.0\.3 \[/.test(shown) && sockets.size > 0);
    child.stdin.write('\u0003');
    const [status] = await once(child, 'exit');
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect(shown).toContain('I was');
    expect(shown.replace(/\s+/g, ' ')).toContain('stopped, so I didn’t look at everything.');
    expect([4, 5]).toContain(status);
  });
});

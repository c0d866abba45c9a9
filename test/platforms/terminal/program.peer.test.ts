import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { programFile } from '../../peers/program-file.ts';
import { runProgram } from './run-program.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('one answer', () => {
  it('is printed, with exit status 0', async () => {
    const { status, out, error } = await runProgram(['ports', 'activesync']);
    expect(out).toContain(
      'ActiveSync needs 443/tcp inbound, and 3000/tcp by default, which need not face the internet; optionally 80/tcp inbound for AutoDiscovery and some older clients.',
    );
    expect(out).not.toContain('\u001b');
    expect(error).toBe('');
    expect(status).toBe(0);
  });

  it('is JSON with --json', async () => {
    const { status, out } = await runProgram(['ports', 'activesync', '--json']);
    const reply = JSON.parse(out);
    expect(Object.keys(reply)).toEqual(['answered', 'command', 'title', 'lead', 'text', 'sources', 'answer']);
    expect(reply).toMatchObject({ answered: true, command: 'ports' });
    for (const port of ['443/tcp', '80/tcp', '3000/tcp']) expect(reply.text).toContain(port);
    expect(reply.sources[0]).toEqual({
      id: expect.any(String),
      title: expect.any(String),
      url: expect.stringMatching(/^https:/),
    });
    expect(reply.answer.sections[0].kind).toBe('table');
    expect(status).toBe(0);
  });

  it.each([
    [['remnd', 'add', 'in', '2h', 'look'], 2, 'error'],
    [['which', 'port', 'is', 'imap'], 0, 'out'],
    [['ask', 'which port is imap'], 0, 'out'],
    [['default', 'gateway', 'of', 'mysql'], 3, 'out'],
    [['ports', '70000'], 2, 'error'],
    [['ports', 'sftp'], 3, 'out'],
    [['ports', 'imap', 'pop3', '--formt'], 2, 'error'],
    [['--help'], 0, 'out'],
    [['ports', '--help'], 0, 'out'],
    [['ports', 'remote administration'], 0, 'out'],
  ] as const)('%j ends with %i', async (args, status, stream) => {
    const run = await runProgram(args);
    expect(run.status).toBe(status);
    expect(run[stream].length).toBeGreaterThan(20);
    expect(run[stream === 'out' ? 'error' : 'out']).toBe('');
    expect(run.out + run.error).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['once where answers and errors go the same way', '2>&1', 1, 0],
    ['on both where they do not', '', 1, 1],
  ])('warns %s', async (_, redirection, inOutput, inErrors) => {
    const child = spawn(
      'sh',
      ['-c', `echo remind add in 2h look | "$0" "$1" ${redirection}`, process.execPath, programFile],
      {
        env: { ...process.env, DATA_DIR: mkdtempSync(join(tmpdir(), 'once-')) },
      },
    );
    const [out, error] = await Promise.all(
      [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray()),
    );
    const warnings = (texts: unknown[] = []) => texts.join('').match(/This won’t be delivered until/g)?.length ?? 0;
    expect([warnings(out), warnings(error)]).toEqual([inOutput, inErrors]);
  });

  it('comes whatever the chat settings are', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'nonsense',
      PORT: 'x',
      LOG_LEVEL: 'loud',
      BOT_ZONE: 'Mars',
      KNOWLEDGE_DIR: '/nowhere',
    };
    const run = await runProgram(['ports', 'imap'], { env });
    expect(run.status).toBe(0);
    expect(run.out).toContain('IMAP needs');
    expect(run.error).toContain('/nowhere');
  });

  it.each([['deadlines'], ['why-restart'], ['firewall', 'imap']])(
    'comes without a usable store: %s',
    async (...args) => {
      const file = join(mkdtempSync(join(tmpdir(), 'no-store-')), 'file');
      writeFileSync(file, '');
      const run = await runProgram(args, { env: { DATA_DIR: join(file, 'x') } });
      expect(run.status).toBe(0);
      expect(run.error).toMatch(/Answered without settings: The store in .* cannot be opened/);
    },
  );

  it('says that a reminder cannot be kept without a store', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'no-store-')), 'file');
    writeFileSync(file, '');
    const run = await runProgram(['remind', 'add', 'in', '2h', 'look'], { env: { DATA_DIR: join(file, 'x') } });
    expect(run.status).toBe(1);
    expect(run.error).toMatch(/cannot be opened/);
  });

  it('obeys no .env of the folder it is started in, unless it is named', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'env-'));
    writeFileSync(join(cwd, '.env'), 'SLACK_BOT_TOKEN=broken\n');
    expect((await runProgram([], { cwd })).status).toBe(0);
    const told = { status: 78, error: expect.stringContaining('SLACK_BOT_TOKEN') };
    expect(await runProgram(['--env-file', '.env'], { cwd })).toMatchObject(told);
    expect(await runProgram(['--env-file=.env'], { cwd })).toMatchObject(told);
    // What is set already wins.
    expect((await runProgram(['--env-file', '.env'], { cwd, env: { SLACK_BOT_TOKEN: '' } })).status).toBe(0);
  });

  it('says so where the named file cannot be read', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'no-env-'));
    const run = await runProgram(['--env-file', 'elsewhere', 'ports', 'imap'], { cwd });
    // Node knows this option itself wherever it stands, and may be the one that says it.
    expect(run).toMatchObject({ out: '', error: expect.stringContaining('elsewhere') });
    expect(run.status).not.toBe(0);
  });
});

describe('options', () => {
  it.each(['--version', '-V'])('%s prints the version alone', async (option) => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await runProgram([option])).toEqual({ status: 0, out: `${version}\n`, error: '' });
  });

  it.each(['--help', '-h'])('%s says everything the program does', async (option) => {
    const { status, out } = await runProgram([option]);
    expect(status).toBe(0);
    for (const word of [
      'mcp',
      'discord register',
      '--jsonl',
      '--json',
      '--env-file',
      '--terminal',
      '78',
      'check',
      'doctor',
      'completion bash',
    ]) {
      expect(out).toContain(word);
    }
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([['--foo'], ['--json', '-x'], ['--hlep']])('%s is no question', async (...words) => {
    const { status, out, error } = await runProgram(words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(/^There is no option .*--help/);
  });

  it('ends quietly where the reader stops in the middle', async () => {
    const child = spawn(process.execPath, [programFile], {
      env: { PATH: process.env['PATH'] ?? '', DATA_DIR: mkdtempSync(join(tmpdir(), 'pipe-')) },
      cwd: tmpdir(),
    });
    let error = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      error += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.on('error', () => {});
    child.stdin.end('ports\n'.repeat(500));
    const [status] = await once(child, 'exit');
    expect({ status, error }).toEqual({ status: 0, error: '' });
  });
});

describe('without a terminal', () => {
  it('an input that ends at once gets a useful page', async () => {
    const { status, out } = await runProgram([]);
    expect(out).toContain('ActiveSync needs');
    expect(out).toContain('Slack: ');
    expect(status).toBe(0);
  });

  it('each line is answered', async () => {
    const { status, out, error } = await runProgram([], { input: 'ports imap\r\n\n# a remark\nports sftp\nprots\n' });
    expect(out).toMatch(/IMAP needs.*I don’t know any ports for “sftp”/s);
    expect(error).toContain('no command “prots”');
    expect(status).toBe(0);
  });

  it('each line is one line of JSON with --json', async () => {
    const { out } = await runProgram(['--json'], { input: 'ports imap\nports sftp\n' });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).answered),
    ).toEqual([true, false]);
  });

  it('odd input is answered with a sentence', async () => {
    const lines = [
      'a'.repeat(10_000),
      '\u0000\u0007',
      '🙂',
      'ports \u202eimap',
      'ports "x',
      '__proto__',
      'ports 70000',
    ];
    const { status, out, error } = await runProgram([], { input: lines.join('\n') });
    expect(status).toBe(0);
    expect(out + error).not.toMatch(/^\s+at |Internal error/m);
    expect(error).toContain('10,000 characters');
    expect(error).toContain('never closed');
  });
});

describe('a configuration that cannot be used', () => {
  it('ends with 78 and lists every variable at once', async () => {
    const env = { SLACK_BOT_TOKEN: 'xoxp-secret-token', PORT: '70000', LOG_LEVEL: 'loud' };
    const { status, out, error } = await runProgram([], { env });
    expect(status).toBe(78);
    expect(out).toBe('');
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PORT', 'LOG_LEVEL'])
      expect(error).toContain(`${name}: `);
    expect(error).not.toContain('secret-token');
  });
});

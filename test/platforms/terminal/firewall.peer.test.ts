import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTool, mayUse, runTool } from '../../firewall/tool.ts';
import { programFile } from '../../peers/program-file.ts';
import { emptyFolder, runProgram } from './run-program.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../firewall/fixtures', name), 'utf8');

describe('a script', () => {
  it('is alone on standard output, with what to know beside it', async () => {
    const { status, out, error } = await runProgram(['firewall', 'activesync', 'imap', '--format', 'nftables']);
    expect(status).toBe(0);
    expect(out).toMatch(/^#!\/usr\/sbin\/nft -f\n[\s\S]*\}\n$/);
    expect(error).toMatch(/^Opens 80\/tcp.*\n! Everything else inbound is dropped, SSH included/);
  });

  const nft = findTool('nft');
  const usable = mayUse(nft, ['-c', '-f', '-'], 'table inet mdaemon_probe\n');
  it.skipIf(!usable)(
    usable ? 'is what `nft -c -f -` takes' : 'nft -c -f - (skipped: not installed, or not allowed here)',
    async () => {
      const { out } = await runProgram(['firewall', 'activesync', 'imap', '--format', 'nftables']);
      expect(runTool(nft ?? '', ['-c', '-f', '-'], { input: out })).toEqual({ status: 0, output: '' });
    },
  );

  it('is part of the object with --json, beside the whole answer', async () => {
    const { out, error } = await runProgram(['firewall', 'imap', 'csv', '--json']);
    const reply = JSON.parse(out);
    expect(reply).toMatchObject({ answered: true, command: 'firewall rules' });
    expect(reply.answer.artifact).toMatchObject({ name: 'mdaemon-imap.csv', mediaType: 'text/csv' });
    expect(reply.text).toContain('993');
    expect(error).toBe('');
  });

  it('is no script where something is wrong: nothing is on standard output to be run', async () => {
    expect(await runProgram(['firewall', 'imap', 'from', '10.0.0.0/33'])).toMatchObject({ status: 2, out: '' });
    expect(await runProgram(['firewall', 'remote-administration', 'nftables'])).toMatchObject({ status: 2, out: '' });
  });
});

describe('firewall diff', () => {
  it.each(['nft.json', 'iptables-save.txt', 'nmap.xml', 'netsh.txt', 'get-netfirewallrule.json'])(
    'reads %s from standard input',
    async (name) => {
      const { status, out } = await runProgram(['firewall', 'diff', 'activesync', 'imap'], { input: fixture(name) });
      expect(status).toBe(0);
      expect(out).toMatch(/ closed|Open but not needed: |I cannot tell /);
      expect(out).toMatch(/143\/tcp(, \d+\/tcp)* in( IPv4)? +open/);
    },
  );

  it('writes what is missing for the firewall it read', async () => {
    const asked = async (name: string) =>
      (await runProgram(['firewall', 'diff', 'pop3'], { input: fixture(name) })).out;
    expect(await asked('nft.json')).toContain('insert rule inet filter input tcp dport 995 accept');
    expect(await asked('iptables-save.txt')).toMatch(/\*filter\n[\s\S]*-I INPUT 1 .*--dport 995/);
    // A rule for every port may be a program's, so that nothing is missing for certain while it is there.
    expect(await asked('netsh.txt')).toContain('I cannot tell whether 110/tcp and 995/tcp are open');
    const input = fixture('netsh.txt').replace(/Rule Name: +Some program[\s\S]*?(?=Rule Name:|$)/, '');
    expect((await runProgram(['firewall', 'diff', 'pop3'], { input })).out).toContain('protocol=TCP localport=995');
    expect(await asked('get-netfirewallrule.json')).toContain('-Protocol TCP -LocalPort 995');
  });

  it("reads PowerShell's UTF-16 too", async () => {
    const input = `\ufeff${fixture('netsh.txt')}`;
    const { out } = await runProgram(['firewall', 'diff', 'imap', 'inbound'], { input: Buffer.from(input, 'utf16le') });
    expect(out).toMatch(/1000\/tcp in .*10\.0\.0\.0\/8/);
  });

  it('with an input that is empty says what to give', async () => {
    const { status, error } = await runProgram(['firewall', 'diff', 'imap']);
    expect(status).toBe(2);
    expect(error).toContain('There are no rules or ports to compare with');
  });

  it('takes what follows `have`, and then does not wait for an input', async () => {
    expect(await endsWithOpenInput(['firewall', 'diff', 'imap', 'have', '143', '1000'])).toBe(0);
    const { out } = await runProgram(['firewall', 'diff', 'imap', 'have', '143', '1000']);
    expect(out).toContain(
      '993/tcp is closed: the list does not name it. 143/tcp is open. Open but not needed: 1000/tcp.',
    );
  });
});

it('no other command waits for an input that never ends', async () => {
  expect(await endsWithOpenInput(['ports', 'imap'])).toBe(0);
  expect(await endsWithOpenInput(['firewall', 'imap'])).toBe(0);
});

/** Runs the program with a standard input that stays open; gives its exit status. */
function endsWithOpenInput(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: emptyFolder };
    const child = spawn(process.execPath, [programFile, ...args], {
      cwd: emptyFolder,
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: 15_000,
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

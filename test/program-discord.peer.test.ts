import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startConnectProxy } from './faults/connect-proxy.ts';
import { type CommandsStub, startCommandsStub } from './platforms/discord/commands-stub.ts';
import { runProgram } from './platforms/terminal/run-program.ts';

const guild = '700000000000000010';
let stub: CommandsStub;
beforeEach(async () => {
  stub = await startCommandsStub();
  stub.join(guild, 'applications.commands');
});
afterEach(() => stub.stop());

const run = async (line: string, env: Record<string, string> = {}) => {
  const done = await runProgram(['discord', ...line.split(' ').filter((word) => word !== '')], {
    env: { DISCORD_TOKEN: stub.token, DISCORD_API_URL: stub.apiUrl, ...env },
  });
  expect(done.out + done.error).not.toContain(stub.token);
  return done;
};

describe('discord register', () => {
  it('prints what changes, registers it, and has nothing to do the second time', async () => {
    const where = `for everybody, application mdaemon (${stub.application})`;
    expect(await run('register --dry-run')).toEqual({
      status: 0,
      out: `+ /mdaemon\n+ /mdaemon-admin\nI would change the commands ${where}: 2 added. Nothing was done.\n`,
      error: '',
    });
    expect(stub.puts).toEqual([]);
    const first = await run('register');
    expect(first).toEqual({
      status: 0,
      out: `+ /mdaemon\n+ /mdaemon-admin\nI changed the commands ${where}: 2 added.\n`,
      error: '',
    });
    const second = await run('register');
    expect(second).toEqual({
      status: 0,
      out: `Nothing to do: Discord already has these commands ${where}.\n`,
      error: '',
    });
    expect(stub.puts).toHaveLength(1);
  });

  it('goes from one server to everybody by way of unregister', async () => {
    expect((await run(`register --guild ${guild}`)).status).toBe(0);
    const refused = await run('register');
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.error).toContain(`\`discord unregister --guild ${guild}\``);
    const undone = await run(`unregister --guild=${guild}`);
    expect(undone).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^- \/mdaemon\n- \/mdaemon-admin\nI changed the commands in server 7/),
    });
    expect((await run('register')).status).toBe(0);
  });

  it('goes through the proxy of the environment', async () => {
    const proxy = await startConnectProxy();
    try {
      const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
      expect((await run('register', env)).status).toBe(0);
      expect(proxy.tunnels).toContain(new URL(stub.apiUrl).host);
      expect(stub.held({ kind: 'global' })).toHaveLength(2);
    } finally {
      await proxy.stop();
    }
  });

  it('needs Discord’s settings alone', async () => {
    expect((await run('register --dry-run', { SLACK_BOT_TOKEN: 'wrong', PORT: 'wrong' })).status).toBe(0);
  });
});

describe('discord invite', () => {
  it('prints the link alone, to be copied or piped', async () => {
    const { status, out, error } = await run('invite');
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(out).toBe(
      `https://discord.com/oauth2/authorize?client_id=${stub.application}&permissions=274878008320&scope=bot+applications.commands\n`,
    );
    expect((await run('invite --everyone')).out).toContain('permissions=274878139392');
  });
});

describe('what is wrong', () => {
  it.each([
    ['', /^Usage:/],
    ['regsiter', /^There is no “discord regsiter”\.\nUsage:/],
    ['register now', /^Unexpected word “now”\./],
    ['register --guild', /argument missing/],
    ['register --guild mine', /“mine” isn’t a server’s id.*Copy Server ID/],
    ['register --dryrun', /^Unknown option '--dryrun'\.\n/],
    ['register --everyone', /works only with `discord invite`/],
    ['invite --dry-run', /An invite link works for any server/],
  ])('in “discord %s” is said, with how it is written', async (line, wanted) => {
    const { status, out, error } = await run(line);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(wanted);
    expect(error).toContain('discord register [--guild ID] [--dry-run]');
    expect(stub.calls).toEqual([]);
  });

  it.each([
    [{ DISCORD_TOKEN: '' }, /DISCORD_TOKEN: is missing; copy it from/],
    [{ DISCORD_TOKEN: '123456789012345678', DISCORD_API_URL: '' }, /DISCORD_TOKEN: must be three parts/],
    [{ DISCORD_TOKEN: 'a.b.c' }, /Discord refuses DISCORD_TOKEN/],
    [{ DISCORD_API_URL: 'discord' }, /DISCORD_API_URL: must be/],
    [{ HTTPS_PROXY: 'ftp://x' }, /HTTPS_PROXY is not the address/],
  ])('in the settings %j ends with 78', async (env, wanted) => {
    const { status, out, error } = await run('invite', env as Record<string, string>);
    expect({ status, out }).toEqual({ status: 78, out: '' });
    expect(error).toMatch(wanted);
  });

  it('outside ends with 1', async () => {
    const { status, error } = await run('invite', { DISCORD_API_URL: 'http://127.0.0.1:1/api' });
    expect(status).toBe(1);
    expect(error).toMatch(/ECONNREFUSED/);
  });
});

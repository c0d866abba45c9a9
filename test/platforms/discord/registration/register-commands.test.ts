import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/commands.ts';
import type { Services } from '../../../../commands/services.ts';
import { createCatalogue } from '../../../../src/bot/catalogue.ts';
import type { Logger } from '../../../../src/bot/operation.ts';
import type { DiscordConfig } from '../../../../src/config/read-discord.ts';
import { type CommandPlace, createCommandsApi } from '../../../../src/platforms/discord/registration/commands-api.ts';
import {
  type DeclaredCommand,
  declareCommands,
} from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { registerAtStart, registerCommands } from '../../../../src/platforms/discord/registration/register-commands.ts';
import { type CommandsStub, startCommandsStub } from '../commands-stub.ts';

const catalogue = createCatalogue<Services>(commands);
const declared = declareCommands(catalogue);
const everybody: CommandPlace = { kind: 'global' };
const guild = '700000000000000010';
const server: CommandPlace = { kind: 'guild', guild };
const menu = { type: 3, name: 'Report' };
const entryPoint = { type: 4, name: 'launch', handler: 2 };

let stub: CommandsStub;
beforeEach(async () => {
  stub = await startCommandsStub();
  stub.join(guild, 'applications.commands');
});
afterEach(() => stub.stop());

const apiOf = (more: Partial<DiscordConfig> = {}) =>
  createCommandsApi({ config: { token: stub.token, apiUrl: stub.apiUrl, ...more }, timeoutMs: 5_000 });
const register = (place: CommandPlace, list: readonly DeclaredCommand[] = declared, dryRun = false) =>
  registerCommands({ api: apiOf(), place, declared: list, dryRun });
const commandsAt = (place: CommandPlace) =>
  place.kind === 'global'
    ? `/applications/${stub.application}/commands`
    : `/applications/${stub.application}/guilds/${place.guild}/commands`;

const bothCommands = (kind: string) => [
  { kind, path: '/mdaemon' },
  { kind, path: '/mdaemon-admin' },
];

describe('registering', () => {
  it.each([everybody, server])('writes once, and nothing the second time: %j', async (place) => {
    const first = await register(place);
    expect(first).toMatchObject({ outcome: 'registered', changes: bothCommands('added') });
    expect(stub.held(place).map(({ name }) => name)).toEqual(['mdaemon', 'mdaemon-admin']);
    const second = await register(place);
    expect(second).toMatchObject({ outcome: 'unchanged', changes: [] });
    expect(stub.calls.filter((call) => call.startsWith('PUT'))).toEqual([`PUT ${commandsAt(place)}`]);
  });

  it('says where a command is offered for everybody, and not in a server', async () => {
    await register(server);
    await register(server, []);
    await register(everybody);
    const [inServer, , forAll] = stub.puts as [object][];
    expect(inServer?.[0]).not.toHaveProperty('contexts');
    expect(inServer?.[0]).not.toHaveProperty('integration_types');
    expect(forAll?.[0]).toMatchObject({ contexts: [0, 1], integration_types: [0] });
  });

  it('only says what it would do in a dry run', async () => {
    stub.hold(everybody, [{ ...declared[0], description: 'Old' }, ...declared.slice(1), menu]);
    const { outcome, changes } = await register(everybody, declared, true);
    expect(outcome).toBe('would-register');
    expect(changes).toMatchObject([
      { kind: 'changed', path: '/mdaemon', field: 'description' },
      { kind: 'removed', path: 'Report' },
    ]);
    expect(stub.puts).toEqual([]);
  });

  it('leaves the command that opens an Activity, which Discord keeps itself', async () => {
    stub.hold(everybody, [...declared, entryPoint]);
    expect((await register(everybody)).outcome).toBe('unchanged');
    await register(everybody, []);
    expect(stub.held(everybody).map(({ name }) => name)).toEqual(['launch']);
  });

  it('takes everything away again', async () => {
    await register(server);
    const gone = await register(server, []);
    expect(gone).toMatchObject({ outcome: 'registered', changes: bothCommands('removed') });
    expect(stub.held(server)).toEqual([]);
    expect((await register(server, [])).outcome).toBe('unchanged');
  });

  it('writes everything where the API does not tell what it has', async () => {
    const blind = await startCommandsStub({ withLists: false });
    try {
      const api = createCommandsApi({ config: { token: blind.token, apiUrl: blind.apiUrl } });
      for (const place of [everybody, server]) {
        expect(await registerCommands({ api, place, declared })).toMatchObject({
          outcome: 'registered',
          changes: undefined,
        });
        expect(blind.held(place)).toHaveLength(declared.length);
      }
    } finally {
      await blind.stop();
    }
  });

  it('never sends what Discord would refuse', async () => {
    const wrong = [{ name: 'x', description: 'x'.repeat(101) }] as DeclaredCommand[];
    await expect(register(everybody, wrong)).rejects.toMatchObject({ code: 'discord-invalid' });
    expect(stub.calls).toEqual([]);
  });
});

describe('never for everybody and in a server at once', () => {
  it('refuses a server while everybody has them, and says what to do', async () => {
    stub.hold(everybody, declared);
    for (const dryRun of [true, false]) {
      await expect(register(server, declared, dryRun)).rejects.toMatchObject({
        code: 'discord-registered-elsewhere',
        message: expect.stringMatching(
          /registered for everybody: .*twice.*`discord unregister`, or leave it like that/,
        ),
      });
    }
    expect(stub.puts).toEqual([]);
  });

  it('refuses everybody while any server has them, names it, and takes them after that is undone', async () => {
    await register(server);
    await expect(register(everybody)).rejects.toThrow(`\`discord unregister --guild ${guild}\``);
    await register(server, []);
    expect((await register(everybody)).outcome).toBe('registered');
  });

  it('looks at every server, also where it may not look', async () => {
    for (let index = 0; index < 14; index += 1) {
      stub.join(`7100000000000000${10 + index}`, index % 3 === 0 ? undefined : 'applications.commands');
    }
    const last: CommandPlace = { kind: 'guild', guild: '710000000000000023' };
    stub.hold(last, declared);
    await expect(register(everybody)).rejects.toThrow('--guild 710000000000000023');
    stub.hold(last, []);
    expect((await register(everybody)).outcome).toBe('registered');
  });

  it('knows the servers of all pages', async () => {
    const ids = Array.from({ length: 431 }, (_, index) => String(710_000_000_000_000_000n + BigInt(index)));
    for (const id of ids) stub.join(id);
    const found: string[] = [];
    for await (const page of apiOf().servers()) found.push(...page);
    expect(found).toEqual([guild, ...ids]);
    expect(stub.calls).toHaveLength(3);
  });

  it('names a few servers of many', async () => {
    for (let index = 0; index < 8; index += 1) {
      const id = `72000000000000000${index}`;
      stub.join(id, 'applications.commands');
      stub.hold({ kind: 'guild', guild: id }, declared);
    }
    await expect(register(everybody)).rejects.toThrow(/in server 720000000000000004 and 3 more:/);
  });

  it('does not mind other commands, and menus of the same name', async () => {
    stub.hold(everybody, [
      { ...menu, name: 'mdaemon' },
      { name: 'other', description: 'Other' },
    ]);
    expect((await register(server)).outcome).toBe('registered');
  });
});

describe('what fails is a sentence', () => {
  const place = everybody;
  const refusal = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (thrown: Error & { code?: string; retryAfterMs?: number }) => thrown,
    );
    expect(error?.message).not.toContain(stub.token);
    return error;
  };

  it('a token that is none', async () => {
    const api = apiOf({ token: 'a.b.c' });
    const error = await refusal(registerCommands({ api, place, declared }));
    expect(error).toMatchObject({ code: 'discord-refused', message: expect.stringMatching(/Reset Token/) });
  });

  it('a server the bot is not in', async () => {
    const error = await refusal(register({ kind: 'guild', guild: '799999999999999999' }));
    expect(error).toMatchObject({ code: 'discord-no-access', message: expect.stringMatching(/`discord invite`/) });
  });

  it('commands that Discord does not take, by their names', async () => {
    const options = declared[0]?.options ?? [];
    const ports = options.findIndex(({ name }) => name === 'ports');
    const remind = options.findIndex(({ name }) => name === 'remind');
    const invalid = {
      code: 50_035,
      message: 'Invalid Form Body',
      errors: {
        0: {
          _errors: [{ code: 'APPLICATION_COMMAND_TOO_LARGE', message: 'Command exceeds maximum size (8000)' }],
          options: {
            [ports]: {
              description: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be 1 to 100 in length.' }] },
            },
            [remind]: {
              options: {
                0: { options: { 1: { choices: { 3: { value: { _errors: [{ code: 'X', message: 'No.' }] } } } } } },
              },
            },
          },
        },
      },
    };
    stub.plan(`PUT ${commandsAt(place)}`, { status: 400, body: invalid });
    const error = await refusal(register(place));
    expect(error?.code).toBe('discord-invalid');
    expect(error?.message.split('\n  ')).toEqual([
      'Cannot register the commands: Discord does not accept them.',
      '/mdaemon: Command exceeds maximum size (8000)',
      '/mdaemon ports, description: Must be 1 to 100 in length.',
      '/mdaemon remind add to 3, value: No.',
    ]);
  });

  it('a wait of hours, which nobody waits for, while a short one is kept', async () => {
    const limited = (seconds: number) => ({
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
      headers: { 'retry-after': String(seconds), 'x-ratelimit-scope': 'user' },
    });
    stub.plan(`PUT ${commandsAt(place)}`, limited(0.05));
    expect((await register(place)).outcome).toBe('registered');
    stub.hold(place, []);
    stub.plan(`PUT ${commandsAt(place)}`, limited(7_200));
    const error = await refusal(register(place));
    expect(error).toMatchObject({
      code: 'discord-rate-limited',
      message: expect.stringMatching(/wait 3 hours|wait 2 hours/),
    });
    expect(error?.retryAfterMs).toBeGreaterThan(7_000_000);
  });

  it('a fault of Discord’s, once it was tried again', async () => {
    stub.plan('GET /applications/@me', { status: 502 }, 'reset');
    expect((await register(place, declared, true)).outcome).toBe('would-register');
    stub.plan('GET /applications/@me', { status: 502 }, { status: 502 }, { status: 502 });
    expect(await refusal(register(place))).toMatchObject({
      code: 'discord-http-502',
      message: expect.stringMatching(/HTTP 502/),
    });
  });

  it('nobody who answers', async () => {
    const api = apiOf({ apiUrl: 'http://127.0.0.1:1/api' });
    const error = await refusal(registerCommands({ api, place, declared }));
    expect(error?.message).toMatch(/ECONNREFUSED.*Try again/);
  });
});

describe('registering at start', () => {
  const start = async (register: DiscordConfig['register'], token = stub.token) => {
    const lines: [string, string, Readonly<Record<string, unknown>>][] = [];
    const log = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
      void lines.push([level, message, fields]);
    const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
    const config = { token, apiUrl: stub.apiUrl, register };
    await registerAtStart({ config, catalogue, logger, timeoutMs: 5_000 });
    return lines;
  };

  it('does nothing unless a setting asks for it', async () => {
    expect(await start({ kind: 'off' })).toEqual([]);
    expect(stub.calls).toEqual([]);
  });

  it('registers what differs, says so, and is quiet the next time', async () => {
    stub.hold(server, [{ ...declared[0], description: 'Old' }, ...declared.slice(1)]);
    const first = await start(server);
    const said = 'I registered the commands in server 700000000000000010: 1 changed';
    expect(first).toMatchObject([['info', said, { changes: [expect.stringContaining('"Old"')] }]]);
    expect(await start(server)).toMatchObject([['debug', expect.any(String), {}]]);
    expect(stub.puts).toHaveLength(1);
  });

  it('tells what fails in one sentence, and never throws', async () => {
    expect(await start(everybody, 'a.b.c')).toMatchObject([['error', expect.stringMatching(/Reset Token/), {}]]);
    stub.hold(server, declared);
    expect(await start(everybody)).toMatchObject([['error', expect.stringMatching(/unregister --guild/), {}]]);
    expect(JSON.stringify(stub.puts)).toBe('[]');
  });
});

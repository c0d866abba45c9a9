import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinPlace } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { isShareable, textOf } from './shown.ts';
import { slashOptions, startTestDiscord, type TestDiscord } from './start-test-discord.ts';
import { closeGate, gate } from './test-commands.ts';

const ephemeral = 64;
const componentsV2 = 1 << 15;
const fromAlice = { member: { user: { id: '700000000000001000' }, roles: [], permissions: '3072' } };

let twin: DiscordTwin;
let proxy: DiscordProxy;
let bot: TestDiscord;
beforeAll(async () => {
  twin = await startDiscordTwin();
});
afterAll(() => twin?.stop());
beforeEach(async () => {
  proxy = await startDiscordProxy(twin);
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
});
afterEach(async () => {
  await bot?.stop();
  await proxy?.stop();
});

/** What a test expects to fail; everything else must not. */
let expected: readonly string[] = [];
afterEach(() => {
  expect([...bot.failures().keys()]).toEqual(expected);
  expected = [];
});

const ask = (line: string, where?: TwinPlace) => {
  const { name, options } = slashOptions(line);
  return twin.command(name, options, where);
};
const callsOf = (route: string) => proxy.calls.filter((call) => call.route === route);
const callback = 'POST /interactions/:id/:token/callback';

describe('a slash command', () => {
  test('in a server is answered to its asker alone, in one call', async () => {
    const before = proxy.calls.length;
    const id = await ask('ports imap');
    const { type, data } = await twin.response(id);
    expect(type).toBe(4);
    expect(data).toMatchObject({
      flags: ephemeral | componentsV2,
      allowed_mentions: { parse: [], replied_user: false },
    });
    const answer = await twin.answer(id);
    expect(textOf(answer)).toContain('IMAP needs');
    expect(isShareable(answer)).toBe(true);
    await bot.idle();
    expect(proxy.calls.slice(before).map(({ route }) => route)).toEqual([callback]);
    expect(bot.timers.size).toBe(0);
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: `discord:${twin.guild}`,
      actor: { id: twin.user('alice') },
      conversation: { id: twin.channel('general'), private: false },
      zone: 'Europe/Berlin',
      capabilities: { prefix: '/mdaemon ', buttons: true, files: true },
      input: { kind: 'call', path: ['ports'], values: { what: ['imap'] } },
    });
  });

  test('in a direct message is answered plainly, for a team of that person', async () => {
    const id = await ask('ports imap', { channel: '@bob', user: 'bob' });
    const answer = await twin.answer(id);
    expect(answer.flags).toBe(componentsV2);
    expect(isShareable(answer)).toBe(false);
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: `discord:dm-${twin.user('bob')}`,
      conversation: { id: twin.channel('@bob'), private: true },
    });
  });

  test('between people who installed the bot for themselves is answered to its asker alone', async () => {
    const id = await ask('ports imap', { channel: '@bob', user: 'bob', changes: { context: 2 } });
    expect((await twin.answer(id)).flags & ephemeral).toBe(ephemeral);
  });

  test.each([
    ['nothing', 0n, 'member'],
    ['may write', 2048n, 'member'],
    ['Manage Server', 0x20n, 'administrator'],
    ['Administrator', 0x8n, 'administrator'],
  ])('knows an administrator by permissions: %s', async (_name, permissions, role) => {
    await ask('echo hello', { changes: { member: { ...fromAlice.member, permissions: String(permissions) } } });
    const event = await until('the request', () => bot.events.at(-1));
    expect(event.request.actor).toEqual({ id: twin.user('alice'), role });
  });

  test('knows the channels and people its texts name', async () => {
    await ask(`echo <#${twin.channel('operations')}> <@${twin.user('bob')}>`);
    const event = await until('the request', () => bot.events.at(-1));
    expect(event.request).toMatchObject({
      input: { values: { words: '#operations @bob' } },
      references: [
        { shown: '#operations', kind: 'channel', id: twin.channel('operations') },
        { shown: '@bob', kind: 'person', id: twin.user('bob') },
      ],
    });
  });

  test('brings its files along', async () => {
    const id = await ask('script');
    await twin.response(id);
    expect(
      callsOf(callback)
        .at(-1)
        ?.files.map(({ name, bytes }) => [name, bytes.toString().split('\n').length]),
    ).toEqual([['rules.ps1', 60]]);
    expect(JSON.stringify((await twin.answer(id)).components)).toContain('attachment://rules.ps1');
  });

  test('of another version of the bot is refused in words', async () => {
    const id = await twin.command('mdaemon', [{ name: 'teleport', type: 1, options: [] }]);
    expect(textOf(await twin.answer(id))).toContain('There is no command “teleport”');
  });

  test('from the menu of a person or a message, which an older version registered, is refused in words', async () => {
    const resolved = { users: {}, messages: { 2: { id: '2', channel_id: twin.channel() } } };
    for (const type of [2, 3]) {
      const id = await twin.command('Explain', [], {
        changes: { data: { id: '1', name: 'Explain', type, target_id: '2', resolved } },
      });
      expect(textOf(await twin.answer(id))).toContain('another version of me');
    }
  });
});

describe('an answer that takes its time', () => {
  test('is announced within the window, to its asker alone, and edited in', async () => {
    closeGate();
    const id = await ask('slow');
    const act = await until('a timer', () => [...bot.timers.values()][0]);
    act();
    expect(await twin.response(id)).toMatchObject({ type: 5, data: { flags: ephemeral } });
    gate.resolve();
    const edit = await until('the edit', () => callsOf('PATCH /webhooks/:id/:token/messages/@original').at(-1));
    await bot.idle();
    expect(edit.body).toMatchObject({ flags: componentsV2, allowed_mentions: { parse: [] } });
    expect(textOf(await twin.answer(id))).toContain('That took a while.');
    expect(callsOf(callback)).toHaveLength(1);
  });
});

describe('what Discord refuses is logged with the request, counted, and never thrown', () => {
  test.each([
    ['unknown-interaction', { status: 404, body: { code: 10_062, message: 'Unknown interaction' } }],
    [
      'already-acknowledged',
      { status: 400, body: { code: 40_060, message: 'Interaction has already been acknowledged' } },
    ],
    ['discord-50001', { status: 403, body: { code: 50_001, message: 'Missing Access' } }],
  ])('%s', async (code, fault) => {
    expected = [code];
    proxy.plan(callback, fault);
    await ask('echo refused');
    await until('the failure', () => bot.failures().get(code) === 1);
    const line = bot.log.find(({ fields }) => fields['code'] === code);
    expect(line).toMatchObject({
      level: 'error',
      fields: { platform: 'discord', request: bot.events.at(-1)?.request.id },
    });
    expect(JSON.stringify(bot.log)).not.toMatch(/test-interaction-token|twin-bot-token|refused”/);
  });

  test('where it comes too late', async () => {
    closeGate();
    await ask('slow');
    const act = await until('a timer', () => [...bot.timers.values()][0]);
    expected = ['unknown-interaction'];
    const tooLate = { status: 404, body: { code: 10_062, message: 'Unknown interaction' } };
    // The announcement, and the answer that is tried all the same.
    proxy.plan(callback, tooLate, tooLate);
    act();
    gate.resolve();
    await until('the failure', () => bot.failures().get('unknown-interaction') === 1);
    await bot.idle();
    expect(callsOf('PATCH /webhooks/:id/:token/messages/@original')).toHaveLength(0);
  });

  test('where nothing answers', async () => {
    expected = ['discord-failed'];
    // The first response, and once more since its outcome is unknown.
    proxy.plan(callback, 'reset', 'reset');
    await ask('echo lost');
    await until('the failure', () => [...bot.failures().values()][0] === 1);
    // The bot goes on.
    await ask('echo after').then(twin.response);
  });
});

test('what Discord finds too big is said in short, with what came of it', async () => {
  for (const line of ['ports imap', 'set']) {
    expected = ['discord-50035'];
    proxy.plan(callback, { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    const text = textOf(await twin.answer(await ask(line)));
    expect(text).toContain('did not accept my answer');
    expect(text.includes('It is done')).toBe(line === 'set');
    await bot.idle();
    expect(text).toContain(String(bot.log.at(-1)?.fields['request']));
  }
});

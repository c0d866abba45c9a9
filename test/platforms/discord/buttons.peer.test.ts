import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatCustomId } from '../../../src/platforms/discord/rendering/custom-id.ts';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage, TwinPlace } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { buttonOf, buttonsOf, isShareable, textOf } from './shown.ts';
import { slashOptions, startTestDiscord, type TestDiscord } from './start-test-discord.ts';
import { closeGate, counted, gate } from './test-commands.ts';

const ephemeral = 64;
const callback = 'POST /interactions/:id/:token/callback';
const followUp = 'POST /webhooks/:id/:token';
const share = 'Share';

let twin: DiscordTwin;
let proxy: DiscordProxy;
let bot: TestDiscord;
/** What a test expects to fail; everything else must not. */
let expected: readonly string[] = [];
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
  expect([...bot.failures().keys()]).toEqual(expected);
  expected = [];
});

const ask = async (line: string, where?: TwinPlace): Promise<TwinMessage> => {
  const { name, options } = slashOptions(line);
  return twin.answer(await twin.command(name, options, where));
};
/** Presses, and waits until the bot has done all it does. */
const press = async (message: TwinMessage, label: string, where?: TwinPlace): Promise<string> => {
  const id = await twin.press(message, buttonOf(message, label), where);
  await twin.response(id);
  await bot.idle();
  return id;
};
const now = async ({ id, channel }: TwinMessage): Promise<TwinMessage> => {
  const found = (await twin.messages(channel)).find((each) => each.id === id);
  if (found === undefined) throw new Error('The message is gone');
  return found;
};
const newest = async (channel?: string): Promise<TwinMessage> => (await twin.messages(channel)).at(-1) as TwinMessage;
const restart = async () => {
  await bot.stop();
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
};

describe('a button that carries a command', () => {
  test('runs it for whoever presses it, below, for them alone', async () => {
    const message = await ask('ports imap');
    const [label = ''] = [...buttonsOf(message).keys()];
    const id = await press(message, label, { user: 'bob' });
    const answer = await twin.answer(id);
    expect(answer.id).not.toBe(message.id);
    expect(answer.flags & ephemeral).toBe(ephemeral);
    expect(bot.events.at(-1)?.request).toMatchObject({ actor: { id: twin.user('bob') }, input: { kind: 'text' } });
    expect(await now(message)).toEqual(message);
  });

  test('answers plainly in a direct message, and works after a restart', async () => {
    const message = await ask('ports imap', { channel: '@alice' });
    await restart();
    const id = await press(message, [...buttonsOf(message).keys()][0] ?? '', { channel: '@alice' });
    expect((await twin.answer(id)).flags & ephemeral).toBe(0);
  });

  test('of another version of the bot says so', async () => {
    const message = await ask('echo hello');
    for (const customId of ['frobnicate:1', 'page:x', '']) {
      const id = await twin.press(message, customId);
      expect(textOf(await twin.answer(id))).toContain('Ask again');
    }
  });
});

describe('pages', () => {
  test('are turned in place, with one call each', async () => {
    const message = await ask('big');
    expect(textOf(message)).toContain('Page 1 of');
    const before = proxy.calls.length;
    const id = await press(message, 'Next');
    expect(await twin.response(id)).toMatchObject({ type: 7, data: { allowed_mentions: { parse: [] } } });
    expect(proxy.calls.slice(before).map(({ route }) => route)).toEqual([callback]);
    const second = await now(message);
    expect(textOf(second)).toContain('Page 2 of');
    expect(isShareable(second)).toBe(true);
    await press(second, 'Previous');
    expect(textOf(await now(message))).toContain('Page 1 of');
  });

  test('of a line are turned after a restart', async () => {
    const message = await ask('big');
    await restart();
    await press(message, 'Next');
    expect(textOf(await now(message))).toContain('Page 2 of');
  });

  test('of a slow command are announced first', async () => {
    closeGate();
    const message = await ask('big');
    const key = { by: 'line', line: 'slow' } as const;
    const id = await twin.press(message, formatCustomId({ kind: 'page', page: 0, key }) ?? '');
    const act = await until('a timer', () => [...bot.timers.values()][0]);
    act();
    expect((await twin.response(id)).type).toBe(6);
    gate.resolve();
    await bot.idle();
    expect(textOf(await now(message))).toContain('That took a while.');
  });

  test('of what changed something come from memory, and never run it again', async () => {
    counted.sets = 0;
    const message = await ask('set');
    await press(message, 'Next');
    expect(textOf(await now(message))).toContain('Page 2 of');
    await restart();
    const id = await press(await now(message), 'Previous');
    const answer = await twin.answer(id);
    expect(textOf(answer)).toContain('no longer at hand');
    expect(answer.flags & ephemeral).toBe(ephemeral);
    expect(counted.sets).toBe(1);
  });

  test('are not shown to all by somebody who may not see them', async () => {
    const message = await ask('private');
    const member = { member: { user: { id: twin.user('bob') }, roles: [], permissions: '0' } };
    const id = await press(message, 'Next', { user: 'bob', changes: member });
    const answer = await twin.answer(id);
    expect(textOf(answer)).toContain('Only an administrator');
    expect(answer.flags & ephemeral).toBe(ephemeral);
    expect(await now(message)).toEqual(message);
  });

  test('of what changes something are never made by running it', async () => {
    counted.sets = 0;
    const message = await ask('big');
    const key = { by: 'line', line: 'set now' } as const;
    await twin.press(message, formatCustomId({ kind: 'page', page: 1, key }) ?? '').then(twin.response);
    await twin.press(message, formatCustomId({ kind: 'share', key }) ?? '').then(twin.response);
    await bot.idle();
    expect(counted.sets).toBe(0);
  });
});

describe('Share', () => {
  test('posts the answer once for all to see, says who shared it, and goes', async () => {
    const message = await ask('ports imap');
    const before = proxy.calls.length;
    await press(message, share);
    expect(proxy.calls.slice(before).map(({ route }) => route)).toEqual([callback, followUp]);
    const shared = await newest();
    expect(shared.flags & ephemeral).toBe(0);
    expect(textOf(shared)).toContain('IMAP needs');
    expect(textOf(shared)).toContain(`Shared by <@${twin.user('alice')}>`);
    expect(isShareable(shared)).toBe(false);
    const original = await now(message);
    expect(textOf(original)).toBe(textOf(message));
    expect([...buttonsOf(original).keys()]).toEqual([...buttonsOf(message).keys()].filter((label) => label !== share));
    const count = (await twin.messages()).length;
    const again = await press(message, share);
    expect((await twin.response(again)).type).toBe(6);
    expect((await twin.messages()).length).toBe(count);
  });

  test('brings the files along', async () => {
    const message = await ask('script');
    // The twin keeps no files, so that what Discord sends along with a press is put in.
    const attachments = [{ id: '700000000000009999', filename: 'rules.ps1' }];
    await press(message, share, { changes: { message: { ...message, channel_id: message.channel, attachments } } });
    const [update, post] = proxy.calls.slice(-2);
    expect(update?.files).toEqual([]);
    expect(update?.body.data.attachments).toEqual(attachments);
    expect(post?.files.map(({ name }) => name)).toEqual(['rules.ps1']);
  });

  test('works after a restart where the line is known', async () => {
    const message = await ask('ports imap');
    await restart();
    await press(message, share);
    expect(textOf(await newest())).toContain('IMAP needs');
  });

  test.each([
    ['what changed something', 'set'],
    ['a long line', `echo ${'long '.repeat(30)}`],
  ])('of %s comes from memory, or is copied after a restart', async (_what, line) => {
    counted.sets = 0;
    for (const again of [false, true]) {
      const message = await ask(line);
      const count = counted.sets;
      if (again) await restart();
      await press(message, share);
      const shared = await newest();
      expect(shared.flags & ephemeral).toBe(0);
      expect(textOf(shared)).toContain(line === 'set' ? 'It is set.' : 'long long');
      expect(textOf(shared)).toContain('Shared by');
      expect(isShareable(shared)).toBe(false);
      expect(counted.sets).toBe(count);
    }
  });

  test('of a page that is turned later still says who shared it', async () => {
    const message = await ask('big');
    await press(message, share);
    const shared = await newest();
    await press(shared, 'Next', { user: 'bob' });
    const turned = await now(shared);
    expect(textOf(turned)).toContain('Page 2 of');
    expect(textOf(turned)).toContain(`Shared by <@${twin.user('alice')}>`);
    expect(isShareable(turned)).toBe(false);
  });

  test('of what the presser may not see any more posts nothing, and stays', async () => {
    const message = await ask('private');
    const count = (await twin.messages()).length;
    const member = { member: { user: { id: twin.user('alice') }, roles: [], permissions: '0' } };
    const id = await press(message, share, { changes: member });
    const refusal = await twin.answer(id);
    expect(refusal.flags & ephemeral).toBe(ephemeral);
    expect(textOf(refusal)).toContain('Only an administrator');
    expect((await twin.messages()).length).toBe(count + 1);
    expect(isShareable(await now(message))).toBe(true);
    await press(message, share);
    expect(textOf(await newest())).toContain('Shared by');
  });

  test('is announced where the store is slow, and told where it is away, and can be pressed again', async () => {
    let store: () => Promise<boolean> = () => Promise.reject(new Error('the store is away'));
    await bot.stop();
    bot = await startTestDiscord(twin, { restUrl: proxy.restUrl, firstTime: () => store() });
    expected = ['discord-failed'];
    const message = await ask('ports imap');
    const count = (await twin.messages()).length;
    await press(message, share);
    const told = await newest();
    expect(told.flags & ephemeral).toBe(ephemeral);
    expect(textOf(told)).toContain('press Share again');
    expect((await twin.messages()).length).toBe(count + 1);
    const slow = Promise.withResolvers<boolean>();
    store = () => slow.promise;
    const id = await twin.press(message, buttonOf(message, share));
    const act = await until('a timer', () => [...bot.timers.values()][0]);
    act();
    expect((await twin.response(id)).type).toBe(6);
    slow.resolve(true);
    await bot.idle();
    expect(textOf(await newest())).toContain('Shared by');
  });

  test('that Discord refuses is told, and can be pressed again', async () => {
    expected = ['discord-50013'];
    const message = await ask('ports imap');
    proxy.plan(followUp, { status: 403, body: { code: 50_013, message: 'Missing Permissions' } });
    await press(message, share);
    const told = await newest();
    expect(told.flags & ephemeral).toBe(ephemeral);
    expect(textOf(told)).toContain('Discord did not let me post');
    const original = await now(message);
    expect(isShareable(original)).toBe(true);
    await press(original, share);
    expect(textOf(await newest())).toContain('Shared by');
  });
});

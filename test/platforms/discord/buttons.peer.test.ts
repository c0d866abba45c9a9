import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatCustomId } from '../../../src/platforms/discord/rendering/custom-id.ts';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage, TwinPlace } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { buttonOf, buttonsOf, isShareable, textOf } from './shown.ts';
import { slashOptions, startTestDiscord, type TestDiscord } from './start-test-discord.ts';
import { counted } from './test-commands.ts';

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
const _newest = async (channel?: string): Promise<TwinMessage> => (await twin.messages(channel)).at(-1) as TwinMessage;
const restart = async () => {
  await bot.stop();
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
};

describe('a button that carries a command', () => {
  test('answers plainly in a direct message, and works after a restart', async () => {
    const message = await ask('ports imap', { channel: '@alice' });
    await restart();
    const id = await press(message, [...buttonsOf(message).keys()][0] ?? '', { channel: '@alice' });
    expect((await twin.answer(id)).flags & ephemeral).toBe(0);
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
  test('takes two calls, and a second press one', async () => {
    const message = await ask('ports imap');
    const before = proxy.calls.length;
    await press(message, share);
    expect(proxy.calls.slice(before).map(({ route }) => route)).toEqual([callback, followUp]);
    const again = await press(message, share);
    expect(await twin.response(again)).toMatchObject({ type: 4, data: { flags: expect.any(Number) } });
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
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage, TwinPlace } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { buttonsOf, isShareable, textOf } from './shown.ts';
import { startTestDiscord, type TestDiscord } from './start-test-discord.ts';

const post = 'POST /channels/:id/messages';

let twin: DiscordTwin;
let proxy: DiscordProxy;
let bot: TestDiscord;
let me: string;
beforeAll(async () => {
  twin = await startDiscordTwin();
  proxy = await startDiscordProxy(twin);
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
  me = `<@${twin.bot}>`;
});
afterAll(async () => {
  await bot?.stop();
  await proxy?.stop();
  await twin?.stop();
});
afterEach(() => {
  expect([...bot.failures()]).toEqual([]);
});

const posts = () => proxy.calls.filter(({ route }) => route === post);
/** What the bot says to a message. */
const ask = async (content: string, where?: TwinPlace): Promise<{ id: string; answer: TwinMessage }> => {
  const before = posts().length;
  const id = await twin.say(content, where);
  await until('an answer', () => posts().length > before);
  await bot.idle();
  return { id, answer: (await twin.messages(where?.channel)).at(-1) as TwinMessage };
};

describe('a mention', () => {
  test('is answered by a reply that pings nobody, once, for all to see', async () => {
    const { id, answer } = await ask(`${me} ports imap`);
    expect(textOf(answer)).toContain('IMAP needs');
    expect(answer.flags).toBe(1 << 15);
    expect(answer.reference).toEqual({ message_id: id, fail_if_not_exists: false });
    expect(posts().at(-1)?.body).toMatchObject({
      allowed_mentions: { parse: [], replied_user: false },
      nonce: id,
      enforce_nonce: true,
    });
    expect(isShareable(answer)).toBe(false);
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: `discord:${twin.guild}`,
      actor: { id: twin.user('alice'), role: 'member' },
      conversation: { id: twin.channel('general'), private: false },
      input: { kind: 'text', text: 'ports imap' },
    });
  });

  test('alone shows help', async () => {
    const { answer } = await ask(` ${me} `);
    expect(textOf(answer)).toContain('Ask in your own words');
    expect([...buttonsOf(answer).keys()].length).toBeGreaterThan(2);
  });

  test('of the owner, or of whoever has a role that manages, is an administrator’s', async () => {
    const guild = bot.client.guilds.cache.get(twin.guild);
    const role = (id: string, permissions: bigint) =>
      guild?.roles.cache.set(id, { permissions: { any: (bits: bigint) => (permissions & bits) !== 0n } } as never);
    role('700000000000003001', 0x20n);
    role('700000000000003002', 0x800n);
    await ask(`${me} echo a`, { changes: { member: { roles: ['700000000000003002'] } } });
    expect(bot.events.at(-1)?.request.actor.role).toBe('member');
    await ask(`${me} echo a`, { changes: { member: { roles: ['700000000000003002', '700000000000003001'] } } });
    expect(bot.events.at(-1)?.request.actor.role).toBe('administrator');
    if (guild !== undefined) guild.ownerId = twin.user('bob');
    await ask(`${me} echo a`, { user: 'bob' });
    expect(bot.events.at(-1)?.request.actor.role).toBe('administrator');
  });

  test('that names a channel and a person knows their ids', async () => {
    const mentions = [{ id: twin.user('bob'), username: 'bob' }];
    await ask(`${me} echo <#${twin.channel('operations')}> <@${twin.user('bob')}>`, { changes: { mentions } });
    expect(bot.events.at(-1)?.request).toMatchObject({
      input: { text: 'echo #operations @bob' },
      references: [
        { shown: '#operations', kind: 'channel', id: twin.channel('operations') },
        { shown: '@bob', kind: 'person', id: twin.user('bob') },
      ],
    });
  });

  test('in a thread is answered there', async () => {
    const { answer } = await ask(`${me} ports imap`, { channel: 'operations' });
    expect(answer.channel).toBe(twin.channel('operations'));
  });

  test.each([
    ['nobody', 'ports imap', {}],
    ['somebody else', 'ports <@700000000000001001>', {}],
    ['everybody', '@everyone ports imap', { mention_everyone: true }],
    ['a role of the bot’s', '<@&700000000000000001> ports imap', { mention_roles: ['700000000000000001'] }],
    ['it as a bot', '<@700000000000000001> ports imap', { author: { id: '5', username: 'other', bot: true } }],
    ['it as a webhook', '<@700000000000000001> ports imap', { webhook_id: '700000000000000077' }],
    ['it as itself', '<@700000000000000001> ports imap', { author: { id: '700000000000000001', username: 'mdaemon' } }],
    ['it as the system', '<@700000000000000001>', { author: { id: '5', username: 'discord', system: true } }],
    ['it in a pin', '<@700000000000000001>', { type: 6 }],
  ])('of %s is left alone', async (_who, content, changes) => {
    const count = bot.events.length;
    await twin.say(content, { changes });
    await ask(`${me} echo after`);
    expect(bot.events.length).toBe(count + 1);
  });

  test('that is edited is not answered again', async () => {
    const seen: unknown[] = [];
    bot.client.ws.on('MESSAGE_CREATE' as never, (event: unknown) => seen.push(event));
    await ask(`${me} echo once`);
    const count = bot.events.length;
    await twin.broadcast('MESSAGE_UPDATE', seen[0] as never);
    await ask(`${me} echo after`);
    expect(bot.events.length).toBe(count + 1);
  });

  test('is answered once where Discord has to be asked twice', async () => {
    proxy.plan(post, { status: 500, body: {} });
    const { id } = await ask(`${me} echo lost`);
    await until('the second try', () => posts().filter(({ body }) => body.nonce === id).length === 2);
    await bot.idle();
    const answers = (await twin.messages()).filter(({ reference }) => reference?.message_id === id);
    expect(answers).toHaveLength(1);
  });

  test('is answered below the others where the bot may not read the history', async () => {
    const refused = { code: 160_002, message: 'Cannot reply without permission to read message history' };
    proxy.plan(post, { status: 400, body: refused });
    const id = await twin.say(`${me} ports imap`);
    await until('the second try', () => posts().filter(({ body }) => body.nonce === id).length === 2);
    await bot.idle();
    const answer = (await twin.messages()).at(-1) as TwinMessage;
    expect(textOf(answer)).toContain('IMAP needs');
    expect(answer.reference).toBeUndefined();
  });

  test('brings its files along', async () => {
    await ask(`${me} script`);
    expect(
      posts()
        .at(-1)
        ?.files.map(({ name }) => name),
    ).toEqual(['rules.ps1']);
  });
});

describe('a direct message', () => {
  test('is answered where it was written, for a team of that person', async () => {
    const { answer } = await ask('ports smtp', { channel: '@bob', user: 'bob' });
    expect(textOf(answer)).toContain('SMTP needs');
    expect(answer.reference).toBeUndefined();
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: `discord:dm-${twin.user('bob')}`,
      actor: { id: twin.user('bob'), role: 'administrator' },
      conversation: { id: twin.channel('@bob'), private: true },
    });
  });

  test('may mention the bot, and be wrapped in backticks', async () => {
    const { answer } = await ask(`${me} \`ports smtp\``, { channel: '@alice' });
    expect(textOf(answer)).toContain('SMTP needs');
  });
});

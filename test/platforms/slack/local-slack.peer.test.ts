import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../peers/free-port.ts';
import {
  type LocalSlack,
  localSlackMissing,
  type PeerMessage,
  startLocalSlack,
} from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;

describe.skipIf(skipped !== '').each(['socket', 'http'] as const)(`Slack end to end, %s mode${skipped}`, (mode) => {
  let peer: LocalSlack;
  let bot: TestBot;
  beforeAll(async () => {
    const port = await freePort();
    peer = await startLocalSlack(mode === 'http' ? `http://127.0.0.1:${port}/slack/events` : undefined);
    const { botToken, apiUrl, appToken, signingSecret } = peer;
    const access = mode === 'http' ? { mode, signingSecret } : { mode, appToken };
    bot = await startTestBot({ botToken, apiUrl, ...access }, { port });
  });
  afterAll(async () => {
    await bot?.stop();
    await peer?.stop();
  });

  /** What the bot posts in a channel because of an act. */
  const next = async (channel: string, act: () => Promise<unknown>): Promise<PeerMessage> => {
    const before = new Set((await peer.posts(channel)).map(({ ts }) => ts));
    await act();
    return until('an answer', async () => (await peer.posts(channel)).find(({ ts }) => !before.has(ts)));
  };
  const actionIds = (post: PeerMessage) =>
    post.blocks?.find(({ type }) => type === 'actions')?.elements?.map(({ action_id }) => action_id);

  test('is ready', () => {
    expect(bot.slack.isReady()).toBe(true);
  });

  test('answers a slash command to its asker only', async () => {
    const post = await next('C01GEN', () => peer.command('ports <http://imap.example.com|imap.example.com>'));
    expect(post.ephemeral_to).toBe('U01ALICE');
    expect(post.text).toMatch(/^Ports of imap\.example\.com\./);
    expect(actionIds(post)).toEqual(['run:0', 'share']);
    expect(bot.events.at(-1)?.request).toMatchObject({
      team: 'slack:T01TEST',
      actor: { id: 'U01ALICE', role: 'member' },
      conversation: { id: 'C01GEN', private: false },
      zone: 'Europe/Berlin',
    });
  });

  test('knows the channels and people a line names by their ids', async () => {
    await next('C01GEN', () => peer.command('echo <#C02RND|random> <@U02BOB|bob>'));
    expect(bot.events.at(-1)?.request).toMatchObject({
      input: { text: 'echo #random @bob' },
      references: [
        { shown: '#random', kind: 'channel', id: 'C02RND' },
        { shown: '@bob', kind: 'person', id: 'U02BOB' },
      ],
    });
  });

  test('answers a mention in its thread, for all to see', async () => {
    const { message } = (await peer.message('<@U0BOT> ports imap', { channel: 'C02RND' })) as { message: PeerMessage };
    const post = await until('an answer', async () => (await peer.posts('C02RND'))[0]);
    expect(post.thread_ts).toBe(message.ts);
    expect(post.ephemeral_to).toBeUndefined();
    expect(post.text).toContain('Ports of imap.');
    expect(actionIds(post)).toEqual(['run:0']);
  });

  test('leaves other messages in a channel alone', async () => {
    const count = bot.events.length;
    await peer.message('ports imap', { channel: 'C02RND' });
    await next('C01GEN', () => peer.command('echo after'));
    expect(bot.events.length).toBe(count + 1);
  });

  test('answers a direct message where it was written', async () => {
    const { message } = (await peer.message('ports smtp', { channel: 'U01ALICE' })) as {
      message: PeerMessage & { channel: string };
    };
    const post = await until('an answer', async () => (await peer.posts(message.channel))[0]);
    expect(post.text).toContain('Ports of smtp.');
    expect(post.thread_ts).toBeUndefined();
    expect(bot.events.at(-1)?.request.conversation.private).toBe(true);
    const threaded = await next(message.channel, () =>
      peer.message('ports pop', { channel: message.channel, thread_ts: message.ts }),
    );
    expect(threaded.thread_ts).toBe(message.ts);
  });

  test('runs the command of a button for whoever presses it', async () => {
    const post = await next('C01GEN', () => peer.command('ports imap'));
    const answer = await next('C01GEN', () => peer.press('C01GEN', post, 'run:0', 'U02BOB'));
    expect(answer.text).toContain('Ports of smtp.');
    expect(answer.ephemeral_to).toBe('U02BOB');
  });

  test('sends a big table within the limits', async () => {
    const post = await next('C01GEN', () => peer.command('big'));
    expect(post.text.length).toBeLessThanOrEqual(4_000);
    expect(JSON.stringify(post.blocks)).toContain('more rows');
  });

  test.each([
    ['nothing', '', /^You said/],
    ['10,000 characters', 'x'.repeat(10_000), /10,000 characters/],
    ['control characters', 'echo a\u0000\u0007b', /^You said/],
    ['emoji', 'echo 🔥📮', /🔥📮/],
    ['right to left text', 'echo \u202eمنفذ', /منفذ/],
    ['a quotation mark that does not close', 'echo "open', /^You said/],
    ['the name of a prototype', '__proto__', /no command “.*proto/],
    ['a broadcast', 'echo <!channel> &lt;!here&gt;', /@channel &lt;!here&gt;/],
  ])('copes with %s', async (_what, text, expected) => {
    const post = await next('C01GEN', () => peer.command(text));
    expect(post.text).toMatch(expected);
    expect(JSON.stringify([post.text, post.blocks?.map((block) => block.text)])).not.toMatch(/<[!@#]/);
  });

  test('logs neither tokens nor texts, and loses no answer', () => {
    const log = JSON.stringify(bot.log);
    expect(log).not.toMatch(/xoxb-|xapp-|ports imap|test-signing-secret/);
    expect(bot.failures()).toBe(0);
  });
});

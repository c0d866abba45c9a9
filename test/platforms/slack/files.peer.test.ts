import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type LocalSlack,
  localSlackMissing,
  type PeerMessage,
  startLocalSlack,
} from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';
import { withScopes } from './with-scopes.ts';

const skipped = localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`;
const scopes = ['commands', 'chat:write', 'files:write'];

describe.skipIf(skipped !== '')(`files in Slack${skipped}`, () => {
  let peer: LocalSlack;
  let bot: TestBot;
  /** The method Slack refuses, and with what. */
  let refused: readonly [string, string] | undefined;
  const start = async (granted: readonly string[]) => {
    const { botToken, apiUrl, appToken } = peer;
    const outgoing = withScopes(granted, (method) => (method === refused?.[0] ? refused[1] : undefined));
    bot = await startTestBot({ botToken, apiUrl, mode: 'socket', appToken }, { outgoing });
  };
  beforeAll(async () => {
    peer = await startLocalSlack();
  });
  afterAll(() => peer?.stop());
  beforeEach(async () => {
    refused = undefined;
    await start(scopes);
  });
  afterEach(() => bot?.stop());

  const next = async (
    channel: string,
    act: () => Promise<unknown>,
    of: (post: PeerMessage) => boolean = () => true,
  ) => {
    const before = new Set((await peer.posts(channel)).map(({ ts }) => ts));
    await act();
    return until('a post', async () => (await peer.posts(channel)).find((post) => !before.has(post.ts) && of(post)));
  };
  const says = (post: PeerMessage) => JSON.stringify(post.blocks);
  /** Where the newest file went. */
  const lastPlace = async () =>
    (await peer.lastCall('files.completeUploadExternal')) as { channel_id: string; thread_ts?: string } | undefined;
  const directMessages = async () => {
    const { channel_id } = (await until('an upload', lastPlace)) ?? { channel_id: '' };
    return channel_id;
  };
  const uploads = async () =>
    (await peer.calls()).filter(({ method }) => method === 'files.completeUploadExternal').length;

  test('to a mention: into its thread, whole, under a name that pings nobody', async () => {
    const act = () => peer.message('<@U0BOT> script imap', { channel: 'C02RND' });
    const post = await next('C02RND', act, ({ files }) => files !== undefined);
    const answer = (await peer.posts('C02RND')).find(({ text }) => text.startsWith('Opens'));
    expect(post.thread_ts).toBe(answer?.thread_ts);
    expect(Number(post.ts)).toBeGreaterThan(Number(answer?.ts));
    expect(post.files).toMatchObject([{ name: 'channel-rules.ps1', title: 'channel-rules.ps1' }]);
    const [file] = post.files ?? [];
    const content = await fetch(file?.url_private ?? '', { headers: { authorization: `Bearer ${peer.botToken}` } });
    expect((await content.text()).split('\n')).toHaveLength(60);
    expect(bot.failures()).toBe(0);
  });

  test('to a slash command: to its asker alone, and the answer comes first and says so', async () => {
    const count = await uploads();
    const answer = await next('C01GEN', () => peer.command('script imap'));
    expect(answer.ephemeral_to).toBe('U01ALICE');
    expect(says(answer)).toContain('I’ll send you the file in a direct message.');
    await until('the file', async () => (await uploads()) === count + 1);
    const place = await lastPlace();
    // Slack takes no id of a person here, though the peer would.
    expect(place?.channel_id).toMatch(/^D/);
    const [line, file] = (await peer.posts(place?.channel_id ?? '')).slice(-2);
    expect(line?.text).toBe('Opens 143/tcp.');
    expect(file?.files).toHaveLength(1);
    expect((await peer.posts('C01GEN')).filter(({ files }) => files !== undefined)).toEqual([]);
    const methods = (await peer.calls()).map(({ method }) => method);
    expect(methods).not.toContain('conversations.open');
  });

  test('to a button: to whoever pressed it', async () => {
    const answer = await next('C01GEN', () => peer.command('script imap'));
    const count = await uploads();
    await next(
      'C01GEN',
      () => peer.press('C01GEN', answer, 'run:0', 'U02BOB'),
      (post) => post.ephemeral_to === 'U02BOB',
    );
    await until('the file', async () => (await uploads()) >= count + 1);
    expect(await peer.lastCall('chat.postMessage')).toMatchObject({ channel: 'U02BOB' });
  });

  test('shared: the text is, the file is not', async () => {
    const count = await uploads();
    const answer = await next('C01GEN', () => peer.command('script imap'));
    await until('the file', async () => (await uploads()) === count + 1);
    const shared = await next(
      'C01GEN',
      () => peer.press('C01GEN', answer, 'share'),
      (post) => !post.ephemeral_to,
    );
    expect(says(shared)).toContain('The file is not shared. Get it with `/mdaemon script imap`.');
    expect(await uploads()).toBe(count + 1);
  });

  test('in a direct message: there', async () => {
    const channel = await directMessages();
    const file = await next(
      channel,
      () => peer.message('calendar', { channel }),
      ({ files }) => files !== undefined,
    );
    expect(file.files).toMatchObject([{ name: 'dates.ics' }]);
  });

  test.each([
    ['files.getUploadURLExternal', 'missing_scope', /lacks the scope `files:write`.*restart the bot/],
    ['files.completeUploadExternal', 'malware_detected', /could not be uploaded: Slack did not accept it/],
  ])('where %s is refused: why, what helps, and the beginning', async (method, error, why) => {
    refused = [method, error];
    const notice = await next(
      'C01GEN',
      () => peer.command('script imap'),
      ({ text }) => text.includes('uploaded'),
    );
    expect(notice.ephemeral_to).toBe('U01ALICE');
    expect(says(notice)).toMatch(why);
    expect(says(notice)).toContain('rule 4 imap');
    await until('the log', () => bot.failures() === 1);
    expect(bot.log.at(-1)).toMatchObject({ level: 'error', message: `Cannot upload a file: ${error}` });
    // The line in the direct messages is taken back.
    const methods = (await peer.calls()).map(({ method: called }) => called);
    expect(methods.slice(-1)).toEqual(['chat.delete']);
  });

  test('where it is open whether the file arrived: says just that, and takes nothing back', async () => {
    refused = ['files.completeUploadExternal', 'internal_error'];
    const deleted = async () => (await peer.calls()).filter(({ method }) => method === 'chat.delete').length;
    const count = await deleted();
    const notice = await next(
      'C01GEN',
      () => peer.command('script imap'),
      ({ text }) => text.includes('arrived'),
    );
    expect(says(notice)).toContain('Slack did not say whether the file arrived. If it is not there, ask again.');
    await until('the log', () => bot.failures() === 1);
    expect(await deleted()).toBe(count);
  });

  test('without the scope: no upload, the beginning, and how to get files', async () => {
    await bot.stop();
    await start(['commands', 'chat:write']);
    expect(bot.log).toContainEqual(expect.objectContaining({ message: expect.stringContaining('files:write') }));
    const count = await uploads();
    for (const [line, shown] of [
      ['script imap', 'rule 4 imap'],
      ['calendar', 'dates.ics: the first 25 of 40 lines. Don’t use only part of it.'],
    ] as const) {
      const answer = await next('C01GEN', () => peer.command(line));
      expect(says(answer)).toContain(shown);
      expect(says(answer)).toContain('once the bot’s app has the scope `files:write`');
    }
    expect(await uploads()).toBe(count);
    expect(bot.failures()).toBe(0);
  });
});

import { expect, it } from 'vitest';
import { createChat } from '../../src/chat/chat.ts';
import { readSentFiles } from '../../src/chat/files.ts';
import { createDiscordAdapter } from '../../src/platforms/discord/discord-adapter.ts';
import type { SlackEvent } from '../../src/platforms/slack/decode-event.ts';
import { createSlackAdapter } from '../../src/platforms/slack/slack-adapter.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';
import { catalogue, openTestBot, type TestBot } from './fixture.ts';

const calendar = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1@example',
  'DTSTART:20270101T090000Z',
  'SUMMARY:renew the certificate',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
const rules = '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 143 -j ACCEPT\nCOMMIT\n';

/** A platform's answers: files, and who somebody is. */
function platform(file: () => Response) {
  const fetched: { readonly url: string; readonly headers: Headers }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (/^https:\/\/(?:files\.slack\.com|cdn\.discordapp\.com)\//.test(url)) {
      fetched.push({ url, headers: new Headers(init?.headers) });
      return file();
    }
    return Response.json({ ok: true, user: { id: 'U1', team_id: 'T1' }, id: '1' });
  };
  return { fetch, fetched };
}

const options = ({ router, clock }: TestBot) => ({
  router,
  logger: createSilentLogger(),
  zone: 'UTC',
  now: () => clock.now,
  newId: () => 'request',
});

/** Sends a direct message with a file, and gives what is answered. */
const chats = {
  async slack(bot: TestBot, text: string, file: () => Response) {
    const { fetch, fetched } = platform(file);
    const sent: unknown[] = [];
    const adapter = createSlackAdapter({
      config: { botToken: 'xoxb-test', apiUrl: undefined },
      logger: createSilentLogger(),
      outgoing: { dispatcher: undefined, fetch },
      timeoutMs: 1_000,
      identity: () => ({ botUserId: 'U0BOT', mayUpload: false, home: { team: 'T1' } }),
    });
    const postMessage = async (message: unknown) => void sent.push(message);
    const event = {
      type: 'message',
      subtype: 'file_share',
      channel: 'D1',
      channel_type: 'im',
      user: 'U1',
      team: 'T1',
      text,
      ts: '1.2',
      files: [{ id: 'F1', name: 'mine.ics', url_private_download: 'https://files.slack.com/files-pri/T1-F1/mine.ics' }],
    };
    const envelope = { event_id: 'Ev1', team_id: 'T1', authorizations: [{ team_id: 'T1', user_id: 'U0BOT' }] };
    const client = { chat: { postMessage } };
    await createChat(adapter, options(bot)).handle(
      { kind: 'message', envelope, event, client } as unknown as SlackEvent,
      'Cannot answer',
    );
    return { said: JSON.stringify(sent), fetched, team: 'slack:T1' as const };
  },
  async discord(bot: TestBot, text: string, file: () => Response) {
    const { fetch, fetched } = platform(file);
    const sent: string[] = [];
    const call = async (_route: string, { body }: { body?: unknown } = {}) => {
      sent.push(JSON.stringify(body));
      return { id: '1' };
    };
    const adapter = createDiscordAdapter({
      config: { token: 'test', apiUrl: undefined },
      logger: createSilentLogger(),
      now: () => bot.clock.now,
      outgoing: { fetch },
      catalogue,
      services: bot.services,
      timeoutMs: 1_000,
    });
    const message = {
      id: '5',
      type: 0,
      channel_id: '88',
      author: { id: '7', username: 'alice' },
      content: text,
      mentions: [],
      attachments: [{ id: '1', filename: 'mine.ics', url: 'https://cdn.discordapp.com/attachments/88/1/mine.ics' }],
    };
    const names = {
      bot: () => '1',
      channel: () => 'ops',
      person: () => 'alice',
      role: () => undefined,
      mayManage: () => false,
    };
    const event = { kind: 'message', message, names, rest: { post: call, patch: call } } as never;
    await createChat(adapter, options(bot)).handle(event, 'Cannot answer');
    return { said: sent.join('\n'), fetched, team: 'discord:dm-7' as const };
  },
};

it.each(['slack', 'discord'] as const)('a calendar that is sent to the bot in %s is imported', async (name) => {
  const bot = await openTestBot();
  const { said, fetched, team } = await chats[name](bot, 'remind import', () => new Response(calendar));
  expect(said).toContain('1 reminder imported');
  expect((await bot.storage.ledger.list(team)).map(({ text }) => text)).toEqual(['renew the certificate']);
  expect(fetched).toHaveLength(1);
  expect(fetched[0]?.headers.get('authorization')).toBe(name === 'slack' ? 'Bearer xoxb-test' : null);
});

it.each(['slack', 'discord'] as const)('rules that are sent to the bot in %s are compared', async (name) => {
  const bot = await openTestBot();
  const { said } = await chats[name](bot, 'firewall diff imap', () => new Response(rules));
  expect(said).toContain('143');
  expect(said).not.toContain('no rules');
});

it.each(['slack', 'discord'] as const)(
  'a file that %s does not give out changes nothing, and the answer says why',
  async (name) => {
    const page = () =>
      new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    const large = () => new Response('x'.repeat(1_000_001));
    for (const [file, why] of [
      [page, /not allowed to read mine\.ics/],
      [
        () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
        /not allowed to read mine\.ics/,
      ],
      [large, /larger than a megabyte/],
      [() => Response.error(), /not allowed to read mine\.ics/],
    ] as const) {
      const bot = await openTestBot();
      const { said, team } = await chats[name](bot, 'remind import', file);
      expect(said).toMatch(why);
      expect(await bot.storage.ledger.list(team)).toEqual([]);
    }
  },
);

it.each(['slack', 'discord'] as const)('a file is not fetched in %s for what takes none', async (name) => {
  const bot = await openTestBot();
  const { said, fetched } = await chats[name](bot, 'ports imap', () => new Response(calendar));
  expect(said).toContain('143');
  expect(fetched).toEqual([]);
});

it.each([
  'http://files.slack.com/a',
  'https://files.slack.com.evil.example/a',
  'https://evil.example/files.slack.com',
  'file:///etc/passwd',
  'https://169.254.169.254/latest',
  '',
])('nothing is fetched from %s', async (url) => {
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    return new Response('');
  };
  const source = { fetch, hosts: ['files.slack.com'], headers: { authorization: 'Bearer xoxb' }, remedy: 'Paste it.' };
  await expect(readSentFiles([{ name: 'a', url }], source)).rejects.toMatchObject({ code: 'file-not-read' });
  expect(calls).toBe(0);
});

import { afterAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { startHttp } from '../../src/http/http.ts';
import { createMcpListener } from '../../src/platforms/mcp/http-listener.ts';
import { commandTools } from '../../src/platforms/mcp/tools.ts';
import { terminalRequest } from '../../src/platforms/terminal/answering.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/terminal.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';
import { type ChatPerson, type ChatUnderTest, discordChat, places, slackChat } from './chats.ts';
import { catalogue, openTestBot, type TestBot } from './fixture.ts';

/*
 * Every command, by its declaration, on the surfaces that are no chats; and in every kind of place in a chat, by everybody.
 */

const secret = 'plan the layoffs';
const entries = catalogue.entries.map((entry) => [entry.name, entry] as const);
const refusal = /Only members of this team|here as a guest|was not added to this server/;

describe('in the terminal', async () => {
  const bot = await openTestBot();
  const context = { zone: 'UTC', now: () => bot.clock.now, newId: () => 'id', user: 'tester' };

  it.each(entries)('`%s` is for whoever can start the program', async (_name, { leaf }) => {
    const [text] = leaf.examples;
    const { answer } = await bot.router.dispatch(terminalRequest({ kind: 'text', text }, context));
    expect(answer.lead).not.toMatch(/^Only an administrator|^Only members of this team/);
  });
});

describe('for assistants', async () => {
  const bot = await openTestBot();
  const tools = [...commandTools(catalogue).values()].map(({ entry }) => entry.name);

  it.each(entries)('`%s` is what its declaration says', async (name, { path, leaf }) => {
    const isOpen = leaf.access === 'everyone' && leaf.changes !== true;
    if (!isOpen) expect(tools).not.toContain(name);
    const { answer } = await bot.router.dispatch({
      ...terminalRequest(
        { kind: 'call', path, values: {} },
        { zone: 'UTC', now: () => bot.clock.now, newId: () => 'id', user: '' },
      ),
      team: 'mcp:http',
      actor: { id: 'assistant', role: 'outsider' },
    });
    expect(/^Only members of this team/.test(answer.lead), answer.lead).toBe(leaf.access !== 'everyone');
  });
});

describe('for assistants over HTTP', async () => {
  const bot = await openTestBot();
  const token = 'a-token-of-the-test';
  const listener = createMcpListener({
    config: { token, hosts: [] },
    requestsPerMinute: 100_000,
    logger: createSilentLogger(),
    router: bot.router,
    catalogue,
    articles: () => [],
    renderText: (answer) => renderAnswer(answer, plainLayout),
    version: '0.0.0-test',
    team: 'mcp:http',
    zone: 'UTC',
    now: () => bot.clock.now,
    newId: () => 'id',
  });
  const http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners: { '/mcp': listener } });
  afterAll(() => http.stop());

  /** What a call gives, as it comes over the line. */
  const call = async (method: string, params: object): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${http.port}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return response.text();
  };
  const tools = commandTools(catalogue);
  const boss: Actor = { id: 'U_BOSS', role: 'administrator' };
  const teams = ['slack:T1', 'mcp:http', 'mcp:outside'] as const;
  const stored = async () =>
    Promise.all(
      teams.map(async (team) => ({
        reminders: await bot.storage.ledger.list(team),
        deadlines: await bot.storage.ledger.listDeadlines(team),
        settings: await bot.storage.teams.settings(team),
        profile: await bot.storage.teams.profile(team),
        administrators: await bot.storage.teams.administrators(team),
        hosts: await bot.storage.teams.hosts(team),
      })),
    );

  it('lists the tools of what everybody may read, and no more', async () => {
    const { result } = JSON.parse(await call('tools/list', {})) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name).sort()).toEqual([...tools.keys()].sort());
    for (const { entry } of tools.values()) {
      expect(entry.leaf.access).toBe('everyone');
      expect(entry.leaf.changes).not.toBe(true);
    }
  });

  it.each(entries)(
    '`%s` gives out nothing of a team’s and changes nothing, by whatever name',
    async (name, { leaf }) => {
      for (const team of teams.slice(0, 2)) {
        await bot.askAs(boss, `remind add every day at 13:00 ${secret}`, { team });
        await bot.askAs(boss, `deadlines add 2027-01-15 ${secret}`, { team });
      }
      const before = await stored();
      const offered = [...tools].find(([, { entry }]) => entry.name === name)?.[0];
      for (const said of [name, name.replaceAll(' ', '_'), name.replaceAll(' ', '-'), name.replaceAll(' ', '.')]) {
        const answer = await call('tools/call', { name: said, arguments: {} });
        if (said !== offered) expect(answer).toContain('-32602');
        expect(answer).not.toContain(secret);
      }
      // A line of a command, put as a question, runs nothing that an outsider may not run.
      for (const question of leaf.examples) {
        expect(await call('tools/call', { name: 'ask', arguments: { question } }), question).not.toContain(secret);
      }
      expect(await stored()).toEqual(before);
    },
  );
});

const people: readonly ChatPerson[] = [
  { id: '301', kind: 'administrator' },
  { id: '302', kind: 'member' },
  { id: '303', kind: 'guest' },
  { id: '304', kind: 'stranger' },
];
describe.each<[string, (bot: TestBot) => ChatUnderTest]>([
  ['Slack', (bot) => slackChat(bot, people)],
  ['Discord', discordChat],
])('in %s', (_name, open) => {
  it.each(places)('in a %s every command is for whom it says', async (place) => {
    const bot = await openTestBot();
    const chat = open(bot);
    const boss: Actor = { id: chat.idOf({ id: '301', kind: 'administrator' }), role: 'administrator' };
    const where = { team: chat.team, conversation: { id: chat.channel, private: false } };
    await bot.askAs(boss, `remind add every day at 13:00 ${secret}`, where);
    let nonce = 0;
    for (const { leaf } of catalogue.entries.filter((entry) => entry.path[0] !== 'check')) {
      for (const by of people) {
        nonce += 1;
        const [line] = leaf.examples;
        const said = await chat.use('run', { by, line, place, nonce: String(nonce), delivery: '', reminder: '' });
        const isOutside = by.kind === 'guest' || by.kind === 'stranger';
        if (isOutside) expect(said, line).not.toContain(secret);
        // In Discord a direct message of several is nobody's server: everybody there has their own things.
        if (chat.platform === 'discord' && place === 'group') continue;
        const isRefused = isOutside && leaf.access !== 'everyone';
        expect(refusal.test(said ?? ''), `${line} by the ${by.kind}: ${said?.slice(0, 300)}`).toBe(isRefused);
      }
    }
    expect(chat.failures()).toBe(0);
  });
});

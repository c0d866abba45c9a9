import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { commandTools } from '../../src/platforms/mcp/tools.ts';
import { terminalRequest } from '../../src/platforms/terminal/answering.ts';
import { type ChatPerson, type ChatUnderTest, discordChat, places, slackChat } from './chats.ts';
import { catalogue, openTestBot, type TestBot } from './fixture.ts';

/*
 * Every command, by its declaration, on the surfaces that are no chats; and in every kind of place in a chat, by everybody.
 */

const entries = catalogue.entries.map((entry) => [entry.name, entry] as const);
const refusal = /members of this team only|Only members of this team|here as a guest|was not added to this server/;

describe('in the terminal', async () => {
  const bot = await openTestBot();
  const context = { zone: 'UTC', now: () => bot.clock.now, newId: () => 'id', user: 'tester' };

  it.each(entries)('`%s` is for whoever can start the program', async (_name, { leaf }) => {
    const [text] = leaf.examples;
    const { answer } = await bot.router.dispatch(terminalRequest({ kind: 'text', text }, context));
    expect(answer.lead).not.toMatch(/^Only an administrator|^That is for members/);
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
    expect(/^That is for members/.test(answer.lead), answer.lead).toBe(leaf.access !== 'everyone');
  });
});

const people: readonly ChatPerson[] = [
  { id: '301', kind: 'administrator' },
  { id: '302', kind: 'member' },
  { id: '303', kind: 'guest' },
  { id: '304', kind: 'stranger' },
];
const secret = 'plan the layoffs';

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

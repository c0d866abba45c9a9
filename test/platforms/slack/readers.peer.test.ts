import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Actor } from '../../../src/bot/request.ts';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { openTestBot } from '../../commands/fixture.ts';
import { startEmulate } from '../../peers/start-emulate.ts';
import { silentLogger } from './silent-logger.ts';

const manifest = parse(await readFile(new URL('../../../slack-manifest.yaml', import.meta.url), 'utf8'));
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;
const team = 'slack:T1';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** Slack with a public channel and a private one of Alice's, in which the bot is and Bob is not. */
async function start(granted: readonly string[] = scopes) {
  const slack = await startEmulate(granted);
  undo.push(slack.stop);
  const [alice, bob, bot] = await Promise.all(['alice', 'bob', 'mdaemon'].map(slack.personId));
  const created = await slack.call('conversations.create', { name: 'board', is_private: 'true' });
  const { id: board } = created['channel'] as { id: string };
  await slack.call('conversations.invite', { channel: board, users: bot ?? '' });
  const config = { botToken: slack.botToken, apiUrl: slack.apiUrl };
  const options = { config, logger: silentLogger, view: viewDelivery, now: () => new Date(), timeoutMs: 30_000 };
  const poster = createSlackPoster(options);
  const readers = async (channel: string, person = '') => poster.readers?.(team, channel, person);
  const stop = async () => undo.pop()?.();
  return { alice, bob, board, general: await slack.channelId('general'), poster, readers, stop };
}

test('everybody reads a public channel, and its members a private one', async () => {
  const { alice, bob, board, general, readers } = await start();
  expect(await readers(general, bob)).toBe('team');
  expect(await readers(board, alice)).toBe('person');
  expect(await readers(board, bob)).toBe('others');
});

test('nobody is said to read what Slack does not tell of: without the scope, gone, or away', async () => {
  const without = await start(scopes.filter((scope) => scope !== 'groups:read'));
  expect(await without.readers(without.board, without.alice)).toBe('unknown');
  const { alice, readers, stop } = await start();
  expect(await readers('C0NOWHERE', alice)).toBe('unknown');
  await stop();
  expect(await readers('C0ANOTHER', alice)).toBe('unknown');
});

test('a reminder of a private channel is shown to those who are in it, and to nobody else', async () => {
  const { alice = '', bob = '', board, general, poster } = await start();
  const bot = await openTestBot();
  bot.posters.set('slack', poster);
  const as = (id: string): Actor => ({ id, role: 'member' });
  const inRoom = (id: string) => ({ team, conversation: { id, private: false } }) as const;
  const made = await bot.askAs(as('U_MAKER'), 'remind add every day at 9 plan the layoffs', inRoom(board));
  expect(made).toMatchObject({ outcome: 'answered' });
  for (const line of ['remind list', 'remind preview', 'status', 'remind export']) {
    expect(JSON.stringify(await bot.askAs(as(bob), line, inRoom(general))), line).not.toContain('layoffs');
  }
  expect(JSON.stringify(await bot.askAs(as(alice), 'remind list', inRoom(general)))).toContain('layoffs');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiscordTwin } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { textOf } from './shown.ts';
import { slashOptions, startTestDiscord, type TestDiscord } from './start-test-discord.ts';

let twin: DiscordTwin;
let bot: TestDiscord;
beforeAll(async () => {
  twin = await startDiscordTwin();
  bot = await startTestDiscord(twin);
});
afterAll(async () => {
  await bot?.stop();
  await twin?.stop();
});

test('answers again by itself after Discord was away', async () => {
  const { name, options } = slashOptions('ports imap');
  await twin.response(await twin.command(name, options));
  await bot.idle();
  let ready = 0;
  bot.client.ws.on('READY' as never, () => {
    ready += 1;
  });
  await twin.kill();
  await twin.restart();
  await until('the bot to come back', () => ready > 0, 60_000);
  const id = await twin.command(name, options);
  expect(textOf(await twin.answer(id))).toContain('IMAP needs');
  await bot.idle();
  expect([...bot.failures()]).toEqual([]);
});

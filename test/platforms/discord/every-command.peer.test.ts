import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { textOf } from './shown.ts';
import { catalogue, slashOptions, startTestDiscord, type TestDiscord } from './start-test-discord.ts';

let twin: DiscordTwin;
let proxy: DiscordProxy;
let bot: TestDiscord;
beforeAll(async () => {
  twin = await startDiscordTwin();
  // It holds messages to Discord's limits, and takes files.
  proxy = await startDiscordProxy(twin);
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
});
afterAll(async () => {
  await bot?.stop();
  await proxy?.stop();
  await twin?.stop();
});

const real = catalogue.entries.filter(({ name }) => !['slow', 'echo', 'big', 'script', 'set'].includes(name));

describe.each(real.map((entry) => [entry.name, entry] as const))('/mdaemon %s', (name, { leaf }) => {
  test.each(leaf.examples)('%s', async (line) => {
    const { name: root, options } = slashOptions(line);
    const id = await twin.command(root, options);
    expect(await twin.response(id)).toMatchObject({
      type: 4,
      data: { flags: 64 | (1 << 15), allowed_mentions: { parse: [] } },
    });
    const event = bot.events.at(-1);
    expect(event?.reply.command).toBe(name);
    expect(event?.reply.outcome).not.toBe('failed');
    const shown = textOf(await twin.answer(id));
    const lead = event?.reply.answer.lead ?? '';
    expect(plain(shown)).toContain(plain(lead).slice(0, 100));
  });
});

/** Without marks of any kind, and with timestamps taken out. */
function plain(text: string): string {
  return text.replace(/<t:[^>]*>/g, '').replace(/[^\p{L}\p{N}]/gu, '');
}

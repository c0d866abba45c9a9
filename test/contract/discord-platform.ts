import { Client, GatewayIntentBits } from 'discord.js';
import { createChat } from '../../src/chat/create-chat.ts';
import { createDiscordAdapter } from '../../src/platforms/discord/discord-adapter.ts';
import { listen } from '../../src/platforms/discord/start-discord.ts';
import { startDiscordProxy } from '../faults/discord-proxy.ts';
import type { TwinMessage } from '../peers/discord-twin.ts';
import { startDiscordTwin } from '../peers/start-discord-twin.ts';
import { until } from '../peers/until.ts';
import { buttonsOf, textOf } from '../platforms/discord/shown.ts';
import { slashFor } from '../platforms/discord/slash-options.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import type { ContractPlatform } from './platform.ts';

/** Discord, by a slash command on the twin; what cannot be filled into one is asked by mentioning the bot. */
export const discordPlatform: ContractPlatform = {
  name: 'Discord',
  async start({ router, catalogue, services, zone, now, newId }) {
    const twin = await startDiscordTwin();
    const proxy = await startDiscordProxy(twin);
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
      rest: { api: proxy.restUrl },
    });
    const logger = silentLogger;
    const config = { token: twin.token, apiUrl: proxy.restUrl };
    const adapter = createDiscordAdapter({ config, logger, now, catalogue, services, timeoutMs: 5_000 });
    const administrators = new Set([twin.user('alice')]);
    const chat = createChat(adapter, {
      router,
      logger,
      zone,
      now,
      newId,
      administrators,
      // One person asks everything.
      requestLimits: { person: 10_000, team: 10_000 },
    });
    const { tracker } = chat;
    listen(client, chat);
    const ready = new Promise((resolve) => client.once('clientReady', resolve));
    await client.login(twin.token);
    await ready;
    const slash = slashFor(catalogue);

    const answerTo = async (line: string): Promise<TwinMessage> => {
      const command = slash(line);
      if (command !== undefined) return twin.answer(await twin.command(command.name, command.options));
      const count = (await twin.messages()).length;
      await twin.say(`<@${twin.bot}> ${line}`);
      return until('an answer in Discord', async () => (await twin.messages())[count]);
    };
    /** Every page, read one after the other. */
    const pagesOf = async (first: TwinMessage): Promise<TwinMessage[]> => {
      const pages = [first];
      for (let page = first; ; ) {
        const next = buttonsOf(page).get('Next');
        const [, shown = '1', count = '1'] = /Page (\d+) of (\d+)/.exec(textOf(page)) ?? [];
        if (next === undefined || shown === count) return pages;
        await twin.response(await twin.press(page, next));
        await tracker.drain(5_000);
        page = (await twin.messages()).find(({ id }) => id === first.id) ?? page;
        pages.push(page);
      }
    };
    return {
      async ask(line) {
        const before = proxy.calls.length;
        const pages = await pagesOf(await answerTo(line));
        await tracker.drain(5_000);
        if (tracker.failures() > 0) throw new Error(`Discord refused: ${[...tracker.failuresByCode().keys()]}`);
        const files = proxy.calls
          .slice(before)
          .flatMap((call) => call.files.map(({ bytes }) => bytes.toString('utf8')));
        const text = pages.map((page) => plain(textOf(page))).join('\n');
        return { text: [text, ...files].join('\n'), cut: text.includes('The rest doesn’t fit') && files.length === 0 };
      },
      async stop() {
        await tracker.drain(2_000);
        await client.destroy();
        await proxy.stop();
        await twin.stop();
      },
    };
  },
};

/** Without Discord's links, timestamps and marks. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(<?[^)]*>?\)/g, '$1')
    .replace(/ ?<t:[^>]*>/g, '')
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('\u200b', '');
}

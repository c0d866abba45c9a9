import { Client, GatewayIntentBits, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { createDiscordAdapter, createDiscordPoster } from '../../src/platforms/discord/discord-adapter.ts';
import { listen } from '../../src/platforms/discord/start-discord.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { refusal } from '../faults/discord/call.ts';
import { tooMany } from '../faults/discord/rate-limits.ts';
import { type DiscordFault, startDiscordProxy } from '../faults/discord-proxy.ts';
import type { TwinMessage } from '../peers/discord-twin.ts';
import { startDiscordTwin } from '../peers/start-discord-twin.ts';
import { buttonOf, buttonsOf, componentsOf, textOf } from '../platforms/discord/shown.ts';
import { slashFor } from '../platforms/discord/slash-options.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import type { Call, ChatPlatform, LineFault, Person, SeenPost } from './chat-platform.ts';

const faults: Readonly<Record<LineFault, DiscordFault>> = {
  'reply-lost': 'drop-reply',
  'never-arrives': 'reset',
  'too-many': tooMany(7_000, false, {}),
  refused: refusal(403, 50_013, 'Missing Permissions'),
};
const routes: Readonly<Record<Call, string>> = {
  post: 'POST /channels/:id/messages',
  history: 'GET /channels/:id/messages',
  announce: 'POST /interactions/:id/:token/callback',
  update: 'POST /interactions/:id/:token/callback',
  edit: 'PATCH /channels/:id/messages/:id',
  share: 'POST /webhooks/:id/:token',
};
const tooLong = refusal(400, 50_035, 'Invalid Form Body');
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** Discord, on the twin behind the proxy. */
export const discordPlatform: ChatPlatform = {
  label: 'Discord',
  hasPages: true,
  repeatsCommands: true,
  announcesOverTheLine: true,
  waitsOutLimits: true,
  keepsProgress: false,
  sendsPressed: true,
  async start(catalogue) {
    const twin = await startDiscordTwin();
    // Its clock stands still: how long the bot may take is up to the bench's timers, not to how busy this machine is.
    const proxy = await startDiscordProxy(twin, { now: () => 0 });
    const slash = slashFor(catalogue);
    const config = { token: twin.token, apiUrl: proxy.restUrl };
    const logger = silentLogger;
    const now = () => new Date();
    // In a server a person may do everything on the twin, unless told otherwise. Members see channels and write in them.
    const { ViewChannel, SendMessages } = PermissionFlagsBits;
    const asMembers = ViewChannel | SendMessages;
    for (const name of ['alice', 'bob']) await twin.permit(name, asMembers);
    const sent: Promise<string>[] = [];
    const heard = async (sending: Promise<string>) => {
      sent.push(sending);
      await twin.response(await sending);
    };
    /**
     * The messages that answered an interaction to its asker alone. The twin lets an edit show a message to all, which Discord
     * does not.
     */
    const whispers = async () => {
      const responses = await Promise.all(sent.map(async (sending) => twin.responseSoFar(await sending)));
      return new Set(
        responses.flatMap((response) =>
          response?.message !== undefined && (response.data.flags & MessageFlags.Ephemeral) !== 0
            ? [response.message]
            : [],
        ),
      );
    };
    return {
      team: `discord:${twin.guild}`,
      channel: twin.channel(),
      user: (name) => twin.user(name),
      async startBot(makeChat) {
        const adapter = createDiscordAdapter({ config, logger, now, catalogue, services: {}, timeoutMs: 5_000 });
        const client = new Client({ intents, rest: { api: proxy.restUrl } });
        listen(client, makeChat(adapter));
        const ready = new Promise((resolve) => client.once('clientReady', resolve));
        await client.login(twin.token);
        await ready;
        return { stop: () => client.destroy() };
      },
      async command(line, by) {
        const filled = slash(line);
        if (filled === undefined) throw new Error(`Cannot be filled in: ${line}`);
        return heard(twin.command(filled.name, filled.options, { user: by }));
      },
      mention: (line, by) => twin.say(`<@${twin.bot}> ${line}`, { user: by }),
      press: async (post, label, by) => {
        const message = post.raw as TwinMessage;
        return heard(twin.press(message, buttonOf(message, label), { user: by }));
      },
      async pressReminder(post, reminder, how, by) {
        const message = post.raw as TwinMessage;
        const ids = componentsOf(message).flatMap(({ custom_id: id }) => (typeof id === 'string' ? [id] : []));
        const button = ids.find((id) => id.startsWith(`reminder:${how}:`) && id.endsWith(`:${reminder}`));
        if (button !== undefined) return heard(twin.press(message, button, { user: by }));
        const menu = ids.find((id) => id.startsWith('reminder::') && id.endsWith(`:${reminder}`));
        if (menu === undefined) throw new Error(`There is no control ${how} of ${reminder}`);
        return heard(twin.select(message, menu, [how], { user: by }));
      },
      pressUnknown: (post, by) => heard(twin.press(post.raw as TwinMessage, 'frobnicate:1', { user: by })),
      async posts() {
        const forOne = await whispers();
        const messages = await twin.messages();
        return messages.map((raw) => {
          const flags = forOne.has(raw.id) ? raw.flags | MessageFlags.Ephemeral : raw.flags;
          return seen({ ...raw, flags }, twin.users);
        });
      },
      fail: (call, ...planned) => proxy.plan(routes[call], ...planned.map((fault) => faults[fault])),
      refuseContent: () => proxy.plan(routes.post, tooLong),
      poster: () => createDiscordPoster({ config, logger, view: viewDelivery, now, timeoutMs: 5_000 }),
      async stop() {
        await proxy.stop();
        await twin.stop();
      },
    };
  },
};

function seen(raw: TwinMessage, users: Readonly<Record<string, string>>): SeenPost {
  const names = Object.entries(users) as [Person, string][];
  const text = names.reduce((shown, [name, id]) => shown.replaceAll(`<@${id}>`, `@${name}`), textOf(raw));
  const seenBy = (raw.flags & MessageFlags.Ephemeral) === 0 ? 'everyone' : 'asker';
  return { id: raw.id, seenBy, text, buttons: [...buttonsOf(raw).keys()], raw };
}

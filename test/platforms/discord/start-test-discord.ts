import { randomUUID } from 'node:crypto';
import { Client, GatewayIntentBits } from 'discord.js';
import { commands } from '../../../commands/commands.ts';
import type { Services } from '../../../commands/services.ts';
import { createCatalogue } from '../../../src/bot/catalogue.ts';
import type { DispatchEvent } from '../../../src/bot/router.ts';
import { type ChatOptions, createChat } from '../../../src/chat/create-chat.ts';
import { createDiscordAdapter } from '../../../src/platforms/discord/discord-adapter.ts';
import { listen } from '../../../src/platforms/discord/start-discord.ts';
import { createBotRouter } from '../../../src/program/build-bot.ts';
import { openTestBot } from '../../commands/fixture.ts';
import type { DiscordTwin } from '../../peers/discord-twin.ts';
import { type FilledCommand, slashFor } from './slash-options.ts';
import { testCommands } from './test-commands.ts';

export const catalogue = createCatalogue<Services>([...commands, ...testCommands]);
const slash = slashFor(catalogue);

/** A slash command as a person fills it in for what this line says. */
export function slashOptions(line: string): FilledCommand {
  const filled = slash(line);
  if (filled === undefined) throw new Error(`Cannot be filled in: ${line}`);
  return filled;
}

const bot = await openTestBot();
const services: Services = { ...bot.services, catalogue };
/** The store that all bots of one test file share. */
export const { storage } = bot;

/** One line the bot logged. */
interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The Discord platform over the real commands and a few of the tests', with everything it did. */
export interface TestDiscord {
  readonly client: Client;
  readonly events: DispatchEvent[];
  readonly log: LogLine[];
  /** Timers that were set and have not been taken back. Call one to let its time pass. */
  readonly timers: Map<number, () => void>;
  readonly failures: () => ReadonlyMap<string, number>;
  /** Resolves when nothing is being answered any more. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** What differs from test to test. */
export interface TestDiscordOptions extends Partial<Pick<ChatOptions, 'coordination' | 'deliveries' | 'now' | 'kept'>> {
  /** Where the bot reaches Discord's REST API. Default: the twin. */
  readonly restUrl?: string;
  readonly administrators?: ReadonlySet<string>;
}

/** Connects a bot to the twin. Its timers stand still. */
export async function startTestDiscord(twin: DiscordTwin, options: TestDiscordOptions = {}): Promise<TestDiscord> {
  const { restUrl = twin.restUrl, administrators = new Set(), ...rest } = options;
  const events: DispatchEvent[] = [];
  const log: LogLine[] = [];
  const timers = new Map<number, () => void>();
  let timerCount = 0;
  const write = (level: string) => (fields: LogLine['fields'], message: string) =>
    void log.push({ level, fields, message });
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const router = createBotRouter({
    catalogue,
    services,
    actingFor: bot.actingFor,
    nowMs: () => performance.now(),
    observe: (event) => events.push(event),
  });
  const now = () => new Date();
  const config = { token: twin.token, apiUrl: restUrl };
  const adapter = createDiscordAdapter({ config, logger, now, catalogue, services, timeoutMs: 5_000 });
  const chat = createChat(adapter, {
    router,
    logger,
    zone: 'Europe/Berlin',
    now,
    newId: randomUUID,
    administrators,
    // One person asks everything.
    requestLimits: { person: 10_000, team: 10_000 },
    startTimer(_delayMs, act) {
      timerCount += 1;
      const number = timerCount;
      timers.set(number, act);
      return () => void timers.delete(number);
    },
    ...rest,
  });
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    rest: { api: restUrl },
  });
  const { tracker } = chat;
  listen(client, chat);
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(twin.token);
  await ready;
  return {
    client,
    events,
    log,
    timers,
    failures: tracker.failuresByCode,
    idle: () => tracker.drain(5_000),
    async stop() {
      await tracker.drain(2_000);
      await client.destroy();
    },
  };
}

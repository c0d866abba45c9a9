import {
  type APIInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
} from 'discord.js';
import type { Catalogue, RunningPlatform } from '../../bot/bot.ts';
import { type Chat, type ChatOptions, createChat, type Installations } from '../../chat/chat.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import type { Coordination } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import { createDiscordAdapter } from './discord-adapter.ts';
import type { DiscordEvent } from './events/decode-event.ts';
import { namesOf } from './events/names.ts';
import { createElapsedClock, type RunGatewayOptions, runGateway } from './gateway/run-gateway.ts';

interface StartDiscordOptions<Services>
  extends Omit<ChatOptions, 'startTimer' | 'coordination'>,
    Pick<RunGatewayOptions, 'config' | 'replicas'> {
  readonly catalogue: Catalogue<Services>;
  /** For completion. */
  readonly services: Services;
  /** How to reach Discord where a proxy is set. */
  readonly outgoing?: Pick<Outgoing, 'fetch' | 'dispatcher'> | undefined;
  /** Leases, seen events and the like, shared by replicas. */
  readonly coordination: Coordination;
  readonly installations: Installations;
}

/** The longest a call of the bot's own may take. */
const callTimeoutMs = 10_000;
/** How long the start waits for Discord before it goes on without. */
const startTimeoutMs = 5_000;
/** How long running answers may take once the bot stops. */
const drainTimeoutMs = 4_000;

/**
 * Starts the Discord platform.
 *
 * Resolves when Discord is connected, or when another process with this token is. Where neither is so after five seconds
 * it resolves too, not ready, and keeps trying: an outage never ends the process.
 *
 * @throws {PlatformError} `discord-refused` where Discord refuses the token or the intents; the message says what to do
 */
export async function startDiscord<Services>(options: StartDiscordOptions<Services>): Promise<RunningPlatform> {
  const { installations, logger, outgoing } = options;
  const adapter = createDiscordAdapter({ ...options, timeoutMs: callTimeoutMs });
  const chat = createChat(adapter, options);
  const { tracker } = chat;
  /** discord.js tells of a server that is only unavailable by another event. */
  const followServers = (client: Client) => {
    const note = (id: string, what: 'present' | 'removed') =>
      tracker.run('Cannot record where the bot is installed', () => installations[what](`discord:${id}`));
    client.on(Events.GuildDelete, ({ id }) => void note(id, 'removed'));
    client.on(Events.GuildCreate, ({ id }) => void note(id, 'present'));
    // It may have been taken out, or added again, while nobody was connected.
    client.on(Events.ClientReady, () => {
      void tracker.run('Cannot record where the bot is installed', async () => {
        for (const team of await installations.known()) {
          const id = team.slice(team.indexOf(':') + 1);
          if (/^\d+$/.test(id)) await note(id, client.guilds.cache.has(id) ? 'present' : 'removed');
        }
      });
    });
  };
  const relay = outgoing && (await (await import('./gateway/relay-gateway.ts')).startGatewayRelay(outgoing));
  const gateway = runGateway({
    ...options,
    outgoing,
    relay,
    elapsedMs: createElapsedClock(
      () => performance.now(),
      () => Date.now(),
    ),
    attach(client) {
      listen(client, chat);
      followServers(client);
    },
  });
  try {
    const late = await withinTime(
      gateway.firstTry.then(() => false),
      startTimeoutMs,
      () => true,
    );
    if (late) logger.warn({ platform: 'discord' }, 'Discord is not connected yet; the bot keeps trying');
  } catch (error) {
    await gateway.close();
    relay?.close();
    throw error;
  }
  return {
    name: 'discord',
    isReady() {
      const state = gateway.state();
      return state === 'standby' ? 'standby' : state === 'connected';
    },
    connectionState: gateway.state,
    failuresByCode: tracker.failuresByCode,
    async stop() {
      // First the sockets, so that another process takes over while the last answers go out.
      await gateway.disconnect();
      await tracker.drain(drainTimeoutMs);
      await gateway.close();
      relay?.close();
    },
  };
}

/**
 * Answers everything a client is told. It reads the events as they come from the gateway, before the library has made
 * objects of them or has waited for all servers: what waits three seconds can no longer be answered.
 */
export function listen(client: Client, chat: Chat<DiscordEvent>): void {
  const names = namesOf(client);
  const { rest } = client;
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    const event = { kind: 'interaction', interaction, names, rest } as const;
    void chat.handle(event, 'Cannot answer an interaction', { interaction: interaction.id });
  });
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
    const event = { kind: 'message', message, names, rest } as const;
    void chat.handle(event, 'Cannot answer a message', { message: message.id });
  });
}

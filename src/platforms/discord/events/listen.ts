import {
  type APIInteraction,
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
} from 'discord.js';
import type { Chat } from '../../../chat/chat.ts';
import type { DiscordEvent } from './decode-event.ts';
import { namesOf } from './names.ts';

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

import {
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  ApplicationCommandType,
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
  InteractionType,
} from 'discord.js';
import { plainNote } from '../rendering/plain-note.ts';
import { answerAutocomplete } from './answer-autocomplete.ts';
import { answerCommand } from './answer-command.ts';
import { answerComponent } from './answer-component.ts';
import { answerForm } from './answer-form.ts';
import { answerMessage } from './answer-message.ts';
import type { DiscordDesk, InteractionContext } from './discord-desk.ts';
import { namesOf } from './names.ts';
import { isForBot } from './request-of-message.ts';
import { createResponder } from './responder.ts';

/**
 * Answers everything a client is told. It reads the events as they come from the gateway, before the library has made
 * objects of them or has waited for all servers: what waits three seconds can no longer be answered.
 */
export function listen(client: Client, desk: DiscordDesk): void {
  const names = namesOf(client);
  const { tracker } = desk;

  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    const id = desk.source.newId();
    const source = { ...desk.source, names, newId: () => id };
    const fields = { request: id, interaction: interaction.id };
    void tracker.run(
      'Cannot answer an interaction',
      async () => {
        if (!desk.isNew(interaction.id)) return;
        await answer(interaction, { desk, source, respond: createResponder(client.rest, interaction) });
      },
      fields,
    );
  });

  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
    if (!isForBot(message, names.bot()) || !desk.isNew(message.id)) return;
    const id = desk.source.newId();
    const source = { ...desk.source, names, newId: () => id };
    void tracker.run('Cannot answer a message', () => answerMessage({ desk, message, source, rest: client.rest }), {
      request: id,
      message: message.id,
    });
  });
}

async function answer(
  interaction: APIInteraction,
  parts: Omit<InteractionContext<unknown>, 'interaction'>,
): Promise<void> {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      if (interaction.data.type !== ApplicationCommandType.ChatInput) {
        // Only another version, or another program with this token, can have registered it.
        return parts.respond.reply(plainNote('Not known', 'This command is from another version of me.'), 'asker');
      }
      return answerCommand({ ...parts, interaction: interaction as APIChatInputApplicationCommandInteraction });
    case InteractionType.ApplicationCommandAutocomplete:
      return answerAutocomplete({ ...parts, interaction });
    case InteractionType.MessageComponent:
      return answerComponent({ ...parts, interaction });
    case InteractionType.ModalSubmit:
      return answerForm({ ...parts, interaction });
    default:
      return;
  }
}

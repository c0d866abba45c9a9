import type { APIChatInputApplicationCommandInteraction } from 'discord.js';
import { answerRequest } from './answer-request.ts';
import type { InteractionContext } from './discord-desk.ts';
import { requestOfCall } from './request-of-interaction.ts';

/** Answers a slash command. */
export function answerCommand(context: InteractionContext<APIChatInputApplicationCommandInteraction>): Promise<void> {
  const { desk, interaction, source } = context;
  return answerRequest(context, requestOfCall(interaction, desk.readCall(interaction.data), source));
}

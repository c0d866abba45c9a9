import type { APIApplicationCommandAutocompleteInteraction } from 'discord.js';
import type { Choice } from './complete-option.ts';
import type { InteractionContext } from './discord-desk.ts';
import { requestOfLine } from './request-of-interaction.ts';

/** Nobody waits longer for a completion, and the next letter asks again. */
const longestMs = 900;

/** Answers what somebody is typing with completions; with none where anything is wrong, or takes too long. */
export async function answerAutocomplete({
  desk,
  interaction,
  source,
  respond,
}: InteractionContext<APIApplicationCommandAutocompleteInteraction>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Choice[]>();
  const cancel = desk.after(longestMs, () => resolve([]));
  let choices: readonly Choice[] = [];
  try {
    choices = await Promise.race([desk.complete(interaction.data, requestOfLine(interaction, '', source)), late]);
  } finally {
    cancel();
    await respond.complete(choices);
  }
}

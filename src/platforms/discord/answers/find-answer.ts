import type { APIMessageComponentInteraction } from 'discord.js';
import type { Reply } from '../../../bot/bot.ts';
import type { PageKey } from '../rendering/custom-id.ts';
import type { InteractionContext } from './discord-desk.ts';
import { requestOfLine } from './request-of-interaction.ts';

/**
 * The answer a button speaks of: from memory, or made anew with the presser's rights. `undefined` where it is no longer
 * at hand. What changes something is never run again.
 */
export async function findAnswer(
  { desk, interaction, source }: InteractionContext<APIMessageComponentInteraction>,
  key: PageKey,
): Promise<Reply | undefined> {
  if (key.by === 'request') return desk.recent.get(key.id);
  const request = requestOfLine(interaction, key.line, source);
  return desk.inspect(request.input).changes ? undefined : desk.router.dispatch(request);
}

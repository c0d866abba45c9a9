import type { APIMessageComponentInteraction } from 'discord.js';
import type { Reply } from '../../../bot/bot.ts';
import type { CustomId } from '../rendering/custom-id.ts';
import { plainNote } from '../rendering/plain-note.ts';
import { renderAnswer } from '../rendering/render-answer.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import type { InteractionContext } from './discord-desk.ts';
import { findAnswer } from './find-answer.ts';
import { hasShare, isEphemeral, sharerOf } from './pressed-message.ts';
import { respondInTime } from './respond-in-time.ts';
import { invitesReminder } from './show-answer.ts';

/** Shows another page of an answer, in place. Where it cannot be had, says so to whoever pressed, and nobody else. */
export async function answerPage(
  context: InteractionContext<APIMessageComponentInteraction>,
  { page, key }: Extract<CustomId, { kind: 'page' }>,
): Promise<void> {
  const { desk, interaction, respond } = context;
  const { message } = interaction;
  const sharedBy = sharerOf(message);
  const pageOf = (reply: Reply): RenderedMessage =>
    renderAnswer(reply, {
      page,
      pageKey: key,
      newReminder: invitesReminder(reply, key.by === 'line' ? key.line : undefined),
      ...(isEphemeral(message) && hasShare(message) ? { share: key } : {}),
      ...(sharedBy === undefined ? {} : { sharedBy }),
    });
  await respondInTime(desk, findAnswer(context, key), {
    defer: respond.deferUpdate,
    first: (reply) =>
      reply?.outcome === 'answered' ? respond.update(pageOf(reply)) : respond.reply(instead(reply), 'asker'),
    later: (reply) =>
      reply?.outcome === 'answered' ? respond.edit(pageOf(reply)) : respond.follow(instead(reply), 'asker'),
  });
}

function instead(reply: Reply | undefined): RenderedMessage {
  return reply === undefined
    ? plainNote('Too late', 'This answer is no longer at hand. Ask again.')
    : renderAnswer(reply);
}

import type { APIMessageComponentInteraction } from 'discord.js';
import type { Reply } from '../../../bot/reply.ts';
import type { PageKey } from '../rendering/custom-id.ts';
import { plainNote } from '../rendering/plain-note.ts';
import { renderAnswer } from '../rendering/render-answer.ts';
import type { InteractionContext } from './discord-desk.ts';
import { findAnswer } from './find-answer.ts';
import { sharedCopy, unchanged, withoutShare } from './pressed-message.ts';
import { askerOf } from './request-of-interaction.ts';
import { respondInTime } from './respond-in-time.ts';

const notShared =
  'Discord did not let me post this in the channel. Ask whoever runs this server, then press Share again.';

/**
 * Posts an answer only its asker saw where everybody sees it, once, and takes the button off the original.
 *
 * The answer is made anew where its line is known, which is then up to date and has all its pages; else it comes from
 * memory; else, as after a restart, the message itself is copied.
 */
export async function answerShare(
  context: InteractionContext<APIMessageComponentInteraction>,
  key: PageKey,
): Promise<void> {
  const { desk, interaction, source, respond } = context;
  const { message } = interaction;
  const { team, actor } = askerOf(interaction, source);
  if (!(await desk.firstTime(team, interaction.id))) return;
  if (desk.shared.has(message.id)) return respond.deferUpdate();
  desk.shared.set(message.id, true);
  let isPosted = false;
  const post = async (reply: Reply | undefined) => {
    const shown =
      reply === undefined ? sharedCopy(message, actor.id) : renderAnswer(reply, { pageKey: key, sharedBy: actor.id });
    try {
      await respond.follow(shown, 'everyone');
      isPosted = true;
    } catch (error) {
      await respond.edit(unchanged(message)).catch(() => {});
      await respond.follow(plainNote('Not shared', notShared), 'asker').catch(() => {});
      throw error;
    }
  };
  try {
    await respondInTime(desk, findAnswer(context, key), {
      defer: respond.deferUpdate,
      async first(reply) {
        if (isRefused(reply)) return respond.reply(renderAnswer(reply), 'asker');
        await respond.update(withoutShare(message));
        await post(reply);
      },
      async later(reply) {
        if (isRefused(reply)) return respond.follow(renderAnswer(reply), 'asker');
        await respond.edit(withoutShare(message));
        await post(reply);
      },
    });
  } finally {
    if (!isPosted) desk.shared.delete(message.id);
  }
}

function isRefused(reply: Reply | undefined): reply is Reply {
  return reply !== undefined && reply.outcome !== 'answered';
}

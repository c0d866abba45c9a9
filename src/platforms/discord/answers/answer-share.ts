import type { APIMessageComponentInteraction } from 'discord.js';
import type { Reply } from '../../../bot/bot.ts';
import type { PageKey } from '../rendering/custom-id.ts';
import { plainNote } from '../rendering/plain-note.ts';
import { renderAnswer } from '../rendering/render-answer.ts';
import type { InteractionContext } from './discord-desk.ts';
import { findAnswer } from './find-answer.ts';
import type { OutgoingMessage } from './message-body.ts';
import { sharedCopy, unchanged, withoutShare } from './pressed-message.ts';
import { askerOf } from './request-of-interaction.ts';
import { respondInTime } from './respond-in-time.ts';

const notShared =
  'Discord did not let me post this in the channel. Ask whoever runs this server, then press Share again.';
const notNow = 'That could not be shared just now. Wait a minute, then press Share again.';

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
  if (desk.shared.has(message.id)) return respond.deferUpdate();
  desk.shared.set(message.id, true);
  let isPosted = false;
  const find = async (): Promise<Found> =>
    (await desk.firstTime(team, interaction.id)) ? { kind: 'found', reply: await findAnswer(context, key) } : elsewhere;
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
  const share = async (found: Found, edit: Send, tell: Send) => {
    if (found.kind === 'elsewhere') return;
    if (found.kind === 'failed') {
      await tell(plainNote('Not shared', notNow)).catch(() => {});
      throw found.error;
    }
    if (isRefused(found.reply)) return tell(renderAnswer(found.reply));
    await edit(withoutShare(message));
    await post(found.reply);
  };
  // It never rejects, since whoever pressed has to be told.
  const finding = find().catch((error: unknown): Found => ({ kind: 'failed', error }));
  try {
    await respondInTime(desk, finding, {
      defer: respond.deferUpdate,
      first: (found) => share(found, respond.update, (shown) => respond.reply(shown, 'asker')),
      later: (found) => share(found, respond.edit, (shown) => respond.follow(shown, 'asker')),
    });
  } finally {
    if (!isPosted) desk.shared.delete(message.id);
  }
}

type Send = (message: OutgoingMessage) => Promise<void>;
type Found =
  | { readonly kind: 'found'; readonly reply: Reply | undefined }
  /** Another replica was first. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly error: unknown };

const elsewhere: Found = { kind: 'elsewhere' };

function isRefused(reply: Reply | undefined): reply is Reply {
  return reply !== undefined && reply.outcome !== 'answered';
}

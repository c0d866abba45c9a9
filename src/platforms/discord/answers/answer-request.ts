import type { Request } from '../../../bot/bot.ts';
import { isBadMessage } from '../discord-error.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import type { InteractionContext } from './discord-desk.ts';
import { notShown } from './not-shown.ts';
import { respondInTime } from './respond-in-time.ts';
import type { Audience } from './responder.ts';
import { type Ran, runOnce } from './run-once.ts';
import { showAnswer } from './show-answer.ts';

/**
 * Runs a request and answers with a message: in a server to its asker alone, with a Share button, and in a direct
 * message plainly. A fast answer is one call, a slow one is announced first.
 *
 * @param run runs it. Default: the router does.
 * @throws what Discord refuses, after something shorter was said where that may help
 */
export async function answerRequest(
  { desk, interaction, respond }: InteractionContext<{ readonly id: string }>,
  request: Request,
  run: () => Promise<Ran> = () => runOnce(desk, request, interaction.id),
): Promise<void> {
  const audience = audienceOf(request);
  const say = async ({ reply, fault }: Ran, send: (message: RenderedMessage) => Promise<void>) => {
    if (reply !== undefined) {
      await send(showAnswer(desk, request, reply, { share: audience === 'asker' })).catch(async (error: unknown) => {
        if (isBadMessage(error)) await send(notShown(request, reply)).catch(() => {});
        throw error;
      });
    }
    if (fault !== undefined) throw fault;
  };
  await respondInTime(desk, run(), {
    defer: () => respond.defer(audience),
    first: (ran) => say(ran, (message) => respond.reply(message, audience)),
    later: (ran) => say(ran, respond.edit),
  });
}

/** Who sees the answer to a command, a button or a form. */
function audienceOf({ conversation }: Request): Audience {
  return conversation.private ? 'everyone' : 'asker';
}

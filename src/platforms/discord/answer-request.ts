import type { Reply } from '../../bot/reply.ts';
import type { Request } from '../../bot/request.ts';
import type { DiscordDesk, InteractionContext } from './discord-desk.ts';
import { respondInTime } from './respond-in-time.ts';
import type { Audience } from './responder.ts';
import { showAnswer } from './show-answer.ts';

/**
 * Runs a request and answers with a message: in a server to its asker alone, with a Share button, and in a direct
 * message plainly. A fast answer is one call, a slow one is announced first.
 */
export async function answerRequest(
  { desk, interaction, respond }: InteractionContext<{ readonly id: string }>,
  request: Request,
  run: () => Promise<Reply | undefined> = () => runOnce(desk, request, interaction.id),
): Promise<void> {
  const audience = audienceOf(request);
  const share = audience === 'asker';
  await respondInTime(desk, run(), {
    defer: () => respond.defer(audience),
    first: async (reply) => {
      if (reply !== undefined) await respond.reply(showAnswer(desk, request, reply, { share }), audience);
    },
    later: async (reply) => {
      if (reply !== undefined) await respond.edit(showAnswer(desk, request, reply, { share }));
    },
  });
}

/**
 * Runs what an event asks for. Discord refuses a second answer to one interaction by itself, so the store is only asked
 * where running twice does harm. `undefined` where another replica was first.
 */
export async function runOnce(desk: DiscordDesk, request: Request, eventId: string): Promise<Reply | undefined> {
  if (desk.inspect(request.input).changes && !(await desk.firstTime(request.team, eventId))) return undefined;
  return desk.router.dispatch(request);
}

/** Who sees the answer to a command, a button or a form. */
export function audienceOf({ conversation }: Pick<Request, 'conversation'>): Audience {
  return conversation.private ? 'everyone' : 'asker';
}

import { authoriseControl, errorReply, UserError } from '../bot/bot.ts';
import type { HandledByPlatform } from './adapter.ts';
import type { ChatContext } from './context.ts';

/**
 * Hands a control that only this platform has back to it, once it is settled who uses it, that they may, and that it is not
 * one too many. What changes something is handled by the first replica that is told.
 *
 * @throws what the store or the platform refused; it is for the log
 */
export async function useControl<Message>(context: ChatContext<Message>, event: HandledByPlatform): Promise<void> {
  const { control, id, changes, request: asked } = event;
  const { coordination, startTimer, dispatch } = context;
  const count = control === 'completion' ? context.countCompletion : context.count;
  const tooMany = count(asked);
  if (tooMany !== undefined) return event.refuse(errorReply(tooMany, asked));
  const request = { ...asked, actor: await context.findActor(asked.team, asked.actor) };
  try {
    authoriseControl(control, request.actor);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return event.refuse(errorReply(error, request));
  }
  if (changes === true && id !== undefined && !(await coordination.firstTime(request.team, id))) return;
  await event.handle({ request, dispatch, startTimer });
}

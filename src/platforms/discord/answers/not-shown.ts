import type { Reply, Request } from '../../../bot/bot.ts';
import { plainNote } from '../rendering/plain-note.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';

/** What is said in place of an answer that Discord took offence at: whether it was done, and the number in the log. */
export function notShown({ id }: Request, { changes }: Reply): RenderedMessage {
  const done = changes === true ? 'It is done, but Discord' : 'Discord';
  return plainNote('Not shown', `${done} did not take my answer. Tell my operator the number ${id}.`);
}

import { errorReply, type Reply, type Request } from '../../../bot/bot.ts';
import type { DiscordDesk } from './discord-desk.ts';

/** What came of running what an event asks for. */
export interface Ran {
  /** `undefined` where another replica was first: then nothing is to be said. */
  readonly reply: Reply | undefined;
  /** Why it is not known who was first; to be thrown, so that it is logged, once the reply is out. */
  readonly fault?: unknown;
}

/**
 * Runs what an event asks for, on the first replica that is handed it. Where the store cannot say which that is, a
 * question is answered all the same, and what would change something is not done.
 *
 * @param always asks the store also for what does no harm when it runs twice. Discord refuses a second answer to one
 *   interaction by itself, and takes a second message.
 */
export async function runOnce(desk: DiscordDesk, request: Request, eventId: string, always = false): Promise<Ran> {
  const { changes } = desk.inspect(request.input);
  try {
    if ((changes || always) && !(await desk.firstTime(request.team, eventId))) return { reply: undefined };
  } catch (fault) {
    return { fault, reply: changes ? errorReply(fault, request) : await desk.router.dispatch(request) };
  }
  return { reply: await desk.router.dispatch(request) };
}

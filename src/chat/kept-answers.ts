import type { Reply, Request, TeamKey } from '../bot/bot.ts';
import type { AnswerKey } from './adapter.ts';
import type { ChatContext } from './context.ts';

/** Keeps an answer beyond this process. Where that fails it is still in memory, and the log says so. */
export async function keepAnswer<Message>(
  { kept, logger, adapter }: ChatContext<Message>,
  { team, id }: Request,
  reply: Reply,
): Promise<void> {
  try {
    await kept?.keepAnswer(team, id, reply);
  } catch (err) {
    logger.warn({ platform: adapter.platform, request: id, err }, 'An answer cannot be shared after a restart');
  }
}

/**
 * The answer a button speaks of: made anew from its line with the presser's rights, else from memory, else from the store.
 * Nothing where it is no longer known. What changes something is never run again.
 */
export async function findAnswer<Message>(
  { dispatch, inspect, recent, kept }: ChatContext<Message>,
  team: TeamKey,
  key: AnswerKey,
  requestLine: (line: string) => Request,
): Promise<Reply | undefined> {
  if (key.by === 'request') return recent.get(recentKey(team, key.id)) ?? kept?.findAnswer(team, key.id);
  const request = requestLine(key.line);
  return inspect(request.input).changes ? undefined : dispatch(request);
}

/** In memory, too, an answer belongs to its team: an id alone must not show it to another one. */
export function recentKey(team: TeamKey, requestId: string): string {
  return `${team} ${requestId}`;
}

import type { Reply, Request, TeamKey } from '../bot/bot.ts';
import type { AnswerKey } from './adapter.ts';
import type { ChatContext } from './create-chat.ts';

/**
 * Answers that cannot be made again, such as those of commands that changed something, by the id of their request: so
 * that Share works after a restart and on any replica. Storage implements it and forgets them after a day.
 */
export interface KeptAnswers {
  /** Keeps one. An answer that is too large to keep is passed over. */
  keepAnswer(team: TeamKey, requestId: string, reply: Reply): Promise<void>;
  findAnswer(team: TeamKey, requestId: string): Promise<Reply | undefined>;
}

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
  if (key.by === 'request') return recent.get(key.id) ?? kept?.findAnswer(team, key.id);
  const request = requestLine(key.line);
  return inspect(request.input).changes ? undefined : dispatch(request);
}

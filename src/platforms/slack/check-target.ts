import type { Logger } from '../../bot/bot.ts';
import type { Poster, Target } from '../../reminders/reminders.ts';
import { isDirectMessage } from './decode-event.ts';
import type { PostClient } from './slack-client.ts';
import { readFailure, refusalRemedy, type SlackFailure } from './slack-error.ts';

type Check = Awaited<ReturnType<Poster['check']>>;

/** Where Slack refuses the question itself, and so says nothing about the channel. */
const unanswered = new Set(['missing_scope', 'method_not_supported_for_channel_type', 'unknown_method']);

/**
 * Tells whether a post would arrive, when a reminder is made.
 *
 * A channel is asked about with `conversations.info` (`channels:read`, `groups:read`: names and members, no messages);
 * an app without these scopes is judged by whether it may read the last message, where it may do that, and so is a
 * direct message, which may be one between two people. A person is taken as given: the id comes from Slack. Where Slack cannot say, the reminder is
 * made and the log says that it was not checked: a post that fails is told to its owner when it is due.
 */
export async function checkTarget(client: PostClient, { kind, id }: Target, logger: Logger): Promise<Check> {
  if (kind === 'terminal') return { ok: false, message: 'The terminal cannot be reached from Slack. Name a channel.' };
  if (kind === 'person') return { ok: true };
  let failure: SlackFailure | undefined;
  for (const ask of isDirectMessage(id) ? [askHistory] : [askInfo, askHistory]) {
    const answer = await ask(client, id).catch(readFailure);
    if ('ok' in answer) return answer;
    failure = answer;
    if (failure.kind !== 'error') break;
    if (!unanswered.has(failure.code)) return { ok: false, message: refusalRemedy(failure.code) };
  }
  const reason = failure?.kind === 'error' ? failure.code : failure?.kind;
  logger.warn({ platform: 'slack', channel: id, reason }, 'Whether a reminder can be delivered was not checked');
  return { ok: true };
}

async function askInfo(client: PostClient, channel: string): Promise<Check> {
  const { channel: info } = await client.conversations.info({ channel });
  if (info?.is_archived === true) return { ok: false, message: refusalRemedy('is_archived') };
  return info?.is_member === false ? { ok: false, message: refusalRemedy('not_in_channel') } : { ok: true };
}

async function askHistory(client: PostClient, channel: string): Promise<Check> {
  await client.conversations.history({ channel, limit: 1 });
  return { ok: true };
}

import { type Logger, PlatformError } from '../../bot/bot.ts';
import type { HistoryPage, HistoryRange, OutgoingPost } from '../../chat/chat.ts';
import type { Poster, Target } from '../../reminders/reminders.ts';
import { untilAborted } from '../../time/time.ts';
import { quietly, type RenderedMessage } from './blocks.ts';
import { readReminderBlockId, readReminderMetadata, reminderMetadata, uuidV5 } from './reminder-ids.ts';
import { isDirectMessage } from './requests.ts';
import type { PostClient } from './slack-client.ts';
import { readFailure, refusalRemedy, type SlackFailure } from './slack-error.ts';

type Check = Awaited<ReturnType<Poster['check']>>;

interface HistoryMessage {
  readonly ts?: string;
  readonly metadata?: unknown;
  readonly blocks?: readonly { readonly block_id?: string }[];
}

const historyPageSize = 200;
/** Refusals of the question itself, which say nothing about the channel. */
const unanswered = new Set(['missing_scope', 'method_not_supported_for_channel_type', 'unknown_method']);

/**
 * Finds where a target is reached. A post takes a person's id as it is, which needs no scope but `chat:write`. A history
 * is read by the direct message's id, and that is opened silently.
 */
export async function findPlace(
  client: PostClient,
  { kind, id }: Target,
  purpose: 'post' | 'history',
  signal: AbortSignal,
): Promise<string> {
  if (kind !== 'person' || purpose === 'post') return id;
  const { channel } = await untilAborted(client.conversations.open({ users: id }), signal);
  return channel?.id ?? id;
}

/**
 * Posts a reminder once. The post carries its delivery as metadata, and an id by which Slack rejects copies. Slack's
 * client takes no signal: a call that was given up may still post.
 */
export async function postReminder(
  client: PostClient,
  channel: string,
  { message, delivery, idempotencyKey }: OutgoingPost<RenderedMessage>,
  signal: AbortSignal,
): Promise<string> {
  const args = {
    channel,
    ...message,
    ...quietly,
    client_msg_id: uuidV5(idempotencyKey),
    metadata: reminderMetadata(delivery),
  };
  // Slack does not list `client_msg_id` as an argument, yet its errors show that it rejects copies by it. The library's
  // types know more kinds of blocks than ours, and forbid readonly ones.
  const posting = client.chat.postMessage(args as unknown as Parameters<typeof client.chat.postMessage>[0]);
  const { ts } = await untilAborted(posting, signal);
  if (ts === undefined) throw new PlatformError('slack-failed', 'Slack answered without naming the post');
  return ts;
}

/** Reads a page of a channel's history, newest first. A post is recognised by its metadata or the ids of its blocks. */
export async function readHistory(
  client: PostClient,
  channel: string,
  { from, to, cursor }: HistoryRange,
  signal: AbortSignal,
): Promise<HistoryPage> {
  const reading = client.conversations.history({
    channel,
    oldest: seconds(from),
    latest: seconds(to),
    inclusive: true,
    limit: historyPageSize,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const { messages, response_metadata, has_more } = await untilAborted(reading, signal);
  // An answer without a list is not an empty history: a post must not be taken for absent by it.
  if (!Array.isArray(messages)) throw new PlatformError('slack-failed', 'Slack answered without a history');
  const next = response_metadata?.next_cursor || undefined;
  return {
    messages: (messages as readonly HistoryMessage[]).map((each) => ({ id: each.ts ?? '', delivery: carried(each) })),
    next,
    isCut: next === undefined && has_more === true,
  };
}

/**
 * Tells, when a reminder is made, whether its posts would arrive.
 *
 * A channel is looked up with `conversations.info` (`channels:read`, `groups:read`: names and members, no messages). An
 * app without these scopes is judged by whether it may read the last message; so is a direct message, which may be one
 * between two other people. A person is not checked, since the id comes from Slack. Where Slack cannot tell, the reminder
 * is made, its maker is told that nobody looked, and a warning is logged.
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
  return { ok: true, unchecked: reason === 'missing_scope' ? withoutScopes : unchecked };
}

const withoutScopes =
  'I could not check whether I may post there: the Slack app lacks the scopes `channels:read` and `groups:read`. Invite me with `/invite @mdaemon`, or nothing will come.';
const unchecked = 'Slack did not tell me whether I may post there. If I can’t when it is due, I’ll tell you.';

async function askInfo(client: PostClient, channel: string): Promise<Check> {
  const { channel: info } = await client.conversations.info({ channel });
  if (info?.is_archived === true) return { ok: false, message: refusalRemedy('is_archived') };
  return info?.is_member === false ? { ok: false, message: refusalRemedy('not_in_channel') } : { ok: true };
}

async function askHistory(client: PostClient, channel: string): Promise<Check> {
  await client.conversations.history({ channel, limit: 1 });
  return { ok: true };
}

function carried({ metadata, blocks = [] }: HistoryMessage): string | undefined {
  const named = readReminderMetadata(metadata);
  if (named !== undefined) return named;
  for (const { block_id = '' } of blocks) {
    const ids = readReminderBlockId(block_id);
    if (ids !== undefined) return ids.delivery;
  }
  return undefined;
}

function seconds(instant: Date): string {
  return (instant.getTime() / 1_000).toFixed(6);
}

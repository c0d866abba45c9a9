import type { webApi } from '@slack/bolt';
import type { HistoryPage, HistoryRange, OutgoingPost } from '../../chat/chat.ts';
import type { Target } from '../../reminders/reminders.ts';
import { untilAborted } from '../../time/time.ts';
import { quietly, type RenderedMessage } from './blocks.ts';
import { readReminderBlockId, readReminderMetadata, reminderMetadata, uuidV5 } from './reminder-ids.ts';

type Client = webApi.WebClient;

/** A message of a channel's history, as far as it is read. */
interface HistoryMessage {
  readonly ts?: string;
  readonly metadata?: unknown;
  readonly blocks?: readonly { readonly block_id?: string }[];
}

const historyPageSize = 200;

/**
 * Where a target is reached. A post takes a person's id as it is, which needs no scope but `chat:write`; a history is read
 * by the direct message, which is opened silently.
 */
export async function findPlace(
  client: Client,
  { kind, id }: Target,
  purpose: 'post' | 'history',
  signal: AbortSignal,
): Promise<string> {
  if (kind !== 'person' || purpose === 'post') return id;
  const { channel } = await untilAborted(client.conversations.open({ users: id }), signal);
  return channel?.id ?? id;
}

/**
 * Posts a reminder once. It carries its delivery unseen, and an id by which Slack keeps copies out. Slack's client takes
 * no signal: a call that is given up may still post.
 */
export async function postReminder(
  client: Client,
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
  // `client_msg_id` is no listed argument, yet Slack's errors show that it keeps copies out; and the library's types know
  // more kinds of blocks than ours and forbid what is readonly.
  const posting = client.chat.postMessage(args as unknown as Parameters<typeof client.chat.postMessage>[0]);
  const { ts } = await untilAborted(posting, signal);
  return ts ?? '';
}

/** A page of a channel's history, newest first. A post is known by its metadata or by the ids of its blocks. */
export async function readHistory(
  client: Client,
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
  const { messages = [], response_metadata, has_more } = await untilAborted(reading, signal);
  const next = response_metadata?.next_cursor || undefined;
  return {
    messages: (messages as readonly HistoryMessage[]).map((each) => ({ id: each.ts ?? '', delivery: carried(each) })),
    next,
    isCut: next === undefined && has_more === true,
  };
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

import type { ClaimedDelivery, FindResult } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import type { PostClient } from './create-post-client.ts';
import { remedyOf } from './post-refusals.ts';
import { readReminderBlockId } from './reminder-ids.ts';
import { readReminderMetadata } from './reminder-metadata.ts';
import { readFailure } from './slack-outcome.ts';

/** A message of a channel's history, as far as it is read. */
interface HistoryMessage {
  readonly ts?: string;
  readonly metadata?: unknown;
  readonly blocks?: readonly { readonly block_id?: string }[];
}

/** How far Slack's clock and the store's may be apart: the history is asked by Slack's. */
const clockSkewMs = 2 * 60_000;
const pageSize = 200;
/** As many messages a channel may have got around one post. */
const mostPages = 10;

const readHistory = 'Give the app the scopes channels:history and groups:history (im:write for direct messages)';

/**
 * Looks into the channel's history for the post of a delivery, around the time its last attempt began, and knows it by
 * its metadata or by the ids of its blocks. Never throws.
 */
export function findPost(
  client: PostClient,
  delivery: ClaimedDelivery,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<FindResult> {
  const late: FindResult = { kind: 'refused', retryAfterMs: 5_000, reason: 'Slack’s history took too long' };
  return withinTime(look(client, delivery, timeoutMs), timeoutMs, () => late);
}

async function look(client: PostClient, delivery: ClaimedDelivery, timeoutMs: number): Promise<FindResult> {
  const { target, attemptStartedAt } = delivery;
  // No attempt has begun, so nothing can be there.
  if (attemptStartedAt === undefined) return { kind: 'absent' };
  const oldest = seconds(attemptStartedAt.getTime() - clockSkewMs);
  const latest = seconds(attemptStartedAt.getTime() + timeoutMs + clockSkewMs);
  const limits = { oldest, latest, inclusive: true, limit: pageSize, include_all_metadata: true };
  try {
    const channel = target.kind === 'person' ? await directChannel(client, target.id) : target.id;
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const more = cursor === undefined ? {} : { cursor };
      const history = await client.conversations.history({ channel, ...limits, ...more });
      const messages = (history.messages ?? []) as readonly HistoryMessage[];
      const found = messages.find((message) => isPostOf(message, delivery.id));
      if (found?.ts !== undefined) return { kind: 'found', messageId: found.ts };
      cursor = history.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return history.has_more === true ? endless : { kind: 'absent' };
    }
    return endless;
  } catch (error) {
    return ofFailure(error);
  }
}

const endless: FindResult = { kind: 'cannot-tell', reason: 'The channel got too many messages around that time.' };

function isPostOf({ metadata, blocks = [] }: HistoryMessage, delivery: string): boolean {
  if (readReminderMetadata(metadata) === delivery) return true;
  return blocks.some(({ block_id = '' }) => readReminderBlockId(block_id)?.delivery === delivery);
}

/** The channel of the direct messages with a person. Opening it is silent, and changes nothing where it is there. */
async function directChannel(client: PostClient, person: string): Promise<string> {
  const { channel } = await client.conversations.open({ users: person });
  return channel?.id ?? person;
}

function ofFailure(error: unknown): FindResult {
  const failure = readFailure(error);
  if (failure.kind !== 'error') {
    const retryAfterMs = failure.kind === 'rate-limited' ? failure.retryAfterMs : 5_000;
    const reason = failure.kind === 'rate-limited' ? 'Slack says it is too much at once' : failure.reason;
    return { kind: 'refused', retryAfterMs, reason };
  }
  const what = failure.code === 'missing_scope' ? `${readHistory}, and install it again.` : remedyOf(failure.code);
  return { kind: 'cannot-tell', reason: `I may not read the history there. ${what} (Slack says: ${failure.code})` };
}

function seconds(instantMs: number): string {
  return (instantMs / 1_000).toFixed(6);
}

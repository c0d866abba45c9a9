import type { ClaimedDelivery, DeliveryView, PostResult, ViewDelivery } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import type { PostedMessage } from './answer-message.ts';
import type { PostClient } from './create-post-client.ts';
import { findPost } from './find-post.ts';
import { readRefusal } from './post-refusals.ts';
import { reminderMetadata } from './reminder-metadata.ts';
import { renderReminder } from './render-reminder.ts';
import { readFailure } from './slack-outcome.ts';
import { uuidV5 } from './uuid-v5.ts';

/** What posting needs beside the client. */
export interface PostDeliveryOptions {
  readonly now: () => Date;
  readonly view: ViewDelivery;
  readonly timeoutMs: number;
}

/** Slack knows the post's `client_msg_id` from an earlier try whose message it cannot name. */
const duplicates = new Set(['duplicate_message_not_found', 'duplicate_channel_not_found']);

/** Posts a delivery once, and says what became of it within the time-out. Never throws. */
export function postDelivery(
  client: PostClient,
  delivery: ClaimedDelivery,
  { now, view, timeoutMs }: PostDeliveryOptions,
): Promise<PostResult> {
  const work = async (): Promise<PostResult> => {
    // A second post has to end in time too, since others look for it soon after the time-out.
    const tooLate = AbortSignal.timeout(timeoutMs / 4);
    const message = messageOf(delivery, view(delivery, [], delivery.attemptStartedAt ?? now()));
    const post = (key: string) => postOnce(client, message, delivery, key);
    const first = await post(delivery.id);
    if (first !== 'duplicate') return first;
    // Slack refused this as a second copy. Where the first is in the history, that is the post. Where it is not, it
    // was never made (or somebody removed it), and every further try under the same key would be refused for ever.
    const earlier = await findPost(client, delivery, { timeoutMs });
    if (earlier.kind === 'found') return { kind: 'posted', messageId: earlier.messageId };
    const second =
      earlier.kind === 'absent' && !tooLate.aborted ? await post(`${delivery.id}:${delivery.attempts}`) : first;
    return second === 'duplicate' ? { kind: 'unknown', reason: 'Slack takes it for a copy it cannot name' } : second;
  };
  const fault = (): PostResult => ({ kind: 'impossible', reason: 'The bot cannot put this reminder into a post.' });
  const late: PostResult = { kind: 'unknown', reason: 'Slack did not answer in time' };
  return withinTime(work().catch(fault), timeoutMs, () => late);
}

function messageOf(delivery: ClaimedDelivery, view: DeliveryView): PostedMessage {
  return {
    channel: delivery.target.id,
    ...renderReminder(view, { mayPing: true }),
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

async function postOnce(
  client: PostClient,
  message: PostedMessage,
  { id }: ClaimedDelivery,
  key: string,
): Promise<PostResult | 'duplicate'> {
  try {
    const args = { ...message, client_msg_id: uuidV5(key), metadata: reminderMetadata(id) };
    // `client_msg_id` is no listed argument, yet Slack's errors show that it keeps copies out; and the library's types
    // know more kinds of blocks than ours and forbid what is readonly.
    const { ts } = await client.chat.postMessage(args as unknown as Parameters<typeof client.chat.postMessage>[0]);
    return { kind: 'posted', messageId: ts ?? '' };
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'error') {
      return duplicates.has(failure.code) ? 'duplicate' : readRefusal(failure.code, failure.retryAfterMs);
    }
    if (failure.kind === 'unknown') return failure;
    if (failure.kind === 'unreached')
      return { kind: 'refused', retryAfterMs: unreachedRetryMs, reason: failure.reason };
    return { kind: 'refused', retryAfterMs: failure.retryAfterMs, reason: 'Slack says it is too much at once' };
  }
}

const unreachedRetryMs = 5_000;

import { type APIMessage, MessageFlags, Routes } from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import type { ClaimedDelivery, DeliveryView, PostResult, ViewDelivery } from '../../../reminders/reminders.ts';
import { renderReminder } from '../rendering/render-reminder.ts';
import { deliveryNonce } from './delivery-nonce.ts';
import type { FindChannel } from './direct-channel.ts';
import type { PostClient } from './post-client.ts';
import { postResultOf } from './post-refusals.ts';

/** What posting is made of. */
export interface PostDeliveryParts {
  readonly client: PostClient;
  readonly findChannel: FindChannel;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly view: ViewDelivery;
  readonly timeoutMs: number;
}

/** Where it is certain that no post began. */
const openingRetryMs = 5_000;

/** Posts a delivery once, and says what became of it within the time-out. Never throws. */
export async function postDelivery(delivery: ClaimedDelivery, parts: PostDeliveryParts): Promise<PostResult> {
  try {
    return await post(delivery, parts, AbortSignal.timeout(parts.timeoutMs));
  } catch (error) {
    const fields = { platform: 'discord', delivery: delivery.id, err: error };
    parts.logger.error(fields, 'A reminder could not be put into a post');
    return { kind: 'impossible', reason: 'The bot cannot put this reminder into a post.' };
  }
}

async function post(delivery: ClaimedDelivery, parts: PostDeliveryParts, signal: AbortSignal): Promise<PostResult> {
  const { client, findChannel, now, view, logger } = parts;
  const body = messageOf(delivery, view(delivery, [], delivery.attemptStartedAt ?? now()));
  const found = await findChannel(delivery.target, signal);
  if (found.kind !== 'done') {
    const result = postResultOf(found);
    // Whatever became of opening the direct message, no post began.
    return result.kind === 'unknown'
      ? { kind: 'refused', retryAfterMs: openingRetryMs, reason: result.reason }
      : result;
  }
  const path = Routes.channelMessages(found.channel);
  const result = await client.call<Partial<APIMessage>>({ method: 'post', path, body, signal });
  if (result.kind === 'done') {
    const { id } = result.body;
    return id === undefined
      ? { kind: 'unknown', reason: 'Discord answered without a message' }
      : { kind: 'posted', messageId: id };
  }
  if (result.kind === 'error') {
    const { status, code, message } = result;
    logger.warn({ platform: 'discord', delivery: delivery.id, status, code, message }, 'Discord refused a reminder');
  }
  return postResultOf(result);
}

function messageOf(delivery: ClaimedDelivery, view: DeliveryView) {
  // A mention is live only where Discord is told so, whatever the text holds.
  const parse = view.items.some(({ pingsEveryone }) => pingsEveryone) ? ['everyone'] : [];
  return {
    flags: MessageFlags.IsComponentsV2,
    components: renderReminder(view).components,
    allowed_mentions: { parse },
    nonce: deliveryNonce(delivery.id),
    enforce_nonce: true,
  };
}

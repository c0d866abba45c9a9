import { createHash } from 'node:crypto';
import { type APIChannel, type APIMessage, MessageFlags, Routes } from 'discord.js';
import type { TeamKey } from '../../../bot/bot.ts';
import { createExpiringMap, type HistoryPage, type HistoryRange, type OutgoingPost } from '../../../chat/chat.ts';
import type { Target } from '../../../reminders/reminders.ts';
import type { OutgoingMessage } from '../events/responder.ts';
import { FailedCall } from '../failures.ts';
import { compareSnowflakes, readTeamKey, snowflakeAt } from '../ids.ts';
import { carriedDelivery } from '../rendering/custom-id.ts';
import { type ChannelAccess, mayReadHistory } from './permissions.ts';
import type { PostClient } from './post-client.ts';

/** The most Discord returns at once. */
const pageSize = 100;

type HistoryMessage = Pick<APIMessage, 'id' | 'components'>;

/** Posts a reminder once. Its buttons carry the delivery. */
export async function postReminder(
  client: PostClient,
  channel: string,
  { message, idempotencyKey, pingsEveryone }: OutgoingPost<OutgoingMessage>,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    flags: MessageFlags.IsComponentsV2,
    components: message.components,
    // A mention is live only where Discord is told so, whatever the text holds.
    allowed_mentions: { parse: pingsEveryone ? ['everyone'] : [] },
    nonce: deliveryNonce(idempotencyKey),
    enforce_nonce: true,
  };
  const path = Routes.channelMessages(channel);
  const result = await client.call<Partial<APIMessage>>({ method: 'post', path, body, signal });
  if (result.kind !== 'done') throw new FailedCall(result);
  const { id } = result.body;
  if (id === undefined) throw new FailedCall({ kind: 'unknown', reason: 'Discord answered without a message' });
  return id;
}

/** A page of a channel's history, oldest first. A post is known by the ids of its buttons. */
export async function readHistory(
  client: PostClient,
  channel: string,
  { from, to, cursor }: HistoryRange,
  signal: AbortSignal,
): Promise<HistoryPage> {
  const latest = snowflakeAt(to.getTime());
  const query = { after: cursor ?? snowflakeAt(from.getTime()), limit: String(pageSize) };
  const path = Routes.channelMessages(channel);
  const result = await client.call<readonly HistoryMessage[]>({ method: 'get', path, query, signal });
  if (result.kind !== 'done') throw new FailedCall(result);
  const messages = result.body;
  const ids = messages.map(({ id }) => id).sort(compareSnowflakes);
  const newest = ids.at(-1) ?? latest;
  const isLast = messages.length < pageSize || compareSnowflakes(newest, latest) > 0;
  return {
    messages: messages.map(({ id, components }) => ({ id, delivery: carriedDelivery(components) })),
    next: isLast ? undefined : newest,
  };
}

/**
 * Without Read Message History Discord shows an empty history and no error, which must not be taken for a post that is
 * not there (developers/resources/message#get-channel-messages).
 */
export async function whyUnreadable(
  access: ChannelAccess,
  team: TeamKey,
  target: Target,
  channel: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const place = readTeamKey(team);
  // Direct messages have no permissions.
  if (target.kind === 'person' || place.kind === 'direct') return undefined;
  const info = await access.channel(channel, signal);
  if (info.kind !== 'done') throw new FailedCall(info);
  const granted = await access.permissions(place.guild, info.value, signal);
  if (granted.kind !== 'done') throw new FailedCall(granted);
  if (mayReadHistory(granted.value)) return undefined;
  return 'I’m not allowed to read the history there. Give me Read Message History in that channel.';
}

const dayMs = 86_400_000;
const mostPeople = 1_000;

/**
 * Finds the channel a target is reached in: its own, or the direct messages with a person. Opening those changes nothing
 * where they are open already. What was opened is remembered for a day: Discord limits bots that open many
 * (developers/resources/user#create-dm).
 */
export function createPlaces(client: PostClient, now: () => Date) {
  const opened = createExpiringMap<string>({ maxAgeMs: dayMs, maxEntries: mostPeople, now });
  return async ({ kind, id }: Target, _purpose: 'post' | 'history', signal: AbortSignal): Promise<string> => {
    const known = kind === 'person' ? opened.get(id) : id;
    if (known !== undefined) return known;
    const result = await client.call<Partial<APIChannel>>({
      method: 'post',
      path: Routes.userChannels(),
      body: { recipient_id: id },
      signal,
    });
    if (result.kind !== 'done') throw new FailedCall(result);
    const channel = result.body.id;
    if (channel === undefined) throw new FailedCall({ kind: 'unknown', reason: 'Discord opened no direct message' });
    opened.set(id, channel);
    return channel;
  };
}

/** The longest nonce (developers/resources/message#create-message-jsonform-params). */
const maxNonceLength = 25;

/**
 * The nonce of a delivery's post: with `enforce_nonce` Discord makes one message of it for "the past few minutes", and
 * answers every further try with that one.
 *
 * It is made of the delivery's id alone. A delivery never moves to another channel and never takes more once a post may
 * have begun, so each try is the same post. The text must not be part of it, since a later try may say that it is late;
 * nor the number of the try, which would make each one a post of its own. 25 characters hold 150 bits of the hash.
 */
export function deliveryNonce(delivery: string): string {
  return createHash('sha256').update(delivery, 'utf8').digest('base64url').slice(0, maxNonceLength);
}

import { type APIMessage, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { ClaimedDelivery, FindResult } from '../../../reminders/reminders.ts';
import { carriedDelivery } from '../rendering/carried-delivery.ts';
import { compareSnowflakes, snowflakeAt } from '../snowflake.ts';
import { readTeamKey } from '../team-key.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { FindChannel } from './direct-channel.ts';
import type { DiscordFailure } from './discord-outcome.ts';
import { mayReadHistory } from './needed-permissions.ts';
import type { PostClient } from './post-client.ts';
import { inDiscordsWords, remedyOf } from './post-refusals.ts';

/** What looking is made of. */
export interface FindPostParts {
  readonly client: PostClient;
  readonly findChannel: FindChannel;
  readonly access: ChannelAccess;
  readonly timeoutMs: number;
}

type HistoryMessage = Pick<APIMessage, 'id' | 'components'>;

/** How far Discord's clock and the store's may be apart: ids of messages hold Discord's. */
const clockSkewMs = 2 * 60_000;
/** The most Discord returns at once. */
const pageSize = 100;
/** As many messages a channel may have got around one post. */
const mostPages = 20;
const laterMs = 5_000;
const newTokenMs = 60_000;

/**
 * Looks into the channel's history for the post of a delivery, around the time its last attempt began, and knows it by
 * the ids of its buttons. Never throws.
 */
export async function findPost(delivery: ClaimedDelivery, parts: FindPostParts): Promise<FindResult> {
  try {
    return await look(delivery, parts, AbortSignal.timeout(parts.timeoutMs));
  } catch (error) {
    return { kind: 'refused', retryAfterMs: laterMs, reason: String(error) };
  }
}

async function look(delivery: ClaimedDelivery, parts: FindPostParts, signal: AbortSignal): Promise<FindResult> {
  const { client, findChannel, timeoutMs } = parts;
  const { target, attemptStartedAt } = delivery;
  // No attempt has begun, so nothing can be there.
  if (attemptStartedAt === undefined) return { kind: 'absent' };
  const found = await findChannel(target, signal);
  if (found.kind !== 'done') return ofFailure(found);
  const latest = snowflakeAt(attemptStartedAt.getTime() + timeoutMs + clockSkewMs);
  let after = snowflakeAt(attemptStartedAt.getTime() - clockSkewMs);
  let isEmpty = true;
  for (let page = 0; page < mostPages; page += 1) {
    const path = Routes.channelMessages(found.channel);
    const query = { after, limit: String(pageSize) };
    const result = await client.call<readonly HistoryMessage[]>({ method: 'get', path, query, signal });
    if (result.kind !== 'done') return ofFailure(result);
    const messages = result.body;
    const post = messages.find(({ components }) => carriedDelivery(components) === delivery.id);
    if (post !== undefined) return { kind: 'found', messageId: post.id };
    isEmpty &&= messages.length === 0;
    const newest =
      messages
        .map(({ id }) => id)
        .sort(compareSnowflakes)
        .at(-1) ?? latest;
    if (messages.length < pageSize || compareSnowflakes(newest, latest) > 0) {
      return isEmpty ? ofEmptyHistory(delivery, found.channel, parts, signal) : { kind: 'absent' };
    }
    after = newest;
  }
  return { kind: 'cannot-tell', reason: 'The channel got too many messages around that time.' };
}

/**
 * Without Read Message History Discord shows an empty history and no error, which must not be taken for a post that is
 * not there (developers/resources/message#get-channel-messages).
 */
async function ofEmptyHistory(
  { team, target }: ClaimedDelivery,
  channel: string,
  { access }: FindPostParts,
  signal: AbortSignal,
): Promise<FindResult> {
  const place = readTeamKey(team);
  // Direct messages have no permissions.
  if (target.kind === 'person' || place.kind === 'direct') return { kind: 'absent' };
  const info = await access.channel(channel, signal);
  if (info.kind !== 'done') return ofFailure(info);
  const granted = await access.permissions(place.guild, info.value, signal);
  if (granted.kind !== 'done') return ofFailure(granted);
  if (mayReadHistory(granted.value)) return { kind: 'absent' };
  return {
    kind: 'cannot-tell',
    reason: 'I may not read the history there. Give me Read Message History in that channel.',
  };
}

function ofFailure(failure: DiscordFailure): FindResult {
  if (failure.kind === 'rate-limited') return { ...failure, kind: 'refused' };
  if (failure.kind !== 'error') return { kind: 'refused', retryAfterMs: laterMs, reason: failure.reason };
  const { code, status } = failure;
  // What is gone took the post with it. The next post is refused, and then the owner is told.
  if (code === RESTJSONErrorCodes.UnknownChannel || code === RESTJSONErrorCodes.UnknownUser) return { kind: 'absent' };
  const words = inDiscordsWords(failure);
  // A new token reads the history.
  if (status === 401) return { kind: 'refused', retryAfterMs: newTokenMs, reason: `Discord says: ${words}` };
  return {
    kind: 'cannot-tell',
    reason: `I may not read the history there. ${remedyOf(failure)} (Discord says: ${words})`,
  };
}

import { randomUUID } from 'node:crypto';
import type { Logger, TeamKey } from '../bot/bot.ts';
import type {
  ClaimedDelivery,
  FindResult,
  Poster,
  PostResult,
  Readers,
  Target,
  ViewDelivery,
} from '../reminders/reminders.ts';
import { untilAborted } from '../time/time.ts';
import type { ChatAdapter, ChatFailure } from './adapter.ts';
import { createExpiringMap } from './expiring-map.ts';
import { guardClassify } from './failures.ts';

interface PosterOptions {
  /** Makes the content of a post. */
  readonly view: ViewDelivery;
  readonly now: () => Date;
  readonly logger: Logger;
  /** The time-out of a post, of a look into a history, and of a check, in milliseconds. Default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
/** After a call that certainly did nothing, where the platform names no time. */
const retryMs = 5_000;

/** The part of a platform that posts. It reads no events. */
export type PostingAdapter<Message> = Pick<
  ChatAdapter<never, Message>,
  | 'platform'
  | 'label'
  | 'limits'
  | 'render'
  | 'findPlace'
  | 'post'
  | 'readHistory'
  | 'whyUnreadable'
  | 'check'
  | 'readers'
  | 'classify'
>;

/**
 * Posts reminders to a chat, and finds them again. It is the only place that posts them, and the only one that decides what
 * a failure means for the ledger: what certainly did not arrive may be tried again, what may have arrived is looked for.
 *
 * Neither `post` nor `find` ever throws, and both end within the time-out.
 */
export function createPoster<Message>(
  adapter: PostingAdapter<Message>,
  { view, now, logger, timeoutMs = defaultTimeoutMs }: PosterOptions,
): Poster {
  const classify = guardClassify(adapter.classify);

  const find = async (delivery: ClaimedDelivery, signal: AbortSignal): Promise<FindResult> => {
    try {
      return await untilAborted(lookFor(adapter, delivery, timeoutMs, signal), signal);
    } catch (error) {
      return findFailure(adapter.label, classify(error, 'history'));
    }
  };

  const postOnce = async (delivery: ClaimedDelivery, message: Message, key: string, signal: AbortSignal) => {
    let place: string;
    try {
      place = await adapter.findPlace(delivery.target, 'post', signal);
    } catch (error) {
      // Whatever became of opening a direct message, no post began.
      return notBegun(postFailure(adapter.label, classify(error, 'post')));
    }
    const post = {
      message,
      delivery: delivery.id,
      idempotencyKey: key,
      // Snoozing is everybody's, pinging everybody is not.
      pingsEveryone: delivery.items.some(
        ({ reminder, occurrence }) => reminder.pingsEveryone && occurrence.kind !== 'snooze',
      ),
    };
    try {
      const messageId = await adapter.post(place, post, signal);
      logger.debug({ platform: adapter.platform, delivery: delivery.id, message: messageId }, 'A reminder was posted');
      return { kind: 'posted', messageId } as const;
    } catch (error) {
      const failure = classify(error, 'post');
      if (failure.kind === 'seen-before') return failure;
      const result = postFailure(adapter.label, failure);
      if (result.kind === 'impossible') {
        const fields = { platform: adapter.platform, delivery: delivery.id, reason: result.reason };
        logger.warn(fields, `${adapter.label} refused a reminder`);
      }
      return result;
    }
  };

  const postRendered = async (delivery: ClaimedDelivery, message: Message): Promise<PostResult> => {
    const signal = AbortSignal.timeout(timeoutMs);
    // A second post has to end in time too, since others look for it soon after the time-out.
    const tooLateForAnother = AbortSignal.timeout(Math.ceil(timeoutMs / 4));
    const first = await postOnce(delivery, message, delivery.id, signal);
    if (first.kind !== 'seen-before') return first;
    // The platform refused this as a second copy. Where the first is in the history, that is the post. Where it is not, it
    // was never made (or somebody removed it), and every further try under the same key would be refused for ever.
    const earlier = await find(delivery, signal);
    if (earlier.kind === 'found') return { kind: 'posted', messageId: earlier.messageId };
    const second =
      earlier.kind === 'absent' && !tooLateForAnother.aborted
        ? await postOnce(delivery, message, `${delivery.id}:${delivery.attempts}`, signal)
        : first;
    if (second.kind !== 'seen-before') return second;
    return { kind: 'unknown', reason: `${adapter.label} says this is a copy of an earlier post, but not of which one` };
  };

  /** People who took a direct message of this process. */
  const reached = createExpiringMap<true>({ maxAgeMs: 30 * 86_400_000, maxEntries: 10_000, now });

  const known = createExpiringMap<Readers>({ maxAgeMs: 5 * 60_000, maxEntries: 10_000, now });
  const unknown = createExpiringMap<true>({ maxAgeMs: 30_000, maxEntries: 10_000, now });
  const readers = async (team: TeamKey, channel: string, person: string): Promise<Readers> => {
    const ofAll = `${team} ${channel}`;
    const key = `${ofAll} ${person}`;
    const before = known.get(ofAll) ?? known.get(key);
    if (before !== undefined) return before;
    // A platform that counts calls would count the next ones, too.
    if (unknown.has(key)) return 'unknown';
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const found = await untilAborted(
        adapter.readers?.(team, channel, person, signal) ?? Promise.resolve<Readers>('team'),
        signal,
      );
      known.set(found === 'team' ? ofAll : key, found);
      return found;
    } catch (error) {
      const fields = { platform: adapter.platform, channel, err: error };
      logger.warn(
        fields,
        'Could not find out whether somebody may read a channel, so its reminders were not shown to them',
      );
      unknown.set(key, true);
      return 'unknown';
    }
  };

  return {
    ...(adapter.readers === undefined ? {} : { readers }),
    postTimeoutMs: timeoutMs,
    async post(delivery) {
      let message: Message;
      try {
        const shown = view(delivery, [], delivery.attemptStartedAt ?? now());
        message = adapter.render.reminder(shown, { mayPing: true });
      } catch (error) {
        const fields = { platform: adapter.platform, delivery: delivery.id, err: error };
        logger.error(fields, 'A reminder could not be turned into a post');
        return { kind: 'impossible', reason: 'The bot cannot turn this reminder into a post.' };
      }
      return postRendered(delivery, message);
    },
    find: (delivery) => find(delivery, AbortSignal.timeout(timeoutMs)),
    async check(team, target, needs) {
      const checked = await adapter.check(team, target, needs);
      const key = `${team} ${target.id}`;
      if (!checked.ok || target.kind !== 'person' || needs?.proof !== true || reached.has(key)) return checked;
      const refusal = await tryToReach({ ...adapter, classify }, target, AbortSignal.timeout(timeoutMs));
      if (refusal !== undefined) return { ok: false, message: refusal };
      reached.set(key, true);
      return checked;
    },
  };
}

/**
 * Sends a direct message that says that reminders come there. A platform tells only then whether somebody takes direct
 * messages of the bot. Resolves with why not, and with nothing where it arrived, or the platform could not say.
 */
async function tryToReach<Message>(
  adapter: PostingAdapter<Message>,
  target: Target,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const place = await untilAborted(adapter.findPlace(target, 'post', signal), signal);
    const id = randomUUID();
    const message = adapter.render.note('Your reminders come here.');
    const post = { message, delivery: id, idempotencyKey: id, pingsEveryone: false };
    await untilAborted(adapter.post(place, post, signal), signal);
    return undefined;
  } catch (error) {
    const failure = adapter.classify(error, 'post');
    return failure.kind === 'refused' || failure.kind === 'place-gone' || failure.kind === 'content-refused'
      ? `I cannot send you a direct message, so nothing was stored. ${failure.remedy} (${adapter.label} says: ${failure.says})`
      : undefined;
  }
}

/** Looks into the history around the time the last attempt began, for the message that carries the delivery's id. */
async function lookFor<Message>(
  adapter: PostingAdapter<Message>,
  { id, team, target, attemptStartedAt }: ClaimedDelivery,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<FindResult> {
  // No attempt has begun, so nothing can be there.
  if (attemptStartedAt === undefined) return { kind: 'absent' };
  const { clockSkewMs, historyPages } = adapter.limits;
  const from = new Date(attemptStartedAt.getTime() - clockSkewMs);
  const to = new Date(attemptStartedAt.getTime() + timeoutMs + clockSkewMs);
  const place = await adapter.findPlace(target, 'history', signal);
  let cursor: string | undefined;
  let isEmpty = true;
  for (let page = 0; page < historyPages; page += 1) {
    const range = cursor === undefined ? { from, to } : { from, to, cursor };
    const { messages, next, isCut } = await adapter.readHistory(place, range, signal);
    const post = messages.find(({ delivery }) => delivery === id);
    if (post !== undefined) return { kind: 'found', messageId: post.id };
    if (isCut === true) break;
    isEmpty &&= messages.length === 0;
    if (next === undefined) {
      const reason = isEmpty ? await adapter.whyUnreadable?.(team, target, place, signal) : undefined;
      return reason === undefined ? { kind: 'absent' } : { kind: 'cannot-tell', reason };
    }
    cursor = next;
  }
  return { kind: 'cannot-tell', reason: 'The channel has too many messages from around that time.' };
}

function notBegun(result: PostResult): PostResult {
  return result.kind === 'unknown' ? { kind: 'refused', retryAfterMs: retryMs, reason: result.reason } : result;
}

function postFailure(label: string, failure: ChatFailure): PostResult {
  switch (failure.kind) {
    case 'try-again':
      return { kind: 'refused', retryAfterMs: failure.retryAfterMs, reason: failure.reason };
    case 'unknown':
      return { kind: 'unknown', reason: failure.reason };
    case 'seen-before':
      return { kind: 'unknown', reason: `${label} says this is a copy of an earlier post, but not of which one` };
    default:
      return { kind: 'impossible', reason: `${failure.remedy} (${label} says: ${failure.says})` };
  }
}

function findFailure(label: string, failure: ChatFailure): FindResult {
  switch (failure.kind) {
    case 'try-again':
      return { kind: 'refused', retryAfterMs: failure.retryAfterMs, reason: failure.reason };
    // The channel is gone, and the post with it. The next post is refused, and then the owner is told.
    case 'place-gone':
      return { kind: 'absent' };
    case 'refused':
    case 'content-refused':
      return {
        kind: 'cannot-tell',
        reason: `I’m not allowed to read the history there. ${failure.remedy} (${label} says: ${failure.says})`,
      };
    // Reading changes nothing, so it can be tried again.
    default:
      return { kind: 'refused', retryAfterMs: retryMs, reason: failure.kind === 'unknown' ? failure.reason : label };
  }
}

import { type APIChannel, Routes } from 'discord.js';
import { createExpiringMap } from '../../../chat/chat.ts';
import type { Target } from '../../../reminders/reminders.ts';
import type { DiscordFailure } from './discord-outcome.ts';
import type { PostClient } from './post-client.ts';

/** Finds the channel a target is reached in: its own, or the direct messages with a person. */
export type FindChannel = (
  target: Target,
  signal: AbortSignal,
) => Promise<{ readonly kind: 'done'; readonly channel: string } | DiscordFailure>;

const dayMs = 86_400_000;
const mostPeople = 1_000;

/**
 * Opens direct messages, which changes nothing where they are open already. What was opened is remembered for a day:
 * Discord limits bots that open many (developers/resources/user#create-dm).
 */
export function createFindChannel(client: PostClient, now: () => Date): FindChannel {
  const opened = createExpiringMap<string>({ maxAgeMs: dayMs, maxEntries: mostPeople, now });
  return async ({ kind, id }, signal) => {
    const known = kind === 'person' ? opened.get(id) : id;
    if (known !== undefined) return { kind: 'done', channel: known };
    const result = await client.call<Partial<APIChannel>>({
      method: 'post',
      path: Routes.userChannels(),
      body: { recipient_id: id },
      signal,
    });
    if (result.kind !== 'done') return result;
    const channel = result.body.id;
    if (channel === undefined) return { kind: 'unknown', reason: 'Discord opened no direct message' };
    opened.set(id, channel);
    return { kind: 'done', channel };
  };
}

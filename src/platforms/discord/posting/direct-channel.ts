import { type APIChannel, Routes } from 'discord.js';
import { createExpiringMap } from '../../../chat/chat.ts';
import type { Target } from '../../../reminders/reminders.ts';
import { FailedCall } from './classify-failure.ts';
import type { PostClient } from './post-client.ts';

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

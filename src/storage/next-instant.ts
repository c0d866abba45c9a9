import type { PlatformName } from '../bot/bot.ts';
import { toInstant } from './rows.ts';
import type { StorageContext } from './storage-context.ts';

/** The earliest instant at which something is to be done: the first entry of two indexes for each platform. */
export async function nextInstant(
  { db }: StorageContext,
  platforms: readonly PlatformName[],
): Promise<Date | undefined> {
  let earliest: number | null = null;
  for (const platform of platforms) {
    const reminder = await db
      .selectFrom('reminders')
      .select('next_due_at as at')
      .where('platform', '=', platform)
      .where('next_due_at', 'is not', null)
      .orderBy('next_due_at')
      .limit(1)
      .executeTakeFirst();
    const delivery = await db
      .selectFrom('deliveries')
      .select('wake_at as at')
      .where('platform', '=', platform)
      .where('wake_at', 'is not', null)
      .orderBy('wake_at')
      .limit(1)
      .executeTakeFirst();
    for (const at of [reminder?.at, delivery?.at]) {
      if (at !== undefined && at !== null) earliest = Math.min(earliest ?? at, at);
    }
  }
  return toInstant(earliest);
}

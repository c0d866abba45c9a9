import type { Logger } from '../../src/bot/operation.ts';
import { createDiscordPoster } from '../../src/platforms/discord/discord-adapter.ts';
import type { DeliveryView } from '../../src/reminders/delivery-view.ts';
import type { Delivery, Poster } from '../../src/reminders/ledger.ts';
import type { CrashPlatform } from './crash-options.ts';
import { createHttpPoster, lineOf } from './http-poster.ts';

/** What a bot posts with. */
export interface CrashPosterOptions {
  readonly platform: CrashPlatform;
  readonly apiUrl: string;
  readonly plant: 'nothing' | 'no-look';
  readonly logger: Logger;
}

/** Its client takes longer to begin than a plain call, above all while bots are started all the time. */
const discordTimeoutMs = 1_000;

/** The poster of a bot: for Discord the program's own, with a short time-out and posts that the checker can read. */
export function createCrashPoster({ platform, apiUrl, plant, logger }: CrashPosterOptions): Poster {
  if (platform === 'slack') return createHttpPoster(apiUrl, plant);
  const poster = createDiscordPoster({
    config: { token: 'crash', apiUrl },
    logger,
    now: () => new Date(),
    view: viewKeys,
    timeoutMs: discordTimeoutMs,
  });
  return plant === 'no-look' ? { ...poster, find: async () => ({ kind: 'absent' }) } : poster;
}

/** A post whose texts are the keys of its occurrences. */
function viewKeys({ id, items }: Delivery): DeliveryView {
  const byReminder = Map.groupBy(items, ({ reminder }) => reminder.id);
  const shown = [...byReminder].map(([reminder, same]) => ({
    reminder,
    text: same.map(lineOf).join('\n'),
    notes: [],
    pingsEveryone: false,
    answerable: true,
  }));
  return { delivery: id, title: 'Reminder', items: shown };
}

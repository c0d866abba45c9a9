import { createPoster } from '../../../chat/chat.ts';
import type { Poster, ViewDelivery } from '../../../reminders/reminders.ts';
import { createDiscordPosting, type DiscordPostingOptions } from '../discord-adapter.ts';

/** What the poster is built from. */
export interface DiscordPosterOptions extends Omit<DiscordPostingOptions, 'timeoutMs'> {
  /** What a post says. */
  readonly view: ViewDelivery;
  /** The time-out of a post, of a look into the history, and of a check, in milliseconds. Default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Posts reminders to Discord, as every chat does; see `createPoster`. */
export function createDiscordPoster({ view, timeoutMs = defaultTimeoutMs, ...options }: DiscordPosterOptions): Poster {
  const { now, logger } = options;
  return createPoster(createDiscordPosting({ ...options, timeoutMs }), { view, now, logger, timeoutMs });
}

import type { Logger } from '../../bot/bot.ts';
import { createPoster } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { Poster, ViewDelivery } from '../../reminders/reminders.ts';
import { createSlackAdapter } from './slack-adapter.ts';
import type { SlackOutgoing } from './slack-client.ts';

interface SlackPosterOptions {
  readonly config: Pick<SlackConfig, 'botToken' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** What a post says. */
  readonly view: ViewDelivery;
  /** How to reach Slack where a proxy is set. */
  readonly outgoing?: SlackOutgoing | undefined;
  /** The time-out of a post, of a look into the history, and of a check. Default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Creates the poster of reminders for Slack, with a client of its own; see `createPoster` for what it promises. */
export function createSlackPoster({ view, timeoutMs = defaultTimeoutMs, ...options }: SlackPosterOptions): Poster {
  const { now, logger, outgoing } = options;
  const adapter = createSlackAdapter({ ...options, outgoing, timeoutMs });
  return createPoster(adapter, { view, now, logger, timeoutMs });
}

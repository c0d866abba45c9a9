import type { Logger } from '../../bot/bot.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { Poster, ViewDelivery } from '../../reminders/reminders.ts';
import { checkTarget } from './check-target.ts';
import { createPostClient } from './create-post-client.ts';
import type { SlackOutgoing } from './create-slack-app.ts';
import { findPost } from './find-post.ts';
import { postDelivery } from './post-delivery.ts';

/** What the poster is built from. */
export interface SlackPosterOptions {
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

/**
 * Posts reminders to Slack through a client of its own, which never tries anything again. Whether a post says that it is
 * late is the view's to decide, for each reminder in it.
 *
 * A person gets a direct message: `chat.postMessage` takes the person's id as a channel, which needs no scope but
 * `chat:write`.
 */
export function createSlackPoster(options: SlackPosterOptions): Poster {
  const { config, logger, now, view, outgoing, timeoutMs = defaultTimeoutMs } = options;
  const client = createPostClient({ config, logger, outgoing, timeoutMs });
  return {
    postTimeoutMs: timeoutMs,
    post: (delivery) => postDelivery(client, delivery, { now, view, timeoutMs }),
    find: (delivery) => findPost(client, delivery, { timeoutMs }),
    check: (_team, target) => checkTarget(client, target, logger),
  };
}

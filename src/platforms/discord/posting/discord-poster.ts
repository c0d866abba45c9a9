import type { Logger } from '../../../bot/bot.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import type { Poster, ViewDelivery } from '../../../reminders/reminders.ts';
import { createChannelAccess } from './channel-access.ts';
import { checkTarget } from './check-target.ts';
import { createFindChannel } from './direct-channel.ts';
import { findPost } from './find-post.ts';
import { createPostClient } from './post-client.ts';
import { postDelivery } from './post-delivery.ts';

/** What the poster is built from. */
export interface DiscordPosterOptions {
  readonly config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** What a post says. */
  readonly view: ViewDelivery;
  /** How to reach Discord where a proxy is set. */
  readonly outgoing?: Pick<Outgoing, 'fetch'> | undefined;
  /** The time-out of a post, of a look into the history, and of a check, in milliseconds. Default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/**
 * Posts reminders to Discord through a REST client of its own, which never tries anything again and needs no gateway: a
 * replica that stands by delivers too. A person gets a direct message.
 */
export function createDiscordPoster(options: DiscordPosterOptions): Poster {
  const { config, logger, now, view, outgoing, timeoutMs = defaultTimeoutMs } = options;
  const client = createPostClient({ config, logger, now, outgoing, timeoutMs });
  const findChannel = createFindChannel(client, now);
  const access = createChannelAccess(client, now);
  return {
    postTimeoutMs: timeoutMs,
    post: (delivery) => postDelivery(delivery, { client, findChannel, logger, now, view, timeoutMs }),
    find: (delivery) => findPost(delivery, { client, findChannel, access, timeoutMs }),
    check: (team, target, needs = { pingsEveryone: false }) =>
      checkTarget(team, target, needs, { access, logger, timeoutMs }),
  };
}

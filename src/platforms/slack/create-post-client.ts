import { webApi } from '@slack/bolt';
import type { Logger } from '../../bot/bot.ts';
import type { SlackConfig } from '../../config/config.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackOutgoing } from './create-slack-app.ts';

/** What the client is built from. */
export interface PostClientOptions {
  readonly config: Pick<SlackConfig, 'botToken' | 'apiUrl'>;
  readonly logger: Logger;
  readonly outgoing: SlackOutgoing | undefined;
  /** The longest a call may take. */
  readonly timeoutMs: number;
}

/** Slack's client for reminders. */
export type PostClient = webApi.WebClient;

/** Where Slack says "too many" without saying how long to wait. */
const defaultRetryAfterSeconds = '30';

/**
 * Slack's client with everything off that could post twice or late: it never tries a call again, holds none back in a
 * queue, and ends each within the time-out.
 */
export function createPostClient({ config, logger, outgoing, timeoutMs }: PostClientOptions): PostClient {
  const send = outgoing?.fetch ?? globalThis.fetch;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(input, { ...init, signal });
    // Whatever answered was not Slack; the client would take its words for an error of Slack's.
    if (response.status === 200 && !/json/i.test(response.headers.get('content-type') ?? '')) {
      throw new TypeError('The answer is no JSON');
    }
    if (response.status !== 429 || response.headers.has('retry-after')) return response;
    const headers = { 'retry-after': defaultRetryAfterSeconds };
    return new Response(null, { status: 429, headers });
  };
  return new webApi.WebClient(config.botToken, {
    fetch,
    logger: createBoltLogger(logger),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  });
}

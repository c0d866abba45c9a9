import type { RequestListener } from 'node:http';
import { App, type AuthorizeResult, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../bot/bot.ts';
import type { SlackConfig } from '../../config/config.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackIdentity } from './identify.ts';
import { requireSignature } from './require-signature.ts';

/** The part of `Outgoing` Slack's libraries take. */
export interface SlackOutgoing {
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: unknown;
}

/** What the app is built from. */
export interface SlackAppOptions {
  readonly config: SlackConfig;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly outgoing: SlackOutgoing | undefined;
  /** Who the bot is, as soon as that is known. */
  identity(): SlackIdentity | undefined;
}

/** Bolt's app and what feeds it: exactly one of the two. */
export interface SlackApp {
  readonly app: App;
  readonly socket: SocketModeReceiver['client'] | undefined;
  readonly requestListener: RequestListener | undefined;
}

/** The longest a call to Slack may take. Slack's client has no limit of its own. */
const callTimeoutMs = 10_000;

/**
 * Builds Bolt's app with nothing running.
 *
 * No middleware is used: every event would pay for it. `authorize` answers from memory, so that no event costs a round
 * trip. The client never tries a call twice, since a post that timed out may have arrived.
 *
 * @throws {BotError} `no-signing-secret`
 */
export function createSlackApp({ config, logger, now, outgoing, identity }: SlackAppOptions): SlackApp {
  const boltLogger = createBoltLogger(logger);
  const fetch: typeof globalThis.fetch = (input, init) => {
    const signal = init?.signal ?? AbortSignal.timeout(callTimeoutMs);
    return (outgoing?.fetch ?? globalThis.fetch)(input, { ...init, signal });
  };
  const clientOptions = {
    fetch,
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  };
  const authorize = async (): Promise<AuthorizeResult> => ({ botToken: config.botToken, ...identity() });
  const appOptions = { authorize, clientOptions, logger: boltLogger, convoStore: false, ignoreSelf: false } as const;
  if (config.mode === 'http') {
    // Whoever gets past requireSignature is Slack.
    const receiver = new HTTPReceiver({ signingSecret: '', signatureVerification: false, logger: boltLogger });
    const requestListener = requireSignature(receiver.requestListener, { ...config, now, logger });
    return { app: new App({ ...appOptions, receiver }), socket: undefined, requestListener };
  }
  const receiver = new SocketModeReceiver({
    appToken: config.appToken,
    logger: boltLogger,
    // Reconnecting by itself, it ends the process where Slack answers with an error: see keepLink.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    ...(outgoing === undefined ? {} : { dispatcher: outgoing.dispatcher as never }),
  });
  return { app: new App({ ...appOptions, receiver }), socket: receiver.client, requestListener: undefined };
}

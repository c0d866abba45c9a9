import type { RequestListener } from 'node:http';
import {
  App,
  type AuthorizeResult,
  HTTPReceiver,
  LogLevel,
  type Logger as SlackLogger,
  SocketModeReceiver,
  webApi,
} from '@slack/bolt';
import { type Logger, PlatformError } from '../../bot/bot.ts';
import type { OpenLink } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import { withinTime } from '../../time/time.ts';
import type { SlackHome } from './requests.ts';
import { requireSignature } from './require-signature.ts';
import { redact, slackError } from './slack-error.ts';

/** The part of the outgoing connections that Slack's libraries take. */
export interface SlackOutgoing {
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: unknown;
}

interface SlackAppOptions {
  readonly config: SlackConfig;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly outgoing: SlackOutgoing | undefined;
  /** The bot's identity, once it is known. */
  identity(): SlackIdentity | undefined;
}

/** Bolt's app and what feeds it: either a socket or a request listener. */
interface SlackApp {
  readonly app: App;
  readonly socket: SocketModeReceiver['client'] | undefined;
  readonly requestListener: RequestListener | undefined;
}

export interface PostClientOptions {
  readonly config: Pick<SlackConfig, 'botToken' | 'apiUrl'>;
  readonly logger: Logger;
  readonly outgoing: SlackOutgoing | undefined;
  /** The longest a call may take. */
  readonly timeoutMs: number;
}

/** The client that reminders are posted through. */
export type PostClient = webApi.WebClient;

/** The bot's identity in its workspace. */
export interface SlackIdentity {
  readonly botUserId?: string;
  readonly home?: SlackHome;
  /** True where the token's scopes, which Slack names, include the one to upload files. */
  readonly mayUpload: boolean;
  /** What the token may do; absent where Slack does not name it. */
  readonly scopes?: readonly string[];
}

/** The longest a call to Slack may take. Slack's client has no limit of its own. */
const callTimeoutMs = 10_000;
const defaultApiUrl = 'https://slack.com/api/';
/** For a 429 that does not say how long to wait. */
const defaultRetryAfterSeconds = 30;

function readRetryAfter(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : defaultRetryAfterSeconds;
}

/**
 * Creates Bolt's app, not yet started.
 *
 * It has no middleware, since every event would pay for it. `authorize` answers from memory, so that no event costs a
 * round trip. The client never tries a call twice, since a post that timed out may have arrived.
 *
 * @throws {BotError} `no-signing-secret`
 */
export function createSlackApp({ config, logger, now, outgoing, identity }: SlackAppOptions): SlackApp {
  const boltLogger = createBoltLogger(logger);
  const apiUrl = config.apiUrl ?? defaultApiUrl;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const signal = init?.signal ?? AbortSignal.timeout(callTimeoutMs);
    const response = await (outgoing?.fetch ?? globalThis.fetch)(input, { ...init, signal });
    // The client reads the time to wait for calls of the API, and nobody for a response_url.
    if (response.status !== 429 || String(input).startsWith(apiUrl)) return response;
    const retryAfterMs = readRetryAfter(response.headers) * 1_000;
    throw new PlatformError('slack-failed', 'Slack says that these are too many responses at once', { retryAfterMs });
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
    // requireSignature has checked every request already.
    const receiver = new HTTPReceiver({ signingSecret: '', signatureVerification: false, logger: boltLogger });
    const requestListener = requireSignature(receiver.requestListener, { ...config, now, logger });
    return { app: new App({ ...appOptions, receiver }), socket: undefined, requestListener };
  }
  const receiver = new SocketModeReceiver({
    appToken: config.appToken,
    logger: boltLogger,
    // Bolt's own reconnecting ends the process where Slack answers with an error; keepLink reconnects instead.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    ...(outgoing === undefined ? {} : { dispatcher: outgoing.dispatcher as never }),
  });
  return { app: new App({ ...appOptions, receiver }), socket: receiver.client, requestListener: undefined };
}

/**
 * Creates the client for posts, with everything off that could post twice or late: it never tries a call again, holds none
 * back in a queue, and ends each within the time-out.
 */
export function createPostClient({ config, logger, outgoing, timeoutMs }: PostClientOptions): PostClient {
  const send = outgoing?.fetch ?? globalThis.fetch;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(input, { ...init, signal });
    // Something other than Slack answered; the client would take its text for an error code of Slack's.
    if (response.status === 200 && !/json/i.test(response.headers.get('content-type') ?? '')) {
      throw new TypeError('The answer isn’t JSON');
    }
    if (response.status !== 429 || response.headers.has('retry-after')) return response;
    const headers = { 'retry-after': String(defaultRetryAfterSeconds) };
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

/**
 * Asks Slack who the token belongs to, which also checks the token.
 *
 * @throws {PlatformError} `slack-refused` where the token is not valid, `slack-failed` where Slack does not answer
 */
export async function identify(client: Pick<webApi.WebClient, 'auth'>, token: string): Promise<SlackIdentity> {
  try {
    const { user_id, response_metadata, ...installed } = await client.auth.test({ token });
    const home = readHome(installed);
    return {
      ...(user_id === undefined ? {} : { botUserId: user_id }),
      ...(home === undefined ? {} : { home }),
      mayUpload: response_metadata?.scopes?.includes('files:write') === true,
      ...(response_metadata?.scopes === undefined ? {} : { scopes: response_metadata.scopes }),
    };
  } catch (error) {
    throw slackError(
      error,
      'Cannot ask Slack who the bot is',
      'Slack refuses SLACK_BOT_TOKEN. Copy the Bot User OAuth Token (xoxb-…) again: OAuth & Permissions of your app at https://api.slack.com/apps.',
    );
  }
}

/** Source: https://docs.slack.dev/reference/methods/auth.test */
function readHome(installed: {
  readonly team_id?: string;
  readonly enterprise_id?: string;
  readonly is_enterprise_install?: boolean;
}): SlackHome | undefined {
  const { team_id: team, enterprise_id: organisation, is_enterprise_install: isForAll } = installed;
  const home = {
    ...(team === undefined || isForAll === true ? {} : { team }),
    ...(organisation === undefined ? {} : { organisation }),
  };
  return Object.keys(home).length === 0 ? undefined : home;
}

/**
 * Lets Slack's libraries log through our logger, at debug level: their callers report every failure themselves.
 *
 * The libraries' own debug lines hold what people type and what is answered, so they are dropped at any level. Of other
 * lines only the first message is kept, without tokens and addresses.
 */
function createBoltLogger(logger: Logger): SlackLogger {
  const write = (message: unknown) => logger.debug({ detail: redact(message) }, 'Slack library reports');
  return {
    debug: () => {},
    info: write,
    warn: write,
    error: write,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

type SocketClient = SocketModeReceiver['client'];

/** From the first call to Slack's greeting on the socket. */
const openTimeoutMs = 30_000;
const closeTimeoutMs = 1_000;

/**
 * Opens the socket, and resolves once Slack has greeted. The client's own pings detect a half-open connection within about
 * ten seconds.
 *
 * @throws {PlatformError} `slack-refused` where the token is not valid, `slack-failed` where Slack does not answer
 */
export async function openSocket(client: SocketClient): Promise<OpenLink> {
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>();
  client.once('disconnected', markClosed);
  try {
    await withinTime(client.start(), openTimeoutMs, () => {
      throw new Error('no greeting within 30 s');
    });
    return { closed };
  } catch (error) {
    client.off('disconnected', markClosed);
    forceClosed(client);
    throw socketError(error);
  }
}

/** Why no socket could be opened, as `slackError` tells it. */
export function socketError(error: unknown): PlatformError {
  return slackError(
    error,
    'Cannot open a socket to Slack',
    'Slack refuses SLACK_APP_TOKEN. Turn Socket Mode on and make an app-level token (xapp-…, scope connections:write): Basic Information of your app at https://api.slack.com/apps.',
  );
}

/** Closes the socket, after a second even where Slack does not answer. */
export async function closeSocket(client: SocketClient): Promise<void> {
  const closed = client.disconnect();
  await withinTime(closed, closeTimeoutMs, () => forceClosed(client));
  await closed;
}

/** The client's first attempt to close may wait 30 s for the other side; its second one does not wait. */
function forceClosed(client: SocketClient): void {
  client.websocket?.disconnect();
  client.websocket?.disconnect();
}

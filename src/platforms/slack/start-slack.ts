import type { Logger, Router, RunningPlatform, TeamKey } from '../../bot/bot.ts';
import { createSeenEvents, createWorkTracker, keepLink } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { DeliveryService } from '../../reminders/reminders.ts';
import { createAnswerDesk } from './answer-desk.ts';
import { createSlackApp, type SlackOutgoing } from './create-slack-app.ts';
import { identify, type SlackIdentity } from './identify.ts';
import { listen } from './listen.ts';
import { closeSocket, openSocket } from './open-socket.ts';
import { slackError } from './slack-error.ts';

/** What the Slack platform is started with. */
export interface StartSlackOptions {
  readonly config: SlackConfig;
  readonly router: Router;
  readonly logger: Logger;
  /** The IANA zone dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  /** A new request id: short, without blanks. */
  readonly newId: () => string;
  /** How to reach Slack where a proxy is set. */
  readonly outgoing?: SlackOutgoing | undefined;
  /** Where the buttons of reminders are answered. */
  readonly deliveries?: DeliveryService | undefined;
  /** True for the first replica that is handed an event; without it, this process alone is asked. */
  readonly firstTime?: (team: TeamKey, key: string) => Promise<boolean>;
  /** The Slack ids of the people who are administrators. Default none: then nobody in Slack is. */
  readonly administrators?: ReadonlySet<string>;
}

const nobody: ReadonlySet<string> = new Set();

/** The Slack platform, running. */
export interface RunningSlack extends RunningPlatform {
  isReady(): boolean;
  /** How many answers could not be delivered since the start. */
  failedDeliveries(): number;
}

/** Logged once, so that an operator need not guess why scripts are cut. */
const noFiles =
  'The app lacks the scope files:write, so long scripts are cut in Slack. Add it, install the app again, restart the bot.';
/** How long the start waits for Slack before it goes on without. */
const startTimeoutMs = 5_000;
/** How long running answers may take once the bot stops. */
const drainTimeoutMs = 4_000;

/**
 * Starts the Slack platform, over a socket or behind `http.listener`.
 *
 * Resolves when Slack is connected. Where Slack does not answer it resolves too, not ready, and keeps trying: an
 * outage never ends the process.
 *
 * @throws {PlatformError} `slack-refused` where Slack refuses a token; the message says what to do
 */
export async function startSlack(options: StartSlackOptions): Promise<RunningSlack> {
  const { config, router, logger, zone, now, newId, outgoing, deliveries, administrators = nobody } = options;
  let identity: SlackIdentity | undefined;
  let stopped = false;
  const { app, socket, requestListener } = createSlackApp({
    config,
    logger,
    now,
    outgoing,
    identity: () => identity,
  });
  const tracker = createWorkTracker({ platform: 'slack', logger, toError: slackError });
  const botUserId = () => identity?.botUserId;
  const files = () => identity?.mayUpload === true;
  listen(app, {
    desk: createAnswerDesk(router, { zone, now, newId, administrators, files }, deliveries),
    tracker,
    seen: createSeenEvents(now),
    firstTime: options.firstTime ?? (async () => true),
    botUserId,
  });

  const link = keepLink({
    platform: 'slack',
    label: 'Slack',
    toError: (thrown) => slackError(thrown, 'Cannot connect to Slack'),
    logger,
    now,
    async open() {
      if (identity === undefined) {
        identity = await identify(app, config.botToken);
        if (!identity.mayUpload) logger.info({ platform: 'slack' }, noFiles);
      }
      return socket === undefined ? { closed: new Promise(() => {}) } : openSocket(socket);
    },
  });
  await waitFor(link.firstTry, startTimeoutMs).catch((error: unknown) => {
    link.stop();
    throw error;
  });

  return {
    name: 'slack',
    isReady: link.isUp,
    failedDeliveries: tracker.failures,
    ...(requestListener === undefined
      ? {}
      : {
          http: {
            // The manifest names the same path.
            path: '/slack/events',
            listener: (request, response) => {
              // Slack delivers again what was not taken.
              if (stopped) response.writeHead(503).end();
              else requestListener(request, response);
            },
          },
        }),
    async stop() {
      stopped = true;
      link.stop();
      await tracker.drain(drainTimeoutMs);
      if (socket !== undefined) await closeSocket(socket);
    },
  };
}

async function waitFor(promise: Promise<void>, timeoutMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

import type { Actor, RunningPlatform, TeamKey } from '../../bot/bot.ts';
import { type ChatOptions, createChat, type Installations, keepLink } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { ToldReminder } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import { listen, listenForRemoval } from './listen.ts';
import { missingScopes } from './scopes.ts';
import { createSlackAdapter } from './slack-adapter.ts';
import {
  closeSocket,
  createSlackApp,
  identify,
  openSocket,
  type SlackIdentity,
  type SlackOutgoing,
} from './slack-client.ts';
import { slackError } from './slack-error.ts';
import { createSurfaces } from './surfaces.ts';

interface StartSlackOptions extends ChatOptions {
  readonly config: SlackConfig;
  /** How to reach Slack where a proxy is set. */
  readonly outgoing?: SlackOutgoing | undefined;
  readonly installations: Installations;
  /** The team's reminders, and how each is, for the Home tab. */
  readonly overview?: ((team: TeamKey, viewer: Actor) => Promise<readonly ToldReminder[]>) | undefined;
}

/** Logged once, so that the operator need not guess why scripts are cut. */
const noFiles =
  'The app lacks the scope files:write, so long scripts are cut in Slack. Add it, install the app again, restart the bot.';
/** The longest a call of the bot's own may take. */
const callTimeoutMs = 10_000;
/** How long the start waits for Slack before it goes on without. */
const startTimeoutMs = 5_000;
/** How long running answers may take once the bot stops. */
const drainTimeoutMs = 4_000;

/**
 * Starts the Slack platform, over a socket or behind `http.listener`, as the configuration says.
 *
 * Resolves once Slack is connected. Where Slack does not answer within 5 s it resolves too, not ready, and keeps trying:
 * an outage never ends the process. `stop` gives running answers 4 s.
 *
 * @throws {PlatformError} `slack-refused` where Slack refuses a token; the message says what to do
 */
export async function startSlack(options: StartSlackOptions): Promise<RunningPlatform> {
  const { config, logger, now, outgoing, installations } = options;
  let identity: SlackIdentity | undefined;
  let stopped = false;
  const readIdentity = () => identity;
  const { app, socket, requestListener } = createSlackApp({ config, logger, now, outgoing, identity: readIdentity });
  const adapter = createSlackAdapter({
    config,
    logger,
    outgoing,
    timeoutMs: callTimeoutMs,
    identity: readIdentity,
    surfaces: createSurfaces(options),
  });
  const chat = createChat(adapter, options);
  const { tracker } = chat;
  listen(app, chat);
  listenForRemoval(app, (team) => {
    const home = identity?.home?.team;
    // Another workspace's may arrive too, and says nothing about this one.
    if (team === undefined || (home !== undefined && home !== team)) return Promise.resolve();
    return tracker.run('Cannot note that the app was removed', () => installations.removed(`slack:${team}`));
  });

  const link = keepLink({
    platform: 'slack',
    label: 'Slack',
    toError: (thrown) => slackError(thrown, 'Cannot connect to Slack'),
    logger,
    now,
    async open() {
      if (identity === undefined) {
        identity = await identify(app.client, config.botToken);
        const team = identity.home?.team;
        if (team !== undefined)
          void tracker.run('Cannot note where the bot is', () => installations.present(`slack:${team}`));
        const missing = missingScopes(identity.scopes, options.administrators);
        if (!identity.mayUpload && identity.scopes === undefined) logger.info({ platform: 'slack' }, noFiles);
        for (const { message, remedy, grave } of missing) {
          logger[grave ? 'warn' : 'info']({ platform: 'slack' }, `${message} ${remedy}`);
        }
      }
      return socket === undefined ? { closed: new Promise(() => {}) } : openSocket(socket);
    },
  });
  await withinTime(link.firstTry, startTimeoutMs, () => {}).catch((error: unknown) => {
    link.stop();
    throw error;
  });

  return {
    name: 'slack',
    isReady: link.isUp,
    limitations: () => missingScopes(identity?.scopes, options.administrators),
    failuresByCode: tracker.failuresByCode,
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

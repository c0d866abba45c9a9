import type { App } from '@slack/bolt';
import type { Actor, RunningPlatform, TeamKey } from '../../bot/bot.ts';
import { type Chat, type ChatOptions, createChat, type Installations, keepLink } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { ToldReminder } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import type { SlackEvent } from './decode-event.ts';
import { formIds } from './forms.ts';
import type {
  ButtonPayload,
  EventEnvelope,
  HomeEvent,
  MessageEvent,
  PressedButton,
  ShortcutPayload,
} from './payloads.ts';
import type { Respond } from './responders.ts';
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
import { type Acknowledge, createSurfaces, type SentForm } from './surfaces.ts';

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
          void tracker.run('Cannot record where the bot is installed', () => installations.present(`slack:${team}`));
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

/**
 * Registers everything the bot reacts to. Few listeners, since Bolt asks each of them about every event: one command,
 * three kinds of events, all buttons, two shortcuts, and all forms.
 */
export function listen(app: App, chat: Chat<SlackEvent>): void {
  app.command('/mdaemon', async ({ command, ack, respond, client }) => {
    let acknowledged = false;
    const acknowledge: Extract<SlackEvent, { kind: 'command' }>['acknowledge'] = (message) => {
      acknowledged = true;
      return ack(message as Parameters<typeof ack>[0]);
    };
    const event = { kind: 'command', payload: command, acknowledge, respond: sender(respond), client } as const;
    await chat.handle(event, 'Cannot answer a command');
    // One that was answered before gets no second answer, but Slack waits for a word.
    if (!acknowledged) await chat.tracker.run('Cannot acknowledge a command', () => ack());
  });

  app.event(/^(?:app_mention|message)$/, ({ event, body, client }) => {
    const message = event as unknown as MessageEvent;
    const isForBot = message.type === 'app_mention' || message.channel_type === 'im';
    if (!isForBot) return Promise.resolve();
    const envelope = body as EventEnvelope;
    return chat.handle({ kind: 'message', envelope, event: message, client }, 'Cannot answer a message');
  });

  app.action(/^/, async ({ action, body, ack, respond, client }) => {
    await chat.tracker.run('Cannot acknowledge a button', () => ack());
    const payload = body as ButtonPayload;
    const pressed = action as PressedButton;
    await chat.handle({ kind: 'button', payload, pressed, respond: sender(respond), client }, 'Cannot answer a button');
  });

  app.event('app_home_opened', ({ event, body, client }) => {
    if (event.tab !== 'home') return Promise.resolve();
    const opened = { kind: 'home', envelope: body as EventEnvelope, event: event as HomeEvent, client } as const;
    return chat.handle(opened, 'Cannot show the Home tab');
  });

  app.shortcut(/^(?:new_reminder|remind_about)$/, async ({ shortcut, ack, client }) => {
    await chat.tracker.run('Cannot acknowledge a shortcut', () => ack());
    const payload = shortcut as unknown as ShortcutPayload;
    await chat.handle({ kind: 'shortcut', payload, client }, 'Cannot open a form');
  });

  app.view(/^form:/, ({ body, ack, client }) => {
    const payload = body as unknown as SentForm;
    if (payload.view.callback_id === formIds.said) return chat.tracker.run('Cannot close a form', () => ack());
    // Where it fails nothing is acknowledged, so that Slack leaves the form open and says so.
    const acknowledge: Acknowledge = (response) => ack(response as never);
    return chat.handle({ kind: 'form', payload, acknowledge, client }, 'Cannot take a form');
  });
}

/**
 * Tells when the app was taken out of a workspace, or lost the bot's token there. People's own tokens are none of ours.
 *
 * Source: https://docs.slack.dev/reference/events/app_uninstalled and https://docs.slack.dev/reference/events/tokens_revoked
 *
 * @param onRemoved gets the workspace's id, where the event names one
 */
export function listenForRemoval(app: App, onRemoved: (team: string | undefined) => Promise<void>): void {
  app.event(/^(?:app_uninstalled|tokens_revoked)$/, async ({ event, body }) => {
    const { type, tokens } = event as { readonly type: string; readonly tokens?: { readonly bot?: readonly string[] } };
    const isLost = type === 'app_uninstalled' || (tokens?.bot ?? []).length > 0;
    if (isLost) await onRemoved((body as { readonly team_id?: string }).team_id);
  });
}

/** Bolt's types know more kinds of blocks than ours, and forbid what is readonly. */
function sender(respond: (message: never) => Promise<unknown>): Respond {
  return async (message) => {
    await respond(message as never);
  };
}

import type { App } from '@slack/bolt';
import type { Chat } from '../../chat/chat.ts';
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
import type { Acknowledge, SentForm } from './surfaces.ts';

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

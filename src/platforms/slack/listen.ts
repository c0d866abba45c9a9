import type { App } from '@slack/bolt';
import type { Chat } from '../../chat/chat.ts';
import type { SlackEvent } from './decode-event.ts';
import type { ButtonPayload, EventEnvelope, MessageEvent, PressedButton, ShortcutPayload } from './payloads.ts';
import { customSnooze, readReminderBlockId } from './reminder-ids.ts';
import { homeRunPrefix, newReminderActionId } from './render-home.ts';
import type { Respond } from './responders.ts';
import type { Presser, SentForm, Surfaces } from './surfaces.ts';

/**
 * Registers everything the bot reacts to. Few listeners, since Bolt asks each of them about every event: one command,
 * three kinds of events, all buttons, two shortcuts, and all forms.
 */
export function listen(app: App, chat: Chat<SlackEvent>, surfaces?: Surfaces): void {
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
    const opened = openedByPress(surfaces, client, payload, pressed);
    if (opened !== undefined) return chat.tracker.run('Cannot answer a button', opened);
    await chat.handle({ kind: 'button', payload, pressed, respond: sender(respond), client }, 'Cannot answer a button');
  });

  if (surfaces === undefined) return;

  app.event('app_home_opened', ({ event, body, client }) => {
    if (event.tab !== 'home') return Promise.resolve();
    const presser = { team: { id: (body as EventEnvelope).team_id ?? '' }, user: { id: event.user } };
    return chat.tracker.run('Cannot show the Home tab', () => surfaces.showHome(client, presser));
  });

  app.shortcut(/^(?:new_reminder|remind_about)$/, async ({ shortcut, ack, client }) => {
    await chat.tracker.run('Cannot acknowledge a shortcut', () => ack());
    const { channel, message, trigger_id } = shortcut as unknown as ShortcutPayload;
    const from = {
      ...(channel === undefined ? {} : { channel: channel.id }),
      ...(message?.text === undefined ? {} : { text: message.text }),
    };
    const presser = shortcut as unknown as Presser;
    await chat.tracker.run('Cannot open a form', () => surfaces.openReminderForm(client, presser, trigger_id, from));
  });

  app.view(/^form:/, ({ body, ack, client }) =>
    chat.tracker.run('Cannot take a form', () =>
      surfaces.submit(client, body as unknown as SentForm, (response) => ack(response as never)),
    ),
  );
}

/** Presses that open something instead of being answered in a message. */
function openedByPress(
  surfaces: Surfaces | undefined,
  client: App['client'],
  payload: ButtonPayload,
  { action_id, block_id = '', value = '', selected_option }: PressedButton,
): (() => Promise<void>) | undefined {
  if (surfaces === undefined) return undefined;
  const { trigger_id = '', container } = payload;
  const channel = payload.channel?.id ?? container?.channel_id;
  if (action_id === newReminderActionId) {
    const from = channel === undefined ? {} : { channel };
    return () => surfaces.openReminderForm(client, payload, trigger_id, from);
  }
  if (action_id.startsWith(homeRunPrefix)) return () => surfaces.runAtHome(client, payload, value);
  const ids = readReminderBlockId(block_id);
  if (selected_option?.value !== customSnooze || ids === undefined || channel === undefined) return undefined;
  const place = { delivery: ids.delivery, reminder: ids.part, channel, ts: container?.message_ts ?? '' };
  return () => surfaces.openSnoozeForm(client, trigger_id, place);
}

/** Bolt's types know more kinds of blocks than ours, and forbid what is readonly. */
function sender(respond: (message: never) => Promise<unknown>): Respond {
  return async (message) => {
    await respond(message as never);
  };
}

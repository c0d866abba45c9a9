import type { App } from '@slack/bolt';
import type { Chat } from '../../chat/chat.ts';
import type { SlackEvent } from './decode-event.ts';
import type { ButtonPayload, EventEnvelope, MessageEvent, PressedButton } from './payloads.ts';
import type { Respond } from './responders.ts';

/**
 * Registers everything the bot reacts to. Few listeners, since Bolt asks each of them about every event: one command,
 * two kinds of events, and all buttons.
 */
export function listen(app: App, chat: Chat<SlackEvent>): void {
  app.command('/mdaemon', ({ command, ack, respond, client }) =>
    chat.handle(
      {
        kind: 'command',
        payload: command,
        acknowledge: (message) => ack(message as Parameters<typeof ack>[0]),
        respond: sender(respond),
        client,
      },
      'Cannot answer a command',
    ),
  );

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
}

/** Bolt's types know more kinds of blocks than ours, and forbid what is readonly. */
function sender(respond: (message: never) => Promise<unknown>): Respond {
  return async (message) => {
    await respond(message as never);
  };
}

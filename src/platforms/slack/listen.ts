import type { App } from '@slack/bolt';
import type { TeamKey } from '../../bot/bot.ts';
import type { SeenEvents, WorkTracker } from '../../chat/chat.ts';
import { answerRun, answerShare } from './answer-button.ts';
import { answerCommand } from './answer-command.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { answerMessage, isFromPerson, type PostedMessage } from './answer-message.ts';
import { answerReminder } from './answer-reminder.ts';
import type { ButtonPayload, EventEnvelope, MessageEvent, PressedButton } from './payloads.ts';
import { reminderActionPrefix } from './reminder-ids.ts';
import { runActionPrefix, shareActionId } from './render-actions.ts';
import { teamKey } from './request-of-payload.ts';
import type { ResponseMessage } from './response-message.ts';
import { createUploadFiles } from './upload-files.ts';

/** What the listeners work with. */
export interface ListenOptions {
  readonly desk: AnswerDesk;
  readonly tracker: WorkTracker;
  readonly seen: SeenEvents;
  /** True for the first replica that is handed an event. */
  firstTime(team: TeamKey, key: string): Promise<boolean>;
  botUserId(): string | undefined;
}

/**
 * Registers everything the bot reacts to. Few listeners, since Bolt asks each of them about every event: one command,
 * two kinds of events, and all buttons.
 */
export function listen(app: App, { desk, tracker, seen, firstTime, botUserId }: ListenOptions): void {
  app.command('/mdaemon', ({ command, ack, respond, client }) =>
    tracker.run('Cannot answer a command', () =>
      answerCommand(desk, command, {
        acknowledge: (message) => ack(message as Parameters<typeof ack>[0]),
        respond: sender(respond),
        upload: createUploadFiles(client),
      }),
    ),
  );

  const onMessage = (event: MessageEvent, body: unknown, client: App['client']) => {
    const envelope = body as EventEnvelope;
    if (!isFromPerson(event, botUserId()) || !seen.take(envelope.event_id)) return Promise.resolve();
    return tracker.run('Cannot answer a message', async () => {
      const team = teamKey(envelope.team_id, envelope.enterprise_id);
      if (envelope.event_id !== undefined && !(await firstTime(team, envelope.event_id))) return;
      const post = async (message: PostedMessage) => {
        await client.chat.postMessage(message as unknown as Parameters<typeof client.chat.postMessage>[0]);
      };
      await answerMessage(desk, envelope, event, botUserId(), post, createUploadFiles(client));
    });
  };
  app.event(/^(?:app_mention|message)$/, ({ event, body, client }) => {
    const message = event as unknown as MessageEvent;
    const forBot = message.type === 'app_mention' || message.channel_type === 'im';
    return forBot ? onMessage(message, body, client) : Promise.resolve();
  });

  app.action(/^/, ({ action, body, ack, respond, client }) =>
    tracker.run('Cannot answer a button', async () => {
      await ack();
      const pressed = action as PressedButton;
      const { action_id: id, value = '' } = pressed;
      const payload = body as ButtonPayload;
      const upload = createUploadFiles(client);
      if (id === shareActionId) await answerShare(desk, payload, value, sender(respond));
      else if (id.startsWith(runActionPrefix)) await answerRun(desk, payload, value, sender(respond), upload);
      else if (id.startsWith(reminderActionPrefix)) {
        await answerReminder(desk, payload, pressed, sender(respond), upload);
      }
    }),
  );
}

/** Bolt's types know more kinds of blocks than ours, and forbid what is readonly. */
function sender(respond: (message: never) => Promise<unknown>): (message: ResponseMessage) => Promise<void> {
  return async (message) => {
    await respond(message as never);
  };
}

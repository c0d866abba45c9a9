import type { App } from '@slack/bolt';
import type { Request } from '../../bot/bot.ts';
import type {
  Asked,
  ChatEvent,
  Outdated,
  PressResponder,
  ReminderPressed,
  RequestSource,
  SharePressed,
} from '../../chat/chat.ts';
import { type FileSource, readSentFiles } from '../../chat/chat.ts';
import type { RenderedMessage } from './blocks.ts';
import { decodeOpeningPress, decodeSurface, type SurfaceEvent } from './decode-surface.ts';
import { decodeText, referencesIn } from './mrkdwn.ts';
import type { ButtonPayload, CommandPayload, EventEnvelope, MessageEvent, PressedButton } from './payloads.ts';
import { readPress, readReminderBlockId, reminderActionPrefix } from './reminder-ids.ts';
import { runActionPrefix, shareActionId, stopActionId } from './render-answer.ts';
import {
  buildRequest,
  conversation,
  type DecodeContext,
  identified,
  isDirectMessage,
  readPresser,
  settleTeam,
  slackActor,
} from './requests.ts';
import {
  commandResponder,
  messageResponder,
  pressResponder,
  type Respond,
  type ResponseMessage,
} from './responders.ts';
import type { SlackIdentity } from './slack-client.ts';
import type { Surfaces } from './surfaces.ts';

type Client = App['client'];

/** An event from Slack, with Bolt's ways to respond. */
export type SlackEvent =
  | SurfaceEvent
  | {
      readonly kind: 'command';
      readonly payload: CommandPayload;
      /** Ends Slack's wait; what it is given is shown. */
      readonly acknowledge: (message?: ResponseMessage) => Promise<void>;
      readonly respond: Respond;
      readonly client: Client;
    }
  | {
      readonly kind: 'message';
      readonly envelope: EventEnvelope;
      readonly event: MessageEvent;
      readonly client: Client;
    }
  | {
      readonly kind: 'button';
      readonly payload: ButtonPayload;
      readonly pressed: PressedButton;
      readonly respond: Respond;
      readonly client: Client;
    };

/**
 * Reads what was asked, pressed, opened or sent.
 *
 * @param identity who the bot is, where that is known
 * @param surfaces the Home tab and the forms; left out, there are none
 * @param files how files of messages are fetched; left out, they are not
 */
export function decodeEvent(
  event: SlackEvent,
  source: RequestSource,
  identity: SlackIdentity | undefined,
  surfaces?: Surfaces,
  files?: FileSource,
): ChatEvent<RenderedMessage> | undefined {
  const capabilities = { prefix: '/mdaemon ', buttons: true, files: identity?.mayUpload === true };
  const context = { source, capabilities, home: identity?.home };
  switch (event.kind) {
    case 'command':
      return decodeCommand(event, context);
    case 'message':
      return decodeMessage(event, context, identity?.botUserId, files);
    case 'button':
      return (surfaces && decodeOpeningPress(event, context, surfaces)) ?? decodePress(event, context);
    default:
      return surfaces && decodeSurface(event, context, surfaces);
  }
}

type Command = Extract<SlackEvent, { kind: 'command' }>;
type Message = Extract<SlackEvent, { kind: 'message' }>;
type Press = Extract<SlackEvent, { kind: 'button' }>;

function decodeCommand(
  { payload, acknowledge, respond, client }: Command,
  context: DecodeContext,
): Asked<RenderedMessage> {
  const { team_id, enterprise_id, user_id, channel_id, text = '' } = payload;
  const line = { text: decodeText(text), references: referencesIn(text) };
  const settled = settleTeam({ team: team_id, organisation: enterprise_id }, team_id, context.home);
  const asker = { team: settled.team, actor: slackActor(user_id, settled.isElsewhere, context.source) };
  return {
    kind: 'asked',
    ...identified(payload.trigger_id),
    request: buildRequest(context, asker, conversation(channel_id), line),
    audience: 'asker',
    isMessage: false,
    respond: commandResponder(acknowledge, respond, client, user_id),
  };
}

/** A mention or a direct message. The mention itself, which only says who is asked, is left out. */
function decodeMessage(
  { envelope, event, client }: Message,
  context: DecodeContext,
  botUserId: string | undefined,
  source: FileSource | undefined,
): Asked<RenderedMessage> | undefined {
  if (!isFromPerson(event, botUserId)) return undefined;
  const { text = '', user = '', channel, thread_ts } = event;
  const files = (event.files ?? []).map(({ name, url_private_download: url = '' }) => ({
    name: name ?? 'a file',
    url,
  }));
  const authorization = envelope.authorizations?.[0];
  const installed = authorization ?? envelope;
  const named = { team: installed.team_id, organisation: installed.enterprise_id };
  const settled = settleTeam(named, event.user_team ?? event.source_team ?? event.team, context.home);
  const asker = { team: settled.team, actor: slackActor(user, settled.isElsewhere, context.source) };
  const bot = mentionedBot(text, [authorization?.user_id, botUserId]);
  const line = { text: decodeText(text, bot).replace(/^[,:]\s*/, ''), references: referencesIn(text, bot) };
  const thread = event.type === 'app_mention' ? (thread_ts ?? event.ts) : thread_ts;
  return {
    kind: 'asked',
    ...(typeof envelope.event_id === 'string' ? { id: envelope.event_id } : {}),
    request: buildRequest(context, asker, conversation(channel, thread_ts), line),
    audience: 'everyone',
    isMessage: true,
    ...(source === undefined || files.length === 0 ? {} : { readFiles: () => readSentFiles(files, source) }),
    respond: messageResponder(client, { channel, thread }),
  };
}

/** True for what a person wrote: not an edit, a deletion, a join, or a bot's own words. */
function isFromPerson({ subtype, bot_id, user }: MessageEvent, botUserId: string | undefined): boolean {
  return (
    (subtype === undefined || subtype === 'file_share') &&
    bot_id === undefined &&
    user !== undefined &&
    user !== botUserId
  );
}

/** The id by which the bot is mentioned: one it is known by, else whoever the message begins with. */
function mentionedBot(text: string, known: readonly (string | undefined)[]): string | undefined {
  const named = known.find((id) => id !== undefined && text.includes(`<@${id}`));
  return named ?? (known.every((id) => id === undefined) ? /^\s*<@([UW][A-Z0-9]+)/.exec(text)?.[1] : undefined);
}

function decodePress({ payload, pressed, respond, client }: Press, context: DecodeContext): ChatEvent<RenderedMessage> {
  const { action_id: actionId, value = '' } = pressed;
  const channel = payload.channel?.id ?? payload.container?.channel_id ?? '';
  const isEphemeral = payload.container?.is_ephemeral === true || actionId === shareActionId;
  const staysInConversation = isDirectMessage(channel) && payload.container?.is_ephemeral !== true;
  const responder = pressResponder(respond, client, {
    channel,
    messageTs: payload.container?.message_ts,
    thread: payload.container?.thread_ts ?? payload.message?.thread_ts,
    person: payload.user.id,
    isEphemeral,
    staysInConversation,
  });
  const asker = readPresser(payload, context);
  const { team, actor: by } = asker;
  const requestLine = (line: string): Request =>
    buildRequest(context, asker, conversation(channel, payload.container?.thread_ts), { text: line, references: [] });
  const audience = staysInConversation ? 'everyone' : 'asker';
  if (actionId === shareActionId) {
    const share = { kind: 'share', team, by, requestLine, respond: responder } as const;
    return { ...share, ...readShare(value) } satisfies SharePressed<RenderedMessage>;
  }
  if (actionId === stopActionId) {
    return { kind: 'stop', requestId: value, team, by, requestLine, respond: responder };
  }
  if (actionId.startsWith(runActionPrefix)) {
    const id = identified(payload.trigger_id);
    return { kind: 'asked', ...id, request: requestLine(value), audience, isMessage: false, respond: responder };
  }
  if (actionId.startsWith(reminderActionPrefix)) {
    const ids = readReminderBlockId(pressed.block_id ?? '');
    const how = readPress(actionId, pressed.selected_option?.value);
    if (ids !== undefined && how !== undefined) {
      return {
        kind: 'reminder',
        delivery: ids.delivery,
        reminder: ids.part,
        how,
        actor: by,
        findTeam: async () => team,
        requestLine,
        audience,
        respond: responder,
      } satisfies ReminderPressed<RenderedMessage>;
    }
  }
  return outdated(responder);
}

/** The value of a Share button: the id of the request, and the line where the answer can be made again from it. */
function readShare(value: string): Pick<SharePressed<RenderedMessage>, 'key' | 'requestId' | 'messageKey'> {
  const blank = value.indexOf(' ');
  const requestId = blank === -1 ? value : value.slice(0, blank);
  const key =
    blank === -1 ? ({ by: 'request', id: value } as const) : ({ by: 'line', line: value.slice(blank + 1) } as const);
  return { key, requestId, messageKey: requestId };
}

function outdated(respond: PressResponder<RenderedMessage>): Outdated<RenderedMessage> {
  return { kind: 'outdated', title: 'Too old', text: 'This button is from another version of me. Ask again.', respond };
}

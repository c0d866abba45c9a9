import type { App } from '@slack/bolt';
import type { Actor, Capabilities, Conversation, Reference, Request, TeamKey } from '../../bot/bot.ts';
import type {
  Asked,
  ChatEvent,
  Outdated,
  PressResponder,
  ReminderPressed,
  RequestSource,
  SharePressed,
} from '../../chat/chat.ts';
import type { RenderedMessage } from './blocks.ts';
import { decodeText, referencesIn } from './decode-text.ts';
import type { ButtonPayload, CommandPayload, EventEnvelope, MessageEvent, PressedButton } from './payloads.ts';
import { readPress, readReminderBlockId, reminderActionPrefix } from './reminder-ids.ts';
import { runActionPrefix, shareActionId } from './render-answer.ts';
import {
  commandResponder,
  messageResponder,
  pressResponder,
  type Respond,
  type ResponseMessage,
} from './responders.ts';
import type { SlackIdentity } from './slack-client.ts';

type Client = App['client'];

/** An event from Slack, with Bolt's ways to respond. */
export type SlackEvent =
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

/** Reads what was asked or pressed. `identity`: who the bot is, where that is known. */
export function decodeEvent(
  event: SlackEvent,
  source: RequestSource,
  identity: SlackIdentity | undefined,
): ChatEvent<RenderedMessage> | undefined {
  const capabilities = { prefix: '/mdaemon ', buttons: true, files: identity?.mayUpload === true };
  const context = { source, capabilities };
  switch (event.kind) {
    case 'command':
      return decodeCommand(event, context);
    case 'message':
      return decodeMessage(event, context, identity?.botUserId);
    case 'button':
      return decodePress(event, context);
  }
}

interface DecodeContext {
  readonly source: RequestSource;
  readonly capabilities: Capabilities;
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
  return {
    kind: 'asked',
    ...identified(payload.trigger_id),
    request: buildRequest(context, teamKey(team_id, enterprise_id), user_id, conversation(channel_id), line),
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
): Asked<RenderedMessage> | undefined {
  if (!isFromPerson(event, botUserId)) return undefined;
  const { text = '', user = '', channel, thread_ts } = event;
  const authorization = envelope.authorizations?.[0];
  const team = teamKey(
    authorization?.team_id ?? envelope.team_id,
    authorization?.enterprise_id ?? envelope.enterprise_id,
  );
  const bot = mentionedBot(text, [authorization?.user_id, botUserId]);
  const line = { text: decodeText(text, bot).replace(/^[,:]\s*/, ''), references: referencesIn(text, bot) };
  const thread = event.type === 'app_mention' ? (thread_ts ?? event.ts) : thread_ts;
  const request = buildRequest(context, team, user, conversation(channel, thread_ts), line);
  const isFromElsewhere = isElsewhere(event.user_team ?? event.source_team ?? event.team, authorization ?? envelope);
  return {
    kind: 'asked',
    ...(typeof envelope.event_id === 'string' ? { id: envelope.event_id } : {}),
    request: isFromElsewhere ? asOutsider(request) : request,
    audience: 'everyone',
    isMessage: true,
    respond: messageResponder(client, { channel, thread }),
  };
}

interface Home {
  readonly team_id?: string | null | undefined;
  readonly enterprise_id?: string | null | undefined;
}

/**
 * True where an event names another workspace as its person's own: a channel shared with another organisation. Within an
 * organisation (Enterprise Grid) people of other workspaces are no strangers; Slack is then asked who they are.
 *
 * Source: https://docs.slack.dev/apis/slack-connect/using-slack-connect-api
 */
function isElsewhere(own: string | undefined, { team_id: team, enterprise_id: organisation }: Home): boolean {
  return own !== undefined && typeof team === 'string' && own !== team && !organisation;
}

function asOutsider(request: Request): Request {
  return { ...request, actor: { ...request.actor, role: 'outsider' } };
}

/** True for what a person wrote: not an edit, a deletion, a join, or a bot's own words. */
function isFromPerson({ subtype, bot_id, user }: MessageEvent, botUserId: string | undefined): boolean {
  return subtype === undefined && bot_id === undefined && user !== undefined && user !== botUserId;
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
  const team = pressedTeam(payload);
  const isFromElsewhere = isElsewhere(payload.user.team_id, {
    team_id: payload.team?.id,
    enterprise_id: payload.enterprise?.id ?? payload.team?.enterprise_id,
  });
  const requestLine = (line: string): Request => {
    const where = conversation(channel, payload.container?.thread_ts);
    const request = buildRequest(context, team, payload.user.id, where, { text: line, references: [] });
    return isFromElsewhere ? asOutsider(request) : request;
  };
  const audience = staysInConversation ? 'everyone' : 'asker';
  const person = actor(payload.user.id, context.source);
  const by: Actor = isFromElsewhere ? { ...person, role: 'outsider' } : person;
  if (actionId === shareActionId) {
    const share = { kind: 'share', team, by, requestLine, respond: responder } as const;
    return { ...share, ...readShare(value) } satisfies SharePressed<RenderedMessage>;
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

/** The same request, sent again by whoever got hold of it, is answered once. */
function identified(triggerId: string | undefined): { readonly id?: string } {
  return typeof triggerId === 'string' && triggerId !== '' ? { id: `trigger ${triggerId}` } : {};
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

/** The team a press belongs to. */
export function pressedTeam({
  team,
  enterprise,
  user,
}: {
  readonly team?: { readonly id: string; readonly enterprise_id?: string } | null;
  readonly enterprise?: { readonly id: string } | null;
  readonly user: { readonly team_id?: string };
}): TeamKey {
  return teamKey(team?.id ?? user.team_id, enterprise?.id ?? team?.enterprise_id);
}

/** A person by their Slack id, taken for a member until Slack is asked. An operator's administrators need no asking. */
function actor(id: string, { administrators }: Pick<RequestSource, 'administrators'>): Actor {
  return { id, role: administrators.has(id) ? 'administrator' : 'member' };
}

/** True for a direct message: its id begins with D. */
export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}

/** A line as a person typed it, with the ids behind the names in it. */
interface Line {
  readonly text: string;
  readonly references: readonly Reference[];
}

function buildRequest(
  { source, capabilities }: DecodeContext,
  team: TeamKey,
  userId: string,
  where: Conversation,
  line: Line,
): Request {
  return {
    id: source.newId(),
    team,
    actor: actor(userId, source),
    conversation: where,
    zone: source.zone,
    receivedAt: source.now(),
    capabilities,
    input: { kind: 'text', text: line.text },
    ...(line.references.length === 0 ? {} : { references: line.references }),
  };
}

/** A request from the Home tab or a form, before it says what is asked. */
export function plainRequest(source: RequestSource, team: TeamKey, userId: string, channel: string): Request {
  const capabilities = { prefix: '/mdaemon ', buttons: true, files: false };
  const isChannel = /^[CG]/.test(channel);
  const where = isChannel ? conversation(channel) : { id: channel, private: true };
  return buildRequest({ source, capabilities }, team, userId, where, { text: '', references: [] });
}

function conversation(id: string, thread?: string): Conversation {
  const where = { id, private: isDirectMessage(id) };
  return thread === undefined ? where : { ...where, thread };
}

/** A workspace's key; an organisation's where the app is installed for all of it and Slack names no workspace. */
function teamKey(teamId: string | null | undefined, enterpriseId: string | null | undefined): TeamKey {
  return `slack:${teamId ?? enterpriseId ?? 'unknown'}`;
}

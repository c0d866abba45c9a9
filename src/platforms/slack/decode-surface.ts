import type { App } from '@slack/bolt';
import type { Request } from '../../bot/bot.ts';
import type { ChatEvent, ReminderPressed } from '../../chat/chat.ts';
import type { RenderedMessage } from './blocks.ts';
import { formErrors, formIds, readSnoozeForm, type SnoozePlace } from './forms.ts';
import type { ButtonPayload, EventEnvelope, HomeEvent, PressedButton, ShortcutPayload } from './payloads.ts';
import { customSnooze, readReminderBlockId } from './reminder-ids.ts';
import { homeRunPrefix, newReminderActionId } from './render-home.ts';
import { buildRequest, conversation, type DecodeContext, identified, readPresser } from './requests.ts';
import { formResponder } from './responders.ts';
import { type Acknowledge, formChannel, type SentForm, type Surfaces } from './surfaces.ts';

type Client = App['client'];
type HandledHere = Extract<ChatEvent<never>, { kind: 'platform' }>;

/** What Slack has beside messages: its Home tab, shortcuts, and forms. */
export type SurfaceEvent =
  | { readonly kind: 'home'; readonly envelope: EventEnvelope; readonly event: HomeEvent; readonly client: Client }
  | { readonly kind: 'shortcut'; readonly payload: ShortcutPayload; readonly client: Client }
  | { readonly kind: 'form'; readonly payload: SentForm; readonly acknowledge: Acknowledge; readonly client: Client };

/** Reads who uses the Home tab, a shortcut or a form, and what is to be done. Nothing for a form that only said something. */
export function decodeSurface(
  event: SurfaceEvent,
  context: DecodeContext,
  surfaces: Surfaces,
): HandledHere | ReminderPressed<RenderedMessage> | undefined {
  switch (event.kind) {
    case 'home':
      return decodeHome(event, context, surfaces);
    case 'shortcut':
      return decodeShortcut(event, context, surfaces);
    case 'form':
      return decodeForm(event, context, surfaces);
  }
}

type Of<Kind extends SurfaceEvent['kind']> = Extract<SurfaceEvent, { kind: Kind }>;

function decodeHome({ envelope, event, client }: Of<'home'>, context: DecodeContext, surfaces: Surfaces): HandledHere {
  const [installed] = envelope.authorizations ?? [];
  const team = installed?.team_id ?? envelope.team_id;
  const organisation = installed?.enterprise_id ?? envelope.enterprise_id;
  // The event names no workspace of the person's own: Slack is asked who they are.
  const presser = {
    team: typeof team === 'string' ? { id: team } : null,
    enterprise: typeof organisation === 'string' ? { id: organisation } : null,
    user: { id: event.user },
  };
  const request = alone(context, presser);
  return {
    kind: 'platform',
    control: 'home',
    request,
    handle: (use) => surfaces.showHome(client, use),
    refuse: (reply) => surfaces.refuseHome(client, { request }, reply),
  };
}

function decodeShortcut({ payload, client }: Of<'shortcut'>, context: DecodeContext, surfaces: Surfaces): HandledHere {
  const { channel, message, trigger_id } = payload;
  const from = {
    ...(channel === undefined ? {} : { channel: channel.id }),
    ...(message?.text === undefined ? {} : { text: message.text }),
  };
  return {
    kind: 'platform',
    control: 'new-reminder',
    request: alone(context, payload, channel?.id),
    handle: () => surfaces.openReminderForm(client, trigger_id, from),
    refuse: (reply) => surfaces.openReply(client, trigger_id, reply),
  };
}

function decodeForm(
  { payload, acknowledge, client }: Of<'form'>,
  context: DecodeContext,
  surfaces: Surfaces,
): HandledHere | ReminderPressed<RenderedMessage> | undefined {
  const { callback_id, state } = payload.view;
  const { values } = state;
  if (callback_id === formIds.reminder) {
    return {
      kind: 'platform',
      control: 'reminder-form',
      ...identified(payload.trigger_id),
      changes: true,
      request: alone(context, payload, formChannel(payload)),
      handle: (use) => surfaces.submitReminder(client, use, payload, acknowledge),
      refuse: (reply) => acknowledge({ response_action: 'errors', errors: formErrors(reply, values) }),
    };
  }
  return callback_id === formIds.snooze ? decodeSnooze({ payload, acknowledge, client }, context) : undefined;
}

/** A snooze until the time somebody typed, which is a press on the post the form was opened at. */
function decodeSnooze(
  { payload, acknowledge, client }: Omit<Of<'form'>, 'kind'>,
  context: DecodeContext,
): ReminderPressed<RenderedMessage> {
  const { private_metadata, state } = payload.view;
  const { delivery, reminder, channel, ts } = JSON.parse(private_metadata) as SnoozePlace;
  const { team, actor } = readPresser(payload, context);
  return {
    kind: 'reminder',
    ...identified(payload.trigger_id),
    delivery,
    reminder,
    how: { typed: readSnoozeForm(state.values) },
    actor,
    findTeam: async () => team,
    requestLine: (text) => buildRequest(context, { team, actor }, conversation(channel), { text, references: [] }),
    audience: 'asker',
    respond: formResponder(acknowledge, client, { channel, messageTs: ts, person: actor.id, field: 'when' }),
  };
}

/** A press that opens something instead of being answered in a message; nothing for any other. */
export function decodeOpeningPress(
  {
    payload,
    pressed,
    client,
  }: { readonly payload: ButtonPayload; readonly pressed: PressedButton; readonly client: Client },
  context: DecodeContext,
  surfaces: Surfaces,
): HandledHere | undefined {
  const { action_id, block_id = '', value = '', selected_option } = pressed;
  const { trigger_id = '', container } = payload;
  const channel = payload.channel?.id ?? container?.channel_id;
  const request = alone(context, payload, channel);
  const refuse: HandledHere['refuse'] = (reply) => surfaces.openReply(client, trigger_id, reply);
  if (action_id === newReminderActionId) {
    const from = channel === undefined ? {} : { channel };
    const handle = () => surfaces.openReminderForm(client, trigger_id, from);
    return { kind: 'platform', control: 'new-reminder', request, handle, refuse };
  }
  if (action_id.startsWith(homeRunPrefix)) {
    const handle: HandledHere['handle'] = (use) => surfaces.runAtHome(client, use, value);
    return { kind: 'platform', control: 'run', ...identified(trigger_id), changes: true, request, handle, refuse };
  }
  const ids = readReminderBlockId(block_id);
  if (selected_option?.value !== customSnooze || ids === undefined || channel === undefined) return undefined;
  const place = { delivery: ids.delivery, reminder: ids.part, channel, ts: container?.message_ts ?? '' };
  const handle = () => surfaces.openSnoozeForm(client, trigger_id, place);
  return { kind: 'platform', control: 'open-snooze', request, handle, refuse };
}

/** A request that says nothing yet. Its answer is shown to whoever uses the surface, and to nobody else. */
function alone(context: DecodeContext, presser: Parameters<typeof readPresser>[0], channel?: string): Request {
  const asker = readPresser(presser, context);
  const isShared = channel !== undefined && /^[CG]/.test(channel);
  // A shortcut works on the messages of a channel in which only few may write, too.
  const where = isShared
    ? { ...conversation(channel), readOnly: true as const }
    : { id: presser.user.id, private: true };
  const capabilities = { ...context.capabilities, files: false };
  return buildRequest({ ...context, capabilities }, asker, where, { text: '', references: [] });
}

import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  ComponentType,
  type GatewayMessageCreateDispatchData,
  InteractionType,
  MessageType,
} from 'discord.js';
import type { Catalogue, Reply, Request } from '../../../bot/bot.ts';
import type { Asked, Audience, ChatEvent, Outdated, ReminderPressed, RequestSource } from '../../../chat/chat.ts';
import { type FileSource, readSentFiles } from '../../../chat/chat.ts';
import { type StartTimer, withinTime } from '../../../time/time.ts';
import { isGuild, teamKeyOf } from '../ids.ts';
import { type CustomId, parseCustomId } from '../rendering/custom-id.ts';
import { renderAnswer } from '../rendering/render-answer.ts';
import { decodeText } from './decode-text.ts';
import type { Names } from './names.ts';
import { hasShare, isEphemeral, sharedCopy, sharerOf, unchanged, withoutShare } from './pressed-message.ts';
import { onePlaceOnly, type ReminderForms, readReminderForm, reminderCall, snoozeForm } from './reminder-form.ts';
import { asGuest, buildRequest, callRequest, discordActor, lineRequest, readAsker } from './requests.ts';
import {
  interactionResponder,
  messageResponder,
  type OutgoingMessage,
  platformResponses,
  type RestCalls,
} from './responder.ts';
import { type Choice, completeOption, readCall } from './slash-options.ts';

/** An event from Discord's gateway, with the bot's own REST client and the names the connection knows. */
export type DiscordEvent = {
  readonly names: Names;
  readonly rest: RestCalls;
} & (
  | { readonly kind: 'interaction'; readonly interaction: APIInteraction }
  | { readonly kind: 'message'; readonly message: GatewayMessageCreateDispatchData }
);

interface DecodeOptions<Services> {
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  readonly forms: ReminderForms;
  /** Responds to interactions, and makes no call twice. */
  readonly interactions: RestCalls;
  /** How files of messages are fetched. */
  readonly files: FileSource;
}

interface DecodeContext<Services> extends DecodeOptions<Services> {
  readonly source: RequestSource;
  readonly names: Names;
  readonly rest: RestCalls;
}

/** Nobody waits longer for a completion, and the next letter asks again. */
const completionMs = 900;

/** Reads what was asked or pressed. */
export function decodeEvent<Services>(
  event: DiscordEvent,
  source: RequestSource,
  options: DecodeOptions<Services>,
): ChatEvent<OutgoingMessage> | undefined {
  const context = { ...options, source, names: event.names, rest: event.rest };
  if (event.kind === 'message') return decodeMessage(event.message, context);
  const { interaction } = event;
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      // Only another version, or another program with this token, can have registered any other kind.
      return interaction.data.type === ApplicationCommandType.ChatInput
        ? decodeCommand(interaction as APIChatInputApplicationCommandInteraction, context)
        : outdated(interaction, context, 'Not known', 'This command is from another version of me.');
    case InteractionType.ApplicationCommandAutocomplete:
      return {
        kind: 'platform',
        control: 'completion',
        id: interaction.id,
        request: lineRequest(interaction, '', source),
        handle: ({ request, startTimer }) => answerAutocomplete(interaction, request, context, startTimer),
        // Nobody reads a reason there.
        refuse: () => platformResponses(context.interactions, interaction).complete([]),
      };
    case InteractionType.MessageComponent:
      return decodePress(interaction, context);
    case InteractionType.ModalSubmit:
      return decodeForm(interaction, context);
    default:
      return undefined;
  }
}

/** A mention or a direct message. A thread is a channel of its own in Discord. */
function decodeMessage<Services>(
  message: GatewayMessageCreateDispatchData,
  { source, names, rest, files }: DecodeContext<Services>,
): Asked<OutgoingMessage> | undefined {
  const { id, author, guild_id: guild, channel_id: channel, content, mentions, member } = message;
  if (!isForBot(message, names.bot())) return undefined;
  const sent = (message.attachments ?? []).map(({ filename, url }) => ({ name: filename, url }));
  const people = new Map(mentions.map((each) => [each.id, each.username]));
  const { text, references } = decodeText(content, { names, guild, people, bot: names.bot() });
  // A direct message is its person's own place.
  const mayManage = !isGuild(guild) || names.mayManage(guild, { id: author.id, roles: member?.roles ?? [] });
  const asker = {
    team: teamKeyOf(guild, author.id),
    actor: asGuest(discordActor(author.id, mayManage, source), member),
    conversation: { id: channel, private: !isGuild(guild) },
  };
  return {
    kind: 'asked',
    id,
    request: buildRequest(source, asker, { kind: 'text', text }, references),
    audience: 'everyone',
    isMessage: true,
    ...(sent.length === 0 ? {} : { readFiles: () => readSentFiles(sent, files) }),
    respond: messageResponder(rest, message),
  };
}

/**
 * True for what a person wrote to the bot: a direct message, or one that mentions it by name. What mentions everybody or
 * a role is for others, and so is what bots and webhooks write.
 */
function isForBot(message: GatewayMessageCreateDispatchData, bot: string | undefined): boolean {
  const { author, webhook_id, type, guild_id, content } = message;
  if (webhook_id !== undefined || author.bot === true || author.system === true || author.id === bot) return false;
  if (type !== MessageType.Default && type !== MessageType.Reply) return false;
  return !isGuild(guild_id) || (bot !== undefined && (content.includes(`<@${bot}>`) || content.includes(`<@!${bot}>`)));
}

function decodeCommand<Services>(
  interaction: APIChatInputApplicationCommandInteraction,
  context: DecodeContext<Services>,
): Asked<OutgoingMessage> {
  return asked(interaction, callRequest(interaction, readCall(interaction.data, context.catalogue), context), context);
}

/** A form for a new reminder that was sent. */
function decodeForm<Services>(
  interaction: APIModalSubmitInteraction,
  context: DecodeContext<Services>,
): ChatEvent<OutgoingMessage> {
  const sent = parseCustomId(interaction.data.custom_id);
  if (sent?.kind === 'snooze-form') {
    const { delivery, reminder } = sent;
    const how = { typed: readReminderForm(interaction).when };
    return decodeReminderPress(interaction, { delivery, reminder, how }, context);
  }
  if (sent?.kind !== 'reminder-form') {
    return outdated(interaction, context, 'Too old', 'This form is from another version of me. Ask again.');
  }
  const fields = readReminderForm(interaction);
  const { call, references } = reminderCall(fields);
  const request = callRequest(interaction, call, context, references);
  const namesTwo = fields.channel !== undefined && fields.person !== undefined;
  return {
    ...asked(interaction, request, context),
    ...(namesTwo ? { refusal: onePlaceOnly } : {}),
    revise: (reply) => context.forms.revise(request, fields, reply),
  };
}

function decodePress<Services>(
  interaction: APIMessageComponentInteraction,
  context: DecodeContext<Services>,
): ChatEvent<OutgoingMessage> {
  const { source, rest, interactions } = context;
  const { id, message, guild_id: guild } = interaction;
  const pressed = pressedId(interaction);
  const { team, actor: by } = readAsker(interaction, source);
  const requestLine = (line: string) => lineRequest(interaction, line, source);
  const audience: Audience = readAsker(interaction, source).conversation.private ? 'everyone' : 'asker';
  const respond = (announces: 'answer' | 'update') =>
    interactionResponder(interactions, rest, interaction, { audience, announces, message });
  switch (pressed?.kind) {
    case 'run':
      return asked(interaction, requestLine(pressed.line), context);
    case 'page': {
      const { page, key } = pressed;
      const sharedBy = sharerOf(message);
      const shown = {
        ...(isEphemeral(message) && hasShare(message) ? { share: true } : {}),
        ...(sharedBy === undefined ? {} : { sharedBy }),
      };
      const seenBy: Audience = isEphemeral(message) ? 'asker' : 'everyone';
      const event = { kind: 'page', id, page, key, requestId: source.newId(), team, requestLine, shown } as const;
      return { ...event, audience: seenBy, respond: respond('update') };
    }
    case 'share': {
      const { key } = pressed;
      const event = { kind: 'share', id, key, requestId: source.newId(), messageKey: message.id, by, team } as const;
      return {
        ...event,
        requestLine,
        pressed: {
          withoutShare: withoutShare(message),
          unchanged: unchanged(message),
          copy: sharedCopy(message, by.id),
        },
        respond: respond('update'),
      };
    }
    case 'stop': {
      const { requestId } = pressed;
      return { kind: 'stop', id, requestId, team, by, requestLine, respond: respond('update') };
    }
    case 'reminder':
      return decodeReminderPress(interaction, pressed, context);
    case 'open-snooze': {
      const { tell } = respond('update');
      return {
        kind: 'platform',
        control: 'open-snooze',
        id,
        request: requestLine(''),
        handle: () =>
          platformResponses(interactions, interaction).openForm(snoozeForm(pressed.delivery, pressed.reminder)),
        refuse: (reply: Reply) => tell(renderAnswer(reply)),
      };
    }
    case 'new-reminder': {
      const asker = readAsker(interaction, source);
      const form = context.forms.open(asker, { zone: source.zone, inServer: isGuild(guild) });
      const { tell } = respond('update');
      return {
        kind: 'platform',
        control: 'new-reminder',
        id,
        request: requestLine(''),
        handle: () => platformResponses(interactions, interaction).openForm(form),
        refuse: (reply: Reply) => tell(renderAnswer(reply)),
      };
    }
    default:
      return outdated(interaction, context, 'Too old', 'This button is from another version of me. Ask again.');
  }
}

/** Done, a snooze or Show below a reminder, or the form for a snooze, which is sent from its message. */
function decodeReminderPress<Services>(
  interaction: APIMessageComponentInteraction | APIModalSubmitInteraction,
  { delivery, reminder, how }: Pick<ReminderPressed<OutgoingMessage>, 'delivery' | 'reminder' | 'how'>,
  { source, rest, interactions }: DecodeContext<Services>,
): ReminderPressed<OutgoingMessage> {
  const { id, message, guild_id: guild } = interaction;
  const { team, actor, conversation } = readAsker(interaction, source);
  const audience: Audience = conversation.private ? 'everyone' : 'asker';
  const announces = how === 'show' ? 'answer' : 'update';
  return {
    kind: 'reminder',
    id,
    delivery,
    reminder,
    how,
    actor,
    // Direct messages belong to no server, yet what is posted there may.
    findTeam: async (deliveries) => (!isGuild(guild) ? await deliveries.teamOf(delivery, actor.id) : undefined) ?? team,
    requestLine: (line) => lineRequest(interaction, line, source),
    audience,
    respond: interactionResponder(interactions, rest, interaction, { audience, announces, message }),
  };
}

function pressedId({ data }: APIMessageComponentInteraction): CustomId | undefined {
  return parseCustomId(data.custom_id, data.component_type === ComponentType.StringSelect ? data.values[0] : undefined);
}

/** Answers what somebody is typing with completions; with none where anything is wrong, or takes too long. */
async function answerAutocomplete<Services>(
  interaction: APIApplicationCommandAutocompleteInteraction,
  request: Request,
  context: DecodeContext<Services>,
  startTimer: StartTimer,
): Promise<void> {
  const { catalogue, services, interactions } = context;
  let choices: readonly Choice[] = [];
  try {
    const completing = completeOption(interaction.data, { catalogue, services, request });
    choices = await withinTime<readonly Choice[]>(completing, completionMs, () => [], startTimer);
  } finally {
    await platformResponses(interactions, interaction).complete(choices);
  }
}

function outdated<Services>(
  interaction: APIInteraction,
  { rest, interactions }: DecodeContext<Services>,
  title: string,
  text: string,
): Outdated<OutgoingMessage> {
  const respond = interactionResponder(interactions, rest, interaction, { audience: 'asker', announces: 'answer' });
  return { kind: 'outdated', id: interaction.id, title, text, respond };
}

/** In a server the answer is for the asker alone. */
function asked<Services>(
  interaction: APIInteraction,
  request: Request,
  { rest, interactions }: DecodeContext<Services>,
): Asked<OutgoingMessage> {
  const audience = request.conversation.private ? 'everyone' : 'asker';
  const respond = interactionResponder(interactions, rest, interaction, { audience, announces: 'answer' });
  return { kind: 'asked', id: interaction.id, request, audience, isMessage: false, respond };
}

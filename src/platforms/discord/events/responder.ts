import {
  type APIApplicationCommandOptionChoice,
  type APIInteraction,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type GatewayMessageCreateDispatchData,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  REST,
  RESTJSONErrorCodes,
  type RESTOptions,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
  Routes,
} from 'discord.js';
import type { Audience, PressResponder, Responder } from '../../../chat/chat.ts';
import { readFailure } from '../failures.ts';
import { isGuild } from '../ids.ts';
import type { RenderedMessage } from '../rendering/components.ts';

/** A message as it is sent: the JSON, and the files beside it. */
interface MessageBody {
  readonly body: Pick<
    RESTPostAPIChannelMessageJSONBody & RESTPostAPIWebhookWithTokenJSONBody,
    'flags' | 'components' | 'allowed_mentions' | 'attachments'
  >;
  readonly files: RawFile[];
}

/** A rendered message; on an edit some of the files that are there may stay. */
export interface OutgoingMessage extends RenderedMessage {
  /** The attachments that are not taken away. Default none. */
  readonly kept?: readonly { readonly id: string; readonly filename: string }[];
}

/** Nobody is ever notified by what a person typed; said again on every edit, since Discord reads the text anew. */
const noMentions = { parse: [], replied_user: false };

/**
 * A rendered message for Discord. The list of attachments says that these are all: an edit takes away what an earlier
 * page had.
 */
function messageBody(message: OutgoingMessage, flags: MessageFlags | 0 = 0): MessageBody {
  const { components, files, kept = [] } = message;
  return {
    body: {
      flags: MessageFlags.IsComponentsV2 | flags,
      components: [...components],
      allowed_mentions: noMentions,
      attachments: [...kept, ...files.map(({ name }, id) => ({ id, filename: name }))],
    },
    files: files.map(({ name, content, mediaType }) => ({ name, data: content, contentType: mediaType })),
  };
}

/** The calls that responding takes. */
export type RestCalls = Pick<REST, 'post' | 'patch'>;

/**
 * The client for responses to interactions. It never makes a call again by itself: Discord knows no key for them, so a
 * follow-up would be posted twice, and a first response that had arrived would be refused as a second one.
 */
export function createInteractionClient(
  options: Pick<Partial<RESTOptions>, 'api' | 'makeRequest' | 'rejectOnRateLimit'>,
): RestCalls {
  return new REST({ ...options, retries: 0 });
}

/** An interaction as far as responding to it goes. */
type InteractionToken = Pick<APIInteraction, 'id' | 'token' | 'application_id'>;

/** Responses that only Discord has: forms and completions. */
interface PlatformResponses {
  openForm(form: APIModalInteractionResponseCallbackData): Promise<void>;
  complete(choices: readonly APIApplicationCommandOptionChoice[]): Promise<void>;
}

/**
 * Responds to one interaction. The first response must come within 3 seconds, and there is only one first; what follows
 * may come for 15 minutes. No response is asked back for: that would be another message over the line.
 *
 * Where the outcome of a first response or an edit is unknown it is made once more, which cannot do it twice. A follow-up
 * is not.
 *
 * All methods reject with what Discord refuses: 10062 where the first comes too late, 40060 where another process with this
 * token was first.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding
 *
 * @param bot for what the bot does under its own name
 * @param announces what `announce` says: that an answer will come, or that the pressed message will change
 */
export function interactionResponder(
  rest: RestCalls,
  bot: Pick<RestCalls, 'patch'>,
  interaction: InteractionToken,
  options: {
    readonly audience: Audience;
    readonly announces: 'answer' | 'update';
    /** The message a component is on. */
    readonly message?: Pick<APIMessage, 'id' | 'channel_id'> | undefined;
  },
): PressResponder<OutgoingMessage> {
  const { audience, announces, message: pressed } = options;
  const { token, application_id: application } = interaction;
  // `unsure`: a first response was made, and nobody knows whether it arrived. `announced`: an answer was promised and is
  // still owed, which is an edit.
  let state: 'silent' | 'unsure' | 'announced' | 'responded' = 'silent';
  /** False where an earlier first response, whose outcome was unknown, had arrived. */
  const first = async (data: FirstResponse, then: typeof state = 'responded') => {
    const wasUnsure = state === 'unsure';
    const made = await respondFirst(rest, interaction, data, wasUnsure).catch((error: unknown) => {
      if (isUnknown(error)) state = 'unsure';
      throw error;
    });
    state = then;
    return made === 'made' || !wasUnsure;
  };
  const edit = async (message: OutgoingMessage) => {
    const { body, files } = messageBody(message);
    await again(() => rest.patch(Routes.webhookMessage(application, token), { body, auth, ...attached(files) }));
    state = 'responded';
  };
  const follow = async (message: OutgoingMessage, seenBy: Audience) => {
    const { body, files } = messageBody(message, flagsFor(seenBy));
    await rest.post(Routes.webhook(application, token), { body, auth, ...attached(files) });
  };
  const say = async (message: OutgoingMessage, seenBy: Audience) => {
    const isOpen = state === 'silent' || state === 'unsure';
    const shown = messageBody(message, flagsFor(seenBy));
    if (isOpen && (await first({ type: InteractionResponseType.ChannelMessageWithSource, ...shown }))) return;
    await follow(message, seenBy);
  };
  const update = async (message: OutgoingMessage) => {
    const isOpen = state === 'silent' || state === 'unsure';
    if (isOpen && (await first({ type: InteractionResponseType.UpdateMessage, ...messageBody(message) }))) return;
    await edit(message);
  };
  return {
    async announce() {
      if (announces === 'update') return void (await first({ type: InteractionResponseType.DeferredMessageUpdate }));
      // This settles who will see the answer.
      const body = { flags: flagsFor(audience) };
      await first({ type: InteractionResponseType.DeferredChannelMessageWithSource, body }, 'announced');
    },
    async answer(message) {
      if (state === 'announced') return edit(message);
      if (state !== 'unsure' || announces === 'update') return say(message, audience);
      // Where the announcement arrived, Discord takes no other first response, and the answer is an edit of it.
      const data = {
        type: InteractionResponseType.ChannelMessageWithSource,
        ...messageBody(message, flagsFor(audience)),
      };
      const isFirst = await first(data).catch((error: unknown) => {
        if (isTooLate(error)) return false;
        throw error;
      });
      if (!isFirst) await edit(message);
    },
    async progress(message) {
      // Without an announcement that arrived there is nothing to change.
      if (state !== 'announced') return 'stays';
      const { body, files } = messageBody(message);
      await rest.patch(Routes.webhookMessage(application, token), { body, auth, ...attached(files) });
      return 'replaced';
    },
    update,
    async updateAsBot(message) {
      const { body, files } = messageBody(message);
      const { channel_id: channel = '', id: messageId = '' } = pressed ?? {};
      await bot.patch(Routes.channelMessage(channel, messageId), { body, ...attached(files) });
    },
    tell: (message) => say(message, 'asker'),
    share: (message) => say(message, 'everyone'),
  };
}

/** The responses to an interaction that are no messages. */
export function platformResponses(rest: Pick<RestCalls, 'post'>, interaction: InteractionToken): PlatformResponses {
  const respond = async (type: InteractionResponseType, body: object) => {
    await respondFirst(rest, interaction, { type, body });
  };
  return {
    openForm: (form) => respond(InteractionResponseType.Modal, form),
    complete: (choices) => respond(InteractionResponseType.ApplicationCommandAutocompleteResult, { choices }),
  };
}

/** The first response to an interaction. */
interface FirstResponse {
  readonly type: InteractionResponseType;
  readonly body?: object;
  readonly files?: MessageBody['files'];
}

/** The token in the address is what Discord trusts for interactions; the bot's own is left out. */
const auth = false;

/**
 * Makes the first response, once more where the outcome is unknown. `there` where Discord then says that there has been
 * one: this, or an earlier one of ours.
 *
 * @param isUnsure whether an earlier one may have arrived. Default false: then a refusal at once means another process
 */
async function respondFirst(
  rest: Pick<RestCalls, 'post'>,
  { id, token }: InteractionToken,
  { type, body: data, files }: FirstResponse,
  isUnsure = false,
): Promise<'made' | 'there'> {
  const body = data === undefined ? { type } : { type, data };
  let mayBeThere = isUnsure;
  const respond = async () => {
    try {
      await rest.post(Routes.interactionCallback(id, token), { body, auth, ...attached(files) });
      return 'made';
    } catch (error) {
      if (mayBeThere && codeOf(error) === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged) return 'there';
      mayBeThere = true;
      throw error;
    }
  };
  return again(respond);
}

/** Makes a call once more where its outcome is unknown. For calls that do the same thing once or twice. */
async function again<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return call();
  }
}

function isUnknown(error: unknown): boolean {
  return readFailure(error).kind === 'unknown';
}

/** The three seconds for a first response are over. */
function isTooLate(error: unknown): boolean {
  return codeOf(error) === RESTJSONErrorCodes.UnknownInteraction;
}

function codeOf(error: unknown): number | undefined {
  const failure = readFailure(error);
  return failure.kind === 'error' ? failure.code : undefined;
}

/** Answers a mention with a reply below it, and a direct message where it was written. All who read there see it. */
export function messageResponder(
  rest: RestCalls,
  { id, channel_id: channel, guild_id: guild }: GatewayMessageCreateDispatchData,
): Responder<OutgoingMessage> {
  /** The message that says how far the command is, which the answer takes the place of. */
  let progressId: string | undefined;
  const edit = async (messageId: string, message: OutgoingMessage) => {
    const { body, files } = messageBody(message);
    await rest.patch(Routes.channelMessage(channel, messageId), { body, ...attached(files) });
  };
  const reply = async (message: OutgoingMessage, nonce: string) => {
    const { body, files } = messageBody(message);
    const send = async (more: object) =>
      (await rest.post(Routes.channelMessages(channel), {
        // The library makes the call again where it may not have arrived: with the nonce, Discord posts it once.
        body: { ...body, ...more, nonce, enforce_nonce: true },
        ...attached(files),
      })) as APIMessage;
    if (isGuild(guild)) {
      try {
        // A message that was deleted meanwhile is answered all the same, below the others.
        return await send({ message_reference: { message_id: id, fail_if_not_exists: false } });
      } catch (error) {
        if (!isUnreadable(error)) throw error;
      }
    }
    return send({});
  };
  return {
    // Nobody waits for a sign.
    announce: async () => {},
    async answer(message) {
      const messageId = progressId;
      progressId = undefined;
      // A message that was deleted meanwhile cannot be changed any more.
      if (messageId !== undefined && (await edit(messageId, message).then(isDone, isNotDone))) return;
      await reply(message, id);
    },
    async progress(message) {
      if (progressId === undefined) progressId = (await reply(message, `${id}p`)).id;
      else await edit(progressId, message);
      return 'replaced';
    },
  };
}

const isDone = () => true;
const isNotDone = () => false;

/** A reply takes Read Message History, which a message below the others does not. */
function isUnreadable(error: unknown): boolean {
  return codeOf(error) === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory;
}

function flagsFor(audience: Audience): MessageFlags | 0 {
  return audience === 'asker' ? MessageFlags.Ephemeral : 0;
}

/** Without files the body goes as JSON. */
function attached(files: MessageBody['files'] = []): { files?: MessageBody['files'] } {
  return files.length === 0 ? {} : { files };
}

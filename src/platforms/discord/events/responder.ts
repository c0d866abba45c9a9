import {
  type APIApplicationCommandOptionChoice,
  type APIInteraction,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type GatewayMessageCreateDispatchData,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
  Routes,
} from 'discord.js';
import type { Audience, PressResponder, Responder } from '../../../chat/chat.ts';
import { readFailure } from '../failures.ts';
import type { RenderedMessage } from '../rendering/components.ts';

/** A message as it is sent: the JSON, and the files beside it. */
export interface MessageBody {
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
export const noMentions = { parse: [], replied_user: false };

/**
 * A rendered message for Discord. The list of attachments says that these are all: an edit takes away what an earlier
 * page had.
 */
export function messageBody(message: OutgoingMessage, flags: MessageFlags | 0 = 0): MessageBody {
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

/** An interaction as far as responding to it goes. */
export type InteractionToken = Pick<APIInteraction, 'id' | 'token' | 'application_id'>;

/** Responses that only Discord has: forms and completions. */
export interface PlatformResponses {
  openForm(form: APIModalInteractionResponseCallbackData): Promise<void>;
  complete(choices: readonly APIApplicationCommandOptionChoice[]): Promise<void>;
}

/**
 * Responds to one interaction. The first response must come within 3 seconds, and there is only one first; what follows
 * may come for 15 minutes. No response is asked back for: that would be another message over the line.
 *
 * All methods reject with what Discord refuses: 10062 where the first comes too late, 40060 where there was one already.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding
 *
 * @param announces what `announce` says: that an answer will come, or that the pressed message will change
 */
export function interactionResponder(
  rest: RestCalls,
  { id, token, application_id: application }: InteractionToken,
  options: {
    readonly audience: Audience;
    readonly announces: 'answer' | 'update';
    /** The message a component is on. */
    readonly message?: Pick<APIMessage, 'id' | 'channel_id'> | undefined;
  },
): PressResponder<OutgoingMessage> {
  const { audience, announces, message: pressed } = options;
  // The token in the address is what Discord trusts here; the bot's own is left out.
  const auth = false;
  // `announced`: an answer was promised and is still owed, which is an edit.
  let state: 'silent' | 'announced' | 'responded' = 'silent';
  const first = async (type: InteractionResponseType, { body, files }: Partial<MessageBody> = {}) => {
    const data = body === undefined ? { type } : { type, data: body };
    await rest.post(Routes.interactionCallback(id, token), { body: data, auth, ...attached(files) });
    state = 'responded';
  };
  const edit = async (message: OutgoingMessage) => {
    const { body, files } = messageBody(message);
    await rest.patch(Routes.webhookMessage(application, token), { body, auth, ...attached(files) });
    state = 'responded';
  };
  const follow = async (message: OutgoingMessage, seenBy: Audience) => {
    const { body, files } = messageBody(message, flagsFor(seenBy));
    await rest.post(Routes.webhook(application, token), { body, auth, ...attached(files) });
  };
  const say = (message: OutgoingMessage, seenBy: Audience) => {
    if (state !== 'silent') return follow(message, seenBy);
    return first(InteractionResponseType.ChannelMessageWithSource, messageBody(message, flagsFor(seenBy)));
  };
  return {
    async announce() {
      if (announces === 'update') return first(InteractionResponseType.DeferredMessageUpdate);
      // This settles who will see the answer.
      const body = { flags: flagsFor(audience) };
      const deferred = { type: InteractionResponseType.DeferredChannelMessageWithSource, data: body };
      await rest.post(Routes.interactionCallback(id, token), { body: deferred, auth });
      state = 'announced';
    },
    answer: (message) => (state === 'announced' ? edit(message) : say(message, audience)),
    update: (message) =>
      state === 'silent' ? first(InteractionResponseType.UpdateMessage, messageBody(message)) : edit(message),
    async updateAsBot(message) {
      const { body, files } = messageBody(message);
      const { channel_id: channel = '', id: messageId = '' } = pressed ?? {};
      await rest.patch(Routes.channelMessage(channel, messageId), { body, ...attached(files) });
    },
    tell: (message) => say(message, 'asker'),
    share: (message) => say(message, 'everyone'),
  };
}

/** The responses to an interaction that are no messages. */
export function platformResponses(rest: Pick<RestCalls, 'post'>, { id, token }: InteractionToken): PlatformResponses {
  const respond = async (type: InteractionResponseType, data: object) => {
    await rest.post(Routes.interactionCallback(id, token), { body: { type, data }, auth: false });
  };
  return {
    openForm: (form) => respond(InteractionResponseType.Modal, form),
    complete: (choices) => respond(InteractionResponseType.ApplicationCommandAutocompleteResult, { choices }),
  };
}

/** Answers a mention with a reply below it, and a direct message where it was written. All who read there see it. */
export function messageResponder(
  rest: Pick<RestCalls, 'post'>,
  { id, channel_id: channel, guild_id: guild }: GatewayMessageCreateDispatchData,
): Responder<OutgoingMessage> {
  return {
    // Nobody waits for a sign.
    announce: async () => {},
    async answer(message) {
      const { body, files } = messageBody(message);
      const send = (more: object) =>
        rest.post(Routes.channelMessages(channel), {
          // The library makes the call again where it may not have arrived: with the nonce, Discord posts it once.
          body: { ...body, ...more, nonce: id, enforce_nonce: true },
          ...attached(files),
        });
      if (guild !== undefined) {
        try {
          // A message that was deleted meanwhile is answered all the same, below the others.
          await send({ message_reference: { message_id: id, fail_if_not_exists: false } });
          return;
        } catch (error) {
          if (!isUnreadable(error)) throw error;
        }
      }
      await send({});
    },
  };
}

/** A reply takes Read Message History, which a message below the others does not. */
function isUnreadable(error: unknown): boolean {
  const failure = readFailure(error);
  return (
    failure.kind === 'error' && failure.code === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory
  );
}

function flagsFor(audience: Audience): MessageFlags | 0 {
  return audience === 'asker' ? MessageFlags.Ephemeral : 0;
}

/** Without files the body goes as JSON. */
function attached(files: MessageBody['files'] = []): { files?: MessageBody['files'] } {
  return files.length === 0 ? {} : { files };
}

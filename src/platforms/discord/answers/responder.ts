import {
  type APIApplicationCommandOptionChoice,
  type APIInteraction,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import { type MessageBody, messageBody, type OutgoingMessage } from './message-body.ts';

/** Who sees a message that answers an interaction: everybody in the channel, or whoever asked. */
export type Audience = 'everyone' | 'asker';

/**
 * The ways to respond to one interaction. The first must come within 3 seconds, and there is only one first; what
 * follows may come for 15 minutes. No response is asked back for: that would be another message over the line.
 *
 * All throw what Discord refuses: 10062 where the first comes too late, 40060 where there was one already.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding
 */
export interface Responder {
  /** First: an answer. */
  reply(message: OutgoingMessage, audience: Audience): Promise<void>;
  /** First: that an answer will come. Who will see it is settled here. `edit` brings it. */
  defer(audience: Audience): Promise<void>;
  /** First: the message a component is on, anew. */
  update(message: OutgoingMessage): Promise<void>;
  /** First: that the message a component is on will change. `edit` does that. */
  deferUpdate(): Promise<void>;
  /** First: a form to fill in. */
  openForm(form: APIModalInteractionResponseCallbackData): Promise<void>;
  /** First: completions of an option. */
  complete(choices: readonly APIApplicationCommandOptionChoice[]): Promise<void>;
  /** Afterwards: changes what the first response made, or the message the component is on. */
  edit(message: OutgoingMessage): Promise<void>;
  /** Afterwards: another message. */
  follow(message: OutgoingMessage, audience: Audience): Promise<void>;
  /** At any time, also when Discord takes no response any more: changes a message of the bot's own, as the bot. */
  editOwn(channel: string, messageId: string, message: OutgoingMessage): Promise<void>;
}

/** Builds the responder of an interaction. */
export function createResponder(
  rest: Pick<REST, 'post' | 'patch'>,
  { id, token, application_id: application }: Pick<APIInteraction, 'id' | 'token' | 'application_id'>,
): Responder {
  // The token in the address is what Discord trusts here; the bot's own is left out.
  const auth = false;
  const first = async (
    type: InteractionResponseType,
    { body, files }: { body?: object; files?: MessageBody['files'] },
  ) => {
    const data = body === undefined ? { type } : { type, data: body };
    await rest.post(Routes.interactionCallback(id, token), { body: data, auth, ...attached(files) });
  };
  return {
    reply: (message, audience) =>
      first(InteractionResponseType.ChannelMessageWithSource, messageBody(message, flagsFor(audience))),
    defer: (audience) =>
      first(InteractionResponseType.DeferredChannelMessageWithSource, { body: { flags: flagsFor(audience) } }),
    update: (message) => first(InteractionResponseType.UpdateMessage, messageBody(message)),
    deferUpdate: () => first(InteractionResponseType.DeferredMessageUpdate, {}),
    openForm: (form) => first(InteractionResponseType.Modal, { body: form }),
    complete: (choices) => first(InteractionResponseType.ApplicationCommandAutocompleteResult, { body: { choices } }),
    async edit(message) {
      const { body, files } = messageBody(message);
      await rest.patch(Routes.webhookMessage(application, token), { body, auth, ...attached(files) });
    },
    async follow(message, audience) {
      const { body, files } = messageBody(message, flagsFor(audience));
      await rest.post(Routes.webhook(application, token), { body, auth, ...attached(files) });
    },
    async editOwn(channel, messageId, message) {
      const { body, files } = messageBody(message);
      await rest.patch(Routes.channelMessage(channel, messageId), { body, ...attached(files) });
    },
  };
}

function flagsFor(audience: Audience): MessageFlags | 0 {
  return audience === 'asker' ? MessageFlags.Ephemeral : 0;
}

/** Without files the body goes as JSON. */
function attached(files: MessageBody['files'] = []): { files?: MessageBody['files'] } {
  return files.length === 0 ? {} : { files };
}

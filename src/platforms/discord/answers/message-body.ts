import {
  MessageFlags,
  type RawFile,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord.js';
import type { RenderedMessage } from '../rendering/rendered-message.ts';

/** What goes over the line for a message: the JSON, and the files beside it. */
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

import type { App } from '@slack/bolt';
import type { PressResponder, Responder } from '../../chat/chat.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { quietly, type RenderedMessage } from './blocks.ts';
import type { Acknowledge } from './surfaces.ts';
import { type FilePlace, uploadFiles } from './upload-files.ts';

/**
 * A message sent in an acknowledgement or to a response_url. `response_type` is always said: left out, some of
 * Slack's surfaces take one for the other.
 *
 * Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export type ResponseMessage = RenderedMessage & {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
  readonly thread_ts?: string;
};

/** Sends to a response_url, which works five times within 30 minutes. */
export type Respond = (message: ResponseMessage) => Promise<void>;

type Client = App['client'];

/**
 * Responds to a slash command, for its asker only: in the acknowledgement where the answer is fast, through the
 * response_url afterwards.
 */
export function commandResponder(
  acknowledge: (message?: ResponseMessage) => Promise<void>,
  respond: Respond,
  client: Client,
  person: string,
): Responder<RenderedMessage> {
  let isAcknowledged = false;
  return {
    announce() {
      isAcknowledged = true;
      return acknowledge();
    },
    answer(message) {
      const send = isAcknowledged ? respond : acknowledge;
      isAcknowledged = true;
      return send({ response_type: 'ephemeral', ...message });
    },
    // Slack lets nobody change what a slash command's response_url has sent, so it is said once.
    // Source: https://github.com/slackapi/bolt-js/issues/2287
    async progress(message) {
      await respond({ response_type: 'ephemeral', ...message });
      return 'stays';
    },
    upload: (reply) => uploadFiles(client, reply, { person }),
  };
}

/**
 * Posts in a conversation, changing its own message about how far it is into the answer.
 *
 * @param say how an answer is said where there is no such message. Default: it is posted
 */
function conversationPost(
  client: Client,
  place: { readonly channel: string; readonly thread?: string | undefined },
  say?: (message: RenderedMessage) => Promise<unknown>,
): Required<Pick<Responder<RenderedMessage>, 'answer' | 'progress'>> {
  const { channel, thread } = place;
  const threaded = thread === undefined ? {} : { thread_ts: thread };
  let progressTs: string | undefined;
  const send = async (message: RenderedMessage) => {
    const post = { channel, ...threaded, ...message, ...quietly };
    return client.chat.postMessage(post as unknown as Parameters<typeof client.chat.postMessage>[0]);
  };
  return {
    async answer(message) {
      const messageTs = progressTs;
      progressTs = undefined;
      // A message that was deleted meanwhile cannot be changed any more.
      const isChanged = messageTs !== undefined && (await tryToEdit(client, { channel, messageTs }, message));
      if (!isChanged) await (say ?? send)(message);
    },
    async progress(message) {
      if (progressTs === undefined) progressTs = (await send(message)).ts;
      else await editPost(client, { channel, messageTs: progressTs }, message);
      return progressTs === undefined ? 'stays' : 'replaced';
    },
  };
}

function tryToEdit(...given: Parameters<typeof editPost>): Promise<boolean> {
  return editPost(...given).then(
    () => true,
    () => false,
  );
}

/** Responds to a mention in its thread, and to a direct message where it was written. All who read there see it. */
export function messageResponder(
  client: Client,
  place: { readonly channel: string; readonly thread?: string | undefined },
): Responder<RenderedMessage> {
  return {
    // Nobody waits for a sign: Slack has been told already.
    announce: async () => {},
    ...conversationPost(client, place),
    upload: (reply) => uploadFiles(client, reply, place),
  };
}

/** The message a button was pressed on, and who sees what is said about it. */
interface PressedPlace {
  readonly channel: string;
  readonly messageTs: string | undefined;
  readonly thread: string | undefined;
  readonly person: string;
  /** Only the person sees the message. */
  readonly isEphemeral: boolean;
  /** An answer stays in the conversation, as in a direct message; else only the presser sees it. */
  readonly staysInConversation: boolean;
}

/** Responds to a press, through its response_url: it works where the bot is not in the channel. */
export function pressResponder(respond: Respond, client: Client, place: PressedPlace): PressResponder<RenderedMessage> {
  const { channel, messageTs, thread, person, isEphemeral, staysInConversation } = place;
  const threaded = thread === undefined ? {} : { thread_ts: thread };
  const filePlace: FilePlace = staysInConversation ? { channel, thread } : { person };
  const answer = (message: RenderedMessage) =>
    respond({
      response_type: staysInConversation ? 'in_channel' : 'ephemeral',
      replace_original: false,
      ...threaded,
      ...message,
    });
  return {
    // Presses are acknowledged as they come in.
    announce: async () => {},
    ...(staysInConversation
      ? conversationPost(client, { channel, thread }, answer)
      : {
          answer,
          async progress(message: RenderedMessage) {
            await answer(message);
            return 'stays' as const;
          },
        }),
    update: (message) =>
      respond({ response_type: isEphemeral ? 'ephemeral' : 'in_channel', replace_original: true, ...message }),
    updateAsBot: (message) => editPost(client, { channel, messageTs }, message),
    tell: (message) => respond({ response_type: 'ephemeral', replace_original: false, ...message }),
    share: (message) => respond({ response_type: 'in_channel', replace_original: false, ...threaded, ...message }),
    upload: (reply) => uploadFiles(client, reply, filePlace),
  };
}

async function editPost(
  client: Client,
  { channel, messageTs }: Pick<PressedPlace, 'channel' | 'messageTs'>,
  message: RenderedMessage,
): Promise<void> {
  const edit = { channel, ts: messageTs ?? '', ...message, ...quietly };
  await client.chat.update(edit as unknown as Parameters<typeof client.chat.update>[0]);
}

/** The longest word below a field of a form. */
const longestError = 500;

/**
 * Responds to a form about a post. What is wrong stands below the form's field, for as long as the form is open; afterwards
 * only its sender sees it in the channel. The form has no response_url, so the post is edited as the bot's own message.
 */
export function formResponder(
  acknowledge: Acknowledge,
  client: Client,
  { field, ...place }: Pick<PressedPlace, 'channel' | 'messageTs' | 'person'> & { readonly field: string },
): PressResponder<RenderedMessage> {
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await acknowledge();
  };
  const tell = async (message: RenderedMessage) => {
    if (isOpen) {
      isOpen = false;
      const text = shorten(oneLine(message.text.replaceAll('`', '')), longestError);
      return acknowledge({ response_action: 'errors', errors: { [field]: text } });
    }
    const post = { channel: place.channel, user: place.person, ...message };
    await client.chat.postEphemeral(post as unknown as Parameters<typeof client.chat.postEphemeral>[0]);
  };
  const update = async (message: RenderedMessage) => {
    await close();
    await editPost(client, place, message);
  };
  return {
    announce: close,
    answer: tell,
    tell,
    update,
    updateAsBot: (message) => editPost(client, place, message),
    share: tell,
  };
}

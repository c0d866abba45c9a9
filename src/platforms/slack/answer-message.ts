import type { AnswerDesk } from './answer-desk.ts';
import type { RenderedMessage } from './blocks.ts';
import type { EventEnvelope, MessageEvent } from './payloads.ts';
import { renderAnswer } from './render-answer.ts';
import { requestOfMessage } from './request-of-payload.ts';

/** A message for `chat.postMessage`: what it names is never looked up, linked or unfurled. */
export type PostedMessage = RenderedMessage & {
  readonly channel: string;
  readonly thread_ts?: string;
  readonly parse: 'none';
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

/** True for what a person wrote: not an edit, a deletion, a join, or a bot's own words. */
export function isFromPerson(event: MessageEvent, botUserId: string | undefined): boolean {
  const { subtype, bot_id, user } = event;
  return subtype === undefined && bot_id === undefined && user !== undefined && user !== botUserId;
}

/** Answers a mention in its thread, and a direct message where it was written. Both are seen by all who read there. */
export async function answerMessage(
  desk: AnswerDesk,
  envelope: EventEnvelope,
  event: MessageEvent,
  botUserId: string | undefined,
  post: (message: PostedMessage) => Promise<void>,
): Promise<void> {
  const reply = await desk.router.dispatch(requestOfMessage(envelope, event, desk.source, botUserId));
  const thread = event.type === 'app_mention' ? (event.thread_ts ?? event.ts) : event.thread_ts;
  await post({
    channel: event.channel,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...renderAnswer(reply),
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

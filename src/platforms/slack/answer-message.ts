import type { Reply } from '../../bot/bot.ts';
import type { AnswerDesk } from './answer-desk.ts';
import type { RenderedMessage } from './blocks.ts';
import { ask, followWithFiles } from './follow-with-files.ts';
import type { EventEnvelope, MessageEvent } from './payloads.ts';
import { renderAnswer } from './render-answer.ts';
import { requestOfMessage } from './request-of-payload.ts';
import type { UploadFiles } from './upload-files.ts';

/** A message for `chat.postMessage`. */
export type PostedMessage = RenderedMessage & {
  readonly channel: string;
  readonly thread_ts?: string;
} & typeof quietly;

/** With this, nothing a message names is looked up, linked or unfurled. */
export const quietly = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

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
  upload: UploadFiles,
): Promise<void> {
  const request = requestOfMessage(envelope, event, desk.source, botUserId);
  const reply = await ask(desk, request);
  const thread = event.type === 'app_mention' ? (event.thread_ts ?? event.ts) : event.thread_ts;
  const place = { channel: event.channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
  const say = (said: Reply) => post({ ...place, ...renderAnswer(said), ...quietly });
  await say(reply);
  await followWithFiles(desk, request, reply, { upload, place: { channel: event.channel, thread }, say });
}

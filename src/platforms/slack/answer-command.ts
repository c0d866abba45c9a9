import type { Reply } from '../../bot/bot.ts';
import { type AnswerDesk, offerShare } from './answer-desk.ts';
import { ask, followWithFiles, saysWhereFilesGo } from './follow-with-files.ts';
import type { CommandPayload } from './payloads.ts';
import { renderAnswer } from './render-answer.ts';
import { requestOfCommand } from './request-of-payload.ts';
import type { ResponseMessage } from './response-message.ts';
import type { UploadFiles } from './upload-files.ts';

/** Slack allows 3 s; what takes longer than this is acknowledged at once and follows. */
const fastMs = 800;

/** The two ways Slack gives to answer a slash command. */
export interface CommandReplies {
  /** Ends Slack's wait; what it is given is shown. */
  readonly acknowledge: (message?: ResponseMessage) => Promise<void>;
  /** Sends a message afterwards. */
  readonly respond: (message: ResponseMessage) => Promise<void>;
  /** Sends the files of an answer, after it. */
  readonly upload: UploadFiles;
}

/** Answers a slash command to its asker only: in the acknowledgement where the answer is fast, afterwards where not. */
export async function answerCommand(desk: AnswerDesk, payload: CommandPayload, replies: CommandReplies): Promise<void> {
  const request = requestOfCommand(payload, desk.source);
  const pending = ask(desk, request);
  const fast = await settledWithin(pending, fastMs);
  if (fast === undefined) await replies.acknowledge();
  const reply = fast ?? (await pending);
  const share = offerShare(desk, request, reply);
  const shown = renderAnswer(saysWhereFilesGo(reply), share === undefined ? {} : { share });
  const message = { response_type: 'ephemeral', ...shown } as const;
  await (fast === undefined ? replies.respond(message) : replies.acknowledge(message));
  await followWithFiles(desk, request, reply, {
    upload: replies.upload,
    place: { person: payload.user_id },
    say: (said) => replies.respond({ response_type: 'ephemeral', ...renderAnswer(said) }),
  });
}

async function settledWithin(pending: Promise<Reply>, timeoutMs: number): Promise<Reply | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, timeoutMs, undefined);
  const first = await Promise.race([pending, late]);
  clearTimeout(timer);
  return first;
}

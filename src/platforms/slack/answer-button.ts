import type { Reply } from '../../bot/bot.ts';
import { type AnswerDesk, offerShare, readShare } from './answer-desk.ts';
import { ask, followWithFiles, saysWhereFilesGo, withoutSharedFiles } from './follow-with-files.ts';
import type { ButtonPayload } from './payloads.ts';
import { renderAnswer } from './render-answer.ts';
import { channelOf, isDirectMessage, requestOfButton } from './request-of-payload.ts';
import type { ResponseMessage } from './response-message.ts';
import type { UploadFiles } from './upload-files.ts';

type Respond = (message: ResponseMessage) => Promise<void>;

const expired: Reply = {
  command: null,
  outcome: 'usage',
  answer: {
    title: 'Too late to share',
    lead: 'This answer is no longer at hand. Ask again, then share it.',
    sections: [],
    sources: [],
  },
};

/** Runs the command line a button carries. The answer is added below, for whoever pressed it. */
export async function answerRun(
  desk: AnswerDesk,
  payload: ButtonPayload,
  line: string,
  respond: Respond,
  upload: UploadFiles,
): Promise<void> {
  const request = requestOfButton(payload, line, desk.source);
  const reply = await ask(desk, request);
  const lasting = isDirectMessage(channelOf(payload)) && payload.container?.is_ephemeral !== true;
  const share = lasting ? undefined : offerShare(desk, request, reply);
  const place = inThread(payload);
  const shown = renderAnswer(lasting ? reply : saysWhereFilesGo(reply), share === undefined ? {} : { share });
  const how = { response_type: lasting ? 'in_channel' : 'ephemeral', replace_original: false, ...place } as const;
  await respond({ ...how, ...shown });
  await followWithFiles(desk, request, reply, {
    upload,
    place: lasting ? { channel: channelOf(payload), thread: place.thread_ts } : { person: payload.user.id },
    say: (said) => respond({ ...how, ...renderAnswer(said) }),
  });
}

/**
 * Posts an answer only its asker saw where everybody sees it, once, and takes the button off the original. Its files
 * stay where they are.
 */
export async function answerShare(
  desk: AnswerDesk,
  payload: ButtonPayload,
  value: string,
  respond: Respond,
): Promise<void> {
  const { requestId, line } = readShare(value);
  if (desk.shared.has(requestId)) return;
  desk.shared.set(requestId, true);
  const known = desk.recent.get(requestId);
  const reply = known ?? (line === undefined ? expired : await rerun(desk, payload, line));
  if (reply.outcome !== 'answered') {
    await respond({ response_type: 'ephemeral', replace_original: false, ...renderAnswer(reply) });
    return;
  }
  const place = inThread(payload);
  const shown = renderAnswer(withoutSharedFiles(reply, line), { sharedBy: payload.user.id });
  try {
    await respond({ response_type: 'in_channel', replace_original: false, ...place, ...shown });
  } catch (error) {
    desk.shared.delete(requestId);
    throw error;
  }
  await respond({ response_type: 'ephemeral', replace_original: true, ...renderAnswer(saysWhereFilesGo(reply)) });
}

function inThread({ container, message }: ButtonPayload): { readonly thread_ts?: string } {
  const thread = container?.thread_ts ?? message?.thread_ts;
  return thread === undefined ? {} : { thread_ts: thread };
}

function rerun(desk: AnswerDesk, payload: ButtonPayload, line: string): Promise<Reply> {
  return ask(desk, requestOfButton(payload, line, desk.source));
}

import type { Reply } from '../../bot/reply.ts';
import { type AnswerDesk, offerShare, readShare } from './answer-desk.ts';
import type { ButtonPayload } from './payloads.ts';
import { renderAnswer } from './render-answer.ts';
import { channelOf, isDirectMessage, requestOfButton } from './request-of-payload.ts';
import type { ResponseMessage } from './response-message.ts';

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
): Promise<void> {
  const request = requestOfButton(payload, line, desk.source);
  const reply = await desk.router.dispatch(request);
  const lasting = isDirectMessage(channelOf(payload)) && payload.container?.is_ephemeral !== true;
  const share = lasting ? undefined : offerShare(desk, request, reply);
  await respond({
    response_type: lasting ? 'in_channel' : 'ephemeral',
    replace_original: false,
    ...inThread(payload),
    ...renderAnswer(reply, share === undefined ? {} : { share }),
  });
}

/** Posts an answer only its asker saw where everybody sees it, once, and takes the button off the original. */
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
  const shown = renderAnswer(reply, { sharedBy: payload.user.id });
  try {
    await respond({ response_type: 'in_channel', replace_original: false, ...place, ...shown });
  } catch (error) {
    desk.shared.delete(requestId);
    throw error;
  }
  await respond({ response_type: 'ephemeral', replace_original: true, ...renderAnswer(reply) });
}

function inThread({ container, message }: ButtonPayload): { readonly thread_ts?: string } {
  const thread = container?.thread_ts ?? message?.thread_ts;
  return thread === undefined ? {} : { thread_ts: thread };
}

function rerun(desk: AnswerDesk, payload: ButtonPayload, line: string): Promise<Reply> {
  return desk.router.dispatch(requestOfButton(payload, line, desk.source));
}

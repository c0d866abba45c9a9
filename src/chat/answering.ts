import { errorReply, type Inspected, type Reply, type Request, type RunControls } from '../bot/bot.ts';
import type { AnswerKey, AnswerOptions, Asked, Audience, Responder } from './adapter.ts';
import { type ChatContext, keepAnswer, recentKey } from './chat-context.ts';
import { followWithFiles, saysWhereFilesGo, withoutFiles } from './files.ts';
import { followProgress } from './progress.ts';

/**
 * Runs what was asked and answers, in time or after an announcement: to the asker alone with a Share button, or plainly
 * where everybody reads.
 *
 * @throws what the platform or the store refused, after all was said that still could be; it is for the log
 */
export async function answerAsked<Message>(context: ChatContext<Message>, event: Asked<Message>): Promise<void> {
  const { request, respond, audience, revise } = event;
  const inspected = context.inspect(request.input);
  const following = followProgress(context, event);
  const announce = async () => {
    await respond.announce();
    following.show();
  };
  const running = runOnce(context, event, inspected, following.controls);
  const { result } = await announceWhenSlow(context, running, announce);
  await following.end();
  const { fault, reply } = result;
  if (reply !== undefined) {
    // Made again from its line alone, an answer about a file would be about none.
    const isRepeatable = event.readFiles === undefined || inspected.takesInput !== true;
    await answerWith(context, request, reply, respond, audience, { revise, inspected, isRepeatable });
  }
  if (fault !== undefined) throw fault.error;
}

interface AnsweringOptions {
  readonly revise?: Asked<never>['revise'];
  /** False where the line would give another answer to whoever presses a button below this one. Default true. */
  readonly isRepeatable?: boolean;
  /** Default: asked for. */
  readonly inspected?: Inspected;
}

/**
 * Shows an answer, keeps what its buttons need, and sends its files after it where they come separately. An answer that
 * cannot be shown leaves a short one behind, since what it tells of may have been done.
 *
 * @throws why it could not be shown, for the log
 */
export async function answerWith<Message>(
  context: ChatContext<Message>,
  request: Request,
  made: Reply,
  respond: Responder<Message>,
  audience: Audience,
  { revise = (reply) => reply, isRepeatable = true, inspected }: AnsweringOptions = {},
): Promise<void> {
  const { adapter } = context;
  const { separateFiles, label } = adapter;
  const tellNotShown = async (why: string) => {
    const { id } = request;
    const text = `${made.changes === true ? 'It is done, but ' : ''}${why} Tell my operator the number ${id}.`;
    await respond.answer(adapter.render.note(text, 'Not shown'));
  };
  let shown: ReturnType<typeof renderReply<Message>>;
  try {
    const { inspect } = context;
    shown = renderReply(context, request, revise(made), audience, isRepeatable, inspected ?? inspect(request.input));
  } catch (error) {
    await tellNotShown('I cannot show my answer.').catch(() => {});
    throw error;
  }
  const { message, reply, isKept } = shown;
  if (isKept) context.recent.set(recentKey(request.team, request.id), reply);
  const keeping = isKept ? keepAnswer(context, request, reply) : undefined;
  try {
    await respond.answer(message);
  } catch (error) {
    if (adapter.classify(error, 'respond').kind === 'content-refused') {
      await tellNotShown(`${label} did not accept my answer.`).catch(() => {});
    }
    throw error;
  }
  context.logger.debug({ platform: adapter.platform, command: reply.command, audience }, 'An answer was shown');
  if (separateFiles !== undefined) await followWithFiles(context, separateFiles, request, reply, respond);
  await keeping;
}

/** The message for a reply, the reply as it is kept for the message's buttons, and whether they need it to be. */
function renderReply<Message>(
  context: ChatContext<Message>,
  request: Request,
  made: Reply,
  audience: Audience,
  isRepeatable: boolean,
  inspected: Inspected,
) {
  const { adapter } = context;
  const { separateFiles } = adapter;
  const reply =
    separateFiles === undefined || request.capabilities.files ? made : withoutFiles(made, separateFiles.missing);
  const share = audience === 'asker' && !request.conversation.private && reply.outcome === 'answered';
  const { line = '' } = inspected;
  const key = isRepeatable ? answerKey(context, request, reply, line) : ({ by: 'request', id: request.id } as const);
  const said = separateFiles !== undefined && audience === 'asker' ? saysWhereFilesGo(reply) : reply;
  const options = {
    found: { key, requestId: request.id },
    share,
    newReminder: invitesReminder(reply, line),
  } satisfies AnswerOptions;
  const { message, pages } = adapter.render.answer(said, options);
  return { message, reply, isKept: key.by === 'request' && (share || pages > 1) };
}

/** The result of running an event's command. */
interface Ran {
  /** Nothing where another replica was first: then nothing is said. */
  readonly reply: Reply | undefined;
  /** Why it isn't known who was first; thrown for the log once the reply is out. */
  readonly fault?: { readonly error: unknown };
}

/**
 * Runs a request on the first replica that is handed its event. Where the store cannot say which that is, a question is
 * answered all the same, and nothing is changed.
 */
async function runOnce<Message>(
  { dispatch, count, coordination }: ChatContext<Message>,
  { id, request: asked, audience, isMessage, refusal, readFiles }: Asked<Message>,
  { changes, takesInput }: Inspected,
  controls: RunControls,
): Promise<Ran> {
  if (refusal !== undefined) return { reply: refusal };
  const request = audience === 'everyone' ? overhear(asked) : asked;
  const run = async (): Promise<Reply> => {
    const tooMany = count(request);
    if (tooMany !== undefined) return errorReply(tooMany, request);
    if (takesInput !== true || readFiles === undefined) return dispatch(request, controls);
    try {
      return await dispatch({ ...request, attachments: await readFiles() }, controls);
    } catch (error) {
      return errorReply(error, request);
    }
  };
  try {
    if (id !== undefined && (changes || isMessage) && !(await coordination.firstTime(request.team, id))) {
      return { reply: undefined };
    }
  } catch (error) {
    return { fault: { error }, reply: changes ? errorReply(error, request) : await run() };
  }
  return { reply: await run() };
}

/** A request whose answer everybody in the conversation reads. Alone with the bot, nobody else does. */
export function overhear(request: Request): Request {
  const { private: isAlone } = request.conversation;
  return isAlone ? request : { ...request, actor: { ...request.actor, overheard: true } };
}

/**
 * Waits for a result, and announces it where it takes longer than the platform waits. An announcement that failed may
 * have arrived all the same, so whoever waits goes on to answer: that tells.
 */
export async function announceWhenSlow<Message, Result>(
  { startTimer, adapter, logger }: ChatContext<Message>,
  pending: Promise<Result>,
  announce: () => Promise<void>,
): Promise<{ readonly result: Result }> {
  let announced: Promise<void> | undefined;
  const tryToAnnounce = async () => {
    try {
      await announce();
    } catch (err) {
      logger.warn({ platform: adapter.platform, err }, 'Could not say that an answer is coming');
    }
  };
  const cancel = startTimer(adapter.limits.announceAfterMs, () => {
    announced = tryToAnnounce();
  });
  let result: Result;
  try {
    result = await pending;
  } finally {
    cancel();
  }
  if (announced !== undefined) await announced;
  return { result };
}

/** By its line an answer is found after a restart and on any replica; it is only run again where that is harmless. */
function answerKey<Message>(
  { adapter }: ChatContext<Message>,
  request: Request,
  reply: Reply,
  line: string,
): AnswerKey {
  const isRepeatable = reply.changes !== true && line.trim() !== '' && adapter.carriesLine(line, request.id);
  return isRepeatable ? { by: 'line', line } : { by: 'request', id: request.id };
}

/** Where a person who reads this may want to make a reminder next. */
export function invitesReminder({ command, outcome }: Reply, line = ''): boolean {
  if (command === 'remind list') return true;
  if (command === 'remind add') return outcome !== 'answered';
  return command === 'help' && /^\s*help\s+remind/i.test(line);
}

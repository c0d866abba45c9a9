import { errorReply, type Inspected, type Reply, type Request } from '../bot/bot.ts';
import type { AnswerKey, AnswerOptions, Asked, Audience, Responder } from './adapter.ts';
import type { ChatContext } from './context.ts';
import { followWithFiles, saysWhereFilesGo, withoutFiles } from './files.ts';
import { keepAnswer, recentKey } from './kept-answers.ts';

/**
 * Runs what was asked and answers, in time or after an announcement: to the asker alone with a Share button, or plainly
 * where everybody reads.
 *
 * @throws what the platform or the store refused, after all was said that still could be; it is for the log
 */
export async function answerAsked<Message>(context: ChatContext<Message>, event: Asked<Message>): Promise<void> {
  const { request, respond, audience, revise = (reply: Reply) => reply } = event;
  const inspected = context.inspect(request.input);
  const { result, unheard } = await announceWhenSlow(context, runOnce(context, event, inspected), respond.announce);
  if (unheard !== undefined) throw unheard.error;
  const { fault } = result;
  if (result.reply !== undefined) {
    const reply = revise(result.reply);
    await answerWith(context, request, reply, respond, audience, inspected);
  }
  if (fault !== undefined) throw fault.error;
}

/** Shows an answer, keeps what its buttons need, and sends its files after it where they come separately. */
export async function answerWith<Message>(
  context: ChatContext<Message>,
  request: Request,
  made: Reply,
  respond: Responder<Message>,
  audience: Audience,
  { line = '' }: Inspected = context.inspect(request.input),
): Promise<void> {
  const { adapter } = context;
  const { separateFiles } = adapter;
  const reply =
    separateFiles === undefined || request.capabilities.files ? made : withoutFiles(made, separateFiles.missing);
  const share = audience === 'asker' && !request.conversation.private && reply.outcome === 'answered';
  const key = answerKey(context, request, reply, line);
  const said = separateFiles !== undefined && audience === 'asker' ? saysWhereFilesGo(reply) : reply;
  const options = {
    found: { key, requestId: request.id },
    share,
    newReminder: invitesReminder(reply, line),
  } satisfies AnswerOptions;
  const { message, pages } = adapter.render.answer(said, options);
  const isKept = key.by === 'request' && (share || pages > 1);
  if (isKept) context.recent.set(recentKey(request.team, request.id), reply);
  const keeping = isKept ? keepAnswer(context, request, reply) : undefined;
  try {
    await respond.answer(message);
  } catch (error) {
    if (adapter.classify(error, 'respond').kind === 'content-refused') {
      await respond.answer(notShown(context, request, reply)).catch(() => {});
    }
    throw error;
  }
  if (separateFiles !== undefined) await followWithFiles(context, separateFiles, request, reply, respond);
  await keeping;
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
  { dispatch, firstTime }: ChatContext<Message>,
  { id, request, isMessage, refusal }: Asked<Message>,
  { changes }: Inspected,
): Promise<Ran> {
  if (refusal !== undefined) return { reply: refusal };
  try {
    if (id !== undefined && (changes || isMessage) && !(await firstTime(request.team, id))) {
      return { reply: undefined };
    }
  } catch (error) {
    return { fault: { error }, reply: changes ? errorReply(error, request) : await dispatch(request) };
  }
  return { reply: await dispatch(request) };
}

/** Waits for a result, and announces it where it takes longer than the platform waits. */
export async function announceWhenSlow<Message, Result>(
  { startTimer, adapter }: ChatContext<Message>,
  pending: Promise<Result>,
  announce: () => Promise<void>,
): Promise<{ readonly result: Result; readonly unheard?: { readonly error: unknown } }> {
  let announced: Promise<void> | undefined;
  const cancel = startTimer(adapter.limits.announceAfterMs, () => {
    announced = announce();
    // It is waited for below; until then nobody listens.
    announced.catch(() => {});
  });
  let result: Result;
  try {
    result = await pending;
  } finally {
    cancel();
  }
  if (announced === undefined) return { result };
  try {
    await announced;
  } catch (error) {
    return { result, unheard: { error } };
  }
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

/** Said in place of an answer that the platform took offence at: whether it was done, and the number in the log. */
function notShown<Message>({ adapter }: ChatContext<Message>, { id }: Request, { changes }: Reply): Message {
  const { label, render } = adapter;
  const done = changes === true ? `It is done, but ${label}` : label;
  return render.note(`${done} did not take my answer. Tell my operator the number ${id}.`, 'Not shown');
}

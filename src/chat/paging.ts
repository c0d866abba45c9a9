import type { Reply } from '../bot/bot.ts';
import type { PagePressed } from './adapter.ts';
import { announceWhenSlow, invitesReminder, overhear } from './answering.ts';
import { type ChatContext, findAnswer } from './chat-context.ts';

/** Shows another page of an answer in place. Where it cannot be had, only whoever pressed is told. */
export async function turnPage<Message>(context: ChatContext<Message>, event: PagePressed<Message>): Promise<void> {
  const { render } = context.adapter;
  const { page, key, requestId, shown, team, audience, requestLine, respond } = event;
  // Whoever turns the page has the answer made with their own rights, and the others read it.
  const request = (line: string) => (audience === 'everyone' ? overhear(requestLine(line)) : requestLine(line));
  const finding = findAnswer(context, team, key, request);
  // It never rejects, since whoever pressed has to be told.
  const found = finding.catch((error: unknown) => ({ error }));
  const { result } = await announceWhenSlow(context, found, respond.announce);
  if (result !== undefined && 'error' in result) return tellNotTurned(context, event, result.error);
  if (result?.outcome !== 'answered') return respond.tell(instead(context, result));
  const newReminder = invitesReminder(result, key.by === 'line' ? key.line : undefined);
  try {
    const { message } = render.answer(result, { page, found: { key, requestId }, newReminder, ...shown });
    await respond.update(message);
  } catch (error) {
    await tellNotTurned(context, event, error);
  }
}

/** @throws the error, for the log, once whoever pressed has been told */
async function tellNotTurned<Message>(
  { adapter }: ChatContext<Message>,
  { respond }: PagePressed<Message>,
  error: unknown,
): Promise<never> {
  const text = 'I cannot turn the page right now. Try again in a minute.';
  await respond.tell(adapter.render.note(text, 'Not shown')).catch(() => {});
  throw error;
}

function instead<Message>({ adapter }: ChatContext<Message>, reply: Reply | undefined): Message {
  return reply === undefined
    ? adapter.render.note('I no longer have this answer. Ask again.', 'Too late')
    : adapter.render.answer(reply).message;
}

import type { Reply } from '../bot/bot.ts';
import type { PagePressed } from './adapter.ts';
import { announceWhenSlow, invitesReminder } from './answering.ts';
import type { ChatContext } from './context.ts';
import { findAnswer } from './kept-answers.ts';

/** Shows another page of an answer in place. Where it cannot be had, only whoever pressed is told. */
export async function turnPage<Message>(context: ChatContext<Message>, event: PagePressed<Message>): Promise<void> {
  const { render } = context.adapter;
  const { page, key, requestId, shown, team, requestLine, respond } = event;
  const finding = findAnswer(context, team, key, requestLine);
  // It never rejects, since whoever pressed has to be told.
  const found = finding.catch((error: unknown) => ({ error }));
  const { result, unheard } = await announceWhenSlow(context, found, respond.announce);
  if (unheard !== undefined) throw unheard.error;
  if (result !== undefined && 'error' in result) {
    await respond
      .tell(render.note('I cannot turn the page right now. Try again in a minute.', 'Not shown'))
      .catch(() => {});
    throw result.error;
  }
  if (result?.outcome !== 'answered') return respond.tell(instead(context, result));
  const newReminder = invitesReminder(result, key.by === 'line' ? key.line : undefined);
  await respond.update(render.answer(result, { page, found: { key, requestId }, newReminder, ...shown }).message);
}

function instead<Message>({ adapter }: ChatContext<Message>, reply: Reply | undefined): Message {
  return reply === undefined
    ? adapter.render.note('This answer is no longer at hand. Ask again.', 'Too late')
    : adapter.render.answer(reply).message;
}

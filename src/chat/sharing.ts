import type { Reply } from '../bot/bot.ts';
import type { SharePressed } from './adapter.ts';
import { announceWhenSlow } from './answering.ts';
import type { ChatContext } from './context.ts';
import { saysWhereFilesGo, withoutSharedFiles } from './files.ts';
import { findAnswer } from './kept-answers.ts';

type Found =
  | { readonly kind: 'found'; readonly reply: Reply | undefined }
  /** Another replica was first. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Posts an answer only its asker saw where everybody sees it, once, and takes the button off the original.
 *
 * The answer is made anew where its line is known, which is then up to date and has all its pages; else it comes from
 * memory or the store; else the pressed message itself is copied, where the platform sends it along.
 *
 * @throws what the store or the platform refused, after the presser was told; it is for the log
 */
export async function shareAnswer<Message>(context: ChatContext<Message>, event: SharePressed<Message>): Promise<void> {
  const { shared } = context;
  const { messageKey, respond } = event;
  if (shared.has(messageKey)) return respond.announce();
  shared.set(messageKey, true);
  let isShared = false;
  try {
    // It never rejects, since whoever pressed has to be told.
    const finding = find(context, event).catch((error: unknown): Found => ({ kind: 'failed', error }));
    const { result, unheard } = await announceWhenSlow(context, finding, respond.announce);
    if (unheard !== undefined) throw unheard.error;
    isShared = await show(context, event, result);
  } finally {
    if (!isShared) shared.delete(messageKey);
  }
}

async function find<Message>(context: ChatContext<Message>, event: SharePressed<Message>): Promise<Found> {
  const { id, team, key, requestLine } = event;
  if (id !== undefined && !(await context.firstTime(team, id))) return { kind: 'taken' };
  return { kind: 'found', reply: await findAnswer(context, team, key, requestLine) };
}

/** True where the answer is now seen by everybody, here or through another replica. */
async function show<Message>(
  { adapter }: ChatContext<Message>,
  { key, requestId, pressed, by, respond }: SharePressed<Message>,
  found: Found,
): Promise<boolean> {
  const { render, separateFiles, label, teamWord } = adapter;
  if (found.kind === 'taken') return true;
  const tellFailed = async (error: unknown): Promise<never> => {
    const text = 'That could not be shared just now. Wait a minute, then press Share again.';
    await respond.tell(render.note(text, 'Not shared')).catch(() => {});
    throw error;
  };
  if (found.kind === 'failed') return tellFailed(found.error);
  const { reply } = found;
  if (reply !== undefined && reply.outcome !== 'answered') {
    await respond.tell(render.answer(reply).message);
    return false;
  }
  const line = key.by === 'line' ? key.line : undefined;
  const forAll = reply !== undefined && separateFiles !== undefined ? withoutSharedFiles(reply, line) : reply;
  const copy =
    forAll === undefined
      ? pressed?.copy
      : render.answer(forAll, { found: { key, requestId }, sharedBy: by.id }).message;
  if (copy === undefined) {
    const text = 'This answer is no longer at hand. Ask again, then share it.';
    await respond.tell(render.note(text, 'Too late to share'));
    return false;
  }
  const own = reply !== undefined && separateFiles !== undefined ? saysWhereFilesGo(reply) : reply;
  const anew = (share: boolean) =>
    own === undefined ? copy : render.answer(own, { found: { key, requestId }, share }).message;
  // The button goes first: two presses then share once.
  await respond.update(pressed?.withoutShare ?? anew(false)).catch(tellFailed);
  try {
    await respond.share(copy);
    return true;
  } catch (error) {
    await respond.update(pressed?.unchanged ?? anew(true)).catch(() => {});
    const text = `${label} did not let me post this in the channel. Ask whoever runs this ${teamWord}, then press Share again.`;
    await respond.tell(render.note(text, 'Not shared')).catch(() => {});
    throw error;
  }
}

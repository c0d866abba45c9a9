import type { Reply } from '../bot/bot.ts';
import type { PagePressed, SharePressed } from './adapter.ts';
import { announceWhenSlow, invitesReminder, overhear } from './answering.ts';
import { type ChatContext, findAnswer } from './chat-context.ts';
import { saysWhereFilesGo, withoutSharedFiles } from './files.ts';

type Found =
  | { readonly kind: 'found'; readonly reply: Reply | undefined }
  /** The platform delivered the press again. */
  | { readonly kind: 'repeated' }
  /** Somebody has pressed the button before, here or on another replica. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What came of it: only where the answer is certainly not in the channel may the button be pressed again. */
type Shared =
  | { readonly kind: 'shared' | 'not-shared' }
  | { readonly kind: 'failed' | 'perhaps-shared'; readonly error: unknown };

const tryAgain = 'That could not be shared just now. Wait a minute, then press Share again.';
const taken =
  'This answer has been shared already, or is just being shared. If it does not show up, ask again and share the new answer.';
const notTheirs =
  'You aren’t allowed to write in this channel, so I can’t share it here for you. Ask me in a channel where you can write, and share it there.';
const gone = 'I no longer have this answer. Ask again, then share it.';

/**
 * Posts an answer only its asker saw where everybody sees it, once over all replicas, and takes the button off the
 * original.
 *
 * The answer is made anew where its line is known, which is then up to date and has all its pages; else it comes from
 * memory or the store; else the pressed message itself is copied, where the platform sends it along.
 *
 * @throws what the store or the platform refused, after the presser was told; it is for the log
 */
export async function shareAnswer<Message>(context: ChatContext<Message>, event: SharePressed<Message>): Promise<void> {
  const { adapter, coordination, logger } = context;
  const { id, team, key, messageKey, requestLine, respond } = event;
  if (requestLine('').conversation.readOnly === true) return respond.tell(adapter.render.note(notTheirs, 'Not shared'));
  const shareKey = `share:${messageKey}`;
  let isHeld = false;
  const find = async (): Promise<Found> => {
    if (id !== undefined && !(await coordination.firstTime(team, id))) return { kind: 'repeated' };
    isHeld = await coordination.firstTime(team, shareKey);
    if (!isHeld) return { kind: 'taken' };
    return { kind: 'found', reply: await findAnswer(context, team, key, (line) => overhear(requestLine(line))) };
  };
  // It never rejects, since whoever pressed has to be told.
  const finding = find().catch((error: unknown): Found => ({ kind: 'failed', error }));
  const { result } = await announceWhenSlow(context, finding, respond.announce);
  const shared = await share(context, event, result).catch((error: unknown): Shared => ({ kind: 'failed', error }));
  if (isHeld && (shared.kind === 'failed' || shared.kind === 'not-shared')) {
    try {
      await coordination.forgetEvent(team, shareKey);
    } catch (err) {
      logger.warn({ platform: adapter.platform, err }, 'An answer that was not shared can no longer be shared');
    }
  }
  if ('error' in shared) throw shared.error;
}

/** Shares what was found, and tells the presser where that did not work out. It rejects only where telling does. */
async function share<Message>(
  { adapter }: ChatContext<Message>,
  event: SharePressed<Message>,
  found: Found,
): Promise<Shared> {
  const { render, label, teamWord } = adapter;
  const { pressed, respond } = event;
  if (found.kind === 'repeated') return { kind: 'shared' };
  const failed = async (error: unknown, text = tryAgain): Promise<Shared> => {
    await respond.tell(render.note(text, 'Not shared')).catch(() => {});
    return { kind: 'failed', error };
  };
  if (found.kind === 'failed') return failed(found.error);
  if (found.kind === 'taken') {
    await respond.tell(render.note(taken, 'Already shared'));
    return { kind: 'not-shared' };
  }
  const { reply } = found;
  if (reply !== undefined && reply.outcome !== 'answered') {
    await respond.tell(render.answer(reply).message);
    return { kind: 'not-shared' };
  }
  let messages: ReturnType<typeof renderShared<Message>>;
  try {
    messages = renderShared(adapter, event, reply);
  } catch (error) {
    return failed(error);
  }
  const { copy, own } = messages;
  if (copy === undefined) {
    await respond.tell(render.note(gone, 'Too late to share'));
    return { kind: 'not-shared' };
  }
  // The button goes first, so that nobody presses it while the answer is on its way.
  try {
    await respond.update(pressed?.withoutShare ?? own(false));
  } catch (error) {
    // Where it is gone perhaps, not to go on would leave neither a button nor a shared answer.
    if (adapter.classify(error, 'respond').kind !== 'unknown') return failed(error);
  }
  try {
    await respond.share(copy);
    return { kind: 'shared' };
  } catch (error) {
    const { kind } = adapter.classify(error, 'respond');
    if (kind === 'unknown') {
      const text = `${label} did not say whether the answer arrived. Check whether it is there. If it isn’t, ask again and share the new answer.`;
      await respond.tell(render.note(text, 'Maybe shared')).catch(() => {});
      return { kind: 'perhaps-shared', error };
    }
    await respond.update(pressed?.unchanged ?? own(true)).catch(() => {});
    if (kind === 'try-again') return failed(error);
    return failed(
      error,
      `${label} did not let me post this in the channel. Ask whoever runs this ${teamWord}, then press Share again.`,
    );
  }
}

/** The answer for all, where there is one still, and the asker's own with or without its button. */
function renderShared<Message>(
  { render, separateFiles }: ChatContext<Message>['adapter'],
  { key, requestId, pressed, by }: SharePressed<Message>,
  reply: Reply | undefined,
) {
  const line = key.by === 'line' ? key.line : undefined;
  const found = { key, requestId };
  const isSeparate = separateFiles !== undefined;
  const forAll = reply !== undefined && isSeparate ? withoutSharedFiles(reply, line) : reply;
  const copy = forAll === undefined ? pressed?.copy : render.answer(forAll, { found, sharedBy: by.id }).message;
  const ownReply = reply !== undefined && isSeparate ? saysWhereFilesGo(reply) : reply;
  const own = (share: boolean) =>
    ownReply === undefined ? (copy as Message) : render.answer(ownReply, { found, share }).message;
  return { copy, own };
}

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

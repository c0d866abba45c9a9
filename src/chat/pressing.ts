import { isDeepStrictEqual } from 'node:util';
import { type Actor, errorReply, type Reply, type TeamKey } from '../bot/bot.ts';
import type { DeliveryService, DeliveryView, PressHow, PressResult, ViewAnswer } from '../reminders/reminders.ts';
import type { ChatRenderer, PressResponder, ReminderPressed } from './adapter.ts';
import { announceWhenSlow, answerWith } from './answering.ts';
import type { ChatContext } from './chat-context.ts';

const gone = 'This reminder no longer exists, so nothing was recorded. `/mdaemon remind list` shows what there is.';
const notRecorded = 'I could not record that. Press again in a minute.';
const notEdited = 'Your answer is recorded. The post could not be changed just now, so it may still show its buttons.';
/** Each edit is checked once more, but not for ever; Slack's `response_url` works five times. */
const mostEdits = 3;

const unreadable =
  'I can’t read that as a future time, so nothing was recorded. Write it like in 3h, tomorrow 14:00 or friday 8am.';

type Pressed =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'pressed'; readonly team: TeamKey; readonly result: PressResult }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Answers a button or menu of a reminder's post: records the press and edits the post in place for all. Whoever comes
 * second is told who was first. Show runs `remind show` for whoever presses it. Whatever happens, the presser is told.
 *
 * A press counts once it is recorded, whatever the platform then takes of the response.
 *
 * @throws what the store or the platform refused, after all was done that still could be; it is for the log
 */
export async function answerReminderPress<Message>(
  context: ChatContext<Message>,
  event: ReminderPressed<Message>,
): Promise<void> {
  const { deliveries, adapter } = context;
  const { render } = adapter;
  const { respond, delivery, reminder, how, actor } = event;
  if (deliveries === undefined) return respond.tell(render.note(gone));
  if (how === 'show') return showReminder(context, event, deliveries);
  const press = async (): Promise<Pressed> => {
    const team = await event.findTeam(deliveries);
    const { id: request, conversation, team: here } = event.requestLine('');
    const by = await context.findActor(team, inTeam(team, here, actor));
    const until = typeof how === 'object' ? await deliveries.readTime?.(team, how.typed) : undefined;
    if (typeof how === 'object' && until === undefined) return { kind: 'unreadable' };
    return {
      kind: 'pressed',
      team,
      result: await deliveries.press({
        team,
        delivery,
        reminder,
        how: until === undefined ? (how as PressHow) : { until },
        actor: by,
        request,
        place: conversation.id,
      }),
    };
  };
  // It never rejects, since the presser has to be told.
  const pressing = press().catch((error: unknown): Pressed => ({ kind: 'failed', error }));
  const { result: pressed } = await announceWhenSlow(context, pressing, respond.announce);
  if (pressed.kind === 'failed') {
    await respond.tell(render.note(notRecorded)).catch(() => {});
    throw pressed.error;
  }
  if (pressed.kind === 'unreadable') return respond.tell(render.note(unreadable));
  const { team, result } = pressed;
  if (result.kind === 'gone') return respond.tell(render.note(gone));
  if (result.kind === 'not-allowed') return respond.tell(render.note(result.reason));
  const { isShown, fault } = await editPost(context, deliveries, team, result.view, respond);
  if (result.kind === 'answered-before') {
    await respond.tell(render.note(whoWasFirst(render, result.answer, actor.id)));
  } else if (!isShown) {
    await respond.tell(render.note(notEdited)).catch(() => {});
  }
  if (fault !== undefined) throw fault.error;
}

/**
 * Edits the post to what it says now. Another press may have been recorded meanwhile, here or on another replica, and its
 * edit may have come first; so the edit is repeated where it no longer says everything.
 *
 * Where the platform takes no response to the press any more, the post is edited as the bot's own message.
 *
 * It never rejects. `isShown`: the post says that the press counted. `fault`: what went wrong, also where the post was
 * edited all the same.
 */
async function editPost<Message>(
  { adapter }: ChatContext<Message>,
  deliveries: DeliveryService,
  team: TeamKey,
  first: DeliveryView,
  respond: PressResponder<Message>,
): Promise<{ readonly isShown: boolean; readonly fault?: { readonly error: unknown } }> {
  let refused: { readonly error: unknown } | undefined;
  let isShown = false;
  let view = first;
  try {
    for (let edits = 1; ; edits += 1) {
      const shown = adapter.render.reminder(view);
      if (refused === undefined) {
        try {
          await respond.update(shown);
        } catch (error) {
          refused = { error };
        }
      }
      if (refused !== undefined) await respond.updateAsBot(shown);
      isShown = true;
      const now = await deliveries.view(team, view.delivery);
      if (edits === mostEdits || now === undefined || isDeepStrictEqual(now, view)) break;
      view = now;
    }
  } catch (error) {
    return { isShown, fault: { error } };
  }
  return refused === undefined ? { isShown } : { isShown, fault: refused };
}

async function showReminder<Message>(
  context: ChatContext<Message>,
  event: ReminderPressed<Message>,
  deliveries: DeliveryService,
): Promise<void> {
  const { respond, audience } = event;
  const request = event.requestLine(`remind show ${event.reminder}`);
  let isElsewhere = false;
  const run = async (): Promise<{ readonly reply: Reply; readonly fault?: { readonly error: unknown } }> => {
    try {
      const team = await event.findTeam(deliveries);
      isElsewhere = team !== request.team;
      const reply = await context.dispatch({ ...request, team, actor: inTeam(team, request.team, request.actor) });
      return { reply: isElsewhere ? withoutActions(reply) : reply };
    } catch (error) {
      return { fault: { error }, reply: errorReply(error, request) };
    }
  };
  const { result } = await announceWhenSlow(context, run(), respond.announce);
  await answerWith(context, request, result.reply, respond, audience, { isRepeatable: !isElsewhere });
  if (result.fault !== undefined) throw result.fault.error;
}

/** Whoever administers the place they press in, such as a direct message of their own, may be anybody in the reminder's team. */
function inTeam(team: TeamKey, pressedIn: TeamKey, actor: Actor): Actor {
  return team === pressedIn || actor.role === 'outsider' ? actor : { ...actor, role: 'member' };
}

/** The buttons of an answer run for the team they are pressed in, which here is not the reminder's. */
function withoutActions(reply: Reply): Reply {
  const { actions: _, ...answer } = reply.answer;
  return { ...reply, answer };
}

function whoWasFirst<Message>(render: ChatRenderer<Message>, answer: ViewAnswer, presser: string): string {
  const { person, at, until } = render.answeredBy(answer);
  const who = answer.by === presser ? 'You have answered this already' : `${person} was first`;
  const what = answer.how === 'done' ? 'done' : `snoozed${until === undefined ? '' : ` until ${until}`}`;
  return `${who}: ${what}, ${at}.`;
}

import { isDeepStrictEqual } from 'node:util';
import type { TeamKey } from '../../bot/bot.ts';
import type { DeliveryService, DeliveryView, PressResult, ViewAnswer } from '../../reminders/reminders.ts';
import { answerRun } from './answer-button.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { markup } from './blocks.ts';
import { literal } from './escape.ts';
import type { ButtonPayload, PressedButton } from './payloads.ts';
import { person } from './person.ts';
import { readPress, readReminderBlockId } from './reminder-ids.ts';
import { renderReminder } from './render-reminder.ts';
import { actorOf, teamOfButton } from './request-of-payload.ts';
import type { ResponseMessage } from './response-message.ts';
import type { UploadFiles } from './upload-files.ts';

type Respond = (message: ResponseMessage) => Promise<void>;

/** A response_url works five times: one use is left for what only the presser sees. */
const mostEdits = 3;

/**
 * Answers a button of a reminder's post: records it, and edits the post in place for all. Who comes second is told who
 * was first. Show runs `remind show` for whoever presses it.
 */
export async function answerReminder(
  desk: AnswerDesk,
  payload: ButtonPayload,
  pressed: PressedButton,
  respond: Respond,
  upload: UploadFiles,
): Promise<void> {
  const ids = readReminderBlockId(pressed.block_id ?? '');
  const how = readPress(pressed.action_id, pressed.selected_option?.value);
  if (ids === undefined || how === undefined || desk.deliveries === undefined) return;
  const team = teamOfButton(payload);
  const actor = actorOf(payload.user.id, desk.source);
  const { delivery, part: reminder } = ids;
  const result = await desk.deliveries.press({ team, delivery, reminder, how, actor });
  // What the post shows may be out of date, so it is edited whatever came of the press.
  if (result.kind !== 'gone' && result.view.items.some(({ answer }) => answer !== undefined)) {
    await editPost(desk.deliveries, team, result.view, respond);
  }
  if (how === 'show') await answerRun(desk, payload, `remind show ${reminder}`, respond, upload);
  else if (result.kind !== 'recorded') await respond(privately(whyNot(result, actor.id)));
}

/**
 * Edits the post to what it says now. Another press may have been recorded meanwhile, here or on another replica, and
 * its edit may have come first; so the edit is repeated where it no longer says everything.
 */
async function editPost(desk: DeliveryService, team: TeamKey, first: DeliveryView, respond: Respond): Promise<void> {
  let view = first;
  for (let edits = 1; ; edits += 1) {
    await respond({ response_type: 'in_channel', replace_original: true, ...renderReminder(view) });
    const now = await desk.view(team, view.delivery);
    if (edits === mostEdits || now === undefined || isDeepStrictEqual(now, view)) return;
    view = now;
  }
}

function whyNot(result: PressResult, presser: string): string {
  if (result.kind === 'answered-before') {
    const who =
      result.answer.by === presser ? 'You have answered this already' : `${person(result.answer.by)} was first`;
    return `${who}: ${inWords(result.answer)}.`;
  }
  return 'This reminder is not there any more, so nothing was recorded. `/mdaemon remind list` shows what there is.';
}

function inWords({ how, at, until }: ViewAnswer): string {
  const what = how === 'done' ? 'done' : `snoozed${until === undefined ? '' : ` until ${literal(until)}`}`;
  return `${what}, ${literal(at)}`;
}

function privately(text: string): ResponseMessage {
  const blocks = [{ type: 'section' as const, block_id: 'note', text: markup(text) }];
  return { response_type: 'ephemeral', replace_original: false, text, blocks };
}

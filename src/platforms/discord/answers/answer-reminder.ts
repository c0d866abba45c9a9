import type { APIMessageComponentInteraction } from 'discord.js';
import { errorReply, type Reply, type Request, type TeamKey } from '../../../bot/bot.ts';
import type { PressResult, ViewAnswer } from '../../../reminders/reminders.ts';
import { text } from '../rendering/components.ts';
import type { CustomId } from '../rendering/custom-id.ts';
import { inlineWith } from '../rendering/instants.ts';
import { person } from '../rendering/person.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import { answerRequest } from './answer-request.ts';
import type { DiscordDesk, InteractionContext } from './discord-desk.ts';
import { editReminderPost } from './edit-reminder-post.ts';
import { askerOf, requestOfLine } from './request-of-interaction.ts';
import { respondInTime } from './respond-in-time.ts';

type Context = InteractionContext<APIMessageComponentInteraction>;

/** What is pressed below a reminder. */
export type ReminderPress = Extract<CustomId, { kind: 'reminder' }>;

const gone =
  'This reminder is not there any more, so nothing was recorded. `/mdaemon remind list` shows what there is.';
const notRecorded = 'That could not be recorded. Press again in a minute.';

/**
 * Answers a button or menu of a reminder's post: records the press, and edits the post in place for all. Who comes second
 * is told who was first. Show runs `remind show` for whoever presses it.
 *
 * The press counts once it is recorded, whatever Discord then takes of the response.
 *
 * @throws what the store or Discord refuses, after all was done that still could be; it is to be logged and counted
 */
export async function answerReminder(context: Context, id: ReminderPress): Promise<void> {
  const { desk, interaction, source, respond } = context;
  const { deliveries } = desk;
  if (deliveries === undefined) return respond.reply(note(gone), 'asker');
  const { delivery, reminder, how } = id;
  const { actor, team: here } = askerOf(interaction, source);
  // Direct messages belong to no server, yet what is posted there may.
  const findTeam = async () =>
    interaction.guild_id === undefined ? ((await deliveries.teamOf(delivery, actor.id)) ?? here) : here;
  if (how === 'show') {
    const request = requestOfLine(interaction, `remind show ${reminder}`, source);
    return answerRequest(context, request, async () => {
      try {
        const team = await findTeam();
        return { reply: await showReminder(desk, { ...request, team }, team !== here) };
      } catch (fault) {
        return { fault, reply: errorReply(fault, request) };
      }
    });
  }
  const press = async (): Promise<Pressed> => {
    const team = await findTeam();
    return { kind: 'pressed', team, result: await deliveries.press({ team, delivery, reminder, how, actor }) };
  };
  const show = async (pressed: Pressed, edit: Send, tell: Send) => {
    if (pressed.kind === 'failed') {
      await tell(note(notRecorded)).catch(() => {});
      throw pressed.error;
    }
    const { team, result } = pressed;
    if (result.kind === 'gone') return tell(note(gone));
    await editReminderPost(result.view, { deliveries, team, message: interaction.message, respond, edit });
    if (result.kind === 'answered-before') await respond.follow(note(whoWasFirst(result.answer, actor.id)), 'asker');
  };
  let unheard: Promise<never> | undefined;
  // It never rejects, since the response has to say so too.
  const pressing = press().catch((error: unknown): Pressed => ({ kind: 'failed', error }));
  await respondInTime(desk, pressing, {
    // The result goes on to the post also where Discord does not hear that it will come.
    defer: () =>
      respond.deferUpdate().catch((error: unknown) => {
        unheard = Promise.reject(error);
        unheard.catch(() => {});
      }),
    first: (pressed) => show(pressed, respond.update, (message) => respond.reply(message, 'asker')),
    later: (pressed) =>
      show(
        pressed,
        (message) => unheard ?? respond.edit(message),
        (message) => respond.follow(message, 'asker'),
      ),
  });
}

/** The buttons of an answer run where they are pressed. In a direct message that is not the team of the reminder. */
async function showReminder(desk: DiscordDesk, request: Request, isElsewhere: boolean): Promise<Reply> {
  const reply = await desk.router.dispatch(request);
  if (!isElsewhere) return reply;
  const { actions: _actions, ...answer } = reply.answer;
  return { ...reply, answer };
}

type Send = (message: RenderedMessage) => Promise<void>;
type Pressed =
  | { readonly kind: 'pressed'; readonly team: TeamKey; readonly result: PressResult }
  | { readonly kind: 'failed'; readonly error: unknown };

function whoWasFirst({ how, by, at, until, instants }: ViewAnswer, presser: string): string {
  const who = by === presser ? 'You have answered this already' : `${person(by)} was first`;
  const words = inlineWith(instants);
  const what = how === 'done' ? 'done' : `snoozed${until === undefined ? '' : ` until ${words(until)}`}`;
  return `${who}: ${what}, ${words(at)}.`;
}

function note(content: string): RenderedMessage {
  return { components: [text(content)], files: [] };
}

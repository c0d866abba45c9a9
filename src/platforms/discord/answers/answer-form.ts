import type { APIMessageComponentInteraction, APIModalSubmitInteraction } from 'discord.js';
import type { Reply, Section } from '../../../bot/bot.ts';
import { parseCustomId } from '../rendering/custom-id.ts';
import { plainNote } from '../rendering/plain-note.ts';
import { answerRequest } from './answer-request.ts';
import type { InteractionContext } from './discord-desk.ts';
import { type ReminderFields, readReminderForm, reminderForm } from './reminder-form.ts';
import { askerOf, requestOfCall } from './request-of-interaction.ts';
import type { Asker } from './request-source.ts';
import { runOnce } from './run-once.ts';

/** Opens the form for a new reminder, with what the same person wrote into one that could not be used. */
export function openReminderForm({
  desk,
  interaction,
  source,
  respond,
}: InteractionContext<APIMessageComponentInteraction>): Promise<void> {
  const draft = desk.drafts.get(draftKey(askerOf(interaction, source)));
  return respond.openForm(reminderForm({ zone: source.zone, inServer: interaction.guild_id !== undefined, draft }));
}

/**
 * Makes the reminder a form asks for. Where that cannot be done, what was written is shown again and fills the form when
 * it is opened the next time.
 */
export function answerForm(context: InteractionContext<APIModalSubmitInteraction>): Promise<void> {
  const { desk, interaction, source, respond } = context;
  if (parseCustomId(interaction.data.custom_id)?.kind !== 'reminder-form') {
    return respond.reply(plainNote('Too old', 'This form is from another version of me. Ask again.'), 'asker');
  }
  const fields = readReminderForm(interaction);
  const { when, what, zone, channel, person } = fields;
  const target = person ?? channel;
  const values = {
    line: `${when} ${what}`.trim(),
    ...(zone === '' ? {} : { zone }),
    ...(target === undefined ? {} : { to: target.shown }),
  };
  const call = { kind: 'call', path: ['remind', 'add'], values } as const;
  const request = requestOfCall(interaction, call, source, target === undefined ? [] : [target]);
  return answerRequest(context, request, async () => {
    const both = channel !== undefined && person !== undefined;
    const ran = both ? { reply: pickOne } : await runOnce(desk, request, interaction.id);
    const { reply } = ran;
    if (reply?.outcome === 'answered') desk.drafts.delete(draftKey(request));
    if (reply === undefined || reply.outcome === 'answered') return ran;
    desk.drafts.set(draftKey(request), fields);
    return { ...ran, reply: { ...reply, answer: { ...reply.answer, sections: toPutRight(reply, fields) } } };
  });
}

const pickOne: Reply = {
  command: 'remind add',
  outcome: 'usage',
  answer: {
    title: 'Not understood',
    lead: 'A reminder goes to a channel or to a person, not to both.',
    sections: [{ kind: 'note', tone: 'info', text: 'Leave one of the two empty.' }],
    sources: [],
  },
};

/** Advice for who fills in a form rather than types a line, and all that was written. */
function toPutRight({ answer }: Reply, fields: ReminderFields): Section[] {
  const advice = answer.sections.map((section): Section => {
    const isLine = section.kind === 'note' && section.text.includes('`remind add ');
    return isLine
      ? { ...section, text: 'When reads like `in 2h`, `tomorrow 9am` or `every weekday at 09:00`.' }
      : section;
  });
  const again = 'New reminder opens the form again, with what you wrote still in it.';
  return [...advice, asWritten(fields), { kind: 'note', tone: 'info', text: again }];
}

function asWritten({ when, what, zone, channel, person }: ReminderFields): Section {
  const lines = [
    ['When', when],
    ['What', what],
    ['Channel', channel?.shown ?? ''],
    ['Person', person?.shown ?? ''],
    ['Time zone', zone],
  ].flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  return { kind: 'code', title: 'You wrote', text: lines.join('\n') };
}

function draftKey({ team, actor }: Pick<Asker, 'team' | 'actor'>): string {
  return `${team} ${actor.id}`;
}

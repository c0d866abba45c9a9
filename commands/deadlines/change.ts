import { z } from 'zod';
import { argument, quote } from '../../src/bot/bot.ts';
import { dateInWords } from '../parts/calendar.ts';
import { suggestDeadlines, suggestOwnDeadlines } from '../parts/suggest-deadlines.ts';
import { findDeadline } from '../remind/countdown-to.ts';
import { defineCommand, type Services } from '../services.ts';

const dateArgument = argument(z.iso.date(), {
  written: 'position',
  description: 'The day, as 2027-01-15',
  placeholder: 'DATE',
});
const idArgument = argument(z.string().max(60), {
  written: 'position',
  description: 'The id of a deadline',
  placeholder: 'id',
  suggest: suggestDeadlines,
});
const ownIdArgument = argument(z.string().max(60), {
  written: 'position',
  description: 'The id of a deadline of your own',
  placeholder: 'id',
  suggest: suggestOwnDeadlines,
});

/** Adds a deadline of the team's own. */
export const add = defineCommand({
  name: 'add',
  summary: 'Add a date of your own to act by',
  access: 'everyone',
  changes: true,
  examples: ['deadlines add 2027-01-15 Renew the certificate of mail.example.com'],
  arguments: z.object({
    date: dateArgument,
    title: argument(z.string().min(3).max(120), {
      written: 'rest',
      description: 'What has to be done',
      placeholder: 'title',
    }),
  }),
  async run({ date, title }, { request, services }) {
    const { reminders } = services;
    const taken = new Set((await reminders.listDeadlines(request.team)).map(({ id }) => id));
    const id = freeId(title, taken, services);
    await reminders.addDeadline({ id, team: request.team, title, date, createdBy: request.actor.id });
    return answer(`Deadline ${id}: ${quote(title, 120)} by ${dateInWords(date)}.`, id, [
      { label: 'Remind us', command: `remind add deadline ${id}` },
      { label: 'Undo', command: `deadlines remove ${id}` },
    ]);
  },
});

/** Changes a deadline of the team's own. */
export const edit = defineCommand({
  name: 'edit',
  summary: 'Change the day or the title of a deadline of your own',
  access: 'creator',
  changes: true,
  examples: ['deadlines edit renew-the-certificate date 2027-02-01'],
  arguments: z.object({
    id: ownIdArgument,
    date: argument(z.iso.date().optional(), { written: 'keyword', description: 'The new day', placeholder: 'DATE' }),
    title: argument(z.string().min(3).max(120).optional(), {
      written: 'keyword',
      description: 'The new title, in quotes',
    }),
  }),
  async run({ id, date, title }, { request, services }) {
    const patch = { ...(date === undefined ? {} : { date }), ...(title === undefined ? {} : { title }) };
    const changed = await services.reminders.editDeadline(request.team, id, patch, request.actor);
    return answer(`Deadline ${changed.id}: ${quote(changed.title, 120)} by ${dateInWords(changed.date)}.`, changed.id);
  },
});

/** Marks a deadline done, a built-in one too, and ends what counts down to it. */
export const done = defineCommand({
  name: 'done',
  summary: 'Mark a deadline done; its countdowns end',
  access: 'everyone',
  changes: true,
  examples: ['deadlines done securityplus-4'],
  arguments: z.object({ id: idArgument }),
  async run({ id }, { request, services }) {
    const found = await findDeadline(id, { services, team: request.team });
    const ended = await services.reminders.finishDeadline(request.team, found.id, request.actor);
    const countdowns =
      ended === 0 ? '' : ` ${ended === 1 ? 'Its reminder ends' : `Its ${ended} reminders end`} with it.`;
    return answer(`${found.title} is done.${countdowns}`, found.id);
  },
});

/** Removes a deadline of the team's own. */
export const remove = defineCommand({
  name: 'remove',
  aliases: ['delete', 'rm'],
  summary: 'Remove a deadline of your own; its countdowns end',
  access: 'creator',
  changes: true,
  examples: ['deadlines remove renew-the-certificate'],
  arguments: z.object({ id: ownIdArgument }),
  async run({ id }, { request, services }) {
    const removed = await services.reminders.removeDeadline(request.team, id, request.actor);
    return answer(`Deadline ${removed.id} is removed.`, removed.id);
  },
});

/** A short name made of the title's first words, free in the team and among the built-in ones. */
function freeId(title: string, taken: ReadonlySet<string>, { knowledge }: Services): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ');
  const base = words.slice(0, 4).join('-').slice(0, 40) || 'deadline';
  const builtIn = new Set(knowledge.current().rows.deadlines.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id) && !builtIn.has(id)) return id;
  }
}

function answer(lead: string, id: string, actions: { label: string; command: string }[] = []) {
  return {
    title: `Deadline ${id}`,
    lead,
    sections: [],
    sources: [],
    actions: [...actions, { label: 'All deadlines', command: 'deadlines' }],
  };
}

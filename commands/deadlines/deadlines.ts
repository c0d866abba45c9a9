import { z } from 'zod';
import { argument, quote } from '../../src/bot/bot.ts';
import { harmlessText, printableLine } from '../../src/text/text.ts';
import { defineCommand, defineGroup, type Services } from '../services.ts';
import { dateInWords } from '../vocabulary/dates.ts';
import { count } from '../vocabulary/phrases.ts';
import { findDeadline, suggestDeadlines, suggestOwnDeadlines } from './find-deadline.ts';
import { list } from './list-deadlines.ts';

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

const add = defineCommand({
  name: 'add',
  summary: 'Add a date of your own to act by',
  access: 'administrator',
  membersMayChange: true,
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
    const { team, actor } = request;
    let id: string;
    // Somebody else may take the id between the look and the writing.
    do {
      const taken = new Set((await reminders.listDeadlines(team)).map((own) => own.id));
      id = freeId(title, taken, services);
    } while (!(await reminders.addDeadline({ id, team, title, date, createdBy: actor.id })));
    return answer(`Deadline ${id}: ${quote(title, 120)} by ${dateInWords(date)}.`, id, [
      { label: 'Remind us', command: `remind add deadline ${id}` },
      { label: 'Undo', command: `deadlines remove ${id}` },
    ]);
  },
});

const edit = defineCommand({
  name: 'edit',
  summary: 'Change the day or the title of a deadline of your own',
  access: 'maker',
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

const done = defineCommand({
  name: 'done',
  summary: 'Mark a deadline done; its countdowns end',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['deadlines done renew-the-certificate'],
  arguments: z.object({ id: idArgument }),
  async run({ id }, { request, services }) {
    const found = await findDeadline(id, { services, team: request.team });
    const ended = await services.reminders.finishDeadline(request.team, found.id, request.actor);
    const countdowns =
      ended === 0 ? '' : ` ${ended === 1 ? 'Its reminder ends' : `Its ${ended} reminders end`} with it.`;
    return answer(`${found.title} is done.${countdowns}`, found.id);
  },
});

const remove = defineCommand({
  name: 'remove',
  aliases: ['delete', 'rm'],
  summary: 'Remove a deadline of your own; its countdowns end',
  access: 'maker',
  changes: true,
  examples: ['deadlines remove renew-the-certificate'],
  arguments: z.object({ id: ownIdArgument }),
  async run({ id }, { request, services }) {
    const removed = await services.reminders.removeDeadline(request.team, id, request.actor);
    return answer(`Deadline ${removed.id} is removed.`, removed.id);
  },
});

const exportDeadlines = defineCommand({
  name: 'export',
  summary: 'All deadlines as a calendar file (iCalendar)',
  access: 'everyone',
  exports: true,
  examples: ['deadlines export'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const { default: ical } = await import('ical.js');
    const own = await services.reminders.listDeadlines(request.team);
    const builtIn = services.knowledge.current().rows.deadlines;
    const stamp = await services.reminders.now();
    const rows = [
      ...own.map(({ id, title, date, note }) => ({ id: `own-${id}`, title, date, note: note ?? '' })),
      ...builtIn.map(({ id, title, date, action }) => ({ id, title, date, note: action })),
    ];
    const events = rows.map(({ id, title, date, note }) => [
      'vevent',
      [
        ['uid', {}, 'text', `${id}@mdaemon-bot`],
        ['dtstamp', {}, 'date-time', `${stamp.toISOString().slice(0, 19)}Z`],
        ['dtstart', {}, 'date', date],
        ['summary', {}, 'text', printableLine(title)],
        ...(note === '' ? [] : [['description', {}, 'text', harmlessText(note)]]),
      ],
      [],
    ]);
    const header = [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//mdaemon-bot//deadlines//EN'],
      ['x-wr-calname', {}, 'unknown', 'MDaemon deadlines'],
    ];
    const content = `${ical.stringify(['vcalendar', header, events])}\r\n`;
    const file = { name: 'deadlines.ics', mediaType: 'text/calendar', content };
    return {
      title: 'Deadlines as a calendar',
      lead: `${count(rows.length, 'deadline')} in deadlines.ics; any calendar program can read it.`,
      sections: [],
      sources: [],
      files: [file],
      artifact: file,
      actions: [{ label: 'All deadlines', command: 'deadlines' }],
    };
  },
});

/** Dates to act by. */
export const deadlines = defineGroup({
  name: 'deadlines',
  aliases: ['deadline'],
  summary: 'Deadlines, upcoming and past',
  defaultChild: 'list',
  children: [list, add, edit, done, remove, exportDeadlines],
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

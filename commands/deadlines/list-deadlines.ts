import { z } from 'zod';
import type { Deadline, KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type Answer, argument, quote, UserError } from '../../src/bot/bot.ts';
import type { TeamDeadline } from '../../src/reminders/reminders.ts';
import { joinWords } from '../../src/text/text.ts';
import { defineCommand } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import { dateIn, dateInWords, daysBetween, spanInWords, zoneOf } from '../vocabulary/dates.ts';
import { suggestDeadlines } from './find-deadline.ts';

/** All deadlines, or one of them. */
export const list = defineCommand({
  name: 'list',
  aliases: ['show'],
  summary: 'Dates to act by, coming and past; or one of them',
  access: 'everyone',
  examples: ['deadlines', 'deadlines securityplus-4'],
  arguments: z.object({
    name: argument(z.array(z.string().max(100)).max(10).default([]), {
      written: 'position',
      description: 'One deadline, by name; none for all',
      placeholder: 'name',
      suggest: suggestDeadlines,
    }),
  }),
  async run({ name }, { request, services }) {
    const knowledge = services.knowledge.current();
    const zone = zoneOf(undefined, await services.teams.settings(request.team), request);
    const today = dateIn(request.receivedAt, zone);
    const own = await services.reminders.listDeadlines(request.team);
    if (name.length === 0) return listAll(knowledge, own, today);
    const wanted = name.join(' ');
    const mine = own.find(({ id }) => id === wanted.toLowerCase());
    return mine === undefined ? describe(wanted, knowledge, today) : describeOwn(mine, today);
  },
});

/** A deadline as the list shows it: built in, or the team's own. */
interface ListedDeadline extends Pick<Deadline, 'id' | 'title' | 'date' | 'relation'> {
  readonly done: boolean;
}

function listAll(knowledge: KnowledgeBase, own: readonly TeamDeadline[], today: string): Answer {
  const rows: ListedDeadline[] = [
    ...own.map(({ id, title, date, done }) => ({
      id,
      title,
      date,
      relation: 'before' as const,
      done: done !== undefined,
    })),
    ...knowledge.rows.deadlines.map((row) => ({ ...row, done: false })),
  ].sort((a, b) => b.date.localeCompare(a.date));
  const coming = rows.filter((row) => daysBetween(today, row.date) >= 0).reverse();
  const past = rows.filter((row) => daysBetween(today, row.date) < 0);
  const next = coming.find((row) => !row.done);
  const [latest] = past;
  const lead =
    next !== undefined
      ? `Next: ${next.title}, ${whenInWords(next, today)}.`
      : `No deadline lies ahead; all ${past.length} I know have passed${latest === undefined ? '' : `, the latest (${latest.title}) ${spanInWords(-daysBetween(today, latest.date))} ago`}.`;
  const table = (title: string, of: readonly ListedDeadline[]) =>
    of.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            title,
            columns: [{ header: 'Date' }, { header: 'What' }, { header: 'When' }],
            rows: of.map((row) => [row.date, row.title, row.done ? 'done' : relativeCell(row, today)]),
          },
        ];
  return {
    title: 'Deadlines',
    lead,
    sections: [...table('Coming', coming), ...table('Passed', past)],
    sources: cite(knowledge, knowledge.rows.deadlines),
    actions: [
      ...(next === undefined ? [] : [{ label: 'Remind us', command: `remind add deadline ${next.id}` }]),
      ...rows.slice(0, 3).map((row) => ({ label: row.id.slice(0, 40), command: `deadlines ${row.id}` })),
    ],
  };
}

function describeOwn({ id, title, date, note, createdBy, done }: TeamDeadline, today: string): Answer {
  const passed = daysBetween(today, date) < 0;
  const state =
    done === undefined ? (passed ? 'was to be done by' : 'is to be done by') : 'is done; it was to be done by';
  const row = { relation: 'before' as const, date };
  return {
    title: `Deadline: ${title}`,
    lead: `${title}: it ${state} ${dateInWords(date)}, ${relativeWords(row, today)}.`,
    sections: [{ kind: 'list', items: [`Made by ${createdBy}`, ...(note === undefined ? [] : [note])] }],
    sources: [],
    actions: [
      ...(passed || done !== undefined ? [] : [{ label: 'Remind us', command: `remind add deadline ${id}` }]),
      { label: 'Done', command: `deadlines done ${id}` },
      { label: 'All deadlines', command: 'deadlines' },
    ],
  };
}

function describe(name: string, knowledge: KnowledgeBase, today: string): Answer {
  const match = knowledge.deadlines.find(name);
  if (match.kind === 'none') throw notKnown(name, match.near);
  const { row } = match;
  const passed = daysBetween(today, row.date) < 0;
  const duty =
    row.relation === 'before'
      ? passed
        ? 'had to be done before'
        : 'is to be done before'
      : passed
        ? 'happened on'
        : 'happens on';
  const prefix = match.kind === 'corrected' ? `Showing ${row.title}: ` : `${row.title}: `;
  const since = row.relation === 'from' ? (passed ? 'has applied since' : 'applies from') : duty;
  return {
    title: `Deadline: ${row.title}`,
    lead: `${prefix}it ${since} ${dateInWords(row.date)}, ${relativeWords(row, today)}.`,
    sections: [
      {
        kind: 'list',
        items: [
          `Who: ${row.who}`,
          `${passed ? 'What had to be done' : 'What to do'}: ${row.action}`,
          `Why: ${row.reason}`,
          ...row.notes,
        ],
      },
    ],
    sources: cite(knowledge, [row]),
    actions: [{ label: 'All deadlines', command: 'deadlines' }],
  };
}

/** A passed date says how long ago it was, never "due". */
function relativeWords(row: Pick<Deadline, 'date' | 'relation'>, today: string): string {
  const days = daysBetween(today, row.date);
  if (days === 0) return 'today';
  if (days > 0) return `in ${spanInWords(days)}`;
  return `${spanInWords(-days)} ago${row.relation === 'before' ? '; it is over' : ''}`;
}

function relativeCell(row: Pick<Deadline, 'date'>, today: string): string {
  const days = daysBetween(today, row.date);
  if (days === 0) return 'today';
  return days > 0 ? `in ${spanInWords(days)}` : `passed ${spanInWords(-days)} ago`;
}

function whenInWords(row: Pick<Deadline, 'date' | 'relation'>, today: string): string {
  const word = row.relation === 'before' ? 'before' : row.relation === 'from' ? 'from' : 'on';
  return `${word} ${dateInWords(row.date)}, ${relativeWords(row, today)}`;
}

function notKnown(name: string, near: readonly string[]): UserError {
  return new UserError({
    code: 'deadline-not-known',
    outcome: 'unknown',
    message: `I know no deadline ${quote(name)}.`,
    remedy:
      near.length > 0
        ? `Did you mean ${joinWords(
            near.map((each) => `\`deadlines ${each}\``),
            'or',
          )}?`
        : '`deadlines` lists all.',
    actions: [{ label: 'All deadlines', command: 'deadlines' }],
  });
}

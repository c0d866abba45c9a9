import { z } from 'zod';
import { assessVersion, type Deadline, isVulnerability, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import {
  type Action,
  type Answer,
  argument,
  type NoteSection,
  quote,
  type TableSection,
  UserError,
} from '../../src/bot/bot.ts';
import type { TeamDeadline } from '../../src/reminders/reminders.ts';
import { joinWords } from '../../src/text/text.ts';
import { defineCommand } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import { dateIn, dateInWords, daysBetween, spanInWords, zoneOf } from '../vocabulary/dates.ts';
import { didYouMean } from '../vocabulary/phrases.ts';
import { suggestDeadlines } from './find-deadline.ts';

/** All deadlines, or one of them. */
export const list = defineCommand({
  name: 'list',
  aliases: ['show'],
  summary: 'List upcoming and past deadlines, or show one',
  access: 'everyone',
  examples: ['deadlines', 'deadlines past', 'deadlines renew-the-certificate'],
  arguments: z.object({
    name: argument(z.array(z.string().max(100)).max(10).default([]), {
      written: 'position',
      description: 'A deadline by name; leave out to list all',
      placeholder: 'name',
      suggest: suggestDeadlines,
    }),
  }),
  async run({ name }, { request, services }) {
    const knowledge = services.knowledge.current();
    const zone = zoneOf(undefined, await services.teams.settings(request.team), request);
    const today = dateIn(request.receivedAt, zone);
    const own = await services.reminders.listDeadlines(request.team);
    if (name.length === 0) {
      const { version } = await services.teams.profile(request.team);
      return listComing(knowledge, own, today, version);
    }
    const wanted = name.join(' ');
    if (wanted.toLowerCase() === 'past') return listPast(knowledge, own, today);
    const mine = own.find(({ id }) => id === wanted.toLowerCase());
    return mine === undefined ? describe(wanted, knowledge, today) : describeOwn(mine, today);
  },
});

/** A deadline as the list shows it: built in, or the team's own. */
interface ListedDeadline extends Pick<Deadline, 'id' | 'title' | 'date' | 'relation'> {
  readonly done: boolean;
}

function allDeadlines(knowledge: KnowledgeBase, own: readonly TeamDeadline[]): ListedDeadline[] {
  return [
    ...own.map(({ id, title, date, done }) => ({
      id,
      title,
      date,
      relation: 'before' as const,
      done: done !== undefined,
    })),
    ...knowledge.rows.deadlines.map((row) => ({ ...row, done: false })),
  ].sort((a, b) => a.date.localeCompare(b.date));
}

function listComing(
  knowledge: KnowledgeBase,
  own: readonly TeamDeadline[],
  today: string,
  version: string | undefined,
): Answer {
  const rows = allDeadlines(knowledge, own);
  const coming = rows.filter((row) => daysBetween(today, row.date) >= 0);
  const past = rows.length - coming.length;
  const next = coming.find((row) => !row.done);
  const pastAction = past === 0 ? [] : [{ label: `${past} past`, command: 'deadlines past' }];
  if (next === undefined) return withoutDeadline(knowledge, pastAction, today, version);
  return {
    title: 'Deadlines',
    lead: `Next: ${next.title}, ${whenInWords(next, today)}.`,
    sections: [
      tableOf(coming, today),
      ...(past === 0 ? [] : [note('info', `${past} have passed: \`deadlines past\` lists them.`)]),
    ],
    sources: cite(
      knowledge,
      knowledge.rows.deadlines.filter(({ id }) => coming.some((row) => row.id === id)),
    ),
    actions: [
      { label: 'Remind us', command: `remind add deadline ${next.id}` },
      ...coming.slice(0, 3).map((row) => ({ label: row.id, command: `deadlines ${row.id}` })),
      ...pastAction,
    ],
  };
}

/** Nothing lies ahead: how to add a deadline, and what is urgent all the same. */
function withoutDeadline(
  knowledge: KnowledgeBase,
  pastAction: readonly Action[],
  today: string,
  version: string | undefined,
): Answer {
  const { advisories } = knowledge.rows;
  const { says, affected } = assessVersion(version === undefined ? [] : advisories, version ?? '0');
  const names = affected.slice(0, 3).map(({ advisory }) => advisory.name);
  const more = affected.length > names.length ? [`${affected.length - names.length} more`] : [];
  const urgent =
    version === undefined
      ? "Set your version with `profile set version 25.0.1`, and I'll name the advisories that affect it."
      : says === 'cannot-tell'
        ? `I cannot tell whether an advisory affects your version ${version}: \`advisories\` says why.`
        : affected.length === 0
          ? `None of the ${advisories.filter(isVulnerability).length} advisories I know (as of ${knowledge.asOf}) names your version ${version}. That is not a clean bill of health.`
          : `Your version ${version} is affected by ${joinWords([...names, ...more])}: \`advisories\` says what to do.`;
  return {
    title: 'Deadlines',
    lead: `No upcoming deadlines. Add your own, as in \`deadlines add ${soon(today)} Renew the certificate\`.`,
    sections: [
      note(affected.length > 0 ? 'warning' : 'info', urgent),
      ...(pastAction.length === 0 ? [] : [note('info', 'Past ones: `deadlines past`.')]),
    ],
    sources: cite(
      knowledge,
      affected.map(({ advisory }) => advisory),
    ),
    actions: [
      { label: version === undefined ? 'Advisories' : `Advisories for ${version}`, command: 'advisories' },
      ...pastAction,
    ],
  };
}

function listPast(knowledge: KnowledgeBase, own: readonly TeamDeadline[], today: string): Answer {
  const past = allDeadlines(knowledge, own)
    .filter((row) => daysBetween(today, row.date) < 0)
    .reverse();
  const [latest] = past;
  return {
    title: 'Past deadlines',
    lead:
      latest === undefined
        ? 'No deadline has passed.'
        : `${past.length} deadlines have passed; the latest, ${latest.title}, ${spanInWords(-daysBetween(today, latest.date))} ago.`,
    sections: past.length === 0 ? [] : [tableOf(past, today)],
    sources: cite(
      knowledge,
      knowledge.rows.deadlines.filter(({ id }) => past.some((row) => row.id === id)),
    ),
    actions: [
      { label: 'Upcoming', command: 'deadlines' },
      ...past.slice(0, 3).map((row) => ({ label: row.id, command: `deadlines ${row.id}` })),
    ],
  };
}

/** A day that somebody could still act by: six weeks from today. */
function soon(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + 42 * 86_400_000).toISOString().slice(0, 10);
}

function note(tone: NoteSection['tone'], text: string): NoteSection {
  return { kind: 'note', tone, text };
}

function tableOf(rows: readonly ListedDeadline[], today: string): TableSection {
  return {
    kind: 'table',
    columns: [{ header: 'Date' }, { header: 'What' }, { header: 'When' }],
    rows: rows.map((row) => [row.date, row.title, row.done ? 'done' : relativeCell(row, today)]),
  };
}

function describeOwn({ id, title, date, note, createdBy, done }: TeamDeadline, today: string): Answer {
  const passed = daysBetween(today, date) < 0;
  const state = done === undefined ? (passed ? 'was due by' : 'is due by') : 'is done; it was due by';
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
    message: `There is no deadline ${quote(name)}.`,
    remedy: didYouMean(
      near.map((each) => `\`deadlines ${each}\``),
      '`deadlines` lists all.',
    ),
    actions: [{ label: 'All deadlines', command: 'deadlines' }],
  });
}

import { z } from 'zod';
import { type Answer, argument, quote, type Request, type Section, UserError } from '../../src/bot/bot.ts';
import type { FoundEntry } from '../../src/reminders/calendar/calendar.ts';
import type { ImportDraft, Imported, Reminder, Target } from '../../src/reminders/reminders.ts';
import { joinWords } from '../../src/text/text.ts';
import { findDeadline } from '../deadlines/find-deadline.ts';
import { defineCommand, type Services } from '../services.ts';
import { type Calendar, loadCalendar, zoneOf } from '../vocabulary/dates.ts';
import { count } from '../vocabulary/phrases.ts';
import { isPrivate, resolveTarget, withUndelivered, writableHere } from '../vocabulary/targets.ts';
import { leftOut } from './list-reminders.ts';

/** Writes the reminders that somebody may see as a calendar. */
export const exportReminders = defineCommand({
  name: 'export',
  summary: 'Export your reminders as a calendar file',
  access: 'member',
  exports: true,
  examples: ['remind export'],
  arguments: z.object({}),
  async run(_args, { request, services }): Promise<Answer> {
    const { team, actor } = request;
    const all = await services.reminders.listForCalendar(team, actor);
    const ahead = all.filter(({ reminder: { state, nextDueAt } }) => state === 'active' && nextDueAt !== undefined);
    const unknown = leftOut(await services.reminders.unknownChannels(team, actor));
    const stopped = all.filter(({ reminder: { state } }) => state === 'paused' || state === 'parked').length;
    if (ahead.length === 0) {
      throw new UserError({
        code: 'nothing-to-export',
        outcome: 'unknown',
        message: `None of the reminders you can see is due again.${unknown}`,
        remedy: '`remind list all` shows those that are paused or finished.',
      });
    }
    const { writeCalendar } = await loadCalendar();
    const entries = ahead.map(({ reminder, uid }) => ({
      uid,
      text: reminder.text,
      schedule: reminder.schedule,
      own: ownOf(reminder, actor.id),
      ...(reminder.isPrivate === true ? { isPrivate: true as const } : {}),
      ...(reminder.nextDueAt === undefined ? {} : { from: reminder.nextDueAt }),
    }));
    const content = await writeCalendar(entries, { name: 'Reminders', now: await services.reminders.now() });
    const file = { name: 'reminders.ics', mediaType: 'text/calendar', content };
    const left =
      stopped === 0
        ? ''
        : ` ${count(stopped, 'paused one')} ${stopped === 1 ? 'is' : 'are'} left out, since ${stopped === 1 ? 'it has' : 'they have'} no next time.`;
    return {
      title: 'Reminders as a calendar',
      lead: `${count(ahead.length, 'reminder')} in reminders.ics, which any calendar program can read.${left}${unknown}`,
      sections: [
        {
          kind: 'note',
          tone: 'info',
          text: 'Another bot can read them with `remind import`. On days when the clocks change, a calendar may show some of them at a different time from mine.',
        },
      ],
      sources: [],
      files: [file],
      artifact: file,
      actions: [{ label: 'All reminders', command: 'remind list' }],
    };
  },
});

/** What this bot has to know of a reminder and other calendars have no word for. */
function ownOf(
  { target, catchUp, graceMs, escalation, pingsEveryone, team, purpose }: Reminder,
  viewer: string,
): Record<string, string> {
  const placeOf = ({ kind, id }: Target) => (kind === 'person' && id === viewer ? 'me' : `${team} ${kind} ${id}`);
  return {
    target: placeOf(target),
    catchup: catchUp,
    grace: String(graceMs / 60_000),
    ...(escalation === undefined ? {} : { escalate: String(escalation.afterHours) }),
    ...(escalation?.then === undefined ? {} : { 'escalate-to': placeOf(escalation.then) }),
    ...(pingsEveryone ? { everyone: 'yes' } : {}),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

const longestCalendar = 1_000_000;
const mostShown = 40;

/** Makes reminders of a calendar's events. */
export const importReminders = defineCommand({
  name: 'import',
  summary: 'Import reminders from a calendar file',
  access: 'member',
  changes: true,
  takesInput: true,
  examples: ['remind import', 'remind import --to #ops'],
  arguments: z.object({
    to: argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'A channel or person',
      bare: /^(?:[#@]\S|(?:me|here)$)/i,
      placeholder: '#channel|@person|me',
    }),
    calendar: argument(z.string().max(longestCalendar).optional(), {
      written: 'rest',
      description: 'The file’s text',
      placeholder: 'BEGIN:VCALENDAR…',
    }),
  }),
  async run({ to, calendar: pasted }, { request, services }): Promise<Answer> {
    const { team, actor, attachments = [] } = request;
    const given = [pasted ?? '', ...attachments.map(({ content }) => content)].filter((each) => each.trim() !== '');
    if (given.length === 0) return explainImport();
    const text = given.join('\n');
    const settings = await services.teams.settings(team);
    const zone = zoneOf(undefined, settings, request);
    const calendar = await loadCalendar();
    const now = await services.reminders.now();
    const found = await calendar.readCalendar(requireCalendar(text), { zone, now });
    const here = resolveTarget(to, request, settings.defaultChannel);
    const ready: { readonly entry: FoundEntry; readonly draft: ImportDraft }[] = [];
    const unread = [...found.unread];
    for (const entry of found.entries) {
      const refused = await whyNot(entry, services, request);
      if (refused === undefined) ready.push(readyOf(entry, request, { here, isNamed: to !== undefined }));
      else unread.push({ line: entry.line, text: entry.text, reason: refused });
    }
    const drafts = ready.map(({ draft }) => draft);
    const imported =
      drafts.length === 0 ? [] : await services.reminders.importAll(team, drafts, actor, writableHere(request));
    const results = ready.map(({ entry }, index) => ({ entry, result: imported[index] }));
    for (const { entry, result } of results) {
      if (result?.kind === 'refused') unread.push({ line: entry.line, text: entry.text, reason: result.reason });
    }
    const answer = importAnswer(
      results,
      unread.sort((one, other) => one.line - other.line),
      calendar,
    );
    return results.some(({ result }) => result?.kind === 'made') ? withUndelivered(answer, services, team) : answer;
  },
});

const howTo =
  'Send an `.ics` file in a direct message to me, with the words `remind import`, or paste its text after them. Or pipe it in: `mdaemon-bot remind import < reminders.ics`.';

function explainImport(): Answer {
  const lead = 'No calendar came with that, so nothing was imported.';
  return { title: 'Import', lead, sections: [{ kind: 'note', tone: 'info', text: howTo }], sources: [] };
}

/** @throws {UserError} `no-calendar`, `calendar-too-long` */
function requireCalendar(text: string): string {
  if (!/BEGIN:/i.test(text)) {
    throw new UserError({
      code: 'no-calendar',
      message: 'That isn’t a calendar: no line begins with `BEGIN:`.',
      remedy: howTo,
    });
  }
  if (!/BEGIN:VEVENT\s*[\r\n]/i.test(text) && /BEGIN:VEVENT\s+\S/i.test(text)) {
    throw new UserError({
      code: 'no-calendar',
      message: 'This calendar has lost its line breaks, so I can’t read it.',
      remedy: 'Paste it into a direct message to me, after `remind import`: a message keeps the line breaks.',
    });
  }
  if (text.length > longestCalendar) {
    throw new UserError({
      code: 'calendar-too-long',
      message: 'This calendar has more than a million characters, which is more than I read at once.',
      remedy: 'Export fewer events at once.',
    });
  }
  return text;
}

/** Why an entry that could be read is no reminder here. */
async function whyNot(
  { schedule, own }: FoundEntry,
  services: Services,
  { team }: Request,
): Promise<string | undefined> {
  if (own['purpose'] !== undefined) return 'a setting makes this one: `updates policy`';
  if (schedule.kind !== 'countdown') return undefined;
  try {
    const { id, date } = await findDeadline(schedule.deadline, { services, team });
    if (id === schedule.deadline && date === schedule.date) return undefined;
    return `the deadline ${schedule.deadline} is on another day here, ${date}`;
  } catch (error) {
    if (error instanceof UserError)
      return `there is no deadline ${quote(schedule.deadline, 40)} here: add it with \`deadlines add ${schedule.date} TITLE\`, then import again`;
    throw error;
  }
}

const defaultGraceMs = 60_000;

/** What of an entry becomes a reminder, and what of it is lost: whoever was named elsewhere is not known here. */
function readyOf(
  entry: FoundEntry,
  request: Request,
  where: { readonly here: Target; readonly isNamed: boolean },
): { readonly entry: FoundEntry; readonly draft: ImportDraft } {
  const draft = draftOf(entry, request, where);
  const { team, actor } = request;
  const isKept = (place: string | undefined, target: Target | undefined) =>
    place === undefined || place === 'me' || (target !== undefined && place === `${team} ${target.kind} ${target.id}`);
  const isMine = entry.isPrivate === true && draft.target.kind === 'person' && draft.target.id === actor.id;
  const lost = [
    ...(where.isNamed || isMine || isKept(entry.own['target'], draft.target)
      ? []
      : ['the channel or person it was for']),
    ...(isKept(entry.own['escalate-to'], draft.escalation?.then) ? [] : ['whom to tell next']),
  ];
  return { entry: { ...entry, leftOut: [...entry.leftOut, ...lost] }, draft };
}

function draftOf(
  { uid, text, schedule, own, from, isPrivate: wasPrivate }: FoundEntry,
  request: Request,
  { here, isNamed }: { readonly here: Target; readonly isNamed: boolean },
): ImportDraft {
  const { team, actor } = request;
  // What was private stays so, wherever it is read.
  const mine =
    wasPrivate === true && !team.startsWith('terminal:') ? ({ kind: 'person', id: actor.id } as const) : undefined;
  const target = isNamed ? here : (placeIn(own['target'], request) ?? mine ?? here);
  const hours = numberIn(own['escalate'], 0.1, 168);
  const then = placeIn(own['escalate-to'], request);
  const grace = numberIn(own['grace'], 1, 10_080);
  const catchUp = (['latest', 'all', 'skip'] as const).find((each) => each === own['catchup']) ?? 'latest';
  return {
    team,
    uid,
    text,
    schedule,
    ...(from === undefined ? {} : { from }),
    target,
    ...(isPrivate(target, request) ? { isPrivate: true } : {}),
    catchUp,
    graceMs: grace === undefined ? defaultGraceMs : grace * 60_000,
    ...(hours === undefined ? {} : { escalation: { afterHours: hours, ...(then === undefined ? {} : { then }) } }),
    pingsEveryone: own['everyone'] === 'yes',
    createdBy: actor.id,
  };
}

function numberIn(text: string | undefined, from: number, to: number): number | undefined {
  const number = text === undefined || text === '' ? Number.NaN : Number(text);
  return number >= from && number <= to ? number : undefined;
}

/** Where a reminder went before: there again in the same team, since the ids of another's mean nothing here. */
function placeIn(text: string | undefined, { team, actor }: Request): Target | undefined {
  if (text === undefined) return undefined;
  if (team.startsWith('terminal:')) return { kind: 'terminal', id: 'terminal' };
  if (text === 'me') return { kind: 'person', id: actor.id };
  const [, where, kind, id = ''] = /^(\S+) (channel|person) (\S{1,40})$/.exec(text) ?? [];
  return where === team ? { kind: kind as 'channel' | 'person', id } : undefined;
}

function importAnswer(
  results: readonly { readonly entry: FoundEntry; readonly result: Imported | undefined }[],
  unread: readonly { readonly line: number; readonly text?: string; readonly reason: string }[],
  { describeSchedule }: Calendar,
): Answer {
  const of = (kind: 'made' | 'present') =>
    results.flatMap(({ entry, result }) => (result?.kind === kind ? [{ entry, reminder: result.reminder }] : []));
  const made = of('made');
  const present = of('present');
  const lost = made.filter(({ entry }) => entry.leftOut.length > 0);
  const said = [
    made.length === 0
      ? `Nothing was imported${results.length + unread.length === 0 ? ', since this calendar has no events' : ''}`
      : `${count(made.length, 'reminder')} imported`,
    ...(present.length === 0 ? [] : [`${present.length} ${present.length === 1 ? 'was' : 'were'} here already`]),
    ...(unread.length === 0 ? [] : [`${unread.length} could not be imported`]),
  ];
  const items = (title: string, all: readonly string[]): Section[] =>
    all.length === 0
      ? []
      : [
          {
            kind: 'list',
            title,
            items: all.length > mostShown ? [...all.slice(0, mostShown), `and ${all.length - mostShown} more`] : all,
          },
        ];
  return {
    title: 'Import',
    lead: `${said.join(', ')}.`,
    sections: [
      ...items(
        'Not imported',
        unread.map(({ line, text, reason }) =>
          `Line ${line}${text === undefined ? '' : `, ${quote(text, 60)}`}: ${reason}.`.replace(/\.\.$/, '.'),
        ),
      ),
      ...(made.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              title: 'Imported',
              columns: [{ header: 'Id' }, { header: 'When' }, { header: 'What' }],
              rows: made
                .slice(0, mostShown)
                .map(({ reminder: { id, text, schedule } }) => [id, describeSchedule(schedule), quote(text, 80)]),
            },
          ]),
      ...items(
        'Imported without the parts that a reminder can’t keep',
        lost.map(({ entry, reminder }) => `${reminder.id}: ${joinWords(entry.leftOut)}`),
      ),
    ],
    sources: [],
    actions: [{ label: 'All reminders', command: 'remind list' }],
  };
}

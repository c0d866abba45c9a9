import { z } from 'zod';
import { argument, quote, UserError } from '../../src/bot/bot.ts';
import type { Schedule } from '../../src/reminders/calendar/calendar.ts';
import type { ToldReminder } from '../../src/reminders/reminders.ts';
import { inSlices } from '../../src/time/time.ts';
import { defineCommand } from '../services.ts';
import { type Calendar, type InstantWriter, loadCalendar, writeInstants, zoneOf } from '../vocabulary/dates.ts';
import { count, writePeople } from '../vocabulary/phrases.ts';
import { countdownTo } from './add-reminder.ts';
import { stateInWords } from './reminder-answer.ts';
import { suggestRemindersAndDeadlines } from './reminder-id.ts';

/** The reminders of the team that may still be posted or wait for an answer; with `all`, those that are over too. */
export const list = defineCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'List this team’s reminders',
  access: 'member',
  examples: ['remind list', 'remind list all'],
  arguments: z.object({
    which: argument(z.enum(['all']).optional(), {
      written: 'position',
      description: 'Also show finished ones',
    }),
  }),
  async run({ which }, { request, services }) {
    const { reminders } = services;
    const told = await reminders.overview(request.team, request.actor);
    const unknown = leftOut(await reminders.unknownChannels(request.team, request.actor));
    const calendar = await loadCalendar();
    const writer = writeInstants(calendar);
    const { name, people } = writePeople(request);
    const open = told.filter(({ state }) => state.kind !== 'over');
    const shown = [...(which === 'all' ? told : open)].sort(byUrgency);
    const over = told.length - open.length;
    const hidden = which === 'all' || over === 0 ? '' : ` ${count(over, 'finished one')}: \`remind list all\`.`;
    return {
      title: 'Reminders',
      lead: `${leadOf(open, writer, unknown)}${hidden}`,
      sections:
        shown.length === 0
          ? [{ kind: 'code', title: 'For example', text: 'remind add every weekday at 09:00 look at the bad queue' }]
          : [
              {
                kind: 'table',
                columns: [{ header: 'Id' }, { header: 'State' }, { header: 'When' }, { header: 'What' }],
                rows: shown.map(({ reminder, state }) => [
                  reminder.id,
                  stateInWords(state, reminder.schedule.zone, writer, name),
                  scheduleCell(reminder.schedule, calendar.describeSchedule),
                  quote(reminder.text, 80),
                ]),
              },
            ],
      sources: [],
      actions: shown.slice(0, 3).map(({ reminder: { id } }) => ({ label: `Show ${id}`, command: `remind show ${id}` })),
      people,
      instants: writer.instants,
    };
  },
});

/** What is missing in a list, and what helps; empty where nothing is. */
export function leftOut(channels: number): string {
  if (channels === 0) return '';
  const where = channels === 1 ? 'one channel' : `${channels} channels`;
  return ` I left out those of ${where}, since I couldn’t find out whether you may read ${channels === 1 ? 'it' : 'them'}: ask again in a minute.`;
}

function leadOf(open: readonly ToldReminder[], { show }: InstantWriter, unknown: string) {
  if (open.length === 0 && unknown !== '') return `I can’t tell whether there are active reminders.${unknown}`;
  if (open.length === 0) return 'There are no active reminders.';
  const late = open.filter(({ state }) => state.kind === 'due');
  const waiting = open.filter(({ state }) => state.kind === 'sent' || ('openSince' in state && state.openSince));
  const parked = open.filter(({ state }) => state.kind === 'parked');
  const lost = open.filter(({ state: { kind } }) => kind === 'ambiguous' || kind === 'dead');
  const [next] = open
    .flatMap(({ reminder, next: at }) => (at === undefined ? [] : [{ reminder, at }]))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const parts = [
    ...(late.length === 0 ? [] : [`${late.length} due and not yet posted`]),
    ...(parked.length === 0 ? [] : [`${parked.length} that cannot be delivered`]),
    ...(lost.length === 0 ? [] : [`${lost.length} that may not have arrived`]),
    ...(waiting.length === 0 ? [] : [`${waiting.length} sent and not yet done`]),
    ...(next === undefined ? [] : [`next ${show(next.at, next.reminder.schedule.zone)}: ${quote(next.reminder.text)}`]),
  ];
  return `${count(open.length, 'reminder')}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}.${unknown}`;
}

/** Whatever waits for somebody comes first. */
function byUrgency(one: ToldReminder, other: ToldReminder): number {
  const rank = ({ state: { kind } }: ToldReminder) =>
    ({ due: 0, ambiguous: 0, dead: 0, sent: 1, over: 3 })[kind as string] ?? 2;
  return rank(one) - rank(other) || byNext(one, other);
}

function byNext({ next: one }: ToldReminder, { next: other }: ToldReminder): number {
  return (one?.getTime() ?? Number.MAX_SAFE_INTEGER) - (other?.getTime() ?? Number.MAX_SAFE_INTEGER);
}

/** A schedule in few words. */
function scheduleCell(schedule: Schedule, describeSchedule: Calendar['describeSchedule']): string {
  if (schedule.kind === 'once') return 'once';
  return schedule.kind === 'recurring' ? describeSchedule(schedule) : `countdown to ${schedule.deadline}`;
}

const defaultPreviewDays = 3_660;
const mostRows = 100;
const dayMs = 86_400_000;

interface PreviewRow {
  readonly at: Date;
  readonly text: string;
  readonly zone: string;
}

/** What is previewed: of a reminder, from the time it is due next, since what lies before was posted or left out. */
interface Previewed {
  readonly schedule: Schedule;
  readonly text: string;
  /** Default: from the beginning of the preview. */
  readonly begins?: Date | 'never';
  /** Times beside the schedule: snoozes. */
  readonly again?: readonly Date[];
  /** Why nothing of it is posted. */
  readonly stopped?: string;
}

/**
 * The first posts of several schedules, a little more than are shown. A reminder that is due every minute has 43,200 posts in
 * a month: each schedule is asked only for what comes before the hundredth post of those before it.
 */
function* collectRows(
  wanted: readonly Previewed[],
  { from, to, occurrences }: { readonly from: Date; readonly to: Date; readonly occurrences: Calendar['occurrences'] },
): Generator<void, { readonly rows: readonly PreviewRow[]; readonly isCut: boolean }> {
  let rows: PreviewRow[] = [];
  let until = to;
  let isCut = false;
  for (const { schedule, text, begins = from, again = [] } of wanted) {
    const { zone } = schedule;
    rows.push(...again.filter((at) => at >= from && at <= until).map((at) => ({ at, text, zone })));
    const first = begins === 'never' ? until : new Date(Math.max(from.getTime(), begins.getTime()) - 1);
    for (const at of first < until ? occurrences(schedule, first, until, mostRows + 1) : []) {
      rows.push({ at, text, zone });
      yield;
    }
    yield;
    rows.sort((one, other) => one.at.getTime() - other.at.getTime());
    if (rows.length <= mostRows) continue;
    isCut = true;
    rows = rows.slice(0, mostRows);
    until = rows.at(-1)?.at ?? until;
  }
  return { rows, isCut };
}

/** Previews posts and their times, without posting. */
export const preview = defineCommand({
  name: 'preview',
  summary: 'Preview what would be posted, and when',
  access: 'member',
  examples: ['remind preview securityplus-4 --from 2008-11-15 --to 2009-01-05', 'remind preview'],
  arguments: z.object({
    id: argument(z.string().max(60).optional(), {
      written: 'position',
      description: 'A reminder or a deadline; leave out for all',
      placeholder: 'id',
      suggest: suggestRemindersAndDeadlines,
    }),
    from: argument(z.iso.date().optional(), {
      written: 'keyword',
      description: 'First day; by default today',
      placeholder: 'DATE',
    }),
    to: argument(z.iso.date().optional(), {
      written: 'keyword',
      description: 'Last day; by default in 30 days',
      placeholder: 'DATE',
    }),
  }),
  async run(args, { request, services }) {
    const { team } = request;
    const zone = zoneOf(undefined, await services.teams.settings(team), request);
    const now = await services.reminders.now();
    const from = args.from === undefined ? now : new Date(`${args.from}T00:00:00Z`);
    const to = args.to === undefined ? new Date(from.getTime() + 30 * dayMs) : new Date(`${args.to}T23:59:59Z`);
    if (to <= from) {
      throw new UserError({
        code: 'empty-span',
        message: 'The last day comes before the first.',
        remedy: 'Write `--from 2026-12-01 --to 2026-12-31`.',
      });
    }
    const { previewDays = defaultPreviewDays } = services;
    if (to.getTime() - from.getTime() > previewDays * dayMs) {
      throw new UserError({
        code: 'span-too-long',
        message: `That is more than ${previewDays.toLocaleString('en')} days, the most that one preview shows.`,
        remedy: 'Choose days that are closer together with `--from` and `--to`.',
      });
    }
    const wanted = await schedulesOf(args.id);
    const unknown = args.id === undefined ? leftOut(await services.reminders.unknownChannels(team, request.actor)) : '';
    const calendar = await loadCalendar();
    const { formatInstant, occurrences } = calendar;
    const { show, instants } = writeInstants(calendar);
    const { rows, isCut } = await inSlices(collectRows(wanted, { from, to, occurrences }));
    const shown = rows.slice(0, mostRows);
    const stopped = rows.length === 0 ? wanted.find((each) => each.stopped !== undefined)?.stopped : undefined;
    return {
      title: 'Preview',
      lead:
        stopped !== undefined
          ? `No post: ${stopped}.`
          : isCut
            ? `More than ${mostRows} posts from ${formatInstant(from, zone)} to ${formatInstant(to, zone)}.${unknown} The first ${mostRows}:`
            : `${count(rows.length, 'post')} from ${formatInstant(from, zone)} to ${formatInstant(to, zone)}.${unknown}`,
      sections:
        shown.length === 0
          ? []
          : [
              {
                kind: 'table',
                columns: [{ header: 'When' }, { header: 'What' }],
                rows: shown.map(({ at, text, zone: own }) => [show(at, own), text]),
              },
            ],
      sources: [],
      actions: [{ label: 'All reminders', command: 'remind list' }],
      instants,
    };

    async function schedulesOf(id: string | undefined): Promise<readonly Previewed[]> {
      const all = await services.reminders.overview(team, request.actor);
      if (id === undefined) return all.map(previewOf);
      const told = all.find(({ reminder }) => reminder.id === id.toLowerCase());
      return [told === undefined ? await countdownTo({ id, text: '' }, { services, team, zone }) : previewOf(told)];
    }
  },
});

function previewOf({ reminder: { id, schedule, text, nextDueAt }, state }: ToldReminder): Previewed {
  const again = [
    ...(state.kind === 'snoozed' ? [state.until] : []),
    ...('snoozedUntil' in state && state.snoozedUntil !== undefined ? [state.snoozedUntil] : []),
  ];
  const stopped =
    state.kind === 'paused' || state.kind === 'parked' || state.kind === 'over'
      ? { stopped: `${id} is ${state.kind}` }
      : {};
  return { schedule, text, begins: nextDueAt ?? 'never', again, ...stopped };
}

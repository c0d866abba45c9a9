import { z } from 'zod';
import { argument, quote, UserError } from '../../src/bot/bot.ts';
import type { Schedule } from '../../src/reminders/calendar/calendar.ts';
import type { Reminder } from '../../src/reminders/reminders.ts';
import { defineCommand } from '../services.ts';
import { type Calendar, type InstantWriter, loadCalendar, writeInstants, zoneOf } from '../vocabulary/dates.ts';
import { count } from '../vocabulary/phrases.ts';
import { countdownTo } from './add-reminder.ts';
import { suggestRemindersAndDeadlines } from './reminder-id.ts';

/** Every reminder of the team. */
export const list = defineCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'All reminders of this team',
  access: 'member',
  examples: ['remind list'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const reminders = await services.reminders.list(request.team, request.actor);
    const calendar = await loadCalendar();
    const writer = writeInstants(calendar);
    const [next] = reminders.filter(({ nextDueAt }) => nextDueAt !== undefined).sort(byNextDue);
    const lead =
      reminders.length === 0
        ? 'There are no reminders yet.'
        : `${count(reminders.length, 'reminder')}${next?.nextDueAt === undefined ? '' : `, next ${writer.show(next.nextDueAt, next.schedule.zone)}: ${quote(next.text)}`}.`;
    return {
      title: 'Reminders',
      lead,
      sections:
        reminders.length === 0
          ? [{ kind: 'code', title: 'For example', text: 'remind add every weekday at 09:00 look at the bad queue' }]
          : [
              {
                kind: 'table',
                columns: [{ header: 'Id' }, { header: 'Next' }, { header: 'When' }, { header: 'What' }],
                rows: [...reminders].sort(byNextDue).map((reminder) => rowOf(reminder, calendar, writer)),
              },
            ],
      sources: [],
      actions: reminders.slice(0, 3).map(({ id }) => ({ label: `Show ${id}`, command: `remind show ${id}` })),
      instants: writer.instants,
    };
  },
});

function rowOf(
  { id, text, schedule, nextDueAt, state }: Reminder,
  { describeSchedule }: Calendar,
  { show }: InstantWriter,
): string[] {
  const next = nextDueAt === undefined ? '' : show(nextDueAt, schedule.zone);
  return [id, state === 'active' ? next : state, scheduleCell(schedule, describeSchedule), quote(text, 80)];
}

function byNextDue(a: Reminder, b: Reminder): number {
  return (a.nextDueAt?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.nextDueAt?.getTime() ?? Number.MAX_SAFE_INTEGER);
}

/** A schedule in few words. */
function scheduleCell(schedule: Schedule, describeSchedule: Calendar['describeSchedule']): string {
  if (schedule.kind === 'once') return 'once';
  return schedule.kind === 'recurring' ? describeSchedule(schedule) : `countdown to ${schedule.deadline}`;
}

const mostRows = 100;
const dayMs = 86_400_000;

/** Previews posts and their times, without posting. */
export const preview = defineCommand({
  name: 'preview',
  summary: 'What would be posted, and when, without posting',
  access: 'member',
  examples: ['remind preview securityplus-4 --from 2008-11-15 --to 2009-01-05', 'remind preview'],
  arguments: z.object({
    id: argument(z.string().max(60).optional(), {
      written: 'position',
      description: 'A reminder or a deadline; none for all',
      placeholder: 'id',
      suggest: suggestRemindersAndDeadlines,
    }),
    from: argument(z.iso.date().optional(), {
      written: 'keyword',
      description: 'First day; else today',
      placeholder: 'DATE',
    }),
    to: argument(z.iso.date().optional(), {
      written: 'keyword',
      description: 'Last day; else in 30 days',
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
    const wanted = await schedulesOf(args.id);
    const calendar = await loadCalendar();
    const { formatInstant, occurrences } = calendar;
    const { show, instants } = writeInstants(calendar);
    const rows = wanted
      .flatMap(({ schedule, text }) =>
        [...occurrences(schedule, new Date(from.getTime() - 1), to, mostRows)].map((at) => ({
          at,
          text,
          zone: schedule.zone,
        })),
      )
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const shown = rows.slice(0, mostRows);
    return {
      title: 'Preview',
      lead: `${count(rows.length, 'post')} from ${formatInstant(from, zone)} to ${formatInstant(to, zone)}${rows.length > mostRows ? `, the first ${mostRows} of them` : ''}.`,
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

    async function schedulesOf(id: string | undefined): Promise<readonly { schedule: Schedule; text: string }[]> {
      const all = await services.reminders.list(team, request.actor);
      if (id === undefined) return all.filter(({ state }) => state === 'active');
      const reminder = all.find((each) => each.id === id.toLowerCase());
      return [reminder ?? (await countdownTo({ id, text: '' }, { services, team, zone }))];
    }
  },
});

import { z } from 'zod';
import { quote } from '../../src/bot/bot.ts';
import type { Schedule } from '../../src/reminders/calendar/calendar.ts';
import type { Reminder } from '../../src/reminders/reminders.ts';
import { type Calendar, loadCalendar } from '../parts/load-calendar.ts';
import { count } from '../parts/phrases.ts';
import { type InstantWriter, writeInstants } from '../parts/show-instants.ts';
import { defineCommand } from '../services.ts';

/** Every reminder of the team. */
export const list = defineCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'All reminders of this team',
  access: 'everyone',
  examples: ['remind list'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const reminders = await services.reminders.list(request.team);
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

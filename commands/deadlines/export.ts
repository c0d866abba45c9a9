import { z } from 'zod';
import { count } from '../parts/phrases.ts';
import { defineCommand } from '../services.ts';

/** Every deadline as a calendar file. */
export const exportDeadlines = defineCommand({
  name: 'export',
  summary: 'All deadlines as a calendar file (iCalendar)',
  access: 'everyone',
  examples: ['deadlines export'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const { default: ical } = await import('ical-generator');
    const own = await services.reminders.listDeadlines(request.team);
    const builtIn = services.knowledge.current().rows.deadlines;
    const stamp = await services.reminders.now();
    const calendar = ical({ name: 'MDaemon deadlines', prodId: { company: 'mdaemon-bot', product: 'deadlines' } });
    const rows = [
      ...own.map(({ id, title, date, note }) => ({ id: `own-${id}`, title, date, note: note ?? '' })),
      ...builtIn.map(({ id, title, date, action }) => ({ id, title, date, note: action })),
    ];
    for (const { id, title, date, note } of rows) {
      calendar.createEvent({
        id: `${id}@mdaemon-bot`,
        stamp,
        start: new Date(`${date}T00:00:00Z`),
        timezone: 'UTC',
        allDay: true,
        summary: title,
        ...(note === '' ? {} : { description: note }),
      });
    }
    const file = { name: 'deadlines.ics', mediaType: 'text/calendar', content: calendar.toString() };
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

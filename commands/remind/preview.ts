import { z } from 'zod';
import { argument, UserError } from '../../src/bot/bot.ts';
import type { Schedule } from '../../src/reminders/calendar/calendar.ts';
import { loadCalendar } from '../parts/load-calendar.ts';
import { count } from '../parts/phrases.ts';
import { writeInstants } from '../parts/show-instants.ts';
import { suggestRemindersAndDeadlines } from '../parts/suggest-reminders.ts';
import { zoneOf } from '../parts/zone.ts';
import { defineCommand } from '../services.ts';
import { countdownTo } from './countdown-to.ts';

const mostRows = 100;
const dayMs = 86_400_000;

/** What would be posted and when, without posting. */
export const preview = defineCommand({
  name: 'preview',
  summary: 'What would be posted, and when, without posting',
  access: 'everyone',
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
      const all = await services.reminders.list(team);
      if (id === undefined) return all.filter(({ state }) => state === 'active');
      const reminder = all.find((each) => each.id === id.toLowerCase());
      return [reminder ?? (await countdownTo({ id, text: '' }, { services, team, zone }))];
    }
  },
});

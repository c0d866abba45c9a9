import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import type { Schedule } from '../../src/reminders/calendar/calendar.ts';
import type { UpdatePolicy } from '../../src/teams/teams.ts';
import { requireArticle } from '../parts/article.ts';
import { cite } from '../parts/cite.ts';
import { loadCalendar } from '../parts/load-calendar.ts';
import { clockHour } from '../parts/phrases.ts';
import { resolveTarget } from '../parts/target.ts';
import { zoneOf } from '../parts/zone.ts';
import { defineCommand } from '../services.ts';

/** Records how the team's server updates, and makes the reminder that goes with it. */
export const policy = defineCommand({
  name: 'policy',
  summary: 'Say whether your server updates itself, and when',
  access: 'everyone',
  changes: true,
  examples: ['updates policy off', 'updates policy on 3'],
  arguments: z.object({
    mode: argument(z.enum(['on', 'off']), { written: 'position', description: 'Automatic updates on or off' }),
    hour: argument(z.number().int().min(0).max(23).optional(), {
      written: 'position',
      description: 'The hour of installation, 0 to 23',
      placeholder: 'hour',
    }),
  }),
  async run({ mode, hour }, { request, services }) {
    const { team, actor } = request;
    const { reminders, teams } = services;
    const knowledge = services.knowledge.current();
    const settings = await teams.settings(team);
    const zone = zoneOf(undefined, settings, request);
    const chosen: UpdatePolicy = { mode, ...(mode === 'on' && hour !== undefined ? { hour } : {}) };
    await teams.saveProfile(team, { updatePolicy: chosen }, { by: actor.id, at: await reminders.now() });
    await reminders.removeBeginningWith(team, mark);
    const cost = requireArticle(knowledge, 'auto-update-off-cost');
    const now = requireArticle(knowledge, 'auto-update-now');
    const { describeSchedule } = await loadCalendar();
    const { schedule, text } = reminderFor(chosen, zone, cost.note ?? cost.answer);
    const { reminder } = await reminders.add(
      {
        team,
        text,
        schedule,
        target: resolveTarget(undefined, request, settings.defaultChannel),
        catchUp: 'latest',
        graceMs: 60 * 60_000,
        pingsEveryone: false,
        createdBy: actor.id,
      },
      actor,
    );
    const lead =
      mode === 'off'
        ? `Recorded: updates are off, so I will remind you ${describeSchedule(schedule)} to look for them by hand.`
        : `Recorded: updates are on${hour === undefined ? '' : ` at ${clockHour(hour)}`}; I will say so ${describeSchedule(schedule)}, before the server may restart.`;
    return {
      title: 'Update policy',
      lead,
      sections: [
        { kind: 'note', tone: 'warning', text: mode === 'off' ? (cost.note ?? cost.answer) : (now.note ?? now.answer) },
      ],
      sources: cite(knowledge, mode === 'off' ? [cost] : [now]),
      actions: [
        { label: 'Show the reminder', command: `remind show ${reminder.id}` },
        { label: 'No reminder', command: `remind remove ${reminder.id}` },
        { label: 'Why did it restart?', command: 'why-restart' },
      ],
    };
  },
});

/** How reminders of an update policy begin, by which an earlier one is found when the policy changes. */
const mark = 'Updates: ';

function reminderFor({ mode, hour }: UpdatePolicy, zone: string, reason: string): { schedule: Schedule; text: string } {
  if (mode === 'off') {
    const text = `${mark}look for new versions of MDaemon by hand, since automatic updates are off. ${reason}`;
    return { schedule: { kind: 'recurring', cron: '0 9 * * 1', zone }, text };
  }
  // Half an hour ahead of the window; without a known hour, in the afternoon before the night.
  const cron = hour === undefined ? '0 16 * * *' : `30 ${(hour + 23) % 24} * * *`;
  const when =
    hour === undefined ? 'tonight, at the hour set in Setup > Preferences > Updates' : `at ${clockHour(hour)}`;
  const text = `${mark}if MDaemon has downloaded a new version it installs it ${when}, and the whole Windows server restarts.`;
  return { schedule: { kind: 'recurring', cron, zone }, text };
}

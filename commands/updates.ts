import { z } from 'zod';
import { type Article, confirmationCell, type KnowledgeBase } from '../knowledge/knowledge.ts';
import { argument, type Section, UserError } from '../src/bot/bot.ts';
import type { Schedule } from '../src/reminders/calendar/calendar.ts';
import type { UpdatePolicy } from '../src/teams/teams.ts';
import { joinWords } from '../src/text/text.ts';
import { portLabel } from './ports/ports-table.ts';
import { defineCommand, defineGroup } from './services.ts';
import { cite, requireArticle } from './vocabulary/citations.ts';
import { loadCalendar, zoneOf } from './vocabulary/dates.ts';
import { capitalise, clockHour } from './vocabulary/phrases.ts';
import { resolveTarget, withUndelivered, writableHere } from './vocabulary/targets.ts';
import { eraArgument, erasOf } from './vocabulary/terms.ts';

const show = defineCommand({
  name: 'show',
  summary: 'How MDaemon updates itself, how to turn that off, and the risk',
  access: 'everyone',
  examples: ['updates', 'updates then', 'updates both'],
  arguments: z.object({ era: eraArgument }),
  run({ era }, { services }) {
    const knowledge = services.knowledge.current();
    const article = (id: string) => requireArticle(knowledge, id);
    const now = article('auto-update-now');
    const then = article('auto-update-then');
    const off = article('auto-update-off-now');
    const cost = article('auto-update-off-cost');
    const doubt = article('auto-update-default-contradiction');
    const today: Section[] = [
      { kind: 'list', title: 'Today', items: [...now.details, ...portsLine(knowledge)] },
      { kind: 'steps', title: 'To turn it off', items: off.steps.length > 0 ? off.steps : [off.answer] },
      { kind: 'note', tone: 'warning', text: doubt.note ?? doubt.answer },
    ];
    const founding: Section[] = [
      { kind: 'list', title: '2008 to 2010 (SecurityPlus)', items: [withoutYes(then.answer), ...then.details] },
      { kind: 'list' as const, title: 'The cost of turning it off', items: [cost.answer, ...cost.details] },
    ];
    const eras = erasOf(era);
    const used = [...(eras.includes('now') ? [now, off, doubt] : []), ...(eras.includes('then') ? [then, cost] : [])];
    return {
      title: era === 'then' ? 'Automatic updates, 2008 to 2010' : 'Automatic updates',
      lead: era === 'then' ? withoutYes(then.answer) : now.answer,
      sections: [
        ...(eras.includes('now') ? today : []),
        ...(eras.includes('then') ? (era === 'then' ? dropFirst(founding) : founding) : []),
      ],
      sources: cite(knowledge, used),
      actions: [
        { label: 'Why did it restart?', command: 'why-restart' },
        era === 'now' ? { label: '2008 to 2010', command: 'updates then' } : { label: 'Today', command: 'updates' },
      ],
    };
  },
});

/** A command asks nothing, so nothing is answered with yes. */
function withoutYes(answer: string): string {
  return capitalise(answer.replace(/^yes, /i, ''));
}

/** The lead already says the first item. */
function dropFirst([first, ...others]: readonly Section[]): Section[] {
  if (first?.kind !== 'list') return [];
  return [...(first.items.length > 1 ? [{ ...first, items: first.items.slice(1) }] : []), ...others];
}

const policy = defineCommand({
  name: 'policy',
  summary: 'Record whether your server updates itself, and when',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['updates policy off', 'updates policy on 3', 'updates policy on 3 windows', 'updates policy on 3 none'],
  arguments: z.object({
    mode: argument(z.enum(['on', 'off']), { written: 'position', description: 'Automatic updates on or off' }),
    hour: argument(z.number().int().min(0).max(23).optional(), {
      written: 'position',
      description: 'The hour of installation, 0 to 23',
      placeholder: 'hour',
    }),
    notices: argument(z.enum(['weekly', 'windows', 'none']).optional(), {
      written: 'position',
      description: 'When to post about updates, if they are on',
    }),
  }),
  async run({ mode, hour, notices }, { request, services }) {
    const { team, actor } = request;
    const { reminders, teams } = services;
    const knowledge = services.knowledge.current();
    const settings = await teams.settings(team);
    const zone = zoneOf(undefined, settings, request);
    const chosen: UpdatePolicy = { mode, ...(mode === 'on' && hour !== undefined ? { hour } : {}) };
    const off = requireArticle(knowledge, 'auto-update-off-now');
    const now = requireArticle(knowledge, 'auto-update-now');
    if (mode === 'off' && notices !== undefined) throw noticesOnlyOn();
    const at = hour === undefined ? '' : ` at ${clockHour(hour)}`;
    const head = { title: 'Update policy', sources: cite(knowledge, mode === 'off' ? [off] : [now]) };
    const why = { label: 'Why did it restart?', command: 'why-restart' };
    const sections: Section[] = [
      { kind: 'note', tone: 'warning', text: mode === 'off' ? costToday(off) : (now.note ?? now.answer) },
    ];
    const choices = mode === 'off' ? [] : otherNotices(hour, notices ?? 'weekly');
    if (notices === 'none') {
      await reminders.retire(team, 'update-policy', { updatePolicy: chosen }, actor);
      const lead = `Recorded: updates are on${at}, and I won’t post about them.`;
      return { ...head, lead, sections, actions: [...choices, why] };
    }
    const { describeSchedule } = await loadCalendar();
    const { schedule, text } =
      mode === 'off' ? weeklyLook(zone, costToday(off)) : noticeFor(notices ?? 'weekly', hour, zone);
    const { reminder } = await reminders.replace(
      {
        team,
        text,
        schedule,
        target: resolveTarget(undefined, request, settings.defaultChannel),
        catchUp: 'latest',
        graceMs: 60 * 60_000,
        pingsEveryone: false,
        createdBy: actor.id,
        purpose: 'update-policy',
      },
      { updatePolicy: chosen },
      actor,
      writableHere(request),
    );
    const when = describeSchedule(schedule);
    const lead =
      mode === 'off'
        ? `Recorded: updates are off, so I’ll remind you ${when} to look for them by hand.`
        : notices === 'windows'
          ? `Recorded: updates are on${at}. I’ll post ${when}, before the server may restart.`
          : `Recorded: updates are on${at}. I’ll post the hour ${when}.`;
    const actions = [
      { label: 'Show the reminder', command: `remind show ${reminder.id}` },
      ...(mode === 'off' ? [{ label: 'No reminder', command: `remind remove ${reminder.id}` }] : choices),
      why,
    ];
    return withUndelivered({ ...head, lead, sections, actions }, services, team);
  },
});

/** How often a server that updates itself is spoken of. */
type Notices = 'weekly' | 'windows' | 'none';

/** The choices that were not made, as buttons. */
function otherNotices(hour: number | undefined, chosen: Notices) {
  const labels = { weekly: 'Post each Monday', windows: 'Before each window', none: 'No notice' };
  return (['weekly', 'windows', 'none'] as const)
    .filter((each) => each !== chosen)
    .map((each) => ({
      label: labels[each],
      command: `updates policy on ${hour === undefined ? '' : `${hour} `}${each}`,
    }));
}

function noticesOnlyOn(): UserError {
  return new UserError({
    code: 'notices-only-on',
    message:
      'You can choose notices only while updates are on. With updates off I remind you each Monday to look by hand.',
    remedy: 'Write `updates policy off` alone, and remove its reminder if you do not want it.',
  });
}

/** The price of no automatic updates today: the article's sentence on security fixes, else its answer. */
function costToday({ details, answer }: Article): string {
  return details.find((detail) => /security fixes/i.test(detail)) ?? answer;
}

/** The way out that updates need, from the rows of their ports. */
function portsLine(knowledge: KnowledgeBase): string[] {
  const service = knowledge.service('product-updates');
  const rows = service === undefined ? [] : knowledge.portsOfService(service, 'now');
  if (rows.length === 0) return [];
  const labels = rows.map((row) => `${portLabel(row)} (${confirmationCell(row, knowledge.source)})`);
  return [`To look for a new version and fetch it, MDaemon goes out on ${joinWords(labels)}.`];
}

/** How the server updates itself. */
export const updates = defineGroup({
  name: 'updates',
  aliases: ['update', 'auto-update'],
  summary: 'How MDaemon updates itself, how to turn that off, and the risk',
  defaultChild: 'show',
  children: [show, policy],
});

interface Notice {
  readonly schedule: Schedule;
  readonly text: string;
}

/** Where updates are off, somebody has to look. */
function weeklyLook(zone: string, reason: string): Notice {
  const text = `Updates: look for new versions of MDaemon by hand, since automatic updates are off. ${reason}`;
  return { schedule: { kind: 'recurring', cron: mondays, zone }, text };
}

const mondays = '0 9 * * 1';

function noticeFor(notices: 'weekly' | 'windows', hour: number | undefined, zone: string): Notice {
  if (notices === 'weekly') {
    const when = hour === undefined ? 'at the hour set in Setup > Preferences > Updates' : `at ${clockHour(hour)}`;
    const text = `Updates: MDaemon installs new versions ${when} by itself, and the whole system restarts then.`;
    return { schedule: { kind: 'recurring', cron: mondays, zone }, text };
  }
  // Half an hour ahead of the window; without a known hour, in the afternoon before the night.
  const cron = hour === undefined ? '0 16 * * *' : `30 ${(hour + 23) % 24} * * *`;
  const when =
    hour === undefined ? 'tonight, at the hour set in Setup > Preferences > Updates' : `at ${clockHour(hour)}`;
  const text = `Updates: if MDaemon has downloaded a new version it installs it ${when}, and the whole system restarts.`;
  return { schedule: { kind: 'recurring', cron, zone }, text };
}

import { z } from 'zod';
import { argument, type TeamKey, UserError } from '../../src/bot/bot.ts';
import type { CountdownSchedule } from '../../src/reminders/calendar/calendar.ts';
import { findDeadline } from '../deadlines/find-deadline.ts';
import { defineCommand, type Services } from '../services.ts';
import { dateInWords, loadCalendar, suggestZones, zoneOf } from '../vocabulary/dates.ts';
import { resolveTarget } from '../vocabulary/targets.ts';
import { scheduledAnswer } from './reminder-answer.ts';

/** Makes a reminder from one line: the when, then the text. */
export const add = defineCommand({
  name: 'add',
  aliases: ['me'],
  summary: 'Remind of something: the when, then the text',
  access: 'member',
  changes: true,
  examples: [
    'remind add in 2h check the retry queue',
    'remind add tomorrow 9am look at the bad queue',
    'remind add every weekday at 09:00 look at the bad queue',
    'remind add deadline securityplus-4',
    'remind add --days 30,7,1 deadline securityplus-4',
  ],
  arguments: z.object({
    to: argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'A channel or person; else here',
      placeholder: '#channel|@person|me',
    }),
    zone: argument(z.string().max(60).optional(), {
      written: 'keyword',
      description: 'An IANA time zone',
      suggest: suggestZones,
    }),
    catchup: argument(z.enum(['latest', 'all', 'skip']).optional(), {
      written: 'keyword',
      description: 'What to post of those missed',
    }),
    escalate: argument(z.number().min(0.1).max(168).optional(), {
      written: 'keyword',
      description: 'Again after so many hours',
      placeholder: 'HOURS',
    }),
    'escalate-to': argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'Then once to this channel or person',
      placeholder: '#channel|@person',
    }),
    grace: argument(z.number().min(1).max(10_080).optional(), {
      written: 'keyword',
      description: 'Minutes late that need no note',
      placeholder: 'MINUTES',
    }),
    days: argument(z.array(z.number().int().min(0).max(3_650)).max(20).optional(), {
      written: 'keyword',
      description: 'For a deadline: days before it',
      placeholder: 'DAYS',
    }),
    everyone: argument(z.boolean().optional(), { written: 'keyword', description: 'May ping everyone' }),
    line: argument(z.string().max(3_000), {
      written: 'rest',
      description: 'When, then what: in 2h check the queue',
      placeholder: 'when what',
    }),
  }),
  async run(args, { request, services }) {
    const { team, actor } = request;
    const { reminders, teams } = services;
    const settings = await teams.settings(team);
    const zone = zoneOf(args.zone, settings, request);
    const { parseWhen } = await loadCalendar();
    const when = parseWhen(args.line, { now: await reminders.now(), zone });
    if (when.kind === 'problem') throw unreadable(when.message, when.examples);
    const { schedule, text } =
      when.kind === 'deadline' ? await countdownTo({ ...when, days: args.days }, { services, team, zone }) : when;
    const escalationOf = (hours: number | undefined, to: string | undefined) => {
      if (hours === undefined && to === undefined) return {};
      const afterHours = hours ?? defaultEscalationHours;
      // biome-ignore lint/suspicious/noThenProperty: it names who is told next, and nothing awaits it
      return { escalation: { afterHours, ...(to === undefined ? {} : { then: resolveTarget(to, request) }) } };
    };
    const scheduled = await reminders.add(
      {
        team,
        text,
        schedule,
        target: resolveTarget(args.to, request, settings.defaultChannel),
        catchUp: args.catchup ?? 'latest',
        graceMs: args.grace === undefined ? defaultGraceMs : args.grace * 60_000,
        ...escalationOf(args.escalate, args['escalate-to']),
        pingsEveryone: args.everyone === true,
        createdBy: actor.id,
      },
      actor,
    );
    return scheduledAnswer(scheduled, request, 'made', when.kind === 'ok' ? when.understood : undefined);
  },
});

/** When somebody else is to be told and nobody said after how long. */
const defaultEscalationHours = 4;
/** A post later than this says so. */
const defaultGraceMs = 60_000;

/** A time that cannot be read is answered with two examples close to it. */
function unreadable(message: string, examples: readonly string[]): UserError {
  return new UserError({
    code: 'when-not-understood',
    message,
    remedy: `Write it like ${examples.map((example) => `\`remind add ${example}\``).join(' or ')}.`,
    actions: [{ label: 'help remind add', command: 'help remind add' }],
  });
}

/** When a countdown is posted that names no time of day. */
const defaultTime = '09:00';

/** The target of a countdown. */
interface CountdownWish {
  /** The deadline's name. */
  readonly id: string;
  /** The text of the posts; empty for the deadline's title. */
  readonly text: string;
  readonly time?: string;
  readonly zone?: string;
  /** Days before the day. Default 30, 14, 7, 3, 1 and 0. */
  readonly days?: readonly number[] | undefined;
}

interface CountdownContext {
  readonly services: Services;
  readonly team: TeamKey;
  readonly zone: string;
}

/**
 * The countdown to a deadline, with a text that says what has to be done.
 *
 * @throws {UserError} `deadline-not-known`
 */
export async function countdownTo(
  wanted: CountdownWish,
  context: CountdownContext,
): Promise<{ schedule: CountdownSchedule; text: string }> {
  const { id, title, date } = await findDeadline(wanted.id, context);
  const { defaultDaysBefore } = await loadCalendar();
  const schedule: CountdownSchedule = {
    kind: 'countdown',
    deadline: id,
    date,
    daysBefore: wanted.days === undefined ? defaultDaysBefore : [...new Set(wanted.days)].sort((a, b) => b - a),
    weeklyOverdue: true,
    time: wanted.time ?? defaultTime,
    zone: wanted.zone ?? context.zone,
  };
  return { schedule, text: wanted.text === '' ? `${title} (${dateInWords(date)})` : wanted.text };
}

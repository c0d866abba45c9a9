import { z } from 'zod';
import { argument, quote, type Request, type TeamKey, UserError } from '../../src/bot/bot.ts';
import type { CountdownSchedule } from '../../src/reminders/calendar/calendar.ts';
import { findDeadline } from '../deadlines/find-deadline.ts';
import { defineCommand, type Services } from '../services.ts';
import {
  dateIn,
  dateInWords,
  daysBetween,
  loadCalendar,
  spanInWords,
  suggestZones,
  zoneOf,
} from '../vocabulary/dates.ts';
import { isPrivate, resolveTarget, withUndelivered, writableHere } from '../vocabulary/targets.ts';
import { scheduledAnswer } from './reminder-answer.ts';

const number = /^\d+(?:[.,]\d+)*$/;

/** Makes a reminder from one line: whom, when and what, in the order in which people say them. */
export const add = defineCommand({
  name: 'add',
  summary: 'Set a reminder: when and what',
  access: 'member',
  changes: true,
  examples: [
    'remind add in 2h check the retry queue',
    'remind add tomorrow 9am look at the bad queue',
    'remind me to look at the bad queue tomorrow at 9',
    'remind add every weekday at 09:00 look at the bad queue',
    'remind add every 2 weeks on friday at 16:00 until 24 dec swap the tape',
    'remind add deadline renew-the-certificate',
    'remind add --days 30,7,1 deadline renew-the-certificate',
  ],
  arguments: z.object({
    to: argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'A channel or person; by default here',
      bare: /^(?:[#@]\S|(?:me|here)$)/i,
      placeholder: '#channel|@person|me',
    }),
    zone: argument(z.string().max(60).optional(), {
      written: 'keyword',
      description: 'An IANA time zone',
      bare: /^(?:\w+\/\w+|utc)/i,
      suggest: suggestZones,
    }),
    catchup: argument(z.enum(['latest', 'all', 'skip']).optional(), {
      written: 'keyword',
      description: 'Which missed reminders to post',
      bare: /^(?:latest|all|skip)$/i,
    }),
    escalate: argument(z.number().min(0.1).max(168).optional(), {
      written: 'keyword',
      description: 'Repost after this many hours without a response',
      bare: number,
      placeholder: 'HOURS',
    }),
    'escalate-to': argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'If there is still no response, post once to this channel or person',
      bare: /^(?:[#@]\S|(?:me|here)$)/i,
      placeholder: '#channel|@person',
    }),
    grace: argument(z.number().min(1).max(10_080).optional(), {
      written: 'keyword',
      description: 'Grace period in minutes',
      bare: number,
      placeholder: 'MINUTES',
    }),
    days: argument(z.array(z.number().int().min(0).max(3_650)).max(20).optional(), {
      written: 'keyword',
      description: 'For a deadline: how many days before',
      bare: number,
      placeholder: 'DAYS',
    }),
    everyone: argument(z.boolean().optional(), { written: 'keyword', description: 'Allow it to ping everyone' }),
    line: argument(z.string().max(3_000), {
      written: 'rest',
      description: 'When and what: in 2h check the queue',
      placeholder: 'when what',
    }),
  }),
  async run(args, { request, services }) {
    const { team, actor } = request;
    const { reminders, teams } = services;
    const settings = await teams.settings(team);
    const zone = zoneOf(args.zone, settings, request);
    const { parseWhen } = await loadCalendar();
    const when = parseWhen(args.line, { now: await reminders.now(), zone, targets: true });
    if (when.kind === 'problem') throw unreadable(when, 'remind add', request);
    if (args.to !== undefined && when.target !== undefined) throw twoTargets(args.to, when.target);
    const { schedule, text } =
      when.kind === 'deadline' ? await countdownAhead({ ...when, days: args.days }, { services, team, zone }) : when;
    const escalationOf = (hours: number | undefined, to: string | undefined) => {
      if (hours === undefined && to === undefined) return {};
      const afterHours = hours ?? defaultEscalationHours;
      // biome-ignore lint/suspicious/noThenProperty: it names who is told next, and nothing awaits it
      return { escalation: { afterHours, ...(to === undefined ? {} : { then: resolveTarget(to, request) }) } };
    };
    const target = resolveTarget(args.to ?? when.target, request, settings.defaultChannel);
    const scheduled = await reminders.add(
      {
        team,
        text,
        schedule,
        target,
        ...(isPrivate(target, request) ? { isPrivate: true } : {}),
        catchUp: args.catchup ?? 'latest',
        graceMs: args.grace === undefined ? defaultGraceMs : args.grace * 60_000,
        ...escalationOf(args.escalate, args['escalate-to']),
        pingsEveryone: args.everyone === true,
        createdBy: actor.id,
      },
      actor,
      writableHere(request),
    );
    const answer = await scheduledAnswer(scheduled, request, 'made', when.kind === 'ok' ? when.note : undefined);
    return withUndelivered(answer, services, team);
  },
});

/** When somebody else is to be told and nobody said after how long. */
const defaultEscalationHours = 4;
/** A post later than this says so. */
const defaultGraceMs = 60_000;

/**
 * What cannot be read gets lines near to what was typed, which work when they are copied.
 *
 * @param command what they are typed behind: `remind add`
 */
export function unreadable(
  { message, examples }: { readonly message: string; readonly examples: readonly string[] },
  command: string,
  { capabilities }: Request,
): UserError {
  const lines = examples.map((example) => `\`${capabilities.prefix}${command} ${example}\``);
  return new UserError({
    code: 'when-not-understood',
    message,
    remedy: `Write it like ${lines.join(' or ')}.`,
    actions: [{ label: 'help remind add', command: 'help remind add' }],
  });
}

function twoTargets(one: string, other: string): UserError {
  return new UserError({
    code: 'two-targets',
    message: `A reminder goes to one place, and you named ${quote(one, 40)} and ${quote(other, 40)}.`,
    remedy: 'Name one of them, or make a reminder for each.',
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
 * The countdown to a deadline that still lies ahead.
 *
 * @throws {UserError} `deadline-passed`, or as `countdownTo`
 */
async function countdownAhead(wanted: CountdownWish, context: CountdownContext) {
  const made = await countdownTo(wanted, context);
  const { date, zone } = made.schedule;
  const days = daysBetween(date, dateIn(await context.services.reminders.now(), zone));
  if (days <= 0) return made;
  throw new UserError({
    code: 'deadline-passed',
    message: `The deadline ${made.schedule.deadline} passed on ${dateInWords(date)}, ${spanInWords(days)} ago. There is nothing left to count down to.`,
    remedy: 'Set a reminder for a future time, as in `remind add tomorrow 9am check the certificate`.',
    actions: [
      { label: 'Upcoming deadlines', command: 'deadlines' },
      { label: 'Show the deadline', command: `deadlines ${made.schedule.deadline}` },
    ],
  });
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

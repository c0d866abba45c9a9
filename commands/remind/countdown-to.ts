import { quote, type TeamKey, UserError } from '../../src/bot/bot.ts';
import type { CountdownSchedule } from '../../src/reminders/calendar/calendar.ts';
import { dateInWords } from '../parts/calendar.ts';
import { loadCalendar } from '../parts/load-calendar.ts';
import { joinWords } from '../parts/phrases.ts';
import type { Services } from '../services.ts';

/** When a countdown is posted that names no time of day. */
const defaultTime = '09:00';

/** What somebody wants to count down to. */
export interface CountdownWish {
  /** The deadline's name. */
  readonly id: string;
  /** What the posts say; empty for the deadline's title. */
  readonly text: string;
  readonly time?: string;
  readonly zone?: string;
  /** Days before the day. Default 30, 14, 7, 3, 1 and 0. */
  readonly days?: readonly number[] | undefined;
}

/** What a countdown is made from. */
export interface CountdownContext {
  readonly services: Services;
  readonly team: TeamKey;
  readonly zone: string;
}

/** A deadline by the name somebody typed: the team's own first, then the built-in ones. */
export interface FoundDeadline {
  readonly id: string;
  readonly title: string;
  /** As `2026-12-31`. */
  readonly date: string;
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

/**
 * Finds a deadline.
 *
 * @throws {UserError} `deadline-not-known`
 */
export async function findDeadline(
  name: string,
  { services, team }: Pick<CountdownContext, 'services' | 'team'>,
): Promise<FoundDeadline> {
  const own = await services.reminders.listDeadlines(team);
  const mine = own.find(({ id }) => id === name.toLowerCase());
  if (mine !== undefined) return mine;
  const match = services.knowledge.current().deadlines.find(name);
  if (match.kind !== 'none') return match.row;
  const near = [...own.filter(({ id }) => id.includes(name.toLowerCase())).map(({ id }) => id), ...match.near].slice(
    0,
    3,
  );
  throw new UserError({
    code: 'deadline-not-known',
    outcome: 'unknown',
    message: `I know no deadline ${quote(name)}.`,
    remedy:
      near.length > 0
        ? `Did you mean ${joinWords(
            near.map((each) => `\`${each}\``),
            'or',
          )}?`
        : '`deadlines` lists all.',
    actions: [{ label: 'All deadlines', command: 'deadlines' }],
  });
}

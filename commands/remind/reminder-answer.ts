import { type Action, type Answer, type NoteSection, quote, type Request } from '../../src/bot/bot.ts';
import type { Reminder, ScheduledReminder } from '../../src/reminders/reminders.ts';
import {
  type Calendar,
  dateIn,
  dateInWords,
  daysBetween,
  type InstantWriter,
  loadCalendar,
  spanInWords,
  writeInstants,
} from '../vocabulary/dates.ts';
import { targetInWords } from '../vocabulary/targets.ts';

/** The confirmation of a reminder that was made or changed: its zone, and when it is due next. */
export async function scheduledAnswer(
  { reminder, nextRuns, unchecked }: ScheduledReminder,
  request: Request,
  what: 'made' | 'changed' | 'resumed' | 'shown',
  note?: string,
): Promise<Answer> {
  const calendar = await loadCalendar();
  const writer = writeInstants(calendar);
  const { id, text, schedule, target, pingsEveryone } = reminder;
  const verb = {
    made: "I'll remind",
    changed: "Changed: I'll remind",
    resumed: "It goes on: I'll remind",
    shown: 'I remind',
  }[what];
  const said = pingsEveryone ? ' (may ping everyone)' : '';
  return {
    title: `Reminder ${id}`,
    lead: `${verb} ${targetInWords(target, request)} ${whenInWords(reminder, nextRuns, calendar, writer)}${said}: ${quote(text, 200)}`,
    sections: [
      ...(nextRuns.length < 2
        ? []
        : [{ kind: 'list' as const, title: 'Next', items: nextRuns.map((run) => writer.show(run, schedule.zone)) }]),
      ...(note === undefined ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: note }]),
      ...(unchecked === undefined ? [] : [{ kind: 'note' as const, tone: 'warning' as const, text: unchecked }]),
      ...passedNote(reminder, request),
      ...(reminder.state === 'parked'
        ? [
            {
              kind: 'note' as const,
              tone: 'warning' as const,
              text: `It cannot be delivered: ${reminder.parkedReason ?? 'unknown reason'}`,
            },
          ]
        : []),
    ],
    sources: [],
    actions: actionsFor(reminder, what),
    instants: writer.instants,
  };
}

/** When it is due, and when next; a one-off says so once. */
function whenInWords(
  { schedule, state }: Reminder,
  [first]: readonly Date[],
  { describeSchedule }: Calendar,
  { show }: InstantWriter,
): string {
  const next = first === undefined ? (state === 'active' ? 'not again' : state) : show(first, schedule.zone);
  if (schedule.kind === 'once') return first === undefined ? next : `on ${next}`;
  if (schedule.kind === 'recurring')
    return `${describeSchedule(schedule)}${'rules' in schedule ? ';' : ','} next ${next}`;
  return `on the way to ${schedule.deadline} (${dateInWords(schedule.date)}), next ${next}`;
}

/** A countdown to a day that has passed goes on weekly, which should surprise nobody. */
function passedNote({ schedule }: Reminder, request: Request): NoteSection[] {
  if (schedule.kind !== 'countdown') return [];
  const days = daysBetween(dateIn(request.receivedAt, schedule.zone), schedule.date);
  if (days >= 0) return [];
  const text = `That day passed ${spanInWords(-days)} ago: I'll remind weekly until somebody says done.`;
  return [{ kind: 'note', tone: 'warning', text }];
}

function actionsFor({ id, state }: Reminder, what: 'made' | 'changed' | 'resumed' | 'shown'): Action[] {
  if (what === 'made')
    return [
      { label: 'Undo', command: `remind remove ${id}` },
      { label: 'All reminders', command: 'remind list' },
    ];
  return [
    state === 'paused'
      ? { label: 'Resume', command: `remind resume ${id}` }
      : { label: 'Pause', command: `remind pause ${id}` },
    { label: 'Remove', command: `remind remove ${id}` },
    { label: 'All reminders', command: 'remind list' },
  ];
}

/** The confirmation of what was done to a reminder. */
export function confirmation(reminder: Reminder, what: string, actions: { label: string; command: string }[] = []) {
  return {
    title: `Reminder ${reminder.id}`,
    lead: `Reminder ${reminder.id} ${what}: ${quote(reminder.text, 200)}`,
    sections: [],
    sources: [],
    actions: [...actions, { label: 'All reminders', command: 'remind list' }],
  };
}

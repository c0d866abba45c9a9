import type { Action, Answer } from '../../src/bot/answer.ts';
import { quote } from '../../src/bot/quote.ts';
import type { Request } from '../../src/bot/request.ts';
import { describeSchedule } from '../../src/reminders/calendar/describe-schedule.ts';
import { formatInstant } from '../../src/reminders/calendar/format-instant.ts';
import type { Reminder } from '../../src/reminders/ledger.ts';
import type { ScheduledReminder } from '../../src/reminders/reminder-desk.ts';
import { targetInWords } from './target.ts';

/** The confirmation of a reminder that was made or changed: its zone, and when it is due next. */
export function scheduledAnswer(
  { reminder, nextRuns }: ScheduledReminder,
  request: Request,
  what: 'made' | 'changed' | 'resumed' | 'shown',
): Answer {
  const { id, text, schedule, target } = reminder;
  const [first] = nextRuns;
  const verb = {
    made: 'I will remind',
    changed: 'Changed: I will remind',
    resumed: 'Resumed: I will remind',
    shown: 'I remind',
  }[what];
  const when = first === undefined ? 'never again' : formatInstant(first, schedule.zone);
  return {
    title: `Reminder ${id}`,
    lead: `${verb} ${targetInWords(target, request)} ${describeSchedule(schedule)}, next ${when}: ${quote(text, 200)}`,
    sections: [
      ...(nextRuns.length < 2
        ? []
        : [{ kind: 'list' as const, title: 'Next', items: nextRuns.map((run) => formatInstant(run, schedule.zone)) }]),
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
  };
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

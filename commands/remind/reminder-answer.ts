import { type Action, type Answer, type NoteSection, quote, type Request } from '../../src/bot/bot.ts';
import type { Reminder, ReminderState, ScheduledReminder } from '../../src/reminders/reminders.ts';
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
import { type PeopleWriter, writePeople } from '../vocabulary/phrases.ts';
import { targetInWords } from '../vocabulary/targets.ts';

/** The confirmation of a reminder that was made or changed: its zone, and when it is due next. */
export async function scheduledAnswer(
  { reminder, nextRuns, unchecked, state }: ScheduledReminder,
  request: Request,
  what: 'made' | 'changed' | 'resumed' | 'shown',
  note?: string,
): Promise<Answer> {
  const calendar = await loadCalendar();
  const writer = writeInstants(calendar);
  const { name, people } = writePeople(request);
  const { id, text, schedule, pingsEveryone } = reminder;
  const verb = {
    made: "I'll remind",
    changed: "Changed: I'll remind",
    resumed: "Resumed: I'll remind",
    shown: 'I remind',
  }[what];
  const said = pingsEveryone ? ' (may ping everyone)' : '';
  const told = state === undefined ? undefined : stateSentence(state, schedule.zone, writer, name);
  const isComing = nextRuns.length > 0;
  return {
    title: `Reminder ${id}`,
    lead: isComing
      ? `${verb} ${whom(reminder, request, what)} ${whenInWords(reminder, nextRuns, calendar, writer)}${said}: ${quote(text, 200)}${told === undefined ? '' : `. ${told}`}`
      : `For ${whom(reminder, request, what)} ${scheduleInWords(reminder, calendar, writer)}${said}: ${quote(text, 200)}. ${told ?? stopped(reminder)}`,
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
    people,
    instants: writer.instants,
  };
}

/** Whom it reminds, and where. Whoever looks at it has not named the place. */
function whom({ target }: Reminder, request: Request, what: string): string {
  const words = targetInWords(target, request);
  if (what === 'made') return words;
  return words.replace('the channel you named', 'another channel').replace('the person you named', 'somebody');
}

/** A reminder that comes no more, where nothing more is known of it. */
function stopped({ state }: Reminder): string {
  if (state === 'active' || state === 'done') return 'It does not come again.';
  return state === 'paused' ? 'It is paused.' : 'It cannot be delivered.';
}

/** When it is due, and when next; a one-off says so once. */
function whenInWords(reminder: Reminder, [first]: readonly Date[], calendar: Calendar, writer: InstantWriter): string {
  const { schedule } = reminder;
  const words =
    schedule.kind === 'countdown'
      ? `of the deadline ${schedule.deadline} (${dateInWords(schedule.date)})`
      : scheduleInWords(reminder, calendar, writer);
  if (schedule.kind === 'once' || first === undefined) return words;
  return `${words}${'rules' in schedule ? ';' : ','} next ${writer.show(first, schedule.zone)}`;
}

function scheduleInWords({ schedule }: Reminder, { describeSchedule }: Calendar, { show }: InstantWriter): string {
  if (schedule.kind === 'once') return `on ${show(schedule.at, schedule.zone)}`;
  if (schedule.kind === 'recurring') return describeSchedule(schedule);
  return `counting down to ${schedule.deadline} (${dateInWords(schedule.date)})`;
}

/** A countdown to a day that has passed goes on weekly, which should surprise nobody. */
function passedNote({ schedule }: Reminder, request: Request): NoteSection[] {
  if (schedule.kind !== 'countdown') return [];
  const days = daysBetween(dateIn(request.receivedAt, schedule.zone), schedule.date);
  if (days >= 0) return [];
  const text = `That day passed ${spanInWords(-days)} ago: I'll remind you weekly until somebody marks it done.`;
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

/** How a reminder is, in few words: a table cell. */
export function stateInWords(
  state: ReminderState,
  zone: string,
  { show }: InstantWriter,
  name: PeopleWriter['name'],
): string {
  const beside = [
    ...('snoozedUntil' in state && state.snoozedUntil !== undefined
      ? [`snoozed until ${show(state.snoozedUntil, zone)}`]
      : []),
    ...('openSince' in state && state.openSince !== undefined
      ? [`the one sent ${show(state.openSince, zone)} is not yet done`]
      : []),
  ];
  return [alone(), ...beside].join('; ');

  function alone(): string {
    switch (state.kind) {
      case 'next':
        return show(state.at, zone);
      case 'due':
        return `due since ${show(state.at, zone)}${state.next === undefined ? '' : `; next ${show(state.next, zone)}`}`;
      case 'sent':
        return `sent ${show(state.at, zone)}, not yet done`;
      case 'snoozed':
        return `snoozed until ${show(state.until, zone)}`;
      case 'ambiguous':
        return `the post of ${show(state.at, zone)} may have arrived; I can’t tell`;
      case 'dead':
        return `I gave up on the post of ${show(state.at, zone)}`;
      case 'over':
        return state.by === undefined || state.at === undefined
          ? 'over'
          : `done by ${name(state.by)} ${show(state.at, zone)}`;
      default:
        return state.kind;
    }
  }
}

/** The same as a sentence about the reminder; nothing where its next time says it all. */
function stateSentence(
  state: ReminderState,
  zone: string,
  writer: InstantWriter,
  name: PeopleWriter['name'],
): string | undefined {
  const words = stateInWords(state, zone, writer, name);
  switch (state.kind) {
    case 'next':
      return state.openSince === undefined && state.snoozedUntil === undefined ? undefined : `Next ${words}.`;
    case 'due':
      return `It is ${words.replace(/^[^;]*/, '$&, and not posted yet')}.`;
    case 'sent':
      return `It was ${words.replace(', not yet', ' and is not yet')}.`;
    case 'ambiguous':
      return `${words.replace('the post', 'The post')}.`;
    case 'dead':
      return `${words}.`;
    case 'over':
      return state.by === undefined ? 'It is over.' : `It is over: ${words}.`;
    default:
      return `It is ${words}.`;
  }
}

import type { ShownInstant } from '../bot/bot.ts';
import type { CountdownSchedule } from './calendar/calendar.ts';
import type { Occurrence, Reminder } from './ledger.ts';
import { localTime } from './local-time.ts';

const dayMs = 86_400_000;
/** More due times than this in one note say nothing. */
const mostTimes = 3;

/** Why a reminder is in a post, in short notes: late, again, snoozed, how far its deadline is. */
export function occurrenceNotes(reminder: Reminder, occurrences: readonly Occurrence[], sentAt: Date): string[] {
  const kinds = new Set(occurrences.map(({ kind }) => kind));
  if (kinds.has('parked-notice')) return parkedNotes(reminder);
  const notes: string[] = [];
  if (reminder.schedule.kind === 'countdown') notes.push(countdownNote(reminder.schedule, sentAt));
  const late = lateNote(reminder, occurrences, sentAt);
  if (late !== undefined) notes.push(late);
  if (kinds.has('escalation')) notes.push('again, since nobody has answered');
  else if (kinds.has('snooze')) notes.push('was snoozed until now');
  else if (kinds.has('run-now')) notes.push('posted on request');
  return notes;
}

/** The instant a late note shows, with the words it shows it with; none where it names several. */
export function occurrenceInstants(
  reminder: Reminder,
  occurrences: readonly Occurrence[],
  sentAt: Date,
): readonly ShownInstant[] {
  const [due, ...others] = lateOnes(reminder, occurrences, sentAt);
  if (due === undefined || others.length > 0) return [];
  return [{ shown: `due ${dueTime(due, reminder.schedule.zone, sentAt)}`, at: due }];
}

function lateOnes({ graceMs }: Reminder, all: readonly Occurrence[], sentAt: Date): Date[] {
  return all
    .map(({ scheduledFor }) => scheduledFor)
    .filter((due) => sentAt.getTime() - due.getTime() > graceMs)
    .sort((one, other) => one.getTime() - other.getTime());
}

/** With its day where that is another one than the post's. */
function dueTime(due: Date, zone: string, sentAt: Date): string {
  const local = localTime(due, zone, sentAt);
  return local.date === localTime(sentAt, zone).date ? local.time : `${local.day} ${local.time}`;
}

function lateNote(reminder: Reminder, all: readonly Occurrence[], sentAt: Date) {
  const { zone } = reminder.schedule;
  const late = lateOnes(reminder, all, sentAt);
  if (late.length === 0) return undefined;
  const sent = localTime(sentAt, zone, late[0]);
  const times = late.slice(0, mostTimes).map((due) => dueTime(due, zone, sentAt));
  const more = late.length > mostTimes ? ` and ${late.length - mostTimes} more` : '';
  const sameDay = late.every((due) => localTime(due, zone).date === sent.date);
  return `due ${times.join(', ')}${more}, sent ${sameDay ? '' : `${sent.day} `}${sent.time} (${zone})`;
}

/** A deadline that has passed is never called due. */
function countdownNote({ date, zone }: CountdownSchedule, sentAt: Date): string {
  const days = Math.round((Date.parse(date) - Date.parse(localTime(sentAt, zone).date)) / dayMs);
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  if (days === 0) return `deadline ${date}: today`;
  return days > 0 ? `deadline ${date}: ${count} left` : `deadline ${date}: passed ${count} ago`;
}

/** The notice is a direct message, which in Discord is no part of the server the reminder belongs to. */
function parkedNotes({ id, team, parkedReason = 'It waits until somebody changes it.' }: Reminder): string[] {
  const where = /^discord:(?!dm-)/.test(team) ? ' in the server' : '';
  return [`${parkedReason} Then \`remind resume ${id}\`${where}.`];
}

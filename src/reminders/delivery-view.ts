import type { ShownInstant } from '../bot/bot.ts';
import type { CountdownSchedule } from './calendar/calendar.ts';
import type { Delivery, DeliveryItem, Occurrence, OccurrenceKind, Reminder } from './ledger.ts';
import type { Acknowledgement } from './ledger-store.ts';

/** The content of a delivery's post, independent of the platform. All texts are plain; each renderer escapes them. */
export interface DeliveryView {
  /** The delivery's id, from which every button's id is made. */
  readonly delivery: string;
  /** `Reminder`, `3 reminders` for a digest, or that one cannot be delivered. */
  readonly title: string;
  /** One for each reminder, in the order of the delivery. */
  readonly items: readonly ViewItem[];
}

/** One reminder in a post. */
export interface ViewItem {
  /** The reminder's id. */
  readonly reminder: string;
  /** The text its creator wrote. */
  readonly text: string;
  /** Short facts, with backticks around what is typed: `due 09:00, sent 10:12 (Europe/Berlin)`. */
  readonly notes: readonly string[];
  /** The instants its notes show, for surfaces with timestamps of their own. */
  readonly instants?: readonly ShownInstant[];
  /** The platform's own id of the person who made it; absent where only they read the post. */
  readonly setBy?: string;
  /** Somebody else, who changed it since. */
  readonly changedBy?: string;
  /** Only an administrator's reminder may. */
  readonly pingsEveryone: boolean;
  /** Done and Snooze make sense: it is no notice about a reminder. */
  readonly answerable: boolean;
  /** The person who answered it, and how; absent while nobody has. */
  readonly answer?: ViewAnswer;
}

/** That a person said Done or Snooze. */
export interface ViewAnswer {
  readonly how: 'done' | 'snooze';
  /** The platform's own id of the person. */
  readonly by: string;
  /** `10:12`, or `Tue 24 Nov 10:12` where that is another day than the post's. */
  readonly at: string;
  /** When a snoozed one comes back: `Tue 24 Nov 09:00 (Europe/Berlin)`. */
  readonly until?: string;
  /** The instants `at` and `until` show, for surfaces with timestamps of their own. */
  readonly instants?: readonly ShownInstant[];
}

/** Works out what a post says; posters are given `viewDelivery` as one of these. */
export type ViewDelivery = typeof viewDelivery;

/**
 * What a post says: each reminder once, however many of its occurrences are in it.
 *
 * @param sentAt when the post was begun; what is later than a reminder's grace time says "due …, sent …"
 */
export function viewDelivery(
  delivery: Delivery,
  acknowledgements: readonly Acknowledgement[],
  sentAt: Date,
): DeliveryView {
  const byReminder = Map.groupBy(delivery.items, ({ reminder }) => reminder.id);
  const ofDone = delivery.items.some(({ occurrence }) => occurrence.kind === 'done-notice');
  const items = [...byReminder.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const answer = acknowledgements.findLast((each) => each.reminder === first.reminder.id);
    return [viewItem(first, same, answer, sentAt)];
  });
  return {
    delivery: delivery.id,
    title: ofDone && items.length === 1 ? doneTitle(delivery) : titleOf(items),
    items,
  };
}

function titleOf(items: readonly ViewItem[]): string {
  const [first, ...others] = items;
  if (others.length > 0) return `${items.length} reminders`;
  return first?.answerable === false ? 'This reminder cannot be delivered' : 'Reminder';
}

/** When a delivery's post was begun: the instant its notes are written for, the same in every edit. */
export function sentAtOf(delivery: Delivery): Date {
  return delivery.attemptStartedAt ?? delivery.postedAt ?? delivery.dueAt;
}

function viewItem(
  { reminder }: DeliveryItem,
  same: readonly DeliveryItem[],
  acknowledgement: Acknowledgement | undefined,
  sentAt: Date,
): ViewItem {
  const notice = same.every(({ occurrence }) => occurrence.kind.endsWith('-notice'));
  const ended = same.find(({ answer }) => answer !== undefined)?.answer ?? acknowledgement;
  const occurrences = same.map(({ occurrence }) => occurrence);
  const instants = notice ? [] : occurrenceInstants(reminder, occurrences, sentAt);
  return {
    reminder: reminder.id,
    text: reminder.text,
    notes: occurrenceNotes(reminder, occurrences, sentAt),
    ...(instants.length === 0 ? {} : { instants }),
    // Snoozing is everybody's, pinging everybody is not.
    pingsEveryone: reminder.pingsEveryone && same.some(({ occurrence }) => mayPing(occurrence.kind)),
    answerable: !notice,
    ...(notice || reminder.target.kind === 'terminal' || isForOwner(reminder) ? {} : { setBy: reminder.createdBy }),
    ...(notice || reminder.changedBy === undefined ? {} : { changedBy: reminder.changedBy }),
    ...(ended === undefined ? {} : { answer: viewAnswer(ended, reminder.schedule.zone, sentAt) }),
  };
}

/** An acknowledgement as a post shows it. */
export function viewAnswer({ how, by, at, until }: Acknowledgement, zone: string, sentAt: Date): ViewAnswer {
  const local = localTime(at, zone, sentAt);
  const shown = local.date === localTime(sentAt, zone).date ? local.time : `${local.day} ${local.time}`;
  const answered = { shown, at };
  if (until === undefined) return { how, by, at: shown, instants: [answered] };
  const back = localTime(until, zone, at);
  const again = `${back.day} ${back.time} (${zone})`;
  return { how, by, at: shown, until: again, instants: [answered, { shown: again, at: until }] };
}

const msInDay = 86_400_000;
/** More due times than this in one note say nothing. */
const mostTimes = 3;

/** Why a reminder is in a post, in short notes: late, again, snoozed, how far its deadline is. */
function occurrenceNotes(reminder: Reminder, occurrences: readonly Occurrence[], sentAt: Date): string[] {
  const kinds = new Set(occurrences.map(({ kind }) => kind));
  if (kinds.has('parked-notice')) return parkedNotes(reminder);
  if (kinds.has('done-notice')) return [doneNote(reminder)];
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
function occurrenceInstants(
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
  const days = Math.round((Date.parse(date) - Date.parse(localTime(sentAt, zone).date)) / msInDay);
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  if (days === 0) return `deadline ${date}: today`;
  return days > 0 ? `deadline ${date}: ${count} left` : `deadline ${date}: passed ${count} ago`;
}

function doneTitle({ items: [item] }: Delivery): string {
  if (item === undefined || item.reminder.nextDueAt !== undefined) return 'Done before it was due';
  return { once: 'Done before it was due', recurring: 'The series is over', countdown: 'The countdown is over' }[
    item.reminder.schedule.kind
  ];
}

/** Whoever reads the notice set the reminder, and somebody else ended what was still to come. */
function doneNote({ nextDueAt, schedule: { zone } }: Reminder): string {
  if (nextDueAt === undefined) return 'you set this; it is over and won’t be posted again';
  const next = localTime(nextDueAt, zone);
  return `you set this; one time is skipped, and it comes again ${next.day} ${next.time} (${zone})`;
}

function isForOwner({ target, createdBy }: Reminder): boolean {
  return target.kind === 'person' && target.id === createdBy;
}

/** The notice is a direct message, which in Discord is no part of the server the reminder belongs to. */
function parkedNotes({ id, team, parkedReason = 'It waits until somebody changes it.' }: Reminder): string[] {
  const where = /^discord:(?!dm-)/.test(team) ? ' in the server' : '';
  return [`${parkedReason} Then \`remind resume ${id}\`${where}.`];
}

const parts = new Map<string, Intl.DateTimeFormat>();
const keptZones = 64;

/** An instant on the wall clock of a zone. */
interface LocalTime {
  /** `2026-11-24` */
  readonly date: string;
  /** `09:00` */
  readonly time: string;
  /** `Tue 24 Nov`, with the year where it is not the one of `near`. */
  readonly day: string;
}

/**
 * What the wall clock of a zone shows at an instant.
 *
 * @param near another instant, to leave the year out where both are in the same one
 * @throws RangeError where the zone does not exist
 */
export function localTime(instant: Date, zone: string, near: Date = instant): LocalTime {
  const shown = read(instant, zone);
  const sameYear = shown['year'] === read(near, zone)['year'];
  return {
    date: `${shown['year']}-${String(monthNumber(shown['month'] ?? '')).padStart(2, '0')}-${shown['day']?.padStart(2, '0')}`,
    time: `${shown['hour']}:${shown['minute']}`,
    day: `${shown['weekday']} ${shown['day']} ${shown['month']}${sameYear ? '' : ` ${shown['year']}`}`,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function monthNumber(name: string): number {
  return months.indexOf(name) + 1;
}

function read(instant: Date, zone: string): Record<string, string> {
  const known = parts.get(zone);
  if (known === undefined && parts.size >= keptZones) parts.clear();
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  parts.set(zone, format);
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** True for the posts that whoever made a reminder has asked for. */
function mayPing(kind: OccurrenceKind): boolean {
  return kind !== 'snooze' && !kind.endsWith('-notice');
}

import type { ShownInstant } from '../bot/bot.ts';
import type { Delivery, DeliveryItem } from './ledger.ts';
import { localTime } from './local-time.ts';
import { occurrenceInstants, occurrenceNotes } from './occurrence-notes.ts';
import type { Acknowledgement } from './occurrence-repository.ts';

/** What a post about a delivery says, free of any platform. All texts are plain; each renderer escapes them. */
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
  /** What the person who made it wrote. */
  readonly text: string;
  /** Short facts, with backticks around what is typed: `due 09:00, sent 10:12 (Europe/Berlin)`. */
  readonly notes: readonly string[];
  /** The instants its notes show, for surfaces with timestamps of their own. */
  readonly instants?: readonly ShownInstant[];
  /** Only an administrator's reminder may. */
  readonly pingsEveryone: boolean;
  /** Done and Snooze make sense: it is no notice about a reminder. */
  readonly answerable: boolean;
  /** Who answered it, and how; absent while nobody has. */
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
  const items = [...byReminder.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const answer = acknowledgements.findLast((each) => each.reminder === first.reminder.id);
    return [viewItem(first, same, answer, sentAt)];
  });
  return { delivery: delivery.id, title: titleOf(items), items };
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
  const notice = same.every(({ occurrence }) => occurrence.kind === 'parked-notice');
  const occurrences = same.map(({ occurrence }) => occurrence);
  const instants = notice ? [] : occurrenceInstants(reminder, occurrences, sentAt);
  return {
    reminder: reminder.id,
    text: reminder.text,
    notes: occurrenceNotes(reminder, occurrences, sentAt),
    ...(instants.length === 0 ? {} : { instants }),
    pingsEveryone: reminder.pingsEveryone && !notice,
    answerable: !notice,
    ...(acknowledgement === undefined ? {} : { answer: viewAnswer(acknowledgement, reminder.schedule.zone, sentAt) }),
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

import type { Selectable } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type { Schedule } from '../reminders/calendar/calendar.ts';
import type { Delivery, DeliveryItem, Occurrence, Reminder, ReminderDraft } from '../reminders/reminders.ts';
import type { Schema } from './schema.ts';

export type ReminderRow = Selectable<Schema['reminders']>;
export type OccurrenceRow = Selectable<Schema['occurrences']>;
export type DeliveryRow = Selectable<Schema['deliveries']>;

/** The platform of a team: what stands before the colon of its key. */
export const platformOf = (team: string): string => team.slice(0, team.indexOf(':'));

/** A row's instant; nothing for null. */
export const toInstant = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms));

/** Reads a reminder. */
export function readReminder(row: ReminderRow): Reminder {
  return {
    id: row.id,
    team: row.team as TeamKey,
    text: row.text,
    schedule: readSchedule(row.schedule),
    target: { kind: row.target_kind as Reminder['target']['kind'], id: row.target_id },
    catchUp: row.catch_up as Reminder['catchUp'],
    graceMs: row.grace_ms,
    ...(row.escalation === null
      ? {}
      : { escalation: JSON.parse(row.escalation) as NonNullable<Reminder['escalation']> }),
    pingsEveryone: row.pings_everyone === 1,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    // A removed one is read only as part of a delivery that had begun.
    state: row.state === 'removed' ? 'done' : (row.state as Reminder['state']),
    ...(row.parked_reason === null ? {} : { parkedReason: row.parked_reason }),
    ...(row.next_due_at === null ? {} : { nextDueAt: new Date(row.next_due_at) }),
  };
}

/** The row of a new reminder. */
export function writeReminder(draft: ReminderDraft, id: string, now: Date, nextDueAt: Date | undefined): ReminderRow {
  return {
    team: draft.team,
    id,
    platform: platformOf(draft.team),
    text: draft.text,
    ...writeSchedule(draft.schedule),
    target_kind: draft.target.kind,
    target_id: draft.target.id,
    catch_up: draft.catchUp,
    grace_ms: draft.graceMs,
    escalation: draft.escalation === undefined ? null : JSON.stringify(draft.escalation),
    pings_everyone: draft.pingsEveryone ? 1 : 0,
    created_by: draft.createdBy,
    created_at: now.getTime(),
    state: nextDueAt === undefined ? 'done' : 'active',
    parked_reason: null,
    next_due_at: nextDueAt?.getTime() ?? null,
  };
}

/** The columns a schedule is kept in. */
export function writeSchedule(schedule: Schedule): Pick<ReminderRow, 'schedule' | 'deadline'> {
  return { schedule: JSON.stringify(schedule), deadline: schedule.kind === 'countdown' ? schedule.deadline : null };
}

function readSchedule(text: string): Schedule {
  const schedule = JSON.parse(text) as Schedule;
  return schedule.kind === 'once' ? { ...schedule, at: new Date(schedule.at) } : schedule;
}

/** Reads an occurrence. */
export function readOccurrence(row: OccurrenceRow): Occurrence {
  return {
    id: row.id,
    reminder: row.reminder,
    kind: row.kind as Occurrence['kind'],
    scheduledFor: new Date(row.scheduled_for),
    ...(row.delivery === null ? {} : { delivery: row.delivery }),
    ...(row.skipped_reason === null ? {} : { skippedReason: row.skipped_reason }),
  };
}

/** Reads a delivery with its items. */
export function readDelivery(row: DeliveryRow, items: readonly DeliveryItem[]): Delivery {
  const attemptStartedAt = toInstant(row.attempt_started_at);
  const postedAt = toInstant(row.posted_at);
  return {
    id: row.id,
    team: row.team as TeamKey,
    target: { kind: row.target_kind as Delivery['target']['kind'], id: row.target_id },
    dueAt: new Date(row.due_at),
    notBefore: new Date(row.not_before),
    state: row.state as Delivery['state'],
    attempts: row.attempts,
    ...(attemptStartedAt === undefined ? {} : { attemptStartedAt }),
    ...(postedAt === undefined ? {} : { postedAt }),
    ...(row.message_id === null ? {} : { messageId: row.message_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    items,
  };
}

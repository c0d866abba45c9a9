import type { Selectable } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type { Schedule } from '../reminders/calendar/calendar.ts';
import type {
  Acknowledgement,
  Delivery,
  DeliveryItem,
  Occurrence,
  Reminder,
  ReminderDraft,
} from '../reminders/reminders.ts';
import { chunks, type Database } from './context.ts';
import type { Schema } from './schema.ts';

export type ReminderRow = Selectable<Schema['reminders']>;
type OccurrenceRow = Selectable<Schema['occurrences']>;
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
    ...(row.is_private === 1 ? { isPrivate: true as const } : {}),
    ...(row.purpose === null ? {} : { purpose: row.purpose as NonNullable<Reminder['purpose']> }),
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
    is_private: draft.isPrivate === true ? 1 : 0,
    purpose: draft.purpose ?? null,
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
function readOccurrence(row: OccurrenceRow): Occurrence {
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
    state: row.state as Delivery['state'],
    attempts: row.attempts,
    ...(attemptStartedAt === undefined ? {} : { attemptStartedAt }),
    ...(postedAt === undefined ? {} : { postedAt }),
    ...(row.message_id === null ? {} : { messageId: row.message_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    items,
  };
}

/** Reads what deliveries post, in the order people read it. What was skipped since is not part of it. */
export async function loadItems(
  db: Database,
  deliveries: readonly string[],
): Promise<ReadonlyMap<string, readonly DeliveryItem[]>> {
  const items = new Map<string, DeliveryItem[]>(deliveries.map((id) => [id, []]));
  for (const chunk of chunks(deliveries)) {
    const occurrences = await db
      .selectFrom('occurrences')
      .selectAll()
      .where('delivery', 'in', chunk)
      .where('skipped_reason', 'is', null)
      .orderBy('scheduled_for')
      .orderBy('id')
      .execute();
    if (occurrences.length === 0) continue;
    const reminders = await db
      .selectFrom('reminders')
      .selectAll()
      .where('team', 'in', [...new Set(occurrences.map(({ team }) => team))])
      .where('id', 'in', [...new Set(occurrences.map(({ reminder }) => reminder))])
      .execute();
    const answers = occurrences.some(({ kind }) => kind === 'done-notice')
      ? await db.selectFrom('acknowledgements').selectAll().where('delivery', 'in', chunk).execute()
      : [];
    const byKey = new Map(reminders.map((row) => [`${row.team}\n${row.id}`, readReminder(row)]));
    for (const row of occurrences) {
      const reminder = byKey.get(`${row.team}\n${row.reminder}`);
      const answer = answers.find((each) => each.delivery === row.delivery && each.reminder === row.reminder);
      if (reminder === undefined) continue;
      items.get(row.delivery ?? '')?.push({
        occurrence: readOccurrence(row),
        reminder,
        ...(row.kind === 'done-notice' && answer !== undefined ? { answer: readAcknowledgement(answer) } : {}),
      });
    }
  }
  return items;
}

/** Reads an acknowledgement. */
export function readAcknowledgement(row: Selectable<Schema['acknowledgements']>): Acknowledgement {
  const until = toInstant(row.until);
  return {
    how: row.how as Acknowledgement['how'],
    by: row.by_whom,
    at: new Date(row.at),
    ...(until === undefined ? {} : { until }),
    occurrence: row.occurrence,
    reminder: row.reminder,
  };
}

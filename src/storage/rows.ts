import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
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
import { type GivenColumns, givenRows, isOneOf } from './given-rows.ts';
import type { Schema } from './schema.ts';
import type { Database, StorageContext } from './storage-context.ts';

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
    ...(row.uid === null ? {} : { uid: row.uid }),
    ...(row.changed_by === null ? {} : { changedBy: row.changed_by }),
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
    uid: draft.uid ?? null,
    changed_by: null,
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
  context: StorageContext,
  db: Database,
  deliveries: readonly string[],
): Promise<ReadonlyMap<string, readonly DeliveryItem[]>> {
  const items = new Map<string, DeliveryItem[]>(deliveries.map((id) => [id, []]));
  if (deliveries.length === 0) return items;
  const rows = await db
    .selectFrom('occurrences')
    .innerJoin('reminders', (join) =>
      join.onRef('reminders.team', '=', 'occurrences.team').onRef('reminders.id', '=', 'occurrences.reminder'),
    )
    .selectAll('occurrences')
    .select(reminderColumns.map((name) => `reminders.${name} as of_${name}` as const))
    .where(isOneOf(context, 'occurrences.delivery', deliveries))
    .where('occurrences.skipped_reason', 'is', null)
    .orderBy('occurrences.scheduled_for')
    .orderBy('occurrences.id')
    .execute();
  const answers = await loadAnswers(
    context,
    db,
    rows.filter(({ kind }) => kind === 'done-notice'),
  );
  for (const row of rows) {
    const answer = answers.find(
      (each) => each.team === row.team && each.reminder === row.reminder && each.at === row.scheduled_for,
    );
    const reminder = Object.fromEntries(reminderColumns.map((name) => [name, row[`of_${name}`]])) as ReminderRow;
    items.get(row.delivery ?? '')?.push({
      occurrence: readOccurrence(row),
      reminder: readReminder(reminder),
      ...(row.kind === 'done-notice' && answer !== undefined ? { answer: readAcknowledgement(answer) } : {}),
    });
  }
  return items;
}

type Told = Pick<OccurrenceRow, 'team' | 'reminder' | 'scheduled_for'>;

/** The answers that notices tell of: each notice was made in the same moment as its answer. */
async function loadAnswers(context: StorageContext, db: Database, notices: readonly OccurrenceRow[]) {
  if (notices.length === 0) return [];
  const columns = { team: 'text', reminder: 'text', scheduled_for: 'bigint' } as const;
  const given = notices.map(({ team, reminder, scheduled_for }): Told => ({ team, reminder, scheduled_for }));
  return db
    .selectFrom('acknowledgements')
    .innerJoin(givenRows<Told, 'given'>(context, 'given', columns, given), (join) =>
      join
        .onRef('acknowledgements.team', '=', 'given.team')
        .onRef('acknowledgements.reminder', '=', 'given.reminder')
        .onRef('acknowledgements.at', '=', 'given.scheduled_for'),
    )
    .selectAll('acknowledgements')
    .where('acknowledgements.how', '=', 'done')
    .execute();
}

const reminderColumns = [
  'team',
  'id',
  'platform',
  'text',
  'schedule',
  'deadline',
  'target_kind',
  'target_id',
  'catch_up',
  'grace_ms',
  'escalation',
  'pings_everyone',
  'created_by',
  'created_at',
  'state',
  'parked_reason',
  'next_due_at',
  'is_private',
  'purpose',
  'uid',
  'changed_by',
] as const satisfies readonly (keyof ReminderRow)[];

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

/** How far a delivery has come. */
const progress = {
  id: 'text',
  state: 'text',
  not_before: 'bigint',
  wake_at: 'bigint',
  attempts: 'bigint',
  looks: 'bigint',
  must_reconcile: 'bigint',
  attempt_started_at: 'bigint',
  fencing_token: 'bigint',
  lease_owner: 'text',
  posted_at: 'bigint',
  message_id: 'text',
  reason: 'text',
} as const satisfies Partial<GivenColumns<DeliveryRow>>;

type Progress = Pick<DeliveryRow, keyof typeof progress>;

/** Writes down how far deliveries have come. Their rows have to be locked. */
export async function writeProgress(
  context: StorageContext,
  db: Database,
  rows: readonly DeliveryRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(progress) as (keyof Progress)[];
  const given = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])) as unknown as Progress);
  await db
    .updateTable('deliveries')
    .from(givenRows<Progress, 'given'>(context, 'given', progress, given))
    .set(({ ref }) =>
      Object.fromEntries(names.filter((name) => name !== 'id').map((name) => [name, ref(`given.${name}`)])),
    )
    .whereRef('deliveries.id', '=', 'given.id')
    .execute();
}

/** Locks a delivery, and waits for whoever has locked it. */
export async function lockDelivery(
  context: StorageContext,
  db: Database,
  id: string,
): Promise<DeliveryRow | undefined> {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', id)
    .$if(context.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/**
 * The condition that nobody else has locked a delivery. It locks those that it lets through and never waits, so that a
 * transaction that holds several of them is never waited for by one that it waits for itself.
 */
export function isFree({ kind }: StorageContext, ids: readonly string[]): RawBuilder<SqlBool> {
  if (kind === 'sqlite') return sql<SqlBool>`true`;
  return sql<SqlBool>`deliveries.id = any(array(select id from deliveries where id = any(${[...ids]}::text[]) for update skip locked))`;
}

import type { Selectable, SelectQueryBuilder } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type {
  Acknowledgement,
  AcknowledgeRequest,
  AcknowledgeResult,
  Delivery,
  LedgerStatus,
  OccurrenceKind,
  OccurrenceRepository,
  StatusLine,
} from '../reminders/reminders.ts';
import { type Database, lockLedger, type StorageContext } from './context.ts';
import { addOccurrences, skipPending } from './occurrences.ts';
import { selectReminder } from './reminder-repository.ts';
import { type DeliveryRow, loadItems, readDelivery, readReminder, toInstant } from './rows.ts';
import type { Schema } from './schema.ts';

/** The part of the store for what people do with posts. */
export function createOccurrenceRepository(context: StorageContext): OccurrenceRepository {
  const { db } = context;
  const withItems = async (rows: readonly DeliveryRow[]): Promise<Delivery[]> => {
    const items = await loadItems(
      db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => readDelivery(row, items.get(row.id) ?? []));
  };
  return {
    runNow: (team, reminder) => runNow(context, team, reminder),
    acknowledge: (request) => acknowledge(context, request),
    async delivery(team, id) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('team', '=', team)
        .where('id', '=', id)
        .execute();
      return (await withItems(rows))[0];
    },
    async teamOf(delivery, person) {
      const row = await db
        .selectFrom('deliveries')
        .select('team')
        .where('id', '=', delivery)
        .where('target_kind', '=', 'person')
        .where('target_id', '=', person)
        .executeTakeFirst();
      return row?.team as TeamKey | undefined;
    },
    async acknowledgements(team, delivery) {
      const rows = await db
        .selectFrom('acknowledgements')
        .selectAll()
        .where('delivery', '=', delivery)
        .where('team', '=', team)
        .orderBy('at')
        .execute();
      return rows.map(readAcknowledgement);
    },
    async history(team, reminder, limit) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('id', 'in', (query) =>
          query
            .selectFrom('occurrences')
            .select('delivery')
            .where('occurrences.team', '=', team)
            .where('occurrences.reminder', '=', reminder)
            .where('delivery', 'is not', null)
            .$castTo<{ delivery: string }>(),
        )
        .orderBy('due_at', 'desc')
        .orderBy('part', 'desc')
        .limit(limit)
        .execute();
      return withItems(rows);
    },
    status: (team) => readStatus(context, team),
  };
}

async function runNow(context: StorageContext, team: TeamKey, reminder: string): Promise<string | undefined> {
  const now = await context.now();
  return context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    const row = await selectReminder(db, team, reminder).executeTakeFirst();
    if (row === undefined) return undefined;
    const { target } = readReminder(row);
    const kind: OccurrenceKind = 'run-now';
    const { deliveries } = await addOccurrences(context, db, now, [
      { team, reminder, kind, scheduledFor: now, target },
    ]);
    return deliveries[0];
  });
}

/** Records Done or Snooze; see `OccurrenceRepository.acknowledge`. */
async function acknowledge(
  context: StorageContext,
  request: AcknowledgeRequest,
): Promise<AcknowledgeResult | undefined> {
  const { team, reminder: id, how, by, until } = request;
  const now = await context.now();
  return context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    const row = await selectReminder(db, team, id).executeTakeFirst();
    if (row === undefined) return undefined;
    const occurrence = await findOccurrence(db, request);
    const written = {
      // Without a post there is nothing to acknowledge twice; the instant keeps the key unique.
      occurrence: occurrence?.id ?? `${team} ${id} ${now.getTime()}`,
      how,
      team,
      reminder: id,
      delivery: occurrence?.delivery ?? null,
      by_whom: by,
      at: now.getTime(),
      until: until?.getTime() ?? null,
    };
    const inserted = await db
      .insertInto('acknowledgements')
      .values(written)
      .onConflict((conflict) => conflict.columns(['occurrence', 'how']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted === undefined) {
      const earlier = await db
        .selectFrom('acknowledgements')
        .selectAll()
        .where('occurrence', '=', written.occurrence)
        .where('how', '=', how)
        .executeTakeFirstOrThrow();
      return { first: false, acknowledgement: readAcknowledgement(earlier) };
    }
    const kinds: OccurrenceKind[] = how === 'done' ? ['escalation', 'snooze'] : ['escalation'];
    await skipPending(context, db, { team, reminder: id, kinds }, how === 'done' ? 'acknowledged' : 'snoozed');
    const reminder = readReminder(row);
    if (how === 'snooze' && until !== undefined) {
      const snooze = { team, reminder: id, kind: 'snooze', scheduledFor: until, target: reminder.target };
      await addOccurrences(context, db, now, [snooze]);
    }
    if (how === 'done' && (reminder.schedule.kind === 'countdown' || row.next_due_at === null)) {
      const done = { state: 'done', next_due_at: null, parked_reason: null };
      await db.updateTable('reminders').set(done).where('team', '=', team).where('id', '=', id).execute();
      await skipPending(context, db, { team, reminder: id }, 'the reminder is done');
    }
    return { first: true, acknowledgement: readAcknowledgement(inserted) };
  });
}

/** The occurrence in the delivery whose button was pressed, or the newest that was posted. */
async function findOccurrence(db: Database, { team, reminder, delivery }: AcknowledgeRequest) {
  const query = db
    .selectFrom('occurrences')
    .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
    .select(['occurrences.id', 'occurrences.delivery'])
    .where('occurrences.team', '=', team)
    .where('occurrences.reminder', '=', reminder)
    .where('occurrences.kind', '!=', 'parked-notice')
    .where('occurrences.skipped_reason', 'is', null)
    .orderBy('occurrences.scheduled_for', 'desc');
  if (delivery !== undefined) return query.where('occurrences.delivery', '=', delivery).executeTakeFirst();
  return query.where('deliveries.state', 'in', ['sent', 'sending', 'ambiguous']).executeTakeFirst();
}

/** Reads an acknowledgement. */
function readAcknowledgement(row: Selectable<Schema['acknowledgements']>): Acknowledgement {
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

/** Ids shown of each kind. */
const mostIds = 20;
/** A post that is overdue for longer than this is late. */
const lateAfterMs = 60_000;
const skippedWithinMs = 7 * 86_400_000;

/** Counts what needs a person's eye; see `OccurrenceRepository.status`. */
async function readStatus(context: StorageContext, team: TeamKey | undefined): Promise<LedgerStatus> {
  const { db } = context;
  const nowMs = (await context.now()).getTime();
  const deliveries = () => {
    const query = db.selectFrom('deliveries').orderBy('due_at').orderBy('id');
    return team === undefined ? query : query.where('team', '=', team);
  };
  const waiting = () => deliveries().where('wake_at', 'is not', null).where('due_at', '<=', nowMs);
  const skipped = db
    .selectFrom('occurrences')
    .where('skipped_reason', 'is not', null)
    .where('created_at', '>=', nowMs - skippedWithinMs)
    .orderBy('created_at');
  const parked = db.selectFrom('reminders').where('state', '=', 'parked').orderBy('created_at');
  return {
    pending: await line(waiting()),
    late: await line(waiting().where('due_at', '<', nowMs - lateAfterMs)),
    ambiguous: await line(deliveries().where('state', '=', 'ambiguous')),
    dead: await line(deliveries().where('state', '=', 'dead')),
    skipped: await line(team === undefined ? skipped : skipped.where('team', '=', team)),
    parked: await line(team === undefined ? parked : parked.where('team', '=', team)),
  };
}

type Countable = 'deliveries' | 'occurrences' | 'reminders';

async function line<Table extends Countable>(query: SelectQueryBuilder<Schema, Table, object>): Promise<StatusLine> {
  const counted = (await query
    .clearOrderBy()
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst()) as { count: number } | undefined;
  const count = Number(counted?.count ?? 0);
  if (count === 0) return { count, ids: [] };
  const rows = (await query
    .select('id' as never)
    .limit(mostIds)
    .execute()) as unknown as { id: string }[];
  return { count, ids: rows.map(({ id }) => id) };
}

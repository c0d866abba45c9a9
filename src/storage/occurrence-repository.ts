import type { ExpressionBuilder } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type { Delivery, OccurrenceKind, OccurrenceRepository, PostUnderWay } from '../reminders/reminders.ts';
import { acknowledge } from './acknowledge.ts';
import { addOccurrences, notices } from './occurrences.ts';
import { readStatus } from './read-status.ts';
import { selectReminder } from './reminder-repository.ts';
import { type DeliveryRow, loadItems, readAcknowledgement, readDelivery, readReminder } from './rows.ts';
import type { Schema } from './schema.ts';
import { inTransaction, lockLedger, type StorageContext } from './storage-context.ts';

/** The part of the store for what people do with posts. */
export function createOccurrenceRepository(context: StorageContext): OccurrenceRepository {
  const { db } = context;
  const withItems = async (rows: readonly DeliveryRow[]): Promise<Delivery[]> => {
    const items = await loadItems(
      context,
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
    async lastAnswers(team) {
      const rows = await db.selectFrom('acknowledgements').selectAll().where('team', '=', team).orderBy('at').execute();
      return new Map(rows.map((row) => [row.reminder, readAcknowledgement(row)]));
    },
    async unanswered(team) {
      const rows = await db
        .selectFrom('occurrences')
        .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
        .select(({ fn }) => ['occurrences.reminder', fn.max('deliveries.posted_at').as('at')])
        .where('occurrences.team', '=', team)
        .where('occurrences.kind', 'not in', notices)
        .where('occurrences.skipped_reason', 'is', null)
        .where('deliveries.state', '=', 'sent')
        .where(isUnanswered)
        .groupBy('occurrences.reminder')
        .execute();
      return new Map(rows.map(({ reminder, at }) => [reminder, new Date(Number(at))]));
    },
    async underWay(team) {
      const now = await context.now();
      const rows = await db
        .selectFrom('occurrences')
        .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
        .select(['occurrences.reminder', 'occurrences.scheduled_for as at', 'occurrences.kind', 'deliveries.state'])
        .where('occurrences.team', '=', team)
        .where('occurrences.kind', 'not in', notices)
        .where('occurrences.skipped_reason', 'is', null)
        .where('deliveries.state', 'not in', ['sent', 'skipped'])
        .where(isUnanswered)
        .orderBy('occurrences.scheduled_for')
        .execute();
      const told = new Map<string, PostUnderWay[]>();
      for (const { reminder, at, kind, state } of rows) {
        if (kind === 'escalation' && Number(at) > now.getTime()) continue;
        const how = state === 'ambiguous' || state === 'dead' ? state : 'waiting';
        told.set(reminder, [...(told.get(reminder) ?? []), { at: new Date(Number(at)), how }]);
      }
      return told;
    },
    status: (team) => readStatus(context, team),
  };
}

function isUnanswered(expression: ExpressionBuilder<Schema, 'occurrences'>) {
  const answers = expression
    .selectFrom('acknowledgements')
    .select('acknowledgements.how')
    .whereRef('acknowledgements.occurrence', '=', 'occurrences.id');
  return expression.not(expression.exists(answers));
}

async function runNow(context: StorageContext, team: TeamKey, reminder: string): Promise<string | undefined> {
  const now = await context.now();
  return inTransaction(context.db, async (db) => {
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

import type { Selectable } from 'kysely';
import type { Acknowledgement, AcknowledgeRequest, AcknowledgeResult, OccurrenceKind } from '../reminders/reminders.ts';
import { addOccurrences } from './add-occurrences.ts';
import { readReminder, toInstant } from './rows.ts';
import type { Schema } from './schema.ts';
import { selectReminder } from './select-reminder.ts';
import { skipPending } from './skip-pending.ts';
import { type Database, lockLedger, type StorageContext } from './storage-context.ts';

/** Records Done or Snooze; see `OccurrenceBook.acknowledge`. */
export async function acknowledge(
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

import { lockLedger, type StorageContext } from './storage-context.ts';

/** Deliveries forgotten in one go. */
const batch = 1_000;
/** A platform delivers an event again for an hour at most. */
const keepEventsMs = 86_400_000;

/** Forgets what was settled before an instant; see `DeliveryLedger.purge`. */
export async function purge(context: StorageContext, before: Date): Promise<number> {
  const forgetEvents = (await context.now()).getTime() - keepEventsMs;
  const beforeMs = before.getTime();
  return context.db.transaction().execute(async (trx) => {
    await lockLedger(context, trx);
    const old = await trx
      .selectFrom('deliveries')
      .select('id')
      .where('due_at', '<', beforeMs)
      .where('wake_at', 'is', null)
      .limit(batch)
      .execute();
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) {
      await trx.deleteFrom('acknowledgements').where('delivery', 'in', ids).execute();
      await trx.deleteFrom('occurrences').where('delivery', 'in', ids).execute();
      await trx.deleteFrom('deliveries').where('id', 'in', ids).execute();
    }
    const skipped = await trx
      .deleteFrom('occurrences')
      .where('skipped_reason', 'is not', null)
      .where('delivery', 'is', null)
      .where('created_at', '<', beforeMs)
      .executeTakeFirst();
    const events = await trx.deleteFrom('seen_events').where('seen_at', '<', forgetEvents).executeTakeFirst();
    const counts = await trx.deleteFrom('question_counts').where('last_at', '<', beforeMs).executeTakeFirst();
    const texts = await trx.deleteFrom('question_texts').where('last_at', '<', beforeMs).executeTakeFirst();
    const questions = Number(counts.numDeletedRows) + Number(texts.numDeletedRows);
    return questions + ids.length + Number(skipped.numDeletedRows) + Number(events.numDeletedRows);
  });
}

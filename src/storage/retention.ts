import { forgetAudit } from './audit-log.ts';
import { lockLedger, type StorageContext } from './storage-context.ts';
import { forgetMarks } from './store-health.ts';

const dayMs = 86_400_000;
/** Deliveries forgotten in one go. */
const batch = 1_000;
/** A platform delivers an event again for an hour at most. */
const keepEventsMs = 86_400_000;
/** An answer that only its asker sees is gone from the chat by then. */
const keepAnswersMs = 86_400_000;

/** Forgets what was settled before an instant; see `DeliveryLedger.purge`. */
export async function purge(context: StorageContext, before: Date): Promise<number> {
  const nowMs = (await context.now()).getTime();
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
    const events = await trx
      .deleteFrom('seen_events')
      .where('seen_at', '<', nowMs - keepEventsMs)
      .executeTakeFirst();
    const messages = await trx
      .deleteFrom('counted_messages')
      .where('asked_at', '<', nowMs - keepEventsMs)
      .executeTakeFirst();
    const counts = await trx.deleteFrom('question_counts').where('last_at', '<', beforeMs).executeTakeFirst();
    const texts = await trx.deleteFrom('question_texts').where('last_at', '<', beforeMs).executeTakeFirst();
    const answers = await trx
      .deleteFrom('kept_answers')
      .where('kept_at', '<', nowMs - keepAnswersMs)
      .executeTakeFirst();
    const audited = await forgetAudit(trx, '*', nowMs - context.limits.auditDays * dayMs);
    const marks = await forgetMarks(trx, nowMs - keepEventsMs);
    const others = [skipped, events, messages, counts, texts, answers, marks].reduce(
      (sum, each) => sum + Number(each.numDeletedRows),
      audited,
    );
    return ids.length + others;
  });
}

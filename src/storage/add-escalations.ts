import type { ClaimedDelivery } from '../reminders/reminders.ts';
import { addOccurrences, type NewOccurrence } from './add-occurrences.ts';
import type { Database, StorageContext } from './storage-context.ts';

/** Puts the next escalation of everything just posted into the ledger; an acknowledgement takes it back. */
export async function addEscalations(
  context: StorageContext,
  db: Database,
  claim: ClaimedDelivery,
  now: Date,
): Promise<void> {
  const occurrences = await db
    .selectFrom('occurrences')
    .select(['id', 'stage', 'kind'])
    .where('delivery', '=', claim.id)
    .where('skipped_reason', 'is', null)
    .where('kind', '!=', 'parked-notice')
    // Somebody may have pressed Done before this worker learnt that the post had arrived.
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('acknowledgements')
            .select('acknowledgements.how')
            .whereRef('acknowledgements.occurrence', '=', 'occurrences.id'),
        ),
      ),
    )
    .execute();
  const next = occurrences.flatMap(({ id, stage }): NewOccurrence[] => {
    const reminder = claim.items.find(({ occurrence }) => occurrence.id === id)?.reminder;
    const escalation = reminder?.escalation;
    if (reminder === undefined || escalation === undefined) return [];
    const target = stage === 0 ? reminder.target : stage === 1 ? escalation.then : undefined;
    if (target === undefined) return [];
    const scheduledFor = new Date(now.getTime() + escalation.afterHours * 3_600_000);
    return [{ team: claim.team, reminder: reminder.id, kind: 'escalation', scheduledFor, target, stage: stage + 1 }];
  });
  if (next.length > 0) await addOccurrences(context, db, now, next);
}

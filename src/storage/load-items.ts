import type { DeliveryItem } from '../reminders/reminders.ts';
import { chunks } from './add-occurrences.ts';
import { readOccurrence, readReminder } from './rows.ts';
import type { Database } from './storage-context.ts';

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
    const byKey = new Map(reminders.map((row) => [`${row.team}\n${row.id}`, readReminder(row)]));
    for (const row of occurrences) {
      const reminder = byKey.get(`${row.team}\n${row.reminder}`);
      if (reminder !== undefined) items.get(row.delivery ?? '')?.push({ occurrence: readOccurrence(row), reminder });
    }
  }
  return items;
}

import type { ClaimedDelivery, DeliveryLedger, LedgerStore, Materialised } from '../reminders/reminders.ts';
import { beginSend } from './begin-send.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { createCoordination } from './coordination-rows.ts';
import { createDeadlineBook } from './deadline-rows.ts';
import { materialiseDue } from './materialise-due.ts';
import { nextInstant } from './next-instant.ts';
import { createOccurrenceBook } from './occurrence-rows.ts';
import { purge } from './purge.ts';
import { createReminderBook } from './reminder-rows.ts';
import { releaseDelivery, settleDelivery } from './settle-delivery.ts';
import type { StorageContext } from './storage-context.ts';

/** The store of the reminders over an open, migrated database. */
export function createLedgerStore(context: StorageContext): LedgerStore {
  return {
    ...createReminderBook(context),
    ...createDeliveryLedger(context),
    ...createOccurrenceBook(context),
    ...createDeadlineBook(context),
    ...createCoordination(context),
  };
}

function createDeliveryLedger(context: StorageContext): DeliveryLedger {
  return {
    now: context.now,
    async materialiseDue(platforms) {
      const total = { due: 0, skipped: 0, parked: 0, more: false };
      for (const platform of platforms) add(total, await materialiseDue(context, platform));
      return total;
    },
    async claim(options) {
      const claims: ClaimedDelivery[] = [];
      for (const platform of options.platforms) {
        const limit = options.limit - claims.length;
        if (limit > 0) claims.push(...(await claimDeliveries(context, platform, { ...options, limit })));
      }
      return claims;
    },
    beginSend: (claim, postTimeoutMs) => beginSend(context, claim, postTimeoutMs),
    settle: (claim, settlement) => settleDelivery(context, claim, settlement),
    release: (claim) => releaseDelivery(context, claim),
    nextInstant: (platforms) => nextInstant(context, platforms),
    async reconsiderAmbiguous(team) {
      const wake_at = (await context.now()).getTime();
      const rows = await context.db
        .updateTable('deliveries')
        .set({ state: 'sending', wake_at, looks: 0 })
        .where('state', '=', 'ambiguous')
        .where('team', '=', team)
        .returning('id')
        .execute();
      return rows.length;
    },
    purge: (before) => purge(context, before),
  };
}

function add(total: { due: number; skipped: number; parked: number; more: boolean }, one: Materialised): void {
  total.due += one.due;
  total.skipped += one.skipped;
  total.parked += one.parked;
  total.more ||= one.more;
}

import type { TeamKey } from '../bot/bot.ts';
import { moveOn, planRow } from './materialise.ts';
import { addOccurrences } from './occurrences.ts';
import { lockLedger, type StorageContext } from './storage-context.ts';

/** A reminder of which something was set aside. */
export interface SetAsideReminder {
  readonly team: TeamKey;
  readonly id: string;
  readonly text: string;
  /** The latest of its times. */
  readonly dueAt: Date;
  readonly times: number;
}

/** What was set aside; see `setAsideUnsent`. */
export interface SetAside {
  readonly times: number;
  /** The latest first. */
  readonly reminders: readonly SetAsideReminder[];
}

const reason = 'it was due between a backup and its restore, and may have been posted then';

/**
 * Sets aside, in a store that was restored from a backup, all that was due up to an instant and was not sent by the time of
 * the backup. The bot that ran on may have posted it, under ids that the backup does not know; so nothing could look for it,
 * and posting it might double it. Each time is kept as skipped, with the reason.
 *
 * @param until when the last bot stopped that had posted since the backup; what is due later comes as ever
 */
export async function setAsideUnsent(context: StorageContext, until: Date): Promise<SetAside> {
  const now = await context.now();
  return context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    const began = await db
      .selectFrom('deliveries')
      .select('id')
      .where('state', 'in', ['due', 'claimed', 'sending', 'ambiguous'])
      .where('due_at', '<=', until.getTime())
      .execute();
    const set: { team: string; reminder: string; scheduledFor: number }[] = [];
    for (const { id } of began) {
      const rows = await db
        .updateTable('occurrences')
        // The status tells what was skipped lately by this instant.
        .set({ skipped_reason: reason, created_at: now.getTime() })
        .where('delivery', '=', id)
        .where('skipped_reason', 'is', null)
        .returning(['team', 'reminder', 'scheduled_for as scheduledFor'])
        .execute();
      set.push(...rows);
      await db
        .updateTable('deliveries')
        .set({ state: 'skipped', wake_at: null, must_reconcile: 0, reason })
        .where('id', '=', id)
        .execute();
    }
    for (;;) {
      const rows = await db
        .selectFrom('reminders')
        .selectAll()
        .where('next_due_at', '<=', until.getTime())
        .orderBy('next_due_at')
        .limit(context.limits.dueBatch)
        .execute();
      if (rows.length === 0) break;
      const planned = rows.map((row) => planRow(context, row, until));
      const missed = planned
        .flatMap(({ occurrences }) => occurrences)
        .map((each) => ({ ...each, skippedReason: reason }));
      await addOccurrences(context, db, now, missed);
      await moveOn(
        context,
        db,
        planned.map(({ moved }) => moved),
      );
      set.push(
        ...missed.map(({ team, reminder, scheduledFor }) => ({ team, reminder, scheduledFor: scheduledFor.getTime() })),
      );
    }
    return { times: set.length, reminders: await nameThem(db, set) };
  });
}

async function nameThem(
  db: StorageContext['db'],
  set: readonly { readonly team: string; readonly reminder: string; readonly scheduledFor: number }[],
): Promise<readonly SetAsideReminder[]> {
  const byReminder = new Map<string, { team: string; id: string; dueAt: number; times: number }>();
  for (const { team, reminder, scheduledFor } of set) {
    const key = `${team} ${reminder}`;
    const known = byReminder.get(key) ?? { team, id: reminder, dueAt: scheduledFor, times: 0 };
    byReminder.set(key, { ...known, dueAt: Math.max(known.dueAt, scheduledFor), times: known.times + 1 });
  }
  const named: SetAsideReminder[] = [];
  for (const { team, id, dueAt, times } of byReminder.values()) {
    const row = await db
      .selectFrom('reminders')
      .select('text')
      .where('team', '=', team)
      .where('id', '=', id)
      .executeTakeFirst();
    named.push({ team: team as TeamKey, id, text: row?.text ?? '', dueAt: new Date(dueAt), times });
  }
  return named.sort((one, other) => other.dueAt.getTime() - one.dueAt.getTime());
}

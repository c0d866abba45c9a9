import type { PlatformName } from '../bot/bot.ts';
import type { Materialised } from '../reminders/reminders.ts';
import { givenRows } from './given-rows.ts';
import { addOccurrences, type NewOccurrence } from './occurrences.ts';
import { type ReminderRow, readReminder } from './rows.ts';
import { type Database, lockLedger, readBesideClock, type StorageContext } from './storage-context.ts';

/** Moves one platform's due reminders on and writes what is due of them, in one transaction. */
export async function materialiseDue(context: StorageContext, platform: PlatformName): Promise<Materialised> {
  const { now, value: dueAt } = await readBesideClock(context, firstDue(context, platform));
  // Nearly every look ends here, without a transaction and without the lock.
  if (dueAt === null || dueAt > now.getTime()) return { due: 0, skipped: 0, parked: 0, more: false };
  return context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    const rows = await db
      .selectFrom('reminders')
      .selectAll()
      .where('platform', '=', platform)
      .where('next_due_at', '<=', now.getTime())
      .orderBy('next_due_at')
      .limit(context.limits.dueBatch)
      .$if(context.kind === 'postgres', (query) => query.forUpdate())
      .execute();
    if (rows.length === 0) return { due: 0, skipped: 0, parked: 0, more: false };
    const planned = rows.map((row) => planRow(context, row, now));
    const occurrences = planned.flatMap((each) => each.occurrences);
    await addOccurrences(context, db, now, occurrences);
    await moveOn(
      context,
      db,
      planned.map(({ moved }) => moved),
    );
    const skipped = occurrences.filter(({ skippedReason }) => skippedReason !== undefined).length;
    return {
      due: occurrences.length - skipped,
      skipped,
      parked: planned.filter(({ moved }) => moved.state === 'parked').length,
      more:
        rows.length === context.limits.dueBatch ||
        planned.some(({ moved }) => (moved.next_due_at ?? now.getTime() + 1) <= now.getTime()),
    };
  });
}

/** The rows to write for one due reminder, and the reminder's row afterwards. */
export function planRow(
  context: StorageContext,
  row: ReminderRow,
  now: Date,
): { readonly occurrences: readonly NewOccurrence[]; readonly moved: ReminderRow } {
  const reminder = readReminder(row);
  const base = { team: row.team, reminder: row.id, kind: 'scheduled', target: reminder.target };
  try {
    const { post, skip, nextDueAt } = context.planner.plan(reminder, now);
    return {
      occurrences: [
        ...skip.map(({ at, reason }) => ({ ...base, scheduledFor: at, skippedReason: reason })),
        ...post.map((at) => ({ ...base, scheduledFor: at })),
      ],
      moved: { ...row, next_due_at: nextDueAt?.getTime() ?? null, state: nextDueAt === undefined ? 'done' : row.state },
    };
  } catch (error) {
    // A schedule that cannot be worked out must not hold up the others. What was due is posted all the same.
    const reason = `its schedule cannot be worked out: ${error instanceof Error ? error.message : String(error)}`;
    return {
      occurrences: [{ ...base, scheduledFor: new Date(row.next_due_at ?? now) }],
      moved: { ...row, next_due_at: null, state: 'parked', parked_reason: reason },
    };
  }
}

type Moved = Pick<ReminderRow, 'team' | 'id' | 'next_due_at' | 'state' | 'parked_reason'>;

/** Writes what became of reminders that were planned. */
export async function moveOn(context: StorageContext, db: Database, rows: readonly ReminderRow[]): Promise<void> {
  const columns = { team: 'text', id: 'text', next_due_at: 'bigint', state: 'text', parked_reason: 'text' } as const;
  const moved = rows.map(({ team, id, next_due_at, state, parked_reason }) => {
    return { team, id, next_due_at, state, parked_reason };
  });
  await db
    .updateTable('reminders')
    .from(givenRows<Moved, 'given'>(context, 'given', columns, moved))
    .set(({ ref }) => ({
      next_due_at: ref('given.next_due_at'),
      state: ref('given.state'),
      parked_reason: ref('given.parked_reason'),
    }))
    .whereRef('reminders.team', '=', 'given.team')
    .whereRef('reminders.id', '=', 'given.id')
    .execute();
}

/** The instant at which a reminder is due next, as a query. */
function firstDue({ db }: StorageContext, platform: PlatformName) {
  return db
    .selectFrom('reminders')
    .select('next_due_at')
    .where('platform', '=', platform)
    .where('next_due_at', 'is not', null)
    .orderBy('next_due_at')
    .limit(1)
    .$asScalar();
}

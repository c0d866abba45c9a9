import type { Selectable } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type { DeadlineRepository, TeamDeadline } from '../reminders/reminders.ts';
import { skipPending } from './occurrences.ts';
import { type ReminderRow, readReminder, writeSchedule } from './rows.ts';
import type { Schema } from './schema.ts';
import { type Database, inTransaction, lockLedger, type StorageContext } from './storage-context.ts';

/** The deadlines' part of the store. */
export function createDeadlineRepository(context: StorageContext): DeadlineRepository {
  const { db } = context;
  const readOne = async (trx: Database, team: TeamKey, id: string) => {
    const row = await trx
      .selectFrom('deadlines')
      .selectAll()
      .where('team', '=', team)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? undefined : readDeadline(row);
  };
  return {
    async addDeadline({ team, id, title, date, note, createdBy }) {
      const created_at = (await context.now()).getTime();
      const added = await db
        .insertInto('deadlines')
        .values({
          team,
          id,
          title,
          date,
          note: note ?? null,
          created_by: createdBy,
          created_at,
          done_by: null,
          done_at: null,
        })
        .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return added !== undefined;
    },
    async listDeadlines(team) {
      const rows = await db
        .selectFrom('deadlines')
        .selectAll()
        .where('team', '=', team)
        .orderBy('date')
        .orderBy('id')
        .execute();
      return rows.map(readDeadline);
    },
    async updateDeadline(team, id, patch) {
      const now = await context.now();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        if ((await readOne(trx, team, id)) === undefined) return undefined;
        const { date } = patch;
        if (Object.values(patch).some((value) => value !== undefined)) {
          await trx.updateTable('deadlines').set(patch).where('team', '=', team).where('id', '=', id).execute();
        }
        if (date !== undefined) {
          for (const row of await countdowns(trx, team, id)) await moveCountdown(context, trx, row, date, now);
        }
        return readOne(trx, team, id);
      });
    },
    async removeDeadline(team, id) {
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const removed = await trx
          .deleteFrom('deadlines')
          .where('team', '=', team)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed !== undefined) await finishCountdowns(context, trx, team, id, 'its deadline was removed');
        return removed !== undefined;
      });
    },
    async finishDeadline(team, id, by) {
      const now = await context.now();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        await trx
          .updateTable('deadlines')
          .set({ done_by: by, done_at: now.getTime() })
          .where('team', '=', team)
          .where('id', '=', id)
          .where('done_at', 'is', null)
          .execute();
        return finishCountdowns(context, trx, team, id, 'its deadline is done');
      });
    },
  };
}

function countdowns(db: Database, team: TeamKey, deadline: string): Promise<ReminderRow[]> {
  return db
    .selectFrom('reminders')
    .selectAll()
    .where('team', '=', team)
    .where('deadline', '=', deadline)
    .where('state', 'in', ['active', 'paused', 'parked'])
    .execute();
}

async function moveCountdown(
  context: StorageContext,
  db: Database,
  row: ReminderRow,
  date: string,
  now: Date,
): Promise<void> {
  const { schedule } = readReminder(row);
  if (schedule.kind !== 'countdown') return;
  const moved = { ...schedule, date };
  const due = row.state === 'active' ? context.planner.first(moved, now) : undefined;
  await db
    .updateTable('reminders')
    .set({ ...writeSchedule(moved), ...(row.state === 'active' ? { next_due_at: due?.getTime() ?? null } : {}) })
    .where('team', '=', row.team)
    .where('id', '=', row.id)
    .execute();
  if (due !== undefined) await context.announce(db, [due], now);
}

async function finishCountdowns(
  context: StorageContext,
  db: Database,
  team: TeamKey,
  deadline: string,
  reason: string,
): Promise<number> {
  const rows = await countdowns(db, team, deadline);
  for (const { id } of rows) {
    await skipPending(context, db, { team, reminder: id }, reason);
    const done = { state: 'done', next_due_at: null, parked_reason: null };
    await db.updateTable('reminders').set(done).where('team', '=', team).where('id', '=', id).execute();
  }
  return rows.length;
}

function readDeadline(row: Selectable<Schema['deadlines']>): TeamDeadline {
  return {
    id: row.id,
    team: row.team as TeamKey,
    title: row.title,
    date: row.date,
    ...(row.note === null ? {} : { note: row.note }),
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    ...(row.done_at === null ? {} : { done: { by: row.done_by ?? '', at: new Date(row.done_at) } }),
  };
}

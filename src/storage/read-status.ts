import type { SelectQueryBuilder } from 'kysely';
import type { TeamKey } from '../bot/bot.ts';
import type { LedgerStatus, StatusLine } from '../reminders/reminders.ts';
import type { Schema } from './schema.ts';
import type { StorageContext } from './storage-context.ts';

/** Ids shown of each kind. */
const mostIds = 20;
/** What is due for longer than this is late. */
const lateAfterMs = 60_000;
const skippedWithinMs = 7 * 86_400_000;

/** Counts what needs a person's eye; see `OccurrenceBook.status`. */
export async function readStatus(context: StorageContext, team: TeamKey | undefined): Promise<LedgerStatus> {
  const { db } = context;
  const nowMs = (await context.now()).getTime();
  const deliveries = () => {
    const query = db.selectFrom('deliveries').orderBy('due_at').orderBy('id');
    return team === undefined ? query : query.where('team', '=', team);
  };
  const waiting = () => deliveries().where('wake_at', 'is not', null).where('due_at', '<=', nowMs);
  const skipped = db
    .selectFrom('occurrences')
    .where('skipped_reason', 'is not', null)
    .where('created_at', '>=', nowMs - skippedWithinMs)
    .orderBy('created_at');
  const parked = db.selectFrom('reminders').where('state', '=', 'parked').orderBy('created_at');
  return {
    pending: await line(waiting()),
    late: await line(waiting().where('due_at', '<', nowMs - lateAfterMs)),
    ambiguous: await line(deliveries().where('state', '=', 'ambiguous')),
    dead: await line(deliveries().where('state', '=', 'dead')),
    skipped: await line(team === undefined ? skipped : skipped.where('team', '=', team)),
    parked: await line(team === undefined ? parked : parked.where('team', '=', team)),
  };
}

type Countable = 'deliveries' | 'occurrences' | 'reminders';

async function line<Table extends Countable>(query: SelectQueryBuilder<Schema, Table, object>): Promise<StatusLine> {
  const counted = (await query
    .clearOrderBy()
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst()) as { count: number } | undefined;
  const count = Number(counted?.count ?? 0);
  if (count === 0) return { count, ids: [] };
  const rows = (await query
    .select('id' as never)
    .limit(mostIds)
    .execute()) as unknown as { id: string }[];
  return { count, ids: rows.map(({ id }) => id) };
}

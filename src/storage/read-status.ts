import type { ExpressionBuilder } from 'kysely';
import type { LedgerStatus, StatusLine } from '../reminders/reminders.ts';
import { notices } from './occurrences.ts';
import type { Schema } from './schema.ts';
import type { StorageContext } from './storage-context.ts';

/** Rows looked at of each kind. */
const mostIds = 20;
/** Reasons told of each kind. */
const mostReasons = 3;
/** What is due for longer than this is late. */
const lateAfterMs = 60_000;
const skippedWithinMs = 7 * 86_400_000;
const platforms = ['slack', 'discord', 'terminal', 'mcp'];
const nothing: StatusLine = { count: 0, ids: [], reminders: [], reasons: [] };

/** One row of a line, whatever table it comes from. */
interface Row {
  readonly id: string;
  readonly at: number | null;
  readonly reason: string | null;
}

/** Counts what needs a person's eye; see `OccurrenceRepository.status`. */
export async function readStatus(
  context: Pick<StorageContext, 'db' | 'now'>,
  team: string | undefined,
): Promise<LedgerStatus> {
  const { db } = context;
  const nowMs = (await context.now()).getTime();
  const lateMs = nowMs - lateAfterMs;
  const deliveries = () => {
    const query = db.selectFrom('deliveries');
    return team === undefined ? query : query.where('team', '=', team);
  };
  const reminders = () => {
    const query = db.selectFrom('reminders');
    return team === undefined ? query : query.where('team', '=', team);
  };
  const occurrences = () => {
    const query = db.selectFrom('occurrences');
    return team === undefined ? query : query.where('team', '=', team);
  };
  type Deliveries = ReturnType<typeof deliveries>;
  const ofDeliveries = async (query: Deliveries): Promise<StatusLine> => {
    const count = await countOf(query.select(({ fn }) => fn.countAll<number>().as('count')));
    if (count === 0) return nothing;
    const rows = await query
      .select(['id', 'due_at as at', 'reason'])
      .orderBy('due_at')
      .orderBy('id')
      .limit(mostIds)
      .execute();
    return { ...line(count, rows), reminders: await remindersIn(context, rows) };
  };
  const waiting = () => deliveries().where('wake_at', 'is not', null).where('due_at', '<=', nowMs);
  /** Due, and not turned into a delivery yet: nothing delivers to that platform, or the look is to come. */
  const unseen = async (before: number): Promise<StatusLine> => {
    // By platform, so that the index of what is due serves it.
    const due = reminders().where('platform', 'in', platforms).where('next_due_at', '<=', before);
    const count = await countOf(due.select(({ fn }) => fn.countAll<number>().as('count')));
    if (count === 0) return nothing;
    const rows = await due
      .select(['id', 'next_due_at as at', 'parked_reason as reason'])
      .orderBy('next_due_at')
      .limit(mostIds)
      .execute();
    return { ...line(count, rows), ids: [], reminders: rows.map(({ id }) => id) };
  };
  const skipped = async (): Promise<StatusLine> => {
    const since = nowMs - skippedWithinMs;
    const query = occurrences().where('skipped_reason', 'is not', null).where('created_at', '>=', since);
    const count = await countOf(query.select(({ fn }) => fn.countAll<number>().as('count')));
    if (count === 0) return nothing;
    const rows = await query
      .select(['id', 'reminder', 'scheduled_for as at', 'skipped_reason as reason'])
      .orderBy('created_at')
      .limit(mostIds)
      .execute();
    return { ...line(count, rows), reminders: [...new Set(rows.map(({ reminder }) => reminder))] };
  };
  const parked = async (): Promise<StatusLine> => {
    const query = reminders().where('state', '=', 'parked');
    const count = await countOf(query.select(({ fn }) => fn.countAll<number>().as('count')));
    if (count === 0) return nothing;
    const rows = await query
      .select(['id', 'created_at as at', 'parked_reason as reason'])
      .orderBy('created_at')
      .limit(mostIds)
      .execute();
    const { since: _, ...told } = line(count, rows);
    return { ...told, reminders: rows.map(({ id }) => id) };
  };
  return {
    pending: join(await unseen(nowMs), await ofDeliveries(waiting())),
    late: join(await unseen(lateMs), await ofDeliveries(waiting().where('due_at', '<', lateMs))),
    ambiguous: await ofDeliveries(deliveries().where('state', '=', 'ambiguous')),
    dead: await ofDeliveries(deliveries().where('state', '=', 'dead').where(isOpen)),
    skipped: await skipped(),
    parked: await parked(),
  };
}

/**
 * Whether a post that was given up still needs a person: not where the reminder was answered, removed, or posted since. Of a
 * notice the reminder it tells of counts.
 */
function isOpen({ exists, selectFrom }: ExpressionBuilder<Schema, 'deliveries'>) {
  return exists(
    selectFrom('occurrences')
      .innerJoin('reminders', (join) =>
        join.onRef('reminders.team', '=', 'occurrences.team').onRef('reminders.id', '=', 'occurrences.reminder'),
      )
      .select('occurrences.id')
      .whereRef('occurrences.delivery', '=', 'deliveries.id')
      .where('reminders.state', '!=', 'removed')
      .where((row) => row.not(row.exists(answersSince(row))))
      .where((row) => row.not(row.exists(postsSince(row)))),
  );
}

type DeliveryAndOccurrence = ExpressionBuilder<Schema, 'deliveries' | 'occurrences'>;

function answersSince({ selectFrom }: DeliveryAndOccurrence) {
  return selectFrom('acknowledgements')
    .select('acknowledgements.how')
    .whereRef('acknowledgements.team', '=', 'occurrences.team')
    .whereRef('acknowledgements.reminder', '=', 'occurrences.reminder')
    .whereRef('acknowledgements.at', '>=', 'deliveries.due_at');
}

function postsSince({ selectFrom }: DeliveryAndOccurrence) {
  return selectFrom('occurrences as later')
    .innerJoin('deliveries as arrived', 'arrived.id', 'later.delivery')
    .select('later.id')
    .whereRef('later.team', '=', 'occurrences.team')
    .whereRef('later.reminder', '=', 'occurrences.reminder')
    .where('later.kind', 'not in', notices)
    .where('arrived.state', '=', 'sent')
    .whereRef('arrived.posted_at', '>=', 'deliveries.due_at');
}

async function countOf(query: { executeTakeFirst(): Promise<{ count: number } | undefined> }): Promise<number> {
  return Number((await query.executeTakeFirst())?.count ?? 0);
}

function line(count: number, rows: readonly Row[]): StatusLine {
  const reasons = new Set(rows.flatMap(({ reason }) => reason ?? []));
  const [first] = rows;
  return {
    count,
    ids: rows.map(({ id }) => id),
    reminders: [],
    reasons: [...reasons].slice(0, mostReasons),
    ...(first === undefined || first.at === null ? {} : { since: new Date(first.at) }),
  };
}

function join(one: StatusLine, other: StatusLine): StatusLine {
  const since = [one.since, other.since].flatMap((at) => at ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    count: one.count + other.count,
    ids: [...one.ids, ...other.ids].slice(0, mostIds),
    reminders: [...new Set([...one.reminders, ...other.reminders])].slice(0, mostIds),
    reasons: [...new Set([...one.reasons, ...other.reasons])].slice(0, mostReasons),
    ...(since === undefined ? {} : { since }),
  };
}

/** The reminders in deliveries, in the order of their ids. */
async function remindersIn(
  { db }: Pick<StorageContext, 'db'>,
  deliveries: readonly { id: string }[],
): Promise<readonly string[]> {
  const ids = deliveries.map(({ id }) => id);
  const rows = await db
    .selectFrom('occurrences')
    .select('reminder')
    .distinct()
    .where('delivery', 'in', ids)
    .orderBy('reminder')
    .limit(mostIds)
    .execute();
  return rows.map(({ reminder }) => reminder);
}

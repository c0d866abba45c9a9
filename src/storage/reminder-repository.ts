import type { TeamKey } from '../bot/bot.ts';
import type { Schedule } from '../reminders/calendar/calendar.ts';
import type { Reminder, ReminderDraft, ReminderPatch, ReminderRepository } from '../reminders/reminders.ts';
import { addAtOnce, newReminderId, shortestId } from './add-reminder.ts';
import { doneAhead, skipPending } from './occurrences.ts';
import { type ReminderRow, readReminder, writeReminder, writeSchedule } from './rows.ts';
import { chunks, type Database, inTransaction, lockLedger, type StorageContext } from './storage-context.ts';
import { mergeInto } from './team-store.ts';

/** The reminders' part of the store. */
export function createReminderRepository(context: StorageContext): ReminderRepository {
  const { db, planner, limits } = context;
  const limitReached = { kind: 'limit-reached', limit: limits.remindersPerTeam } as const;
  const change = (team: TeamKey, id: string, work: (db: Database, row: ReminderRow, now: Date) => Promise<void>) =>
    changeReminder(context, team, id, work);
  return {
    async create(draft) {
      const made = await addAtOnce(context, draft);
      if (made !== undefined) return { kind: 'created', reminder: made };
      const now = await context.now();
      const row = writeReminder(draft, '', now, planner.first(draft.schedule, now));
      return inTransaction(db, async (trx) => {
        if (await isFull(context, trx, draft.team)) return limitReached;
        const made = await insertReminder(context, trx, row);
        if (made.next_due_at !== null) await context.announce(trx, [new Date(made.next_due_at)], now);
        return { kind: 'created' as const, reminder: readReminder(made) };
      });
    },
    async replace(draft, profile, changed) {
      const now = await context.now();
      const row = writeReminder(draft, '', now, planner.first(draft.schedule, now));
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        if (await isFull(context, trx, draft.team, draft.purpose)) return limitReached;
        await removeOfPurpose(context, trx, draft, now);
        await mergeInto({ db: trx, kind: context.kind }, draft.team, 'profile', profile, changed);
        const made = await insertReminder(context, trx, row);
        if (made.next_due_at !== null) await context.announce(trx, [new Date(made.next_due_at)], now);
        return { kind: 'created' as const, reminder: readReminder(made) };
      });
    },
    async retire(team, purpose, profile, changed) {
      const now = await context.now();
      await inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        await removeOfPurpose(context, trx, { team, purpose }, now);
        await mergeInto({ db: trx, kind: context.kind }, team, 'profile', profile, changed);
      });
    },
    async createOnce(draft) {
      const now = await context.now();
      // A schedule is due after an instant, and never at it.
      const begins = draft.from === undefined ? now : new Date(Math.max(now.getTime(), draft.from.getTime() - 1));
      const row = writeReminder(draft, '', now, planner.first(draft.schedule, begins));
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const present = await trx
          .selectFrom('reminders')
          .selectAll()
          .where('team', '=', draft.team)
          .where('uid', '=', draft.uid)
          .where('created_by', '=', draft.createdBy)
          .where('state', '!=', 'removed')
          .executeTakeFirst();
        if (present !== undefined) return { kind: 'present' as const, reminder: readReminder(present) };
        if (await isFull(context, trx, draft.team)) return limitReached;
        const made = await insertReminder(context, trx, row);
        if (made.next_due_at !== null) await context.announce(trx, [new Date(made.next_due_at)], now);
        return { kind: 'created' as const, reminder: readReminder(made) };
      });
    },
    async importAll(drafts) {
      const now = await context.now();
      const first = firstOfEach(context, now);
      const rows = drafts.map((draft) => writeReminder(draft, newReminderId(context, 10), now, first(draft.schedule)));
      await inTransaction(db, async (trx) => {
        for (const chunk of chunks(rows)) await trx.insertInto('reminders').values(chunk).execute();
        const earliest = rows.reduce((at, row) => Math.min(at, row.next_due_at ?? at), Number.POSITIVE_INFINITY);
        if (earliest < Number.POSITIVE_INFINITY) await context.announce(trx, [new Date(earliest)], now);
      });
      return rows.length;
    },
    get: (team, id) => readOne(db, team, id),
    async list(team) {
      const rows = await db
        .selectFrom('reminders')
        .selectAll()
        .where('team', '=', team)
        .where('state', '!=', 'removed')
        .execute();
      const due = (row: ReminderRow) => row.next_due_at ?? Number.POSITIVE_INFINITY;
      return rows.sort((one, other) => due(one) - due(other) || one.created_at - other.created_at).map(readReminder);
    },
    update: (team, id, patch) =>
      change(team, id, async (trx, row, now) => {
        // Occurrences that are due already stay due at their old target: an edit loses nothing.
        const columns = columnsOf(context, patch, row, now);
        if (Object.keys(columns).length > 0) await set(context, trx, row, now, columns);
      }),
    setState: (team, id, state) =>
      change(team, id, async (trx, row, now) => {
        if (state === 'active') {
          if (row.state !== 'active') await set(context, trx, row, now, await activated(context, trx, row, now));
          return;
        }
        await skipPending(
          context,
          trx,
          { team, reminder: id },
          state === 'done' ? 'the reminder is done' : 'the reminder is paused',
        );
        await set(context, trx, row, now, { state, next_due_at: null, parked_reason: null });
      }),
    async remove(team, id) {
      let removed = false;
      await change(team, id, async (trx, row, now) => {
        removed = true;
        await skipPending(context, trx, { team, reminder: id }, 'the reminder was removed');
        await set(context, trx, row, now, { state: 'removed', next_due_at: null });
      });
      return removed;
    },
    async findRemoved(team, id) {
      const row = await selectRemoved(db, team, id).executeTakeFirst();
      return row === undefined ? undefined : readReminder(row);
    },
    async restore(team, id) {
      const now = await context.now();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const row = await selectRemoved(trx, team, id).executeTakeFirst();
        if (row === undefined) return undefined;
        if (await isFull(context, trx, team)) return limitReached;
        await set(context, trx, row, now, await activated(context, trx, row, now));
        const reminder = await readOne(trx, team, id);
        return reminder === undefined ? undefined : { kind: 'created', reminder };
      });
    },
  };
}

async function removeOfPurpose(
  context: StorageContext,
  db: Database,
  { team, purpose }: { readonly team: TeamKey; readonly purpose: string },
  now: Date,
): Promise<void> {
  const earlier = await db
    .selectFrom('reminders')
    .selectAll()
    .where('team', '=', team)
    .where('purpose', '=', purpose)
    .where('state', '!=', 'removed')
    .execute();
  for (const each of earlier) {
    await skipPending(context, db, { team, reminder: each.id }, 'another took its place');
    await set(context, db, each, now, { state: 'removed', next_due_at: null });
  }
}

/** True where the team has as many reminders as it may. @param replaced those of this purpose make room */
async function isFull(
  { limits }: StorageContext,
  db: Database,
  team: TeamKey,
  replaced?: NonNullable<ReminderDraft['purpose']>,
): Promise<boolean> {
  const { count } = await db
    .selectFrom('reminders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('team', '=', team)
    .where('state', 'in', ['active', 'paused', 'parked'])
    .$if(replaced !== undefined, (query) =>
      query.where((where) => where.or([where('purpose', 'is', null), where('purpose', '!=', replaced ?? '')])),
    )
    .executeTakeFirstOrThrow();
  return Number(count) >= limits.remindersPerTeam;
}

/** Short ids first; a longer one where a team has used many. */
async function insertReminder(context: StorageContext, db: Database, row: ReminderRow): Promise<ReminderRow> {
  for (let length = shortestId; ; length += 1) {
    const made = await db
      .insertInto('reminders')
      .values({ ...row, id: newReminderId(context, length) })
      .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made !== undefined) return made;
  }
}

async function readOne(db: Database, team: TeamKey, id: string): Promise<Reminder | undefined> {
  const row = await selectReminder(db, team, id).executeTakeFirst();
  return row === undefined ? undefined : readReminder(row);
}

async function changeReminder(
  context: StorageContext,
  team: TeamKey,
  id: string,
  work: (db: Database, row: ReminderRow, now: Date) => Promise<void>,
): Promise<Reminder | undefined> {
  const now = await context.now();
  return inTransaction(context.db, async (trx) => {
    await lockLedger(context, trx);
    const row = await selectReminder(trx, team, id)
      .$if(context.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await work(trx, row, now);
    return readOne(trx, team, id);
  });
}

async function set(
  context: StorageContext,
  db: Database,
  row: ReminderRow,
  now: Date,
  columns: Partial<ReminderRow>,
): Promise<void> {
  await db.updateTable('reminders').set(columns).where('team', '=', row.team).where('id', '=', row.id).execute();
  if (typeof columns.next_due_at === 'number') await context.announce(db, [new Date(columns.next_due_at)], now);
}

/**
 * The changes that make a reminder run again from now on. A one-off in the past stays done, and what was left out early stays
 * left out.
 */
async function activated(
  context: StorageContext,
  db: Database,
  row: ReminderRow,
  now: Date,
): Promise<Partial<ReminderRow>> {
  const { schedule } = readReminder(row);
  const leftOut = await db
    .selectFrom('occurrences')
    .select(({ fn }) => fn.max('scheduled_for').as('last'))
    .where('team', '=', row.team)
    .where('reminder', '=', row.id)
    .where('skipped_reason', '=', doneAhead)
    .executeTakeFirst();
  const from = new Date(Math.max(now.getTime(), Number(leftOut?.last ?? 0)));
  const first = context.planner.first(schedule, from);
  const next = schedule.kind === 'once' && first !== undefined && first < now ? undefined : first;
  return { state: next === undefined ? 'done' : 'active', parked_reason: null, next_due_at: next?.getTime() ?? null };
}

function columnsOf(context: StorageContext, patch: ReminderPatch, row: ReminderRow, now: Date): Partial<ReminderRow> {
  const { text, schedule, target, catchUp, graceMs, escalation, pingsEveryone, changedBy } = patch;
  const rescheduled = schedule !== undefined && row.state !== 'paused';
  const due = rescheduled ? context.planner.first(schedule, now)?.getTime() : undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(schedule === undefined ? {} : writeSchedule(schedule)),
    ...(rescheduled
      ? { state: due === undefined ? 'done' : 'active', parked_reason: null, next_due_at: due ?? null }
      : {}),
    ...(target === undefined ? {} : { target_kind: target.kind, target_id: target.id }),
    ...(catchUp === undefined ? {} : { catch_up: catchUp }),
    ...(graceMs === undefined ? {} : { grace_ms: graceMs }),
    ...(escalation === undefined ? {} : { escalation: escalation === null ? null : JSON.stringify(escalation) }),
    ...(pingsEveryone === undefined ? {} : { pings_everyone: pingsEveryone ? 1 : 0 }),
    ...(changedBy === undefined ? {} : { changed_by: changedBy }),
  };
}

/** Works out when schedules are first due, each only once: many reminders have the same rule. */
function firstOfEach({ planner }: StorageContext, now: Date): (schedule: Schedule) => Date | undefined {
  const known = new Map<string, Date | undefined>();
  return (schedule) => {
    const key = JSON.stringify(schedule);
    if (!known.has(key)) known.set(key, planner.first(schedule, now));
    return known.get(key);
  };
}

/** One reminder of a team that has not been removed, as a query to go on with. */
export function selectReminder(db: Database, team: TeamKey, id: string) {
  return selectAny(db, team, id).where('state', '!=', 'removed');
}

function selectRemoved(db: Database, team: TeamKey, id: string) {
  return selectAny(db, team, id).where('state', '=', 'removed');
}

function selectAny(db: Database, team: TeamKey, id: string) {
  return db.selectFrom('reminders').selectAll().where('team', '=', team).where('id', '=', id);
}

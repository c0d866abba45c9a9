import type {
  Acknowledgement,
  AcknowledgeRequest,
  AcknowledgeResult,
  OccurrenceKind,
  Reminder,
} from '../reminders/reminders.ts';
import { addOccurrences, doneAhead, notices, skipPending } from './occurrences.ts';
import { selectReminder } from './reminder-repository.ts';
import { type ReminderRow, readAcknowledgement, readReminder } from './rows.ts';
import { type Database, erasedPerson, inTransaction, lockLedger, type StorageContext } from './storage-context.ts';

/** Records Done or Snooze; see `OccurrenceRepository.acknowledge`. */
export async function acknowledge(
  context: StorageContext,
  request: AcknowledgeRequest,
): Promise<AcknowledgeResult | undefined> {
  const { team, reminder: id, how, by, until } = request;
  const now = await context.now();
  return inTransaction(context.db, async (db) => {
    await lockLedger(context, db);
    const row = await selectReminder(db, team, id).executeTakeFirst();
    if (row === undefined) return undefined;
    const reminder = readReminder(row);
    const occurrence = request.next === true ? undefined : await findOccurrence(db, request);
    const before = occurrence === undefined && reminder.state === 'done' ? await findLast(db, request) : undefined;
    if (before !== undefined) return { first: false, acknowledgement: before };
    const isTooMany = how === 'snooze' ? await snoozedTooOften(context, db, request, now) : undefined;
    if (isTooMany !== undefined) return isTooMany;
    const isMore = occurrence === undefined && how === 'done' ? await leftOutBefore(db, request, now) : undefined;
    if (isMore !== undefined) return isMore;
    const written = {
      // Without a post, one reminder's next time can be ended once; the instant keeps the key unique.
      occurrence: occurrence?.id ?? `${team} ${id} ${reminder.nextDueAt?.getTime() ?? 'over'}`,
      how,
      team,
      reminder: id,
      delivery: occurrence?.delivery ?? null,
      by_whom: by,
      at: now.getTime(),
      until: until?.getTime() ?? null,
    };
    const inserted = await db
      .insertInto('acknowledgements')
      .values(written)
      .onConflict((conflict) => conflict.columns(['occurrence', 'how']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted === undefined) {
      const earlier = await db
        .selectFrom('acknowledgements')
        .selectAll()
        .where('occurrence', '=', written.occurrence)
        .where('how', '=', how)
        .executeTakeFirstOrThrow();
      return { first: false, acknowledgement: readAcknowledgement(earlier) };
    }
    const kinds: OccurrenceKind[] = how === 'done' ? ['escalation', 'snooze'] : ['escalation'];
    await skipPending(context, db, { team, reminder: id, kinds }, how === 'done' ? 'acknowledged' : 'snoozed');
    if (how === 'snooze') {
      if (until !== undefined) {
        const snooze = { team, reminder: id, kind: 'snooze', scheduledFor: until, target: reminder.target };
        await addOccurrences(context, db, now, [snooze]);
      }
      return { first: true, acknowledgement: readAcknowledgement(inserted) };
    }
    const ending = await end(context, db, { row, reminder, isPosted: occurrence !== undefined, request });
    const isEnded =
      request.delivery === undefined ? ending.ended !== 'post' : await endsMore(db, request, ending, reminder);
    if (isEnded && by !== reminder.createdBy && reminder.createdBy !== erasedPerson) {
      await tellOwner(context, db, { reminder, now, occurrence: written.occurrence });
    }
    return { first: true, acknowledgement: readAcknowledgement(inserted), ...ending };
  });
}

const dayMs = 86_400_000;

/** Each snooze is a post more, so one person's are counted. Nothing where they may go on. */
async function snoozedTooOften(
  { limits }: StorageContext,
  db: Database,
  { team, reminder, by }: AcknowledgeRequest,
  now: Date,
): Promise<AcknowledgeResult | undefined> {
  const rows = await db
    .selectFrom('acknowledgements')
    .selectAll()
    .where('team', '=', team)
    .where('reminder', '=', reminder)
    .where('how', '=', 'snooze')
    .where('by_whom', '=', by)
    .where('at', '>', now.getTime() - dayMs)
    .orderBy('at', 'desc')
    .limit(limits.snoozesPerReminder)
    .execute();
  const [last] = rows;
  if (last === undefined || rows.length < limits.snoozesPerReminder) return undefined;
  return { first: false, acknowledgement: readAcknowledgement(last), tooMany: limits.snoozesPerReminder };
}

/** Others leave out one time ahead, so that nobody takes a series from its maker time by time. Nothing where they may go on. */
async function leftOutBefore(
  db: Database,
  request: AcknowledgeRequest,
  now: Date,
): Promise<AcknowledgeResult | undefined> {
  if (request.isMakers === true) return undefined;
  const ahead = await db
    .selectFrom('occurrences')
    .select('scheduled_for')
    .where('team', '=', request.team)
    .where('reminder', '=', request.reminder)
    .where('skipped_reason', '=', doneAhead)
    .where('scheduled_for', '>', now.getTime())
    .executeTakeFirst();
  const last = ahead === undefined ? undefined : await findLast(db, request);
  if (ahead === undefined || last === undefined) return undefined;
  return { first: false, acknowledgement: last, leftOut: new Date(ahead.scheduled_for) };
}

interface Ending {
  readonly ended: NonNullable<AcknowledgeResult['ended']>;
  readonly skipped?: Date;
}

interface EndParts {
  readonly row: ReminderRow;
  readonly reminder: Reminder;
  /** The newest post was waiting for this Done. */
  readonly isPosted: boolean;
  readonly request: AcknowledgeRequest;
}

/** Ends what a Done ends: the whole of a one-off and of a countdown, of all others one time. */
async function end(
  context: StorageContext,
  db: Database,
  { row, reminder, isPosted, request }: EndParts,
): Promise<Ending> {
  const { id, team, schedule, nextDueAt } = reminder;
  const change = (columns: Partial<ReminderRow>) =>
    db.updateTable('reminders').set(columns).where('team', '=', row.team).where('id', '=', row.id).execute();
  // The button below an old post says nothing about a time that was set later.
  const isWhole =
    schedule.kind === 'countdown' || (schedule.kind === 'once' && (!isPosted || request.delivery === undefined));
  if (isWhole || nextDueAt === undefined) {
    const waiting = await skipPending(context, db, { team, reminder: id }, 'the reminder is done');
    await change({ state: 'done', next_due_at: null, parked_reason: null });
    const isEarly = nextDueAt !== undefined || waiting > 0;
    return isPosted && !isEarly ? { ended: 'post' } : { ended: 'all' };
  }
  if (isPosted) return { ended: 'post' };
  // A time that is due and still waits for its post comes before the next one.
  if ((await skipPending(context, db, { team, reminder: id }, 'done before it was posted')) > 0) {
    return { ended: 'coming' };
  }
  const following = context.planner.first(schedule, nextDueAt);
  const now = await context.now();
  const skipped = { team, reminder: id, kind: 'scheduled', scheduledFor: nextDueAt, target: reminder.target };
  await addOccurrences(context, db, now, [{ ...skipped, skippedReason: doneAhead }]);
  await change({ next_due_at: following?.getTime() ?? null, ...(following === undefined ? { state: 'done' } : {}) });
  if (following !== undefined) await context.announce(db, [following], now);
  return { ended: 'coming', skipped: nextDueAt };
}

/** Whether a pressed Done ended a series or a countdown, rather than the post it was pressed on alone; the first to do so. */
async function endsMore(
  db: Database,
  { team, reminder: id, delivery }: AcknowledgeRequest,
  { ended }: Ending,
  { schedule, nextDueAt }: Reminder,
): Promise<boolean> {
  if (schedule.kind === 'once') return false;
  if (ended === 'all') return true;
  if (nextDueAt !== undefined) return false;
  const later = await db
    .selectFrom('occurrences')
    .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
    .select('occurrences.delivery')
    .where('occurrences.team', '=', team)
    .where('occurrences.reminder', '=', id)
    .where('occurrences.kind', 'not in', notices)
    .where('occurrences.skipped_reason', 'is', null)
    .orderBy('occurrences.scheduled_for', 'desc')
    .executeTakeFirst();
  // The button of an earlier post ends nothing.
  return later?.delivery === delivery;
}

/** A message to the owner that keeps the promises of all posts. */
async function tellOwner(
  context: StorageContext,
  db: Database,
  { reminder, now, occurrence }: { readonly reminder: Reminder; readonly now: Date; readonly occurrence: string },
): Promise<void> {
  const { id, team, createdBy, target } = reminder;
  if (target.kind === 'terminal') return;
  const owner = { kind: 'person', id: createdBy } as const;
  const notice = { team, reminder: id, kind: 'done-notice', scheduledFor: now, target: owner };
  const { deliveries } = await addOccurrences(context, db, now, [notice]);
  const [delivery] = deliveries;
  // By this the notice says who it was.
  if (delivery !== undefined) {
    await db
      .updateTable('acknowledgements')
      .set({ delivery })
      .where('occurrence', '=', occurrence)
      .where('delivery', 'is', null)
      .execute();
  }
}

/** What ended a reminder that was never posted. */
async function findLast(db: Database, { team, reminder }: AcknowledgeRequest): Promise<Acknowledgement | undefined> {
  const row = await db
    .selectFrom('acknowledgements')
    .selectAll()
    .where('team', '=', team)
    .where('reminder', '=', reminder)
    .where('how', '=', 'done')
    .orderBy('at', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : readAcknowledgement(row);
}

/** The occurrence in the delivery whose button was pressed, or the newest that was posted. */
async function findOccurrence(db: Database, { team, reminder, delivery }: AcknowledgeRequest) {
  const query = db
    .selectFrom('occurrences')
    .innerJoin('deliveries', 'deliveries.id', 'occurrences.delivery')
    .select(['occurrences.id', 'occurrences.delivery'])
    .where('occurrences.team', '=', team)
    .where('occurrences.reminder', '=', reminder)
    .where('occurrences.kind', 'not in', notices)
    .where('occurrences.skipped_reason', 'is', null)
    .orderBy('occurrences.scheduled_for', 'desc');
  if (delivery !== undefined) return query.where('occurrences.delivery', '=', delivery).executeTakeFirst();
  return query.where('deliveries.state', 'in', ['sent', 'sending', 'ambiguous']).executeTakeFirst();
}

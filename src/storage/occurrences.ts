import type { OccurrenceKind, Target } from '../reminders/reminders.ts';
import { type GivenColumns, givenRows, insertGiven, isOneOf } from './given-rows.ts';
import { platformOf } from './rows.ts';
import { type Database, lockLedger, type StorageContext } from './storage-context.ts';

/** Occurrences that tell of a reminder and are none of its times. */
export const notices: OccurrenceKind[] = ['parked-notice', 'done-notice'];

/** Why a time that was ended before it was due is not posted. */
export const doneAhead = 'done before it was due';

/** An occurrence to be written: to be posted, or skipped for the reason given. */
export interface NewOccurrence {
  readonly team: string;
  readonly reminder: string;
  readonly kind: string;
  readonly scheduledFor: Date;
  readonly target: Target;
  readonly stage?: number;
  readonly skippedReason?: string;
}

/**
 * Writes occurrences that are not there yet and joins those of one target and instant to one delivery. A delivery takes
 * no more once a post of it may have begun. Takes the ledger's lock. Returns how many were added, and the deliveries joined.
 */
export async function addOccurrences(
  context: StorageContext,
  db: Database,
  now: Date,
  occurrences: readonly NewOccurrence[],
): Promise<{ readonly added: number; readonly deliveries: readonly string[] }> {
  await lockLedger(context, db);
  const openings = await findOpenings(context, db, occurrences);
  const rows = occurrences.map((each) => ({
    id: context.newId(),
    team: each.team,
    reminder: each.reminder,
    kind: each.kind,
    scheduled_for: each.scheduledFor.getTime(),
    delivery: each.skippedReason === undefined ? openings.join(each) : null,
    skipped_reason: each.skippedReason ?? null,
    stage: each.stage ?? 0,
    created_at: now.getTime(),
  }));
  if (rows.length === 0) return { added: 0, deliveries: [] };
  // One that is there already stays where it is: this is what keeps an occurrence from doubling. One that was taken
  // back before its post (snoozed to nine o'clock, done, snoozed to nine again) is owed anew.
  const inserted = await insertGiven(context, db, 'occurrences', occurrenceColumns, rows)
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'reminder', 'kind', 'scheduled_for'])
        .doUpdateSet((expression) => ({
          delivery: expression.ref('excluded.delivery'),
          skipped_reason: null,
          stage: expression.ref('excluded.stage'),
        }))
        .where('occurrences.skipped_reason', 'is not', null)
        .where('excluded.skipped_reason', 'is', null),
    )
    .returning('delivery')
    .execute();
  const joined = new Set(inserted.flatMap(({ delivery }) => delivery ?? []));
  const fresh = openings.fresh().filter(({ id }) => joined.has(id));
  if (fresh.length > 0) {
    await insertGiven(context, db, 'deliveries', deliveryColumns, fresh).execute();
    const instants = fresh.map(({ wake_at }) => new Date(wake_at));
    await context.announce(db, instants, now);
  }
  return { added: inserted.length, deliveries: [...joined] };
}

const occurrenceColumns = {
  id: 'text',
  team: 'text',
  reminder: 'text',
  kind: 'text',
  scheduled_for: 'bigint',
  delivery: 'text',
  skipped_reason: 'text',
  stage: 'bigint',
  created_at: 'bigint',
} as const;

const deliveryColumns = {
  id: 'text',
  team: 'text',
  platform: 'text',
  target_kind: 'text',
  target_id: 'text',
  due_at: 'bigint',
  part: 'bigint',
  state: 'text',
  not_before: 'bigint',
  wake_at: 'bigint',
  attempts: 'bigint',
  looks: 'bigint',
  must_reconcile: 'bigint',
  fencing_token: 'bigint',
} as const satisfies GivenColumns<ReturnType<typeof newDelivery>>;

/** Finds, or makes up, a delivery for each occurrence. */
async function findOpenings(context: StorageContext, db: Database, occurrences: readonly NewOccurrence[]) {
  const posted = occurrences.filter(({ skippedReason }) => skippedReason === undefined);
  const instants = [...new Set(posted.map(({ scheduledFor }) => scheduledFor.getTime()))];
  const groups = new Map<string, { open: { id: string; room: number } | undefined; nextPart: number }>();
  const fresh: ReturnType<typeof newDelivery>[] = [];
  if (instants.length > 0) {
    const given = givenRows<{ due_at: number }, 'given'>(
      context,
      'given',
      { due_at: 'bigint' },
      instants.map((due_at) => ({ due_at })),
    );
    const there = await db
      .selectFrom('deliveries')
      .select(['id', 'team', 'target_kind', 'target_id', 'due_at', 'part', 'state', 'attempts', 'must_reconcile'])
      .where('due_at', 'in', (query) => query.selectFrom(given).select('given.due_at'))
      .orderBy('part')
      .$if(context.kind === 'postgres', (query) => query.forUpdate())
      .execute();
    const open = there.filter((row) => row.state === 'due' && row.attempts === 0 && row.must_reconcile === 0);
    const taken = await countItems(
      context,
      db,
      open.map(({ id }) => id),
    );
    const openIds = new Set(open.map(({ id }) => id));
    for (const row of there) {
      const key = [row.team, row.target_kind, row.target_id, row.due_at].join('\n');
      const room = openIds.has(row.id) ? context.limits.itemsPerDelivery - (taken.get(row.id) ?? 0) : 0;
      groups.set(key, { open: room > 0 ? { id: row.id, room } : undefined, nextPart: row.part + 1 });
    }
  }
  return {
    fresh: () => fresh,
    join(occurrence: NewOccurrence): string {
      const { team, target, scheduledFor } = occurrence;
      const key = [team, target.kind, target.id, scheduledFor.getTime()].join('\n');
      const group = groups.get(key) ?? { open: undefined, nextPart: 0 };
      groups.set(key, group);
      if (group.open === undefined) {
        const row = newDelivery(context.newId(), occurrence, group.nextPart);
        fresh.push(row);
        group.open = { id: row.id, room: context.limits.itemsPerDelivery };
        group.nextPart += 1;
      }
      const { id } = group.open;
      group.open.room -= 1;
      if (group.open.room === 0) group.open = undefined;
      return id;
    },
  };
}

function newDelivery(id: string, { team, target, scheduledFor }: NewOccurrence, part: number) {
  const dueAt = scheduledFor.getTime();
  return {
    id,
    team,
    platform: platformOf(team),
    target_kind: target.kind,
    target_id: target.id,
    due_at: dueAt,
    part,
    state: 'due',
    not_before: dueAt,
    wake_at: dueAt,
    attempts: 0,
    looks: 0,
    must_reconcile: 0,
    fencing_token: 0,
  };
}

async function countItems(
  context: StorageContext,
  db: Database,
  deliveries: readonly string[],
): Promise<ReadonlyMap<string | null, number>> {
  if (deliveries.length === 0) return new Map();
  const rows = await db
    .selectFrom('occurrences')
    .select(({ fn }) => ['delivery', fn.countAll<number>().as('items')])
    .where(isOneOf(context, 'delivery', deliveries))
    .groupBy('delivery')
    .execute();
  return new Map(rows.map(({ delivery, items }) => [delivery, Number(items)]));
}

/**
 * Takes back what is due of a reminder and not yet begun, and leaves the reason. Comes after `lockLedger`. Returns how
 * many occurrences.
 */
export async function skipPending(
  context: StorageContext,
  db: Database,
  of: {
    readonly team: string;
    readonly reminder: string;
    readonly kinds?: readonly OccurrenceKind[];
    /** Only what goes to this person as a direct message. */
    readonly to?: string;
  },
  reason: string,
): Promise<number> {
  const waiting = await db
    .selectFrom('occurrences')
    .select('delivery')
    .where('team', '=', of.team)
    .where('reminder', '=', of.reminder)
    .where('skipped_reason', 'is', null)
    .where('kind', 'not in', notices)
    .$if(of.kinds !== undefined, (query) => query.where('kind', 'in', [...(of.kinds ?? [])]))
    .where('delivery', 'in', (query) =>
      query
        .selectFrom('deliveries')
        .select('deliveries.id')
        .where('deliveries.wake_at', 'is not', null)
        .where('deliveries.state', 'in', ['due', 'claimed'])
        .where('must_reconcile', '=', 0)
        .$if(of.to !== undefined, (to) => to.where('target_kind', '=', 'person').where('target_id', '=', of.to ?? '')),
    )
    .execute();
  const ids = [...new Set(waiting.map(({ delivery }) => delivery ?? ''))];
  if (ids.length === 0) return 0;
  // `beginSend` locks the same rows before it reads the items: one of the two comes first.
  const held = await db
    .selectFrom('deliveries')
    .select('id')
    .where('id', 'in', ids)
    .where('state', 'in', ['due', 'claimed'])
    .where('must_reconcile', '=', 0)
    .orderBy('id')
    .$if(context.kind === 'postgres', (query) => query.forUpdate())
    .execute();
  if (held.length === 0) return 0;
  const heldIds = held.map(({ id }) => id);
  const skipped = await db
    .updateTable('occurrences')
    .set({ skipped_reason: reason })
    .where('delivery', 'in', heldIds)
    .where('team', '=', of.team)
    .where('reminder', '=', of.reminder)
    .where('skipped_reason', 'is', null)
    .where('kind', 'not in', notices)
    .$if(of.kinds !== undefined, (query) => query.where('kind', 'in', [...(of.kinds ?? [])]))
    .returning('id')
    .execute();
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', wake_at: null, reason })
    .where('id', 'in', heldIds)
    .where('id', 'not in', (query) =>
      query
        .selectFrom('occurrences')
        .select('delivery')
        .where('delivery', 'in', heldIds)
        .where('skipped_reason', 'is', null)
        .$castTo<{ delivery: string }>(),
    )
    .execute();
  return skipped.length;
}

import { CompiledQuery } from 'kysely';
import type { Reminder, ReminderDraft } from '../reminders/reminders.ts';
import { type ReminderRow, readReminder, writeReminder } from './rows.ts';
import type { StorageContext } from './storage-context.ts';

/** Every loop looks this often by itself, so that what is due later needs nobody to be woken; see `AnnounceDue`. */
const wakesWithinMs = 60_000;

/**
 * Makes a reminder in one statement, which is a transaction of its own. Nothing where it takes more than that: it is due
 * soon, so that somebody has to be woken in the same transaction, or the team is full, or the id is taken.
 *
 * On PostgreSQL the first time it is due is worked out for a moment that is over, the last one the database told. It is the
 * same for every moment before that time. So the statement makes the reminder only if it comes at such a moment.
 */
export async function addAtOnce(context: StorageContext, draft: ReminderDraft): Promise<Reminder | undefined> {
  const { db, limits, planner, databaseClock } = context;
  const since = databaseClock?.latest() ?? (await context.now());
  const next = planner.first(draft.schedule, since);
  const until = next === undefined ? Number.MAX_SAFE_INTEGER : next.getTime() - wakesWithinMs;
  if (since.getTime() > until) return undefined;
  const row = writeReminder(draft, newReminderId(context, shortestId), since, next);
  const { created_at, ...columns } = row;
  const parameters = [
    ...Object.values(columns),
    ...(databaseClock === undefined ? [created_at] : []),
    since.getTime(),
    until,
    draft.team,
    limits.remindersPerTeam,
  ];
  const { rows } = await db.executeQuery<Pick<ReminderRow, 'created_at'>>(
    CompiledQuery.raw(writeStatement(context, Object.keys(columns)), parameters),
  );
  const [made] = rows;
  if (made === undefined) return undefined;
  databaseClock?.learn(new Date(made.created_at));
  return readReminder({ ...row, ...made });
}

/**
 * The statement's text, whose parameters stand in the order of `addAtOnce`. Kysely would put the same text together anew for
 * each reminder, in as much time as the database needs for it.
 */
function writeStatement({ kind, databaseClock }: StorageContext, columns: readonly string[]): string {
  let parameters = 0;
  const next = () => {
    parameters += 1;
    return kind === 'sqlite' ? '?' : `$${parameters}`;
  };
  const values = columns.map(next);
  return `insert into reminders (${columns.join(', ')}, created_at)
    select ${values.join(', ')}, clock.ms from (select ${databaseClock?.ms ?? `cast(${next()} as bigint)`} as ms) as clock
    where clock.ms between ${next()} and ${next()}
      and (select count(*) from reminders where team = ${next()} and state in ('active', 'paused', 'parked')) < ${next()}
    on conflict (team, id) do nothing
    returning created_at`;
}

/** The shortest id of a reminder. */
export const shortestId = 4;

/** No vowels, so that no words come out, and no l, o, 0 or 1, which are misread. */
const alphabet = 'bcdfghjkmnpqrstvwxyz23456789';

/** A short id that people can type, made of a UUID's digits. It begins with a letter. */
export function newReminderId({ newId }: Pick<StorageContext, 'newId'>, length: number): string {
  let digits = BigInt(`0x${newId().replaceAll('-', '')}`);
  let id = '';
  while (id.length < length) {
    const size = id === '' ? 20n : BigInt(alphabet.length);
    id += alphabet[Number(digits % size)];
    digits /= size;
  }
  return id;
}

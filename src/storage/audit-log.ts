import type { Selectable } from 'kysely';
import type { Deed, Role, TeamKey } from '../bot/bot.ts';
import type { AuditEntry, AuditedKind, AuditLog, AuditSubject } from '../teams/teams.ts';
import type { Database, StorageContext } from './context.ts';
import type { Schema } from './schema.ts';
import type { StateScope, TeamState } from './team-state.ts';

/** The stored audit. What keeps it append-only are triggers; see `createAudit` in `migrations.ts`. */
export function createAuditLog({ db, now }: StorageContext): AuditLog {
  return {
    async read(team, { since, by, of, limit, order }) {
      const asked = db
        .selectFrom('audit_events')
        .where('audit_events.team', '=', team)
        .$if(since !== undefined, (query) => query.where('audit_events.at', '>=', since?.getTime() ?? 0))
        .$if(by !== undefined, (query) => query.where('by_whom', '=', by ?? ''))
        .$if(of !== undefined, (query) =>
          query.where((where) => where.or([where('subject_kind', '=', of ?? ''), where('subject', '=', of ?? '')])),
        );
      const { total } = await asked.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await asked
        .leftJoin('audit_contents', 'audit_contents.event', 'audit_events.number')
        .selectAll('audit_events')
        .select(['audit_contents.before', 'audit_contents.after', 'audit_contents.event'])
        .orderBy('audit_events.number', order === 'newest-first' ? 'desc' : 'asc')
        .limit(limit)
        .execute();
      return { entries: rows.map(readEntry), total: Number(total) };
    },
    async note(deed, subject) {
      await writeEvent(db, deed, await now(), subject);
    },
  };
}

interface Changes {
  readonly deed: Deed;
  readonly now: Date;
  readonly before: TeamState;
  readonly after: TeamState;
  readonly scope: StateScope;
}

/** Puts everything on record that differs, within the transaction that made it differ. */
export async function writeChanges(db: Database, { deed, now, before, after, scope }: Changes): Promise<void> {
  let isTold = false;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const item = is ?? was;
    if (item === undefined || was?.value === is?.value || item.maker === deed.by) continue;
    await writeEvent(db, deed, now, item.subject, { before: was?.value, after: is?.value });
    isTold = true;
  }
  // Somebody else's reminder that was only posted once more is as it was.
  const untold = scope === 'team' || isTold ? undefined : after.get(`reminder ${scope.reminder}`);
  if (untold !== undefined) await writeEvent(db, deed, now, untold.subject);
}

/** Puts one thing on record. */
export async function writeEvent(
  db: Database,
  { team, by, role, place, act, request }: Deed,
  now: Date,
  { kind, id }: AuditSubject,
  content?: { readonly before: string | undefined; readonly after: string | undefined },
): Promise<void> {
  const at = now.getTime();
  const { number } = await db
    .insertInto('audit_events')
    .values({
      team,
      at,
      by_whom: by,
      role,
      place,
      act,
      request,
      subject_kind: kind,
      subject: id,
      has_content: content === undefined ? 0 : 1,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  if (content === undefined) return;
  await db
    .insertInto('audit_contents')
    .values({ event: number, team, at, before: content.before ?? null, after: content.after ?? null })
    .execute();
}

type Row = Selectable<Schema['audit_events']> & {
  readonly before: string | null;
  readonly after: string | null;
  readonly event: number | null;
};

function readEntry(row: Row): AuditEntry {
  const kind = row.subject_kind as AuditedKind;
  return {
    number: Number(row.number),
    at: new Date(Number(row.at)),
    team: row.team as TeamKey,
    by: row.by_whom,
    role: row.role as Role,
    place: row.place,
    act: row.act,
    request: row.request,
    subject: { kind, id: row.subject },
    ...(row.before === null ? {} : { before: JSON.parse(row.before) as unknown }),
    ...(row.after === null ? {} : { after: JSON.parse(row.after) as unknown }),
    ...(row.event === null && row.has_content === 1 ? { hidden: 'erased' as const } : {}),
  };
}

/** Deleted in one go. */
const batch = 1_000;

/**
 * Deletes old entries, of one team or of all (`*`), within a transaction. Bounded; returns how many rows.
 *
 * @param which `but-privacy` leaves what was done about privacy
 */
export async function forgetAudit(
  db: Database,
  team: string,
  beforeMs: number,
  which: 'all' | 'but-privacy' = 'all',
): Promise<number> {
  const old = await db
    .selectFrom('audit_events')
    .select('number')
    .where('at', '<', beforeMs)
    .$if(which === 'but-privacy', (query) => query.where('subject_kind', '!=', 'privacy'))
    .$if(team !== '*', (query) => query.where('team', '=', team))
    .limit(batch)
    .execute();
  if (old.length === 0) return 0;
  const numbers = old.map(({ number }) => number);
  await db.insertInto('audit_releases').values({ team, before_at: beforeMs }).execute();
  await db.deleteFrom('audit_contents').where('event', 'in', numbers).execute();
  await db.deleteFrom('audit_events').where('number', 'in', numbers).execute();
  await db.deleteFrom('audit_releases').execute();
  return numbers.length;
}
